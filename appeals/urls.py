"""Addresses of complaints and appeals, below /<language>/appeals/."""

from django.urls import path

from appeals.views import appeal, case, filing, follow, guide, hearing, messages, register

app_name = "appeals"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("new/", filing.filing_new, name="filing-new"),
    path("receipt/", filing.receipt, name="receipt"),
    path("follow/", follow.follow, name="follow"),
    path("follow/exit/", follow.case_exit, name="case-exit"),
    path("follow/case/", case.case, name="case"),
    path("follow/case/files/<uuid:uuid>/", case.case_file, name="case-file"),
    path("follow/case/messages/", messages.case_messages, name="case-messages"),
    path("follow/case/address/", case.case_address, name="case-address"),
    path("follow/case/withdrawal/", case.case_withdrawal, name="case-withdrawal"),
    path("follow/case/appeal/", appeal.case_appeal, name="case-appeal"),
    path("hearing/<token>/", hearing.hearing, name="hearing"),
    path("register/", register.register, name="register"),
    path("register/<slug:number>/", register.register_filing, name="register-filing"),
]
