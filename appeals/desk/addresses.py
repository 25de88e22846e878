"""The addresses of the desk, below /admin/appeals/; the admin's own names lead to the desk's own pages."""

from django.urls import path

from appeals.desk import case, files, paper, queue, sessions, steps

FILINGS = [
    path("", queue.queue, name="appeals_filing_changelist"),
    path("add/", paper.filing_new, name="appeals_filing_add"),
    path("<int:pk>/change/", case.case, name="appeals_filing_change"),
    path("<int:pk>/evidence/<uuid:uuid>/", files.evidence, name="appeals_filing_evidence"),
    path("<int:pk>/evidence/<uuid:uuid>/preview/", files.preview, name="appeals_filing_preview"),
    path("<int:pk>/decisions/<int:decision_pk>/decision.pdf", files.decision_pdf, name="appeals_filing_decision_pdf"),
    path("<int:pk>/steps/<slug:step>/", steps.step, name="appeals_filing_step"),
]
SESSIONS = [
    path("", sessions.sessions, name="appeals_session_changelist"),
    path("add/", sessions.session_new, name="appeals_session_add"),
    path("<int:pk>/change/", sessions.session, name="appeals_session_change"),
]
