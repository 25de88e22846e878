"""What the press side registers in the admin; the pages themselves stand in `press.newsroom`."""

from django.contrib import admin

from press.models import Release, Subscription, Topic
from press.newsroom.entries import ReleaseAdmin, TopicAdmin
from press.newsroom.readers import SubscriptionAdmin

admin.site.register(Release, ReleaseAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(Subscription, SubscriptionAdmin)
