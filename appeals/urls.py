"""Addresses of complaints and appeals, below /<language>/appeals/."""

from django.urls import path

from appeals.views import (
    appeal,
    case,
    check,
    decisions,
    filing,
    follow,
    guide,
    hearing,
    messages,
    receipt,
    register,
    statistics,
)

app_name = "appeals"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("commissions/", guide.commissions, name="commissions"),
    path("paper/", guide.paper, name="paper"),
    path("new/", filing.filing_new, name="filing-new"),
    path("new/act/", filing.filing_step, {"step": "act"}, name="filing-act"),
    path("new/circumstances/", filing.filing_step, {"step": "circumstances"}, name="filing-circumstances"),
    path("new/applicant/", filing.filing_step, {"step": "applicant"}, name="filing-applicant"),
    path("new/statement/", filing.filing_step, {"step": "statement"}, name="filing-statement"),
    path("new/evidence/", filing.filing_step, {"step": "evidence"}, name="filing-evidence"),
    path("new/check/", check.filing_check, name="filing-check"),
    path("new/competent/", check.filing_competent, name="filing-competent"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("follow/", follow.follow, name="follow"),
    path("follow/exit/", follow.case_exit, name="case-exit"),
    path("follow/case/", case.case, name="case"),
    path("follow/case/files/<uuid:uuid>/", case.case_file, name="case-file"),
    path("follow/case/messages/", messages.case_messages, name="case-messages"),
    path("follow/case/address/", case.case_address, name="case-address"),
    path("follow/case/withdrawal/", case.case_withdrawal, name="case-withdrawal"),
    path("follow/case/decision.pdf", case.case_decision_pdf, name="case-decision-pdf"),
    path("follow/case/appeal/", appeal.case_appeal, name="case-appeal"),
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
