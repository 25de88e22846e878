"""What every template may know: the commission's name, the languages of this page."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

from commission.translated import in_language


def context(request):
    """Template variables of every page; nothing here reads the session or the database."""
    return {
        "commission_name": in_language(settings.COMMISSION_NAME),
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "page_languages": [
            {"code": code, "url": translate_url(request.path, code), "is_current": code == get_language()}
            for code, _ in settings.LANGUAGES
        ],
    }
