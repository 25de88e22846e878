"""Who may see a filing and do what with it: the only place that decides.

Staff see the filings of their own commission and of those below it, never a
sister's, and act only on their own commission's. Whoever belongs to a
commission whose act is contested sees nothing of the case (Venice Commission,
Code of Good Practice II.3.3).
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from appeals.models import Filing
from commission.models import ElectionCommission, Membership
from commission.translated import in_language

HANDLE, REVIEW, DECIDE = "appeals.handle_filing", "appeals.review_filing", "appeals.decide_filing"
READ = "appeals.read_filing"

_REGISTERED = (Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)
_ENDED = (Filing.Status.DECIDED, Filing.Status.RETURNED, Filing.Status.WITHDRAWN)
_DECIDED = (Filing.Status.DECIDED,)
_RUNNING = (Filing.Status.FILED, *_REGISTERED)

# verb: the permission it needs, and the states in which it may be done
VERBS = {
    "register": (HANDLE, (Filing.Status.FILED,)),
    "assign": (HANDLE, (Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "request_information": (READ, _REGISTERED),
    "write_to_applicant": (HANDLE, tuple(Filing.Status)),
    "forward": (HANDLE, (Filing.Status.FILED, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "join": (HANDLE, (Filing.Status.FILED, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "open_hearing": (HANDLE, _REGISTERED),
    "revoke_hearing": (HANDLE, tuple(Filing.Status)),
    "give_opinion": (REVIEW, (Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)),
    "place_on_agenda": (HANDLE, (Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "take_off_agenda": (HANDLE, (Filing.Status.ON_AGENDA,)),
    "decide": (DECIDE, (Filing.Status.ON_AGENDA,)),
    "return_": (HANDLE, (Filing.Status.FILED, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "refer": (DECIDE, _REGISTERED),
    "extend": (HANDLE, _REGISTERED),
    "reopen": (DECIDE, _ENDED),
    "replace_code": (HANDLE, tuple(Filing.Status)),
    "serve": (HANDLE, (Filing.Status.DECIDED, Filing.Status.RETURNED)),
    "correct": (DECIDE, (Filing.Status.DECIDED, Filing.Status.RETURNED)),
    "publish": (HANDLE, (Filing.Status.DECIDED, Filing.Status.RETURNED)),
    "record_court_outcome": (HANDLE, _DECIDED),
}


class Conflict(PermissionDenied):
    """The case concerns the commission of the person who wants to open it; the text says so and names the way."""


def commission_of(user):
    """The commission for which a member of staff works; None for anybody else, who sees no filing at all."""
    if not user.is_active or not user.is_staff:
        return None
    membership = Membership.objects.select_related("commission__superior").filter(user=user).first()
    return membership.commission if membership else None


def _contests(commission):
    """The condition on a filing that contests an act of `commission`."""
    return (
        Q(contested_commission=commission)
        | Q(contested_decision__commission=commission)
        | Q(contested_filing__commission=commission)
    )


def visible_to(user):
    """The filings that a member of staff may see."""
    commission = commission_of(user)
    if commission is None or not user.has_perm(READ):
        return Filing.objects.none()
    own = Filing.objects.of(ElectionCommission.objects.within(commission))
    return own.exclude(pk__in=Filing.objects.filter(_contests(commission)).values("pk"))


def has_conflict(user, filing):
    """Whether the filing contests an act of the commission for which `user` works."""
    commission = commission_of(user)
    return commission is not None and Filing.objects.filter(_contests(commission), pk=filing.pk).exists()


def refuse_conflict(user, filing):
    """Raise Conflict where the filing concerns the commission of `user`."""
    if has_conflict(user, filing):
        above = commission_of(user).superior
        name = in_language(above.name) if above else _("the Court of Appeal")
        raise Conflict(
            _("This case is about your own commission, so you can neither open nor handle it. It belongs to: %s") % name
        )


def filing_or_404(user, pk):
    """The filing, if `user` may see it: Http404 for a sister commission's, Conflict for one about their own."""
    commission = commission_of(user)
    if commission is None or not user.has_perm(READ):
        raise PermissionDenied
    within = Filing.objects.of(ElectionCommission.objects.within(commission))
    filing = within.select_related("commission", "election", "decision", "expert").filter(pk=pk).first()
    if filing is None:
        raise Http404
    refuse_conflict(user, filing)
    return filing


def may(user, filing, verb):
    """Whether `user` may do `verb` (a key of VERBS) with the filing now; only its own commission acts on it."""
    permission, statuses = VERBS[verb]
    return (
        filing.status in statuses
        and user.has_perm(permission)
        and commission_of(user) == filing.commission
        and not has_conflict(user, filing)
    )


def allowed_verbs(user, filing):
    """The verbs that `user` may do with the filing now, in the order of VERBS."""
    commission = commission_of(user)
    if commission != filing.commission or has_conflict(user, filing):
        return []
    return [
        verb
        for verb, (permission, statuses) in VERBS.items()
        if filing.status in statuses and user.has_perm(permission)
    ]
