"""Addresses of complaints and appeals, below /<language>/appeals/."""

from django.urls import path

from appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("new/", views.filing_new, name="filing-new"),
    path("receipt/", views.receipt, name="receipt"),
    path("follow/", views.follow, name="follow"),
    path("hearing/<token>/", views.hearing, name="hearing"),
    path("register/", views.register, name="register"),
    path("register/<slug:number>/", views.register_filing, name="register-filing"),
]
