"""JSON-LD of a release."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

# the same escapes as json_script: no text can end the script element
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def news_article(release, publisher, site_url):
    """The release as schema.org NewsArticle in a data block (not run by browsers, so the CSP lets it be)."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": release.title,
        "description": release.lead,
        "inLanguage": release.language,
        "datePublished": release.published_at.isoformat(),
        "dateModified": release.updated_at.isoformat(),
        "mainEntityOfPage": f"{site_url}{release.get_absolute_url()}",
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }
    if release.image:
        data["image"] = f"{site_url}{release.image_url}"
    body = mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))
    return format_html('<script type="application/ld+json">{}</script>', body)
