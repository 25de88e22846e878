"""What happens to filings. Each verb is one transaction: change, journal row, letter."""

from appeals.verbs.applicant import change_address, send_message, withdraw
from appeals.verbs.deciding import (
    correct,
    decide,
    open_session,
    place_on_agenda,
    publish,
    record_court_outcome,
    return_,
    serve,
    take_off_agenda,
)
from appeals.verbs.filing import FiledOtherwise, content_digest, file
from appeals.verbs.handling import (
    assign,
    extend,
    forward,
    give_opinion,
    open_evidence,
    open_file,
    refer,
    register,
    reopen,
    replace_code,
    request_information,
    write_to_applicant,
)
from appeals.verbs.hearing import answer_hearing, open_hearing, revoke_hearing
from appeals.verbs.joining import join
from appeals.verbs.journal import digest_of, locked_together, record
from appeals.verbs.keeping import RECOMPUTED, ask_to_recompute, empty, recompute, recompute_running

__all__ = [
    "RECOMPUTED",
    "FiledOtherwise",
    "answer_hearing",
    "ask_to_recompute",
    "assign",
    "change_address",
    "content_digest",
    "correct",
    "decide",
    "digest_of",
    "empty",
    "extend",
    "file",
    "forward",
    "give_opinion",
    "join",
    "locked_together",
    "open_evidence",
    "open_file",
    "open_hearing",
    "open_session",
    "place_on_agenda",
    "publish",
    "recompute",
    "recompute_running",
    "record",
    "record_court_outcome",
    "refer",
    "register",
    "reopen",
    "replace_code",
    "request_information",
    "return_",
    "revoke_hearing",
    "send_message",
    "serve",
    "take_off_agenda",
    "withdraw",
    "write_to_applicant",
]
