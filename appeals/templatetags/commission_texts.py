"""Texts that are kept in several languages, in templates."""

from django import template

from commission.translated import in_language

register = template.Library()
register.filter(in_language)
