"""Addresses of complaints and appeals, below /<language>/appeals/."""

from django.urls import path

from appeals.views import decisions, filing, follow, guide, hearing, register, statistics

app_name = "appeals"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("new/", filing.filing_new, name="filing-new"),
    path("receipt/", filing.receipt, name="receipt"),
    path("follow/", follow.follow, name="follow"),
    path("hearing/<token>/", hearing.hearing, name="hearing"),
    path("register/", register.register, name="register"),
    path("register/data.csv", register.register_csv, name="register-csv"),
    path("register/data.json", register.register_json, name="register-json"),
    path("register/<slug:number>/", register.register_filing, name="register-filing"),
    path("register/<slug:number>/decision/", decisions.register_decision, name="register-decision"),
    path("register/<slug:number>/decision.pdf", decisions.register_decision_pdf, name="register-decision-pdf"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/data.csv", statistics.statistics_csv, name="statistics-csv"),
]
