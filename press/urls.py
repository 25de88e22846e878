"""Addresses of releases, below /<language>/press/."""

from django.urls import path

from press import calendar_pages, early, export, feeds, views
from press.media import card
from press.subscriptions import views as subscriptions

app_name = "press"
urlpatterns = [
    path("", views.releases, name="release-list"),
    path("feed/", feeds.atom, name="feed-atom"),
    path("rss/", feeds.rss, name="feed-rss"),
    path("card.png", card.default_card, name="card"),
    path("export.jsonl", export.releases, name="export"),
    path("calendar/", calendar_pages.events, name="calendar"),
    path("calendar/events.ics", calendar_pages.events_file, name="calendar-file"),
    path("calendar/<slug:key>.ics", calendar_pages.event_file, name="calendar-event-file"),
    path("topics/<slug:slug>/", views.topic, name="topic-releases"),
    path("topics/<slug:slug>/feed/", feeds.atom, name="topic-feed-atom"),
    path("topics/<slug:slug>/rss/", feeds.rss, name="topic-feed-rss"),
    path("subscriptions/", subscriptions.subscription_new, name="subscription-new"),
    path("subscriptions/sent/", subscriptions.subscription_sent, name="subscription-sent"),
    path("subscriptions/confirmation/<token>/", subscriptions.confirmation, name="subscription-confirmation"),
    path("subscriptions/settings/<token>/", subscriptions.wishes, name="subscription-settings"),
    path("subscriptions/end/<token>/", subscriptions.end, name="subscription-end"),
    path("early/<token>/", early.release, name="early-release"),
    path("early/<token>/media/<uuid:uuid>/<name>", early.picture, name="early-picture"),
    path("<int:year>/", views.year, name="release-year"),
    path("<int:year>/<int:month>/", views.month, name="release-month"),
    path("<int:year>/<slug:slug>/", views.release, name="release"),
    path("<int:year>/<slug:slug>/qr.svg", views.release_qr, name="release-qr"),
]
