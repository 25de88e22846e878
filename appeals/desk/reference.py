"""The law as data: rules of time limits, and the days that a rule may leave out."""

from django.contrib import admin


class TimeLimitRuleAdmin(admin.ModelAdmin):
    list_display = ["limit", "phase", "days", "wording", "valid_from", "valid_until", "is_provisional", "is_active"]


class NonWorkingDayAdmin(admin.ModelAdmin):
    list_display = ["day"]
