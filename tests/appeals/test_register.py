"""The public register: who is on it, filters, limits in words, former numbers; no table scan, no growing queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from appeals import verbs
from appeals.models import Event, Filing
from appeals.register import standing
from appeals.register.standing import Limit
from tests.appeals import decided as cases
from tests.factories_appeals import NOON, make_commission, make_election, make_filing, make_staff

pytestmark = pytest.mark.django_db
REGISTER = "/en/appeals/register/"


@pytest.fixture
def clerk():
    return make_staff("clerk")


def registered(by, **changes):
    return verbs.register(make_filing(**changes), by=by, at=NOON)


def page_of(client, query="", number=""):
    answer = client.get(f"{REGISTER}{number}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def many(filing, count, *, every=1):
    """Cheap copies of a filing; only every second one on the register with `every=2`."""
    facts = {field.attname: getattr(filing, field.attname) for field in Filing._meta.concrete_fields}
    facts |= {"id": None, "status": "filed", "registered_at": None, "registered_by_id": None}
    rows = Filing.objects.bulk_create(
        [Filing(**facts | {"number": f"X-{n:06d}", "form_key_digest": f"copy {n}"}) for n in range(count)],
        batch_size=500,
    )
    accepted = rows[::every]
    Filing.objects.filter(pk__in=[row.pk for row in accepted]).update(
        status="registered", registered_at=NOON, registered_by=filing.registered_by
    )
    journal = [(row, "filed") for row in rows] + [(row, "registered") for row in accepted]
    Event.objects.bulk_create(Event(filing=row, kind=kind, happened_at=NOON) for row, kind in journal)


@pytest.mark.parametrize(
    ("status", "deadline", "closed", "state"),
    [
        pytest.param("registered", 1, None, Limit.RUNNING, id="running"),
        pytest.param("registered", 0, None, Limit.OVERDUE, id="overdue-from-the-first-instant"),
        pytest.param("under_review", -1, None, Limit.OVERDUE, id="overdue"),
        pytest.param("decided", 1, 0, Limit.MET, id="met"),
        pytest.param("decided", 0, 0, Limit.MISSED, id="missed-by-an-instant"),
        pytest.param("returned", -1, 0, Limit.MISSED, id="returned-too-late"),
        pytest.param("withdrawn", 1, 0, Limit.ENDED, id="withdrawn"),
        pytest.param("joined", -1, 0, Limit.ENDED, id="joined"),
        pytest.param("registered", None, None, Limit.NONE, id="no-rule"),
        pytest.param("decided", None, 0, Limit.ENDED, id="decided-without-a-rule"),
    ],
)
def test_limit_to_decide_stands(status, deadline, closed, state):
    def at(hours):
        return None if hours is None else NOON + timedelta(hours=hours)

    assert standing.limit(status=status, deadline=at(deadline), closed_at=at(closed), at=NOON) == state


def test_limit_is_told_in_words(clerk):
    filing = registered(clerk)
    late = filing.decision_deadline + timedelta(days=2)
    with translation.override("en"):
        assert standing.limit_in_words(filing, NOON) == "3\xa0days, 12\xa0hours left"
        assert standing.limit_in_words(filing, late) == "overdue by 2\xa0days"


def test_register_lists_the_newest_first_with_state_limit_and_decision(client, clerk):
    first, second = registered(clerk), registered(clerk, kind="appeal", contested_kind="action")
    decision = cases.published(clerk)
    text = page_of(client)
    assert text.index(decision.filing.number) < text.index(second.number) < text.index(first.number)
    assert f'href="{REGISTER}{decision.filing.number}/decision/"' in text
    assert "badge--upheld" in text
    assert ">appeal<" in text
    assert "Sample elections" in text
    assert "overdue by" in text  # the two of 2020
    assert ">met<" in text


def test_register_and_its_pages_show_no_person(client, clerk):
    decision = cases.published(clerk)
    for number in ("", f"{decision.filing.number}/"):
        text = page_of(client, number=number).lower()
        for secret in cases.SECRETS:
            assert secret not in text


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        pytest.param("?commission=C001", ["C001-M2020-000001"], id="commission-number"),
        pytest.param("?commission=commission+c001", ["C001-M2020-000001"], id="commission-name"),
        pytest.param("?election=M2020&state=decided", ["C033-M2020-000001"], id="two-at-once"),
        pytest.param("?outcome=dismissed", ["C033-M2020-000001"], id="outcome"),
        pytest.param("?outcome=upheld", [], id="other-outcome"),
        pytest.param("?state=overdue", ["C001-M2020-000001"], id="overdue"),
        pytest.param("?state=withdrawn", [], id="nothing-fits"),
        pytest.param("?year=2020", ["C001-M2020-000001", "C033-M2020-000001"], id="year"),
        pytest.param("?year=2021", [], id="other-year"),
        pytest.param("?commission=&election=&state=&outcome=&year=", ["C001-M2020-000001"], id="empty-form"),
    ],
)
def test_register_is_filtered_by_its_address(client, clerk, query, numbers):
    cases.decided(clerk, filing=cases.on_agenda(clerk), outcome="dismissed")
    registered(make_staff("other", commission=make_commission("C001")), commission=make_commission("C001"))
    text = page_of(client, query)
    for number in ("C001-M2020-000001", "C033-M2020-000001"):
        assert (number in text) is (number in numbers or "&year=" in query)
    assert ("fits these filters" in text) is (not numbers)


def test_filters_stay_while_paging_and_each_can_be_removed(client, clerk):
    many(registered(clerk), 60)
    text = page_of(client, "?state=registered&commission=C033")
    assert 'href="?state=registered&amp;commission=C033&amp;before=' in text
    assert 'href="?state=registered"' in text
    assert 'href="?commission=C033"' in text
    for name in ("data.csv", "data.json"):
        assert f'{name}?state=registered&amp;commission=C033"' in text
    seen, query = [], "?state=registered&commission=C033"
    while query:
        answer = client.get(f"{REGISTER}{query}")
        seen += [row["filing"].pk for row in answer.context["rows"]]
        following = answer.context["following"]
        query = f"?state=registered&commission=C033&before={following}" if following else ""
    assert len(seen) == len(set(seen)) == 61
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("query", ["?year=x", "?year=0", "?year=99999", "?state=filed", "?outcome=x", "?election=x"])
def test_wrong_filter_is_an_error_of_the_form_and_shows_nothing(client, clerk, query):
    filing = registered(clerk)
    text = page_of(client, query)
    assert "errorlist" in text
    assert filing.number not in text
    assert client.get(f"{REGISTER}data.csv{query}").status_code == 404


def test_unknown_commission_is_said(client):
    assert "No commission has this number or name." in page_of(client, "?commission=nowhere")


def test_page_of_a_case_says_that_it_is_overdue(client, clerk):
    filing = registered(clerk)
    text = page_of(client, number=f"{filing.number}/")
    assert "The time limit to decide has passed without a decision." in text
    assert "Overdue by" in text
    assert "3 days from 11 February 2020" in text


def test_page_of_a_case_hides_what_concerns_the_applicant_alone(client, clerk):
    filing = registered(clerk)
    verbs.replace_code(filing, by=clerk, at=NOON)
    verbs.change_address(filing, applicant_address="2 New St", applicant_email="", applicant_phone="", at=NOON)
    verbs.open_file(filing, by=clerk, at=NOON)
    text = page_of(client, number=f"{filing.number}/")
    assert "Registered" in text
    for event in ("Access code", "Address for notices", "Case file opened"):
        assert event not in text


def test_joined_case_points_to_its_lead_and_the_lead_to_it(client, clerk):
    lead, twin = registered(clerk), registered(clerk)
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    assert f'{lead.get_absolute_url()}"' in page_of(client, number=f"{twin.number}/")
    assert f'{twin.get_absolute_url()}"' in page_of(client, number=f"{lead.number}/")


def test_join_does_not_tell_of_a_lead_that_is_not_on_the_register(client, clerk):
    lead, twin = make_filing(), registered(clerk)
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    for text in (page_of(client), page_of(client, number=f"{twin.number}/")):
        assert lead.number not in text
    data = b"".join(client.get(f"{REGISTER}data.json").streaming_content).decode()
    assert lead.number not in data


def test_appeal_and_the_case_that_it_contests_point_to_each_other(client, clerk):
    decision = cases.published(clerk)
    case = decision.filing
    appeal = registered(clerk, kind="appeal", contested_filing=case, contested_decision=decision)
    assert case.get_absolute_url() in page_of(client, number=f"{appeal.number}/")
    assert appeal.get_absolute_url() in page_of(client, number=f"{case.number}/")


def test_former_number_answers_with_a_pointer(client, clerk):
    filing = registered(clerk)
    old, other = filing.number, make_commission("C001")
    filing = verbs.forward(filing, to=other, reasons="Nümunəyev complains of them.", by=clerk, at=NOON)
    text = page_of(client, number=f"{old.lower()}/")
    assert filing.number in text
    assert filing.get_absolute_url() not in text  # not on the register there yet
    assert "not on the register of that commission yet" in text
    assert "Nümunəyev" not in text
    verbs.register(filing, by=make_staff("other", commission=other), at=NOON)
    assert f'href="{filing.get_absolute_url()}"' in page_of(client, number=f"{old}/")
    assert old in page_of(client, number=f"{filing.number}/")


def test_former_number_that_was_never_on_the_register_is_not_there(client, clerk):
    filing = make_filing()
    old = filing.number
    verbs.forward(filing, to=make_commission("C001"), reasons="Theirs.", by=clerk, at=NOON)
    assert client.get(f"{REGISTER}{old}/").status_code == 404


@pytest.mark.parametrize("query", ["", "?commission=C033&election=M2020&state=registered&year=2020"])
def test_queries_of_the_register_do_not_grow(client, clerk, query):
    filing = registered(clerk)
    page_of(client, query)
    counts = []
    for _few_and_many in range(2):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, query)
        counts.append(len(queries))
        if len(counts) == 1:
            many(filing, 50)
    assert counts[0] == counts[1] <= (2 if not query else 5)


def test_queries_of_one_filing_do_not_grow_with_its_journal(client, clerk):
    filing, asked = registered(clerk), []
    for rounds in (1, 10):
        for number in range(rounds):
            text = f"More, {rounds} and {number}"
            verbs.send_message(filing, text=text, files=[], at=NOON)
            other = registered(clerk)
            verbs.join(other, lead=filing, by=clerk, at=NOON)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, number=f"{filing.number}/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 9


def test_list_is_read_from_the_index_of_the_register(client, clerk):
    many(registered(clerk), 2000, every=2)
    connection.cursor().execute("ANALYZE appeals_filing")
    links = ("commission", "election", "decision", "joined_to")
    found = Filing.objects.on_register().select_related(*links).newest_first()
    for asked in (found[:26], found.filter(pk__lt=Filing.objects.newest_first()[500].pk)[:26]):
        told = asked.explain()
        assert "filing_on_register" in told
        assert "Seq Scan on appeals_filing" not in told, told


def test_year_is_that_of_the_commissions_zone(client, clerk):
    filing = registered(clerk, arrived_at=NOON.replace(month=1, day=1, hour=0, minute=30))  # 31 December in UTC
    assert filing.number in page_of(client, "?year=2020")
    assert filing.number not in page_of(client, "?year=2019")


def test_register_of_nothing_says_so(client):
    make_election()
    assert "No case is on the register yet." in page_of(client)
