"""What the benchmark of the proceedings reads: 100,000 filings with 300,000 journal rows, multiplied out of a few.

A handful of filings go through the verbs; the database multiplies their rows
in statements of its own, so that every column there is comes along.
"""

from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone
from psycopg2 import sql

from appeals import codes, verbs
from appeals.models import Decision, Event, Evidence, Filing, Hearing
from commission.models import ElectionCommission, Membership
from tests.factories_appeals import content, evidence, received

FILINGS, EVENTS_EACH = 100_000, 3
COMMISSIONS, PRECINCTS = 125, 5_500
FORM_KEY = "f" * codes.KEY_CHARACTERS
# of a hundred filings: how many stand where
SHARES = {"filed": 10, "registered": 15, "under_review": 15, "on_agenda": 5, "withdrawn": 5, "decided": 50}
# one of twenty appeals to the central commission against a decision of a constituency, the rest complain of a precinct
IS_APPEAL = "n %% 20 = 13"
PREFIX = f"CASE WHEN {IS_APPEAL} THEN 'CEC' ELSE 'C' || lpad((n %% {COMMISSIONS} + 1)::text, 3, '0') END"
HEARD = 10  # of a hundred


def make_commissions():
    """Commissions of three tiers with their chairs; the chair of the central one, who sees everything."""
    central = ElectionCommission.objects.create(number="CEC", tier="central", name={"en": "Central"})
    constituencies = ElectionCommission.objects.bulk_create(
        ElectionCommission(number=f"C{n:03}", tier="constituency", superior=central, name={"en": f"Constituency {n}"})
        for n in range(1, COMMISSIONS + 1)
    )
    ElectionCommission.objects.bulk_create(
        ElectionCommission(
            number=f"P{n:05}",
            tier="precinct",
            superior=constituencies[n % COMMISSIONS],
            name={"en": f"Precinct {n}"},
        )
        for n in range(1, PRECINCTS + 1)
    )
    chairs = [_chair(commission) for commission in (central, *constituencies)]
    return chairs[0]


def _chair(commission):
    chair = User.objects.create(
        username=f"chair-{commission.number}",
        first_name="Sample",
        last_name=f"Chair {commission.number}",
        email=f"{commission.number.lower()}@commission.example",
        is_staff=True,
    )
    chair.groups.set(Group.objects.filter(name__in=["case officers", "experts", "commissioners"]))
    Membership.objects.create(user=chair, commission=commission)
    return chair


def _examples(clerk):
    """One filing that runs and one that was decided, with a file each."""
    made = []
    for key in (FORM_KEY, codes.new_form_key()):
        made.append(
            verbs.file(
                form_key=key,
                commission=ElectionCommission.objects.get(number="C001"),
                election=None,
                language="en",
                content=content(happened_on=timezone.localdate()),
                files=[received(evidence("photo.txt", key.encode()))],
                arrived_at=timezone.now(),
            )
        )
    running, decided = made
    verbs.register(decided, by=clerk)
    verbs.open_hearing(
        decided,
        respondent_name="Respondent",
        respondent_email="p@commission.example",
        answer_due_at=timezone.now() + timedelta(days=1),
        by=clerk,
    )
    session = verbs.open_session(commission=decided.commission, number=1, held_at=timezone.now(), by=clerk)
    verbs.place_on_agenda(decided, session=session, by=clerk)
    decision = verbs.decide(decided, outcome="upheld", reasons="<p>Reasons of a hundred words.</p>" * 20, by=clerk)
    verbs.publish(decision, redactions=["Sample"], alone_because="One clerk.", by=clerk)
    return Filing.objects.get(pk=running.pk), Decision.objects.get(pk=decision.pk)


