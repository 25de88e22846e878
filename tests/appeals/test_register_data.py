"""The register as data: the same gate, stable columns, no formula (T16), bounded memory; and its statistics."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appeals import verbs
from appeals.models import Filing
from appeals.register import exports, figures, open_data
from commission.models import ElectionCommission
from tests.appeals import decided as cases
from tests.appeals.test_register import many, registered
from tests.factories_appeals import NOON, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db
REGISTER, STATISTICS = "/en/appeals/register/", "/en/appeals/statistics/"
COLUMNS = (
    "number,kind,contested,commission,commission_name,tier,commission_complained_of,election,received_at,registered_at,"
    "state,decision_due,limit,closed_at,outcome,decision_number,decision_address,joined_with"
)


@pytest.fixture
def clerk():
    return make_staff("clerk")


def body(client, name, query=""):
    answer = client.get(f"{REGISTER}{name}{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def as_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_data_has_stable_columns_that_the_page_explains(client, clerk):
    registered(clerk)
    text = body(client, "data.csv")
    assert text.splitlines()[0] == COLUMNS
    page = client.get(REGISTER).content.decode()
    for column in COLUMNS.split(","):
        assert f"<code>{column}</code>" in page


def test_data_tells_of_a_decided_case_what_the_register_tells(client, clerk):
    decision = cases.published(clerk)
    row, *others = as_rows(body(client, "data.csv"))
    assert others == []
    assert row == {
        "number": "C033-M2020-000001",
        "kind": "complaint",
        "contested": "action",
        "commission": "C033",
        "commission_name": "Sample Commission C033",
        "tier": "constituency",
        "commission_complained_of": "",
        "election": "M2020",
        "received_at": "2020-02-11T12:00:00+04:00",
        "registered_at": "2020-02-11T12:00:00+04:00",
        "state": "decided",
        "decision_due": "2020-02-15T00:00:00+04:00",
        "limit": "met",
        "closed_at": "2020-02-11T12:00:00+04:00",
        "outcome": "upheld",
        "decision_number": "26/1",
        "decision_address": f"https://portal.example/en/appeals/register/{decision.filing.number}/decision/",
        "joined_with": "",
    }
    assert json.loads(body(client, "data.json"))[0] | {"joined_with": "", "commission_complained_of": ""} == row


def test_data_has_no_address_of_a_decision_that_is_not_published(client, clerk):
    cases.decided(clerk)
    assert as_rows(body(client, "data.csv"))[0]["decision_address"] == ""


def test_data_holds_what_is_on_the_register_and_no_more(client, clerk):
    unpublished, public = make_filing(), registered(clerk)
    for name in ("data.csv", "data.json"):
        text = body(client, name)
        assert public.number in text
        assert unpublished.number not in text


def test_data_is_narrowed_by_the_filters_of_the_page(client, clerk):
    cases.decided(clerk)
    running = registered(clerk)
    assert [row["number"] for row in as_rows(body(client, "data.csv", "?state=overdue"))] == [running.number]
    assert json.loads(body(client, "data.json", "?year=2021")) == []


def test_data_is_read_in_portions_newest_first_each_filing_once(client, clerk, monkeypatch):
    many(registered(clerk), 25)
    monkeypatch.setattr(open_data, "AT_ONCE", 10)
    numbers = [row["number"] for row in as_rows(body(client, "data.csv"))]
    assert numbers == list(Filing.objects.newest_first().values_list("number", flat=True))
    assert len(json.loads(body(client, "data.json"))) == 26


def test_data_keeps_one_portion_in_memory(clerk, monkeypatch):
    from django.db import connection

    many(registered(clerk), 25)
    monkeypatch.setattr(open_data, "AT_ONCE", 10)
    rows = open_data.rows(Filing.objects.on_register(), timezone.now())
    with CaptureQueriesContext(connection) as queries:
        next(rows)
    assert len(queries) == 1
    assert queries[0]["sql"].endswith("LIMIT 10")
    assert sum(1 for _ in rows) == 25


def test_data_answers_head_without_reading_the_register(client, clerk, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.head(f"{REGISTER}data.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "'\r=1", id="return"),
        pytest.param("\n=1", "'\n=1", id="line"),
        pytest.param("\uff1d1", "'\uff1d1", id="wide-equals"),
        pytest.param("\u202e=1", "'=1", id="formula-behind-a-bidi-control"),
        pytest.param("a\u202eb\u2066c\u200f", "abc", id="bidi-controls"),
        pytest.param("plain", "plain", id="plain"),
        pytest.param(None, "", id="nothing"),
        pytest.param(0, "0", id="number"),
        pytest.param(True, "true", id="truth"),
    ],
)
def test_cell_is_safe_in_a_spreadsheet(value, cell):
    assert exports.safe_cell(value) == cell


def test_formula_in_the_name_of_a_commission_is_no_formula(client, clerk):
    registered(clerk)
    ElectionCommission.objects.filter(number="C033").update(name={"en": '=HYPERLINK("http://evil.example")\u202e'})
    cell = as_rows(body(client, "data.csv"))[0]["commission_name"]
    assert cell == '\'=HYPERLINK("http://evil.example")'


def test_statistics_count_what_is_on_the_register(client, clerk):
    make_filing()  # not on it
    cases.decided(clerk, outcome="upheld")
    cases.decided(clerk, filing=cases.on_agenda(clerk), outcome="dismissed")
    registered(clerk)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(STATISTICS).content.decode()))
    assert "On the register 3" in text
    assert "Overdue now 1" in text
    assert "Decided in time 2" in text
    assert "decided 2 67 %" in text
    assert "dismissed 1 50 %" in text
    assert "constituency commission 3 1 2 0" in text
    assert "Sample elections 3 1 2 0" in text


def test_overdue_case_is_never_silent(client, clerk):
    filing = registered(clerk)
    text = client.get(STATISTICS).content.decode()
    assert "figures__bad" in text
    assert f'href="{REGISTER}?state=overdue"' in text
    assert filing.number in client.get(f"{REGISTER}?state=overdue").content.decode()


def test_median_time_is_that_of_decided_cases(clerk):
    def found():
        filings = Filing.objects.on_register()
        rows = figures.grouped(filings, NOON)
        whole, (election,) = figures.figures(filings, rows), figures.by_election(filings, rows)
        return {whole["median"], whole["by_tier"][0]["median"], election["median"]}

    registered(clerk)
    assert found() == {None}
    for hours, median in ((1, 1), (10, 5.5), (48, 10)):  # of an even number the middle between the two
        filing = cases.on_agenda(clerk)
        verbs.decide(filing, outcome="upheld", reasons="<p>x</p>", by=clerk, at=NOON + timedelta(hours=hours))
        assert found() == {timedelta(hours=median)}


def test_statistics_of_one_election_count_no_other(client, clerk):
    registered(clerk)
    outside = registered(clerk)
    Filing.objects.filter(pk=outside.pk).update(election=None)
    assert client.get(f"{STATISTICS}?election=M2020").context["figures"]["total"] == 1
    assert client.get(STATISTICS).context["figures"]["total"] == 2
    assert "outside of any election" in client.get(STATISTICS).content.decode()
    assert "errorlist" in client.get(f"{STATISTICS}?election=x").content.decode()


def test_statistics_as_data_are_the_same_numbers(client, clerk):
    cases.decided(clerk)
    registered(clerk)
    rows = as_rows(client.get(f"{STATISTICS}data.csv").content.decode())
    assert rows[0] == {
        "election": "M2020",
        "tier": "constituency",
        "state": "decided",
        "outcome": "upheld",
        "filings": "1",
        "overdue": "0",
        "decided_in_time": "1",
        "decided_late": "0",
    }
    assert sum(int(row["filings"]) for row in rows) == 2
    assert client.get(f"{STATISTICS}data.csv?election=x").status_code == 404


def test_queries_of_the_statistics_do_not_grow(client, clerk):
    filing, asked = registered(clerk), []
    for total in (1, 52):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(STATISTICS).context["figures"]["total"] == total
        asked.append(len(queries))
        if total == 1:
            many(filing, 50)
            registered(make_staff("other", commission=make_commission("C001")), commission=make_commission("C001"))
    assert asked[0] == asked[1] <= 5


def test_statistics_hold_no_inline_style(client, clerk):
    registered(clerk)
    text = client.get(STATISTICS).content.decode()
    assert "style=" not in text
    assert '<rect width="100"' in text
