"""A decision as a document: the standard format, in full for the parties, covered for the public."""

import re
from datetime import date, timedelta

import pytest

from appeals import verbs
from appeals.documents import decision_document
from appeals.documents.redaction import COVER
from tests.appeals import decided as cases
from tests.factories_appeals import NOON, make_commission, make_filing, make_staff, second_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_staff("clerk")


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def headings(html):
    return re.findall(r"<h(\d)[^>]*>(.*?)</h\1>", html)


def address(decision, name="decision/"):
    return f"/en/appeals/register/{decision.filing.number}/{name}"


def test_decision_has_the_standard_format(clerk):
    decision = cases.decided(clerk)
    html = decision_document.decision_html(decision, for_public=False)
    text = words(html)
    assert [heading for level, heading in headings(html) if level == "3"] == [
        "Parties", "Evidence", "Facts", "Law", "Reasons", "Operative part", "Outcome", "Remedy ordered", "Votes",
        "Time limit for an appeal",
    ]  # fmt: skip
    assert headings(html)[0] == ("2", "Decision No. 26/1")
    assert ("4", "What happened") in headings(html)
    for part in (
        "Sample Commission C033", "11 February 2020", "session No. 26", decision.filing.number, cases.NAME, cases.FILE,
        decision.filing.evidence.get().sha256, "Within 3 days after the day on which it was received",
        "This decision can be contested before: Central Election Commission", "112.1", "upheld",
    ):  # fmt: skip
        assert part in text
    assert COVER not in text


def test_time_limit_for_an_appeal_shows_its_working_once_the_decision_is_served(clerk):
    decision = cases.decided(clerk)
    verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON.replace(day=15))
    decision.refresh_from_db()
    text = words(decision_document.decision_html(decision, for_public=False))
    assert "18 February 2020, 24:00" in text
    assert "3 days from 15 February 2020; the day itself is not counted" in text


def test_after_the_central_commission_come_the_courts():
    central = make_commission().superior
    clerk = make_staff("central", commission=central)
    decision = cases.decided(clerk, filing=cases.on_agenda(clerk, commission=central))
    text = words(decision_document.decision_html(decision, for_public=False))
    assert "This decision can be contested before: Court of Appeal." in text
    assert "Supreme Court" in text


def test_decision_speaks_the_language_of_its_case_whatever_the_page_speaks(clerk, client):
    filing = cases.on_agenda(clerk, **cases.PERSON)
    filing.language = "ru"
    filing.save(update_fields=["language"])
    decision = cases.published(clerk, decision=cases.decided(clerk, filing=filing))
    page = client.get(address(decision)).content.decode()
    assert '<html lang="en">' in page
    assert '<article class="decision" lang="ru">' in page
    assert "11 февраля 2020" in page


def test_public_reads_covers_and_what_they_mean(clerk, client):
    decision = cases.published(clerk)
    page = client.get(address(decision)).content.decode()
    assert "covers what would tell who a person is" in page
    assert "voter" in words(page)
    assert re.search(r"\[covered\] PDF 15", words(page))  # the file: its name covered whole, its kind and size
    assert "<h3>What happened</h3>" in page
    for secret in cases.SECRETS:
        assert secret not in page.lower()
    assert 'href="mailto' not in page


def test_preview_covers_what_would_be_published_and_nothing_is_stored(clerk):
    decision = cases.decided(clerk)
    text = words(decision_document.decision_html(decision, for_public=True, redactions=["Tanıqlı"]))
    assert "Tanıqlı" not in text
    decision.refresh_from_db()
    assert decision.redactions == []


def test_how_to_reach_an_applicant_is_covered_whatever_was_forgotten(clerk, client):
    decision = verbs.publish(cases.decided(clerk), redactions=[], by=second_to(clerk), at=NOON)
    page = client.get(address(decision)).content.decode().lower()
    for secret in ("111-22-33", "veli.numuneyev", "küçəsi 77"):
        assert secret not in page
    assert cases.NAME.lower() not in page


def test_names_stay_covered_after_texts_were_removed(clerk, client):
    decision = cases.published(clerk)
    verbs.empty(decision.filing, at=NOON + timedelta(days=2000))
    verbs.publish(decision, redactions=[], by=second_to(clerk), at=NOON + timedelta(days=2001))
    page = client.get(address(decision)).content.decode().lower()
    for secret in cases.SECRETS:
        assert secret not in page


def test_correction_and_judgment_stand_beside_the_decision(clerk):
    decision = cases.decided(clerk)
    verbs.correct(decision, text="26/1, not 26/11", by=clerk, at=NOON)
    verbs.record_court_outcome(
        decision, court="appeal", number="2-1", decided_on=date(2020, 2, 20), result="confirmed", by=clerk, at=NOON
    )
    text = words(decision_document.decision_html(decision, for_public=False))
    assert "Clerical errors corrected 11 February 2020, 12:00:00 (Baku, UTC+4) 26/1, not 26/11" in text
    assert "Court of Appeal: confirmed , 20 February 2020 , No. 2-1" in text


def test_correction_made_after_publication_is_visible_without_its_words_until_it_is_published(clerk, client):
    decision = cases.published(clerk)
    later = NOON + timedelta(days=1)
    verbs.correct(decision, text="Numuneyef should read Nümunəyev", by=clerk, at=later)
    text = words(client.get(address(decision)).content.decode())
    assert "Clerical errors corrected 12 February 2020" in text
    assert "Numuneyef" not in text
    terms = [*decision.redactions, "Numuneyef"]
    verbs.publish(decision, redactions=terms, by=second_to(clerk), at=later)
    text = words(client.get(address(decision)).content.decode())
    assert "should read" in text
    assert "Numuneyef" not in text


def test_decision_that_is_not_published_is_not_there(clerk, client):
    decision = cases.decided(clerk)
    for name in ("decision/", "decision.pdf"):
        assert client.get(address(decision, name)).status_code == 404
    assert client.get("/en/appeals/register/x-1/decision/").status_code == 404


def test_decision_of_a_case_that_was_reopened_stays_readable_and_says_so(clerk, client):
    first = cases.published(clerk)
    filing = verbs.reopen(first.filing, reasons="New evidence.", by=clerk, at=NOON)
    assert "no longer in force" in client.get(address(first)).content.decode()
    session = filing.commission.sessions.get()
    verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)
    second = cases.published(clerk, decision=cases.decided(clerk, filing=filing, outcome="dismissed"))
    page = client.get(address(second)).content.decode()
    assert page.index("Decision No. 26/2") < page.index("Earlier decisions") < page.index("Decision No. 26/1")


def test_joined_cases_are_named_by_their_number_where_they_are_on_the_register(clerk):
    lead = cases.on_agenda(clerk, **cases.PERSON)
    twin = verbs.register(make_filing(), by=clerk, at=NOON)
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    text = words(decision_document.decision_html(cases.decided(clerk, filing=lead), for_public=True))
    assert f"Decided together with {twin.number}" in text


def test_public_page_of_a_decision_is_cacheable_and_its_queries_do_not_grow(
    clerk, client, django_assert_max_num_queries
):
    decision = cases.published(clerk)
    for day in range(5):
        verbs.correct(decision, text="x", by=clerk, at=NOON + timedelta(days=day))
    with django_assert_max_num_queries(14):
        answer = client.get(address(decision))
    assert "public" in answer["Cache-Control"]
    assert client.get(address(decision), headers={"if-none-match": answer["ETag"]}).status_code == 304
