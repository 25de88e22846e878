"""Who may see a filing and do what with it: the only place that decides.

Staff see the filings of their own commission and of those below it, never a
sister's, and act only on their own commission's. Whoever belongs to a
commission whose act is contested, or took a part in that act, sees nothing of
the case (Venice Commission, Code of Good Practice II.3.3): it belongs to the
tier above, which may take it over where it lies with the commission itself.
Filings that were joined are decided together, so a conflict with one of them
is a conflict with all.
There is no way around this for a superuser: without a membership nobody sees
a filing.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from appeals import conflicts
from appeals.models import Evidence, Filing, Session
from commission.models import ElectionCommission, Membership
from commission.translated import in_language

HANDLE, REVIEW, DECIDE = "appeals.handle_filing", "appeals.review_filing", "appeals.decide_filing"
READ = "appeals.read_filing"

_REGISTERED = (Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)
_ENDED = (Filing.Status.DECIDED, Filing.Status.RETURNED, Filing.Status.WITHDRAWN)
_DECIDED = (Filing.Status.DECIDED,)
_RUNNING = (Filing.Status.FILED, *_REGISTERED)

MAX_ID = 2**63 - 1  # what an id can be in the database

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
    "enter_message": (HANDLE, tuple(Filing.Status)),
    "enter_hearing_answer": (HANDLE, tuple(Filing.Status)),
    "give_opinion": (REVIEW, (Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)),
    "place_on_agenda": (HANDLE, (Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "take_off_agenda": (HANDLE, (Filing.Status.ON_AGENDA,)),
    "decide": (DECIDE, (Filing.Status.ON_AGENDA,)),
    "return_": (HANDLE, (Filing.Status.FILED, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)),
    "refer": (DECIDE, _REGISTERED),
    "extend": (HANDLE, _REGISTERED),
    "withdraw": (HANDLE, _RUNNING),
    "reopen": (DECIDE, _ENDED),
    "replace_code": (HANDLE, tuple(Filing.Status)),
    "serve": (HANDLE, (Filing.Status.DECIDED, Filing.Status.RETURNED)),
    "correct": (DECIDE, (Filing.Status.DECIDED, Filing.Status.RETURNED)),
    "publish": (HANDLE, (Filing.Status.DECIDED, Filing.Status.RETURNED)),
    "record_court_outcome": (HANDLE, _DECIDED),
}


# what the tier above may do with a filing that lies with the very commission that it complains of
TAKE_OVER = ("forward",)


class Conflict(PermissionDenied):
    """The case concerns the person who wants to open it, or their commission; the text says so and names the way."""

    @staticmethod
    def title():
        """What the page about it is called."""
        return _("Conflict of interest")


def commission_of(user):
    """The commission for which a member of staff works; None for anybody else, who sees no filing at all."""
    if not user.is_active or not user.is_staff:
        return None
    if not hasattr(user, "_commission"):  # asked for several times in one request, of one user object
        membership = Membership.objects.select_related("commission__superior").filter(user=user).first()
        user._commission = membership.commission if membership else None
    return user._commission


def may_read(user):
    """Whether `user` reads filings at all: a permission, and a commission to read them for."""
    return commission_of(user) is not None and user.has_perm(READ)


def refuse_reading(user):
    """Raise PermissionDenied for who never reads filings; without a commission one sees none, and is told why."""
    if not user.has_perm(READ):
        raise PermissionDenied


def may_enter(user):
    """Whether `user` may enter a filing that came on paper, by post, by telephone or in person."""
    return commission_of(user) is not None and user.has_perm(HANDLE)


def may_hold_sessions(user):
    """Whether `user` may open a session of their commission."""
    return commission_of(user) is not None and user.has_perm(DECIDE)


def has_right(user, verb):
    """Whether the permissions of `user` hold a verb (a key of VERBS), whatever the filing."""
    return commission_of(user) is not None and user.has_perm(VERBS[verb][0])


def visible_to(user):
    """The filings that a member of staff may see.

    Below whom and in conflict with what they are is asked at once, so that
    the database knows how few it is when it looks for the filings.
    """
    if not may_read(user):
        return Filing.objects.none()
    commission = commission_of(user)
    filings = Filing.objects.all()
    if not ElectionCommission.objects.is_above_all(commission):
        filings = filings.of(list(ElectionCommission.objects.within(commission).values_list("pk", flat=True)))
    return filings.exclude(pk__in=conflicts.about(user, commission))


def conflicting_among(user, keys):
    """Which of the filings with these keys `user` may not even open: a set of keys."""
    return conflicts.about(user, commission_of(user), among=keys)


def sessions_of(user):
    """The sessions that a member of staff may see: those of their own commission."""
    if not may_read(user):
        return Session.objects.none()
    return Session.objects.filter(commission=commission_of(user))


def has_conflict(user, filing):
    """Whether the filing, or one decided together with it, is about an act of `user` or of their commission."""
    commission = commission_of(user)
    return commission is not None and bool(conflicts.about(user, commission, among=[filing.pk]))


def tier_above(user):
    """In words, who decides instead of `user`: the commission above theirs, or the court above the central one."""
    above = commission_of(user).superior
    return in_language(above.name) if above else _("the Court of Appeal")


def refuse_conflict(user, filing):
    """Raise Conflict where the filing concerns `user` or their commission."""
    if has_conflict(user, filing):
        text = _(
            "This case is about your own commission or about an act of yours, so you can neither open nor handle it."
        )
        raise Conflict(text + " " + _("It belongs to: %s") % tier_above(user))


def filing_or_404(user, pk):
    """The filing, if `user` may see it: Http404 for a sister commission's, Conflict for one about their own."""
    if not may_read(user):
        raise PermissionDenied
    related = ("commission__superior", "contested_commission")  # what each case has; the rest is read where it is
    filing = Filing.objects.select_related(*related).filter(pk=pk).first() if pk <= MAX_ID else None
    if filing is None or not filing.commission.is_within(commission_of(user)):
        raise Http404
    refuse_conflict(user, filing)
    filing.cleared_for = user.pk
    return filing


