from django.urls import path

from commission.site_search import machines, views

app_name = "site_search"
urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("description/", machines.description, name="description"),
    path("feed/", machines.feed, name="feed"),
    path("json/", machines.as_json, name="json"),
]
