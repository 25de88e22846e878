"""Addresses of releases, below /<language>/press/."""

from django.urls import path

from press import early, feeds, views

app_name = "press"
urlpatterns = [
    path("", views.releases, name="release-list"),
    path("feed/", feeds.atom, name="feed-atom"),
    path("rss/", feeds.rss, name="feed-rss"),
    path("topics/<slug:slug>/", views.topic, name="topic-releases"),
    path("topics/<slug:slug>/feed/", feeds.atom, name="topic-feed-atom"),
    path("topics/<slug:slug>/rss/", feeds.rss, name="topic-feed-rss"),
    path("early/<token>/", early.release, name="early-release"),
    path("early/<token>/media/<uuid:uuid>/<name>", early.picture, name="early-picture"),
    path("<int:year>/", views.year, name="release-year"),
    path("<int:year>/<int:month>/", views.month, name="release-month"),
    path("<int:year>/<slug:slug>/", views.release, name="release"),
]
