"""What every template may know: the commission's name, the languages and the section of this page."""

from django.conf import settings
from django.utils.translation import get_language

from commission.translated import in_language

# entries of the navigation by how their addresses begin, the longer ones first
SECTIONS = ("press", "appeals/register", "appeals", "search", "contact")


def split_address(path):
    """The language an address begins with and the rest of it; an empty language outside of `/<language>/`."""
    language, slash, rest = path[1:].partition("/")
    return (language, rest) if slash and language in dict(settings.LANGUAGES) else ("", path[1:])


def section_of(path):
    """The entry of the navigation that the page at `path` belongs to; empty for a page of none."""
    language, rest = split_address(path)
    if not language:
        return ""
    return "home" if not rest else next((name for name in SECTIONS if f"{rest}/".startswith(f"{name}/")), "")


def page_languages(path):
    """The page at `path` in every language; a page without a language is its own counterpart."""
    language, rest = split_address(path)
    current = get_language()
    return [
        {
            "code": code,
            "label": code.upper(),
            "url": f"/{code}/{rest}" if language else path,
            "is_current": code == current,
        }
        for code, _ in settings.LANGUAGES
    ]


def context(request):
    """Template variables of every page; nothing here reads the session or the database."""
    return {
        "commission_name": in_language(settings.COMMISSION_NAME),
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "section": section_of(request.path),
        "page_languages": page_languages(request.path),
    }