def evidence_or_404(user, pk, uuid):
    """A file of a filing that `user` may see."""
    filing = filing_or_404(user, pk)
    item = Evidence.objects.filter(filing=filing, uuid=uuid).first()
    if item is None:
        raise Http404
    item.filing = filing
    return item


def session_or_404(user, pk):
    """The session, if it is one of the commission for which `user` works."""
    if not may_read(user):
        raise PermissionDenied
    session = sessions_of(user).filter(pk=pk).first() if pk <= MAX_ID else None
    if session is None:
        raise Http404
    return session


def experts_for(filing):
    """Who may be assigned as the expert of a filing: members of its commission who review, without a conflict."""
    review = Permission.objects.filter(content_type__app_label="appeals", codename=REVIEW.partition(".")[2])
    members = get_user_model().objects.filter(membership__commission=filing.commission, is_active=True, is_staff=True)
    able = members.filter(Q(groups__permissions__in=review) | Q(user_permissions__in=review)).distinct()
    return able.exclude(pk__in=[user.pk for user in able if has_conflict(user, filing)])


def _acts_for(user, filing):
    """The verbs that the place of `user` allows with the filing, whatever its state and their permissions."""
    commission = commission_of(user)
    # cleared: read a moment ago for this very user, with the same question
    is_cleared = getattr(filing, "cleared_for", None) == user.pk
    if commission is None or (not is_cleared and has_conflict(user, filing)):
        return ()
    if commission == filing.commission:
        return tuple(VERBS)
    is_above = commission.pk == filing.commission.superior_id
    if is_above and conflicts.about_commission(filing.commission, among=[filing.pk]):
        return TAKE_OVER
    return ()


def allowed_verbs(user, filing):
    """The verbs that `user` may do with the filing now, in the order of VERBS."""
    return [
        verb
        for verb in _acts_for(user, filing)
        if filing.status in VERBS[verb][1] and user.has_perm(VERBS[verb][0]) and _is_theirs(user, filing, verb)
    ]


def _is_theirs(user, filing, verb):
    """Whether nobody else has to do it: an opinion is the assigned expert's alone."""
    return verb != "give_opinion" or filing.expert_id == user.pk


def may(user, filing, verb):
    """Whether `user` may do `verb` (a key of VERBS) with the filing now."""
    return verb in allowed_verbs(user, filing)


def refuse_verb(user, filing, verb):
    """Raise PermissionDenied where neither the place nor the permissions of `user` ever allow the verb."""
    if verb not in _acts_for(user, filing) or not user.has_perm(VERBS[verb][0]):
        raise PermissionDenied
