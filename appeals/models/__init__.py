"""The models of complaints and appeals, by what they hold."""

from appeals.models.decisions import AgendaItem, Correction, CourtOutcome, Decision, Service, Session
from appeals.models.drafts import Draft, DraftFile
from appeals.models.evidence import Evidence, StoredFile, evidence_storage
from appeals.models.filing import (
    STATEMENT_CHARACTERS,
    CoApplicant,
    Filing,
    NotAllowedNow,
    RegisterSerial,
)
from appeals.models.journal import Event
from appeals.models.notices import Digest, Recomputation, RegisterChange, Reminder
from appeals.models.outcomes import CourtResult, Outcome
from appeals.models.papers import (
    TEXT_CHARACTERS,
    FormerContact,
    Forwarding,
    Hearing,
    InformationRequest,
    Message,
    Opinion,
    Referral,
)
from appeals.models.rules import NonWorkingDay, TimeLimitRule
from appeals.models.searchable import FilingEntry

__all__ = [
    "STATEMENT_CHARACTERS",
    "TEXT_CHARACTERS",
    "AgendaItem",
    "CoApplicant",
    "Correction",
    "CourtOutcome",
    "CourtResult",
    "Decision",
    "Digest",
    "Draft",
    "DraftFile",
    "Event",
    "Evidence",
    "Filing",
    "FilingEntry",
    "FormerContact",
    "Forwarding",
    "Hearing",
    "InformationRequest",
    "Message",
    "NonWorkingDay",
    "NotAllowedNow",
    "Opinion",
    "Outcome",
    "Recomputation",
    "Referral",
    "RegisterChange",
    "RegisterSerial",
    "Reminder",
    "Service",
    "Session",
    "StoredFile",
    "TimeLimitRule",
    "evidence_storage",
]
