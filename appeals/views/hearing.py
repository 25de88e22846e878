"""The respondent's own page, opened by the link in their letter."""

from django.http import Http404
from django.shortcuts import render

from appeals import verbs
from appeals.models import Hearing
from commission.http import form_page


@form_page
def hearing(request, token):
    """The respondent's own page: the act complained of, without the applicant's address, and a written answer."""
    found = Hearing.objects.open(token_digest=verbs.digest_of(token), at=request.arrived_at).first()
    if found is None:
        raise Http404
    return render(request, "appeals/hearing.html", {"hearing": found, "filing": found.filing})