def _multiply(model, source, count, **changes):
    """Insert `count` copies of the row `source`; `changes` are SQL expressions of n, the number of the copy."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [field.column for field in fields]
    values = [sql.SQL(changes[name]) if name in changes else sql.Identifier("source", name) for name in columns]
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} source, generate_series(1, %s) n {w}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(
                table=sql.Identifier(model._meta.db_table),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
                values=sql.SQL(", ").join(values),
                w=sql.SQL("WHERE source.id = %s"),
            ),
            [count, source.pk],
        )
        highest = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {}))")
        cursor.execute(highest.format(sql.Identifier(model._meta.db_table)), [model._meta.db_table])


def _status():
    """A CASE of n that gives the SHARES."""
    parts, reached = [], 0
    for status, share in SHARES.items():
        reached += share
        parts.append(f"WHEN n %% 100 < {reached} THEN '{status}'")
    return f"CASE {' '.join(parts)} END"


def load(clerk):
    """Enter everything; the filing that the case and follow pages show."""
    running, decision = _examples(clerk)
    first = Filing.objects.order_by("-pk").first().pk
    commission = f"(SELECT id FROM commission_electioncommission WHERE number = {PREFIX})"  # noqa: S608  our own words
    chair = f"(SELECT id FROM auth_user WHERE username = 'chair-' || {PREFIX})"  # noqa: S608  as above
    precinct = f"(SELECT id FROM commission_electioncommission WHERE number = 'P' || lpad((n %% {PRECINCTS} + 1)::text, 5, '0'))"  # noqa: S608, E501  as above
    number = f"{PREFIX} || '-2026-' || lpad((n + 1000)::text, 6, '0')"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE appeals_filing DISABLE TRIGGER USER")  # they begin where they stand
        cursor.execute("ALTER TABLE appeals_filing DROP CONSTRAINT decided_filing_has_its_decision")
    ended, registered = "n %% 100 >= 45", "n %% 100 >= 10"
    _multiply(
        Filing, running, FILINGS,
        id=f"{first} + n",
        number=number,
        commission_id=commission,
        status=_status(),
        applicant_name="'Applicant ' || n",
        respondent="'Respondent ' || n %% 900",
        arrived_at="now() - n * interval '1 minute'",
        received_at="now() - n * interval '1 minute'",
        decision_deadline="now() + (n %% 9000 - 1500) * interval '1 minute'",
        form_key_digest="encode(sha256(('key ' || n)::bytea), 'hex')",
        content_digest="encode(sha256(('content ' || n)::bytea), 'hex')",
        registered_at=f"CASE WHEN {registered} THEN now() END",
        registered_by_id=f"CASE WHEN {registered} THEN {clerk.pk} END",
        contested_commission_id=f"CASE WHEN NOT {IS_APPEAL} THEN {precinct} END",
        contested_filing_id=f"CASE WHEN {IS_APPEAL} THEN {first} + n / 100 * 100 + 50 + n / 100 %% 3 END",
        expert_id=f"CASE WHEN n %% 100 BETWEEN 25 AND 44 THEN {chair} END",
        assigned_at="CASE WHEN n %% 100 BETWEEN 25 AND 44 THEN now() END",
        assigned_by_id=f"CASE WHEN n %% 100 BETWEEN 25 AND 44 THEN {clerk.pk} END",
        closed_at=f"CASE WHEN {ended} THEN now() END",
        is_late="n %% 7 = 0",
    )  # fmt: skip
    base, decided_filing = decision.pk, f"({first} + (n - 1) / 50 * 100 + 50 + (n - 1) %% 50)"
    _multiply(
        Decision, decision, FILINGS // 2,
        id=f"{base} + n",
        filing_id=decided_filing,
        number="'1/' || n + 1",
        commission_id=f"(SELECT commission_id FROM appeals_filing f WHERE f.id = {decided_filing})",  # noqa: S608
        decided_by_id=f"(SELECT m.user_id FROM appeals_filing f JOIN commission_membership m USING (commission_id) WHERE f.id = {decided_filing})",  # noqa: S608, E501
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appeals_filing SET decision_id = d.id FROM appeals_decision d "
            "WHERE d.filing_id = appeals_filing.id AND appeals_filing.id > %s",
            [first],
        )
        cursor.execute(
            "UPDATE appeals_filing SET contested_decision_id = d.id, contested_kind = 'decision', kind = 'appeal'"
            " FROM appeals_decision d WHERE d.filing_id = appeals_filing.contested_filing_id"
        )
        cursor.execute("ALTER TABLE appeals_filing ENABLE TRIGGER USER")
    _restore_constraint()
    event = Event.objects.filter(filing=running, kind="filed").get()
    last = Event.objects.order_by("-pk").first().pk
    _multiply(
        Event, event, FILINGS * EVENTS_EACH,
        id=f"{last} + n",
        filing_id=f"{first} + (n - 1) %% {FILINGS} + 1",
        kind=f"CASE (n - 1) / {FILINGS} WHEN 0 THEN 'filed' WHEN 1 THEN 'registered' ELSE 'supplemented' END",
    )  # fmt: skip
    item = Evidence.objects.filter(filing=running).get()
    last = Evidence.objects.order_by("-pk").first().pk
    _multiply(
        Evidence, item, FILINGS,
        id=f"{last} + n", uuid="gen_random_uuid()", filing_id=f"{first} + n",
    )  # fmt: skip
    hearing = Hearing.objects.get()
    _multiply(
        Hearing, hearing, FILINGS * HEARD // 100,
        id=f"{hearing.pk} + n",
        filing_id=f"{first} + n * 10",
        token_digest="encode(sha256(('token ' || n)::bytea), 'hex')",
        respondent_email="'p' || n || '@commission.example'",
    )  # fmt: skip
    return Filing.objects.filter(status="registered", commission__tier="constituency").order_by("pk")[1_000]


def _restore_constraint():
    constraint = next(c for c in Filing._meta.constraints if c.name == "decided_filing_has_its_decision")
    with connection.schema_editor() as editor:
        editor.add_constraint(Filing, constraint)
