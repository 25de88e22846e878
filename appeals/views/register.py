"""The public register: as pages, and as data."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from appeals.forms.register import RegisterFilterForm
from appeals.limits import clock
from appeals.models import Filing, Forwarding
from appeals.register import exports, open_data, standing
from commission.http import public_page

PER_PAGE = 25
DATA_CACHE = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"


def _before(request, filings):
    """The filings below the cursor in the address, newest first; 404 for what is no cursor."""
    before = request.GET.get("before")
    if before is not None:
        if not (before.isascii() and before.isdigit() and len(before) < 18):
            raise Http404
        filings = filings.filter(pk__lt=int(before))
    return filings.newest_first()


@public_page
def register(request):
    """The public register, newest first: numbers, commissions, states, time limits; no person."""
    form = RegisterFilterForm(request.GET)
    found, chosen = Filing.objects.none(), []
    if form.is_valid():
        found = form.narrowed(Filing.objects.on_register(), request.arrived_at)
        chosen = list(form.chosen())
    found = _before(request, found.select_related("commission", "election", "decision", "joined_to"))
    page = list(found[: PER_PAGE + 1])
    rows = [_row(filing, request.arrived_at) for filing in page[:PER_PAGE]]
    following = page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None
    context = {"form": form, "chosen": chosen, "rows": rows, "following": following, "columns": open_data.MEANING}
    return render(request, "appeals/register.html", context)


def _row(filing, at):
    return {
        "filing": filing,
        "limit": standing.limit_of(filing, at),
        "limit_in_words": standing.limit_in_words(filing, at),
    }


@public_page
def register_filing(request, number):
    """One filing as the public sees it; the number that it had before it was forwarded points to the one it has now."""
    number = number.upper()
    links = ("commission", "election", "decision", "joined_to", "contested_commission", "contested_filing")
    filing = Filing.objects.on_register().select_related(*links).filter(number=number).first()
    if filing is None:
        return _former_number(request, number)
    context = _row(filing, request.arrived_at) | {
        "events": filing.events.told_to_public(),
        "working": clock.of(filing),
        "decision": filing.decisions.published().first(),
        "joined": filing.joined.on_register(),
        "appeals": filing.appeals.on_register(),
        "forwardings": filing.forwardings.select_related("from_commission"),
    }
    return render(request, "appeals/register_filing.html", context)


def _former_number(request, number):
    """A page, no redirect: the case may not be on the register of its new commission yet, and a paper names the old."""
    found = Forwarding.objects.select_related("filing", "from_commission", "to_commission")
    forwarding = get_object_or_404(found, old_number=number, was_registered=True)
    return render(request, "appeals/register_forwarded.html", {"forwarding": forwarding, "filing": forwarding.filing})


def _streamed(request, lines, content_type):
    form = RegisterFilterForm(request.GET)
    if not form.is_valid():
        raise Http404
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        rows = open_data.rows(form.narrowed(Filing.objects.on_register(), request.arrived_at), request.arrived_at)
        response = StreamingHttpResponse(lines(open_data.COLUMNS, rows), content_type=content_type)
    response["Cache-Control"] = DATA_CACHE
    return response


@public_page
def register_csv(request):
    """The register, or the part that the address asks for, as CSV."""
    return _streamed(request, exports.as_csv, "text/csv; charset=utf-8")


@public_page
def register_json(request):
    """The same as JSON."""
    return _streamed(request, exports.as_json, "application/json")
