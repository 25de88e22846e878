"""Filings that may be about the same: what to join, what to read together.

Bounded: only the newest so many of the same commission within a week before
and after, found by the index on commission and arrival, are compared at all.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from appeals import access
from appeals.models import Filing
from commission.text_search import folded_sql

WINDOW = timedelta(days=7)
COMPARED = 100
COMPARED_CHARACTERS = 400
SHOWN, MOST_ALIKE = 8, 24
READ = (
    "number",
    "status",
    "applicant_name",
    "respondent",
    "commission__number",
    "commission__name",
    "decision__outcome",
)
ALIKE = 0.4  # of 1: two accounts of one event in the same words reach it, two complaints of one kind do not
ENOUGH = 3  # of the weights below: one strong sign, or two weak ones

# sign: its weight; on voting day everything happens on one day
WEIGHTS = {
    "same_text": 3,
    "same_decision": 3,
    "same_respondent": 2,
    "same_place": 2,
    "same_commission": 1,
    "same_day": 1,
}


@dataclass(frozen=True)
class Related:
    """A filing, and in words why it may be about the same."""

    filing: Filing
    reasons: list
    weight: float


def _words():
    return {
        "same_text": _("similar text"),
        "same_decision": _("same decision"),
        "same_respondent": _("same respondent"),
        "same_place": _("same place"),
        "same_commission": _("same commission complained of"),
        "same_day": _("same day"),
    }


_START = folded_sql(f"LEFT(statement, {COMPARED_CHARACTERS})")
# in SQL, as in conflicts: put together of functions of models it took longer than its answer
_COMPARED = f"""
    SELECT id, contested_decision_id, decision_number, contested_commission_id, happened_on,
        SIMILARITY({_START}, {folded_sql("%(statement)s")}),
        {folded_sql("respondent")} = {folded_sql("%(respondent)s")},
        {folded_sql("happened_where")} = {folded_sql("%(happened_where)s")}
    FROM appeals_filing
    WHERE id IN (
        SELECT id FROM appeals_filing
        WHERE commission_id = %(commission)s AND arrived_at BETWEEN %(since)s AND %(until)s AND id <> %(pk)s
        ORDER BY arrived_at DESC LIMIT {COMPARED}
    )
"""  # noqa: S608  our own words
_FACTS = (
    "pk", "contested_decision_id", "decision_number", "contested_commission_id", "happened_on", "alike",
    "has_respondent", "has_place",
)  # fmt: skip


def _compared(filing):
    """The facts of the filings around `filing` that are compared with it, and how alike their texts are."""
    facts = {
        "pk": filing.pk,
        "commission": filing.commission_id,
        "since": filing.arrived_at - WINDOW,
        "until": filing.arrived_at + WINDOW,
        "statement": filing.statement[:COMPARED_CHARACTERS],
        "respondent": filing.respondent,
        "happened_where": filing.happened_where,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, facts)
        return [dict(zip(_FACTS, row, strict=True)) for row in cursor]


def _same_decision(found, filing):
    if filing.contested_decision_id:
        return found["contested_decision_id"] == filing.contested_decision_id
    return bool(filing.decision_number) and found["decision_number"] == filing.decision_number


def _signs(found, filing):
    """The signs of WEIGHTS that the facts of a compared filing show."""
    return {
        "same_text": found["alike"] >= ALIKE,
        "same_decision": _same_decision(found, filing),
        "same_respondent": bool(filing.respondent) and found["has_respondent"],
        "same_place": bool(filing.happened_where) and found["has_place"],
        "same_commission": filing.contested_commission_id is not None
        and found["contested_commission_id"] == filing.contested_commission_id,
        "same_day": filing.happened_on is not None and found["happened_on"] == filing.happened_on,
    }


def related_to(filing, *, user):
    """What may be about the same as `filing`, of what `user` may see, the most alike first: a list of Related.

    `user` may see `filing`, and so its commission's others but those in which they have a conflict.
    """
    weighed = []
    for facts in _compared(filing):
        signs = [name for name, holds in _signs(facts, filing).items() if holds]
        if (weight := sum(WEIGHTS[name] for name in signs)) >= ENOUGH:
            weighed.append((weight + facts["alike"], facts["pk"], signs))
    if not weighed:
        return []
    alike = sorted(weighed, key=lambda each: (-each[0], each[1]))[:MOST_ALIKE]
    hidden, words = access.conflicting_among(user, [key for _, key, _ in alike]), _words()
    alike = [each for each in alike if each[1] not in hidden][:SHOWN]
    read = Filing.objects.select_related("decision", "commission").only(*READ).in_bulk([key for _, key, _ in alike])
    return [Related(read[key], [words[name] for name in signs], weight) for weight, key, signs in alike if key in read]


def to_join(filing, related):
    """Those of `related` with which `filing` can be joined: open, and with the same commission."""
    return [each for each in related if each.filing.is_open and each.filing.commission_id == filing.commission_id]
