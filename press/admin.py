"""What the press side registers in the admin; the pages themselves stand in `press.newsroom`."""

from django.contrib import admin

from press.models import EarlyReader, Release, Subscription, Topic
from press.newsroom import calendar, old_addresses, pins  # noqa: F401  they register themselves
from press.newsroom.entries import ReleaseAdmin, TopicAdmin
from press.newsroom.readers import EarlyReaderAdmin
from press.newsroom.subscribers import SubscriptionAdmin

admin.site.register(Release, ReleaseAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(EarlyReader, EarlyReaderAdmin)
admin.site.register(Subscription, SubscriptionAdmin)
