"""What the appeals side registers in the admin; the pages themselves stand in `appeals.desk`."""

from django.contrib import admin

from appeals.desk.entries import FilingEntry, SessionEntry
from appeals.desk.rules import (
    NonWorkingDayAdmin,
    NonWorkingDayVersionAdmin,
    TimeLimitRuleAdmin,
    TimeLimitRuleVersionAdmin,
)
from appeals.models import Filing, NonWorkingDay, Session, TimeLimitRule

admin.site.register(Filing, FilingEntry)
admin.site.register(Session, SessionEntry)
admin.site.register(TimeLimitRule, TimeLimitRuleAdmin)
admin.site.register(NonWorkingDay, NonWorkingDayAdmin)
admin.site.register(TimeLimitRule.history.model, TimeLimitRuleVersionAdmin)
admin.site.register(NonWorkingDay.history.model, NonWorkingDayVersionAdmin)
