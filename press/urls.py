"""Addresses of releases, below /<language>/press/."""

from django.urls import path

from press import calendar_pages, export, feeds, views

app_name = "press"
urlpatterns = [
    path("", views.releases, name="release-list"),
    path("feed/", feeds.atom, name="feed-atom"),
    path("rss/", feeds.rss, name="feed-rss"),
    path("export.jsonl", export.releases, name="export"),
    path("calendar/", calendar_pages.events, name="calendar"),
    path("calendar/events.ics", calendar_pages.events_file, name="calendar-file"),
    path("calendar/<slug:key>.ics", calendar_pages.event_file, name="calendar-event-file"),
    path("topics/<slug:slug>/", views.topic, name="topic-releases"),
    path("topics/<slug:slug>/feed/", feeds.atom, name="topic-feed-atom"),
    path("topics/<slug:slug>/rss/", feeds.rss, name="topic-feed-rss"),
    path("<int:year>/", views.year, name="release-year"),
    path("<int:year>/<int:month>/", views.month, name="release-month"),
    path("<int:year>/<slug:slug>/", views.release, name="release"),
]
