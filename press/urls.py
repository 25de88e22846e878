"""Addresses of releases, below /<language>/press/."""

from django.urls import path

from press import feeds, views
from press.media import card

app_name = "press"
urlpatterns = [
    path("", views.releases, name="release-list"),
    path("feed/", feeds.atom, name="feed-atom"),
    path("rss/", feeds.rss, name="feed-rss"),
    path("card.png", card.default_card, name="card"),
    path("topics/<slug:slug>/", views.topic, name="topic-releases"),
    path("topics/<slug:slug>/feed/", feeds.atom, name="topic-feed-atom"),
    path("topics/<slug:slug>/rss/", feeds.rss, name="topic-feed-rss"),
    path("<int:year>/", views.year, name="release-year"),
    path("<int:year>/<int:month>/", views.month, name="release-month"),
    path("<int:year>/<slug:slug>/", views.release, name="release"),
]
