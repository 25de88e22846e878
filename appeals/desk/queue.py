"""The queue: what waits for a decision, the shortest time left first; and what is searched for."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appeals import access
from appeals.desk.forms.queue import RUNNING, QueueForm
from appeals.desk.frame import desk_page, page
from appeals.desk.rows import rows_of
from appeals.desk.search import FilingSearch
from appeals.models import Filing
from commission.models import ElectionCommission

PER_PAGE = 50
LAST_PAGE = 100
COMMISSIONS_FOUND = 300
NOTHING = (0, 0, 0, 0)
_WAITING = (Filing.Status.FILED, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)


def narrowed(filings, chosen, *, user, at):
    """Those of `filings` that the cleaned data of a QueueForm ask for, whatever words they hold."""
    state = chosen["state"] or ("all" if chosen["q"] else RUNNING)
    if state == RUNNING:
        filings = filings.running()
    elif state != "all":
        filings = filings.filter(status=state)
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


def _rows(filings, number, at):
    """The rows of a page, and the number of the next one or None: found by index alone, only then read."""
    start = (number - 1) * PER_PAGE
    keys = list(filings.values_list("pk", flat=True)[start : start + PER_PAGE + 1])
    return rows_of(keys[:PER_PAGE], at), number + 1 if len(keys) > PER_PAGE and number < LAST_PAGE else None


def _waiting(filings, number, at):
    """A page of the queue for its template."""
    rows, following = _rows(filings, number, at)
    return {"rows": rows, "following": following}


def _found(filings, text, number, at):
    """A page of what was searched for; Http404 beyond the last one."""
    search = FilingSearch(text, filings=filings, at=at, own_language=get_language())
    if number > search.pages:
        raise Http404
    following = number + 1 if number < min(search.pages, LAST_PAGE) else None
    return {"search": search, "rows": search.rows(number), "following": following}


@desk_page
@require_safe
def queue(request):
    """Filings of one's own commission and of those below it, by time left; or those that were searched for."""
    access.refuse_reading(request.user)
    if set(request.GET) & {"e", "_facets"}:  # the admin's own parameters, from an old bookmark
        return redirect("admin:appeals_filing_changelist")
    at, form, number = timezone.now(), QueueForm(request.GET), _page_number(request)
    visible = access.visible_to(request.user)
    chosen = narrowed(visible, form.cleaned_data, user=request.user, at=at) if form.is_valid() else visible.none()
    text = form.cleaned_data.get("q")
    context = {
        "filters": form,
        "is_filtered": form.is_in_use,
        "counts": counts(visible, user=request.user, at=at),
        "commission": access.commission_of(request.user),
        "may_enter": access.may_enter(request.user),
        **(_found(chosen, text, number, at) if text else _waiting(chosen, number, at)),
    }
    return page(request, "queue.html", context, title=_("Filings"), status=200 if form.is_valid() else 422)
