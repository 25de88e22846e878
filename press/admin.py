"""What the press side registers in the admin; the pages themselves stand in `press.newsroom`."""

from django.contrib import admin

from press.models import EarlyReader, Release, Topic
from press.newsroom import calendar, old_addresses, pins  # noqa: F401  they register themselves
from press.newsroom.entries import ReleaseAdmin, TopicAdmin
from press.newsroom.readers import EarlyReaderAdmin

admin.site.register(Release, ReleaseAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(EarlyReader, EarlyReaderAdmin)
