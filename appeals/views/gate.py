"""The way into a case: by number and code, then by the cookie alone."""

import hmac
from functools import wraps

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appeals import codes
from appeals.cookies import case_cookie
from appeals.forms.follow import FollowForm
from appeals.models import Filing
from commission import errors, throttle

TRIES, SECONDS = 10, 60
NEVER_REPEATED = errors.NEVER_REPEATED | {"number", "code"}


def see_other(name, *, at=""):
    """303 to the address of a page, so that a reload sends nothing twice; `at` is a place on it."""
    response = HttpResponseRedirect(reverse(name) + at)
    response.status_code = 303
    return response


def opened(request, form):
    """The filing that number and code open, None where one of them is wrong, and the refusal if tries are used up.

    Whichever is wrong, the same is asked of the database and the same is said,
    so that neither the answer nor its time betrays which numbers exist.
    """
    wait = throttle.take(f"follow {request.visitor_address}", limit=TRIES, seconds=SECONDS)
    if wait:
        return None, errors.too_many(request, seconds=wait)
    if not form.is_valid():
        return None, None
    digest = codes.code_digest(form.cleaned_data["code"], pepper=settings.CODE_PEPPER)
    filing = Filing.objects.numbered(form.cleaned_data["number"]).first()
    if hmac.compare_digest(filing.code_digest if filing else "0" * len(digest), digest) and filing:
        return filing, None
    form.add_error(None, _("No case has this number and this code. Check both."))
    return None, None


def of_the_case(view):
    """Hand the view the visitor's own filing; who has none is led to number and code, and loses nothing typed."""

    @wraps(view)
    def page(request, *args, **kwargs):
        filing = case_cookie.filing(request)
        if filing is None and request.method == "POST":
            return _opened_again(request, view, args, kwargs)
        if filing is None:
            return see_other("appeals:follow")
        return case_cookie.hand_over(view(request, filing, *args, **kwargs), filing)

    return page


def _opened_again(request, view, args, kwargs):
    """A form that was open for too long: number and code are asked for together with what was typed, then it goes on.

    403, because nothing of it was done. Files cannot be kept in a page.
    """
    form = FollowForm(request.POST if "code" in request.POST else None)
    if form.is_bound:
        found, refusal = opened(request, form)
        if refusal:
            return refusal
        if found:
            filing = case_cookie.filing_of(found.pk, found.code_digest)
            return case_cookie.hand_over(view(request, filing, *args, **kwargs), filing)
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_REPEATED]
    if request.FILES and request.POST.get("then") != "reopen":
        typed.append(("then", "reopen"))
    form.keep(typed)
    return render(request, "appeals/case_expired.html", {"form": form, "had_files": bool(request.FILES)}, status=403)
