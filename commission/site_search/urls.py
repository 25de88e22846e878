from django.urls import path

from commission.site_search import views

app_name = "site_search"
urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
]
