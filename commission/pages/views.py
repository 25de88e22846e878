"""The public page of a standing text."""

from django.http import Http404
from django.shortcuts import render
from django.utils import translation

from commission.http import public_page
from commission.pages.models import Page
from commission.rich_text import for_page


@public_page
def page(request, slug):
    """A page; where it lacks the visitor's language, a 404 that links the languages it exists in."""
    found = {page.language: page for page in Page.objects.filter(slug=slug)}
    if not found:
        raise Http404
    own = found.get(translation.get_language())
    if own is None:
        return render(request, "pages/other_language.html", {"others": found.values()}, status=404)
    alternates = [(code, other.get_absolute_url()) for code, other in found.items()]
    return render(request, "pages/page.html", {"page": own, "body": for_page(own.body), "alternates": alternates})
