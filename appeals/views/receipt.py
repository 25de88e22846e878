"""The receipt."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse

from appeals import codes, marks
from appeals.cookies import receipt_cookie
from appeals.limits import clock
from appeals.models import Filing
from commission.http import form_page


@form_page
def receipt(request):
    """Number and code, worked out again from the cookie; without it the way to follow a case."""
    form_key = receipt_cookie.form_key(request)
    filings = Filing.objects.select_related("commission", "election")
    filing = filings.filter(form_key_digest=codes.form_key_digest(form_key)).first() if form_key else None
    code = codes.access_code(form_key, secret=settings.CODE_KEY) if filing else ""
    if filing is None or filing.code_digest != codes.code_digest(code, pepper=settings.CODE_PEPPER):
        return redirect("appeals:follow")  # also where the code was replaced since: the old one opens nothing
    evidence = list(filing.evidence.all())
    context = {
        "filing": filing,
        "evidence": evidence,
        "code": code,
        "limit": clock.of(filing),
        "marks": marks.of(filing, files=evidence),
        "follow_address": settings.SITE_URL + reverse("appeals:follow"),
    }
    return render(request, "appeals/receipt.html", context)
