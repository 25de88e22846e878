"""Time limits in templates."""

from django import template

from appeals.limits import wording

register = template.Library()
register.filter(wording.last_moment)
register.filter(wording.instant)
register.filter(wording.duration)
