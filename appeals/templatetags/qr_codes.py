"""QR codes as inline SVG, which needs no request and no script."""

from functools import lru_cache

import segno
from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=16)  # of the page to follow a case there is one in each language, and drawing takes 20 ms
def qr_code(address):
    """The QR code of an address (ISO/IEC 18004), black on white whatever the scheme: scanners ask for it."""
    drawn = segno.make(address, micro=False).svg_inline(scale=4, border=2, light="#fff", svgclass=None)
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # our own SVG, no foreign text in it
