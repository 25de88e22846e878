"""Which filings are about a member of staff or about an act of a commission.

Each reason is a condition that an index of its own answers, so each is sought
by itself. They are written in SQL because every page of the desk asks for all
of them: put together of models, the question took longer than its answer.
"""

from django.db import connection

from commission.text_search import folded_sql

# f: the filing. What only appeals have is said anew beside each join: it lets the index of appeals alone answer it
_DECISION = "JOIN appeals_decision d ON d.id = f.contested_decision_id"
_CASE = "JOIN appeals_filing c ON c.id = f.contested_filing_id"
_DECIDED = "JOIN appeals_decision d ON d.filing_id = f.contested_filing_id"
_HEARD = "JOIN appeals_hearing h ON h.filing_id = f.id"
_OF_A_DECISION, _OF_A_CASE = "f.contested_decision_id IS NOT NULL", "f.contested_filing_id IS NOT NULL"
_NAME = f"'%%' || {folded_sql('%(name)s')} || '%%'"

_ACTS_OF_COMMISSION = (
    ("", "f.contested_commission_id = %(commission)s"),
    (_DECISION, f"{_OF_A_DECISION} AND d.commission_id = %(commission)s"),
    (_CASE, f"{_OF_A_CASE} AND c.commission_id = %(commission)s"),
)
_ACTS_OF_PERSON = (
    (_DECISION, f"{_OF_A_DECISION} AND d.decided_by_id = %(user)s"),
    (_DECIDED, f"{_OF_A_CASE} AND d.decided_by_id = %(user)s"),
    (_CASE, f"{_OF_A_CASE} AND c.expert_id = %(user)s"),
    (_HEARD, "UPPER(h.respondent_email::text) = UPPER(%(email)s)"),
    # the first of the two is what the index of names answers
    ("", f"f.folded_names LIKE {_NAME} AND {folded_sql('f.respondent')} LIKE {_NAME}"),
)


def about(user, commission, *, among=None):
    """The keys of the filings about `user` or about `commission`, for which they work: a small set.

    With each the keys of all that are decided together with it: the one that
    leads, and those that follow it. `among`: only of these keys.
    """
    name = user.get_full_name() if user.first_name and user.last_name else None
    return _found(
        _ACTS_OF_COMMISSION + _ACTS_OF_PERSON,
        among,
        commission=commission.pk,
        user=user.pk,
        email=user.email or None,
        name=name and connection.ops.prep_for_like_query(name),
    )


def about_commission(commission, *, among=None):
    """The keys of the filings about an act of `commission`, as in `about`."""
    return _found(_ACTS_OF_COMMISSION, among, commission=commission.pk)


_LEAD = "COALESCE(f.joined_to_id, f.id)"
# arrays, not sub-selects: so that the indexes answer, whatever the planner thinks how many there are
_ALL = """
WITH concerned AS ({concerned})
SELECT lead FROM concerned
UNION SELECT id FROM appeals_filing WHERE joined_to_id = ANY(ARRAY(SELECT lead FROM concerned))
"""
# only a few are asked about: they and those decided with them are read once
_AMONG = """
WITH wanted AS MATERIALIZED (
    SELECT id, COALESCE(joined_to_id, id) AS lead FROM appeals_filing WHERE id = ANY(%(among)s)
), near AS MATERIALIZED (
    SELECT id, joined_to_id, contested_commission_id, contested_decision_id, contested_filing_id, folded_names,
        respondent
    FROM appeals_filing
    WHERE id = ANY(ARRAY(SELECT lead FROM wanted)) OR joined_to_id = ANY(ARRAY(SELECT lead FROM wanted))
), concerned AS ({concerned})
SELECT id FROM wanted WHERE lead IN (SELECT lead FROM concerned)
"""


def _found(reasons, among, **facts):
    statement, filings = (_ALL, "appeals_filing") if among is None else (_AMONG, "near")
    asked = (
        f"SELECT {_LEAD} AS lead FROM {filings} f {join} WHERE {condition}"  # noqa: S608  our own words
        for join, condition in reasons
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.format(concerned=" UNION ALL ".join(asked)), facts | {"among": among})
        return {key for (key,) in cursor}
