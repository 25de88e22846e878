"""Addresses of complaints and appeals, below /<language>/appeals/."""

from django.urls import path

from appeals.views import filing, follow, guide, hearing, register

app_name = "appeals"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("new/", filing.filing_new, name="filing-new"),
    path("receipt/", filing.receipt, name="receipt"),
    path("follow/", follow.follow, name="follow"),
    path("hearing/<token>/", hearing.hearing, name="hearing"),
    path("register/", register.register, name="register"),
    path("register/<slug:number>/", register.register_filing, name="register-filing"),
]
