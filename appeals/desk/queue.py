"""The queue: what waits for a decision, the shortest time left first."""

import re

from django.db.models import Count, Q, Value
from django.db.models.functions import Reverse
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appeals import access
from appeals.desk.forms.queue import RUNNING, QueueForm
from appeals.desk.frame import desk_page, page
from appeals.desk.time_left import time_left
from appeals.limits.wording import last_moment
from appeals.models import Filing, Forwarding
from appeals.templatetags.desk import named
from commission.models import ElectionCommission
from commission.text_search import fold, storable

PER_PAGE = 50
LAST_PAGE = 100
COMMISSIONS_FOUND = FORWARDED_FOUND = 300
INDEXED_LETTERS = 3
RESPONDENT_CHARACTERS = 60
SHOWN = (
    "number", "status", "decision_deadline", "applicant_name", "respondent",
    "is_late", "is_incomplete", "is_misdirected", "commission__number", "commission__name",
    "expert__username", "expert__first_name", "expert__last_name", "decision__outcome",
)  # fmt: skip
_NUMBER = re.compile(r"[A-Za-z]+\d+(-[\w-]*)?|[A-Za-z]+-[\w-]*")
NOTHING = (0, 0, 0, 0)
_WAITING = (Filing.Status.FILED, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)


def searched(filings, text):
    """Those of `filings` with this number, now or before they were forwarded, or with these words in a name.

    A word of one or two letters is sought at the beginnings of words alone:
    inside of them it stands nearly everywhere, and no index finds it.
    """
    text = storable(text).strip()
    if text.isascii() and text.isdigit():
        return filings.alias(reversed=Reverse("number")).filter(reversed__startswith=f"{text:0>6}"[::-1] + "-")
    if _NUMBER.fullmatch(text):
        before = Forwarding.objects.filter(old_number__startswith=text.upper()).values_list("filing", flat=True)
        return filings.filter(Q(number__startswith=text.upper()) | Q(pk__in=list(before[:FORWARDED_FOUND])))
    for word in text.split():
        sought = word if len(word) >= INDEXED_LETTERS else f" {word}"
        filings = filings.filter(folded_names__contains=fold(Value(sought)))
    return filings


def narrowed(filings, chosen, *, user, at):
    """Those of `filings` that the cleaned data of a QueueForm ask for."""
    state = chosen["state"] or ("all" if chosen["q"] else RUNNING)
    if state == RUNNING:
        filings = filings.running()
    elif state != "all":
        filings = filings.filter(status=state)
    if chosen["q"]:
        filings = searched(filings, chosen["q"])
    if chosen["commission"]:
        fitting = ElectionCommission.objects.matching(chosen["commission"]).values_list("pk", flat=True)
        filings = filings.of(list(fitting[:COMMISSIONS_FOUND]))
    if chosen["election"]:
        filings = filings.filter(election=chosen["election"])
    for mark in ("is_late", "is_incomplete", "is_misdirected"):
        filings = filings.filter(**{mark: True}) if chosen[mark] else filings
    if chosen["unassigned"]:
        filings = filings.filter(expert=None)
    if chosen["mine"]:
        filings = filings.filter(expert=user)
    if chosen["overdue"]:
        filings = filings.overdue(at)
    is_by_time_left = state == RUNNING or state in _WAITING
    return filings.order_by(*(["decision_deadline", "pk"] if is_by_time_left else ["-arrived_at", "-pk"]))


def counts(filings, *, user, at):
    """How many run: by state, and overdue, without an expert, mine; each with the query string that shows them."""
    facts = {"late": Q(decision_deadline__lte=at), "mine": Q(expert=user)}
    counted = {name: Count("pk", filter=condition) for name, condition in facts.items()}
    running = filings.running().order_by().values("status").annotate(all=Count("pk"), assigned=Count("expert"))
    found = running.annotate(**counted).values_list("status", "all", "assigned", *counted)
    by_state = {status: numbers for status, *numbers in found}
    total, assigned, overdue, mine = (sum(numbers) for numbers in zip(NOTHING, *by_state.values(), strict=True))
    states = [(status.label, by_state.get(status, NOTHING)[0], f"?state={status}", "") for status in _WAITING]
    return [
        (_("overdue"), overdue, "?overdue=on", "overdue"),
        *states,
        (_("without an expert"), total - assigned, "?unassigned=on", ""),
        (_("assigned to me"), mine, "?mine=on", ""),
    ]


def _page_number(request):
    typed = request.GET.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= LAST_PAGE):
        raise Http404
    return int(typed)


def _shown(filing, at, address):
    """A row in words: worked out here, since in the template each step of it would cost fifty times as much."""
    deadline = filing.decision_deadline
    return {
        "address": address.replace("/0/", f"/{filing.pk}/"),
        "number": filing.number,
        "time_left": time_left(filing, at),
        "deadline": deadline.isoformat() if deadline else "",
        "last_moment": last_moment(deadline) if deadline else "",
        "badge": filing.badge,
        "standing": filing.standing,
        "is_marked": filing.is_marked,
        "is_late": filing.is_late,
        "is_incomplete": filing.is_incomplete,
        "is_misdirected": filing.is_misdirected,
        "applicant": filing.applicant_name or "–",
        "respondent": Truncator(filing.respondent).chars(RESPONDENT_CHARACTERS) if filing.respondent else "",
        "commission": str(filing.commission),
        "expert": named(filing.expert) or "–",
    }


def _rows(filings, number, at):
    """The rows of a page, and the number of the next one or None: found by index alone, only then read."""
    start = (number - 1) * PER_PAGE
    keys = list(filings.values_list("pk", flat=True)[start : start + PER_PAGE + 1])
    read = Filing.objects.select_related("commission", "expert", "decision").only(*SHOWN).in_bulk(keys[:PER_PAGE])
    address = reverse("admin:appeals_filing_change", args=[0])  # worked out once
    rows = [_shown(read[key], at, address) for key in keys[:PER_PAGE] if key in read]
    return rows, number + 1 if len(keys) > PER_PAGE and number < LAST_PAGE else None


@desk_page
@require_safe
def queue(request):
    """Filings of one's own commission and of those below it, by time left."""
    access.refuse_reading(request.user)
    if set(request.GET) & {"e", "_facets"}:  # the admin's own parameters, from an old bookmark
        return redirect("admin:appeals_filing_changelist")
    at, form, number = timezone.now(), QueueForm(request.GET), _page_number(request)
    visible = access.visible_to(request.user)
    chosen = narrowed(visible, form.cleaned_data, user=request.user, at=at) if form.is_valid() else visible.none()
    rows, following = _rows(chosen, number, at)
    context = {
        "filters": form,
        "is_filtered": form.is_in_use,
        "counts": counts(visible, user=request.user, at=at),
        "rows": rows,
        "following": following,
        "commission": access.commission_of(request.user),
        "may_enter": access.may_enter(request.user),
    }
    return page(request, "queue.html", context, title=_("Filings"), status=200 if form.is_valid() else 422)
