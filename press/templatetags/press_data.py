"""JSON-LD of a release."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

# the same escapes as json_script: no text can end the script element
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def news_article(release, publisher, site_url, card=None, notes=()):
    """The release as schema.org NewsArticle in a data block (not run by browsers, so the CSP lets it be).

    `notes` are the changes that the public was told of; a silent one is in no date.
    """
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
    if card:
        data["image"] = f"{site_url}{card.url}"
    if notes:
        data["correction"] = [
            {"@type": "CorrectionComment", "text": change.note, "datePublished": change.made_at.isoformat()}
            for change in notes
        ]
    body = mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))
    return format_html('<script type="application/ld+json">{}</script>', body)
