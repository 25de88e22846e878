"""The public statistics of complaints and appeals."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from appeals.forms.register import ElectionFilterForm
from appeals.models import Filing
from appeals.register import exports, figures
from commission.http import public_page

CACHE = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"


@public_page
def statistics(request):
    """How many filings stand how, what is overdue, how long decisions took; of all, or of one election."""
    form = ElectionFilterForm(request.GET)
    context = {"form": form}
    if form.is_valid():
        filings, election = Filing.objects.on_register(), form.cleaned_data["election"]
        rows = figures.grouped(filings, request.arrived_at)
        context |= {"elections": figures.by_election(filings, rows), "election": election}
        if election:
            filings, rows = filings.filter(election=election), figures.only(rows, figures.ELECTION, election.key)
        context["figures"] = figures.figures(filings, rows)
    response = render(request, "appeals/statistics.html", context)
    response["Cache-Control"] = CACHE
    return response


@public_page
def statistics_csv(request):
    """The same numbers as CSV."""
    form = ElectionFilterForm(request.GET)
    if not form.is_valid():
        raise Http404
    filings, election = Filing.objects.on_register(), form.cleaned_data["election"]
    if election:
        filings = filings.filter(election=election)
    lines = exports.as_csv(figures.COLUMNS, figures.grouped(filings, request.arrived_at))
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = CACHE
    return response
