"""Nothing leaks: no public address holds a name, an address, a file name or a covered word of a published decision."""

import shutil
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from appeals import verbs
from appeals.documents import covering
from appeals.documents.redaction import COVER
from commission.models import SearchEntry
from commission.site_search import sources
from tests.appeals import decided as cases
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff, second_to

pytestmark = pytest.mark.django_db
ADDRESSES = [
    *(
        "/{l}/",
        "/{l}/press/feed/",
        "/{l}/press/rss/",
        "/sitemap.xml",
        "/sitemap-standing.xml",
        "/sitemap-decisions-1.xml",
    ),
    *("/{l}/appeals/register/", "/{l}/appeals/register/data.csv", "/{l}/appeals/register/data.json"),
    *("/{l}/appeals/register/{n}/", "/{l}/appeals/register/{n}/decision/", "/{l}/appeals/register/{n}/decision.pdf"),
    *("/{l}/appeals/statistics/", "/{l}/appeals/statistics/data.csv"),
    *("/{l}/search/?q={q}", "/{l}/search/?q={q}&kind=decision", "/{l}/search/suggest/?q={q}"),
]
QUESTIONS = ["26/1", "shown", "Nümunəyev", "numuneyev", "Vəli", "Tanıqlı", "ərizə", "küçəsi", "people.example"]


@pytest.fixture
def clerk():
    return make_staff("clerk")


def text_of(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    if answer["Content-Type"] == "application/pdf" and shutil.which("pdftotext"):
        content = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    return content.decode(errors="replace").lower()


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_no_public_address_holds_a_name(client, clerk, language):
    secret = make_filing(uploads=[evidence(cases.FILE)], **cases.PERSON)  # filed, not on the register
    decision = cases.published(clerk)
    visited = set()
    for address in ADDRESSES:
        for question in QUESTIONS if "{q}" in address else [""]:
            visited.add((address.format(l=language, n=decision.filing.number, q=question), question.lower()))
    for address, question in sorted(visited):
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = text_of(answer)
        assert secret.number.lower() not in text
        for word in cases.SECRETS:
            # what was asked stands in the form and in "nothing found", nothing else may say it
            assert word not in text or word in question or question in word, (address, word)


def test_covered_words_find_nothing(client, clerk):
    cases.published(clerk)
    for question in ("Nümunəyev", "numuneyev", "Vəli", "Tanıqlı", "küçəsi", "ərizə"):
        answer = client.get("/en/search/", {"q": question})
        assert "results" not in answer.context or not answer.context["results"], question
        assert client.get("/en/search/suggest/", {"q": question}).json() == {"suggestions": []}


def test_published_decision_is_found_by_its_number_and_words(client, clerk):
    decision = cases.published(clerk)
    page = client.get("/en/search/?q=26/1&kind=decision").content.decode()
    assert f'href="/en/appeals/register/{decision.filing.number}/decision/"' in page
    assert COVER in client.get("/en/search/?q=agreed").content.decode()
    suggested = client.get("/en/search/suggest/?q=Decision 26").json()["suggestions"]
    assert [entry["address"] for entry in suggested] == [f"/en/appeals/register/{decision.filing.number}/decision/"]


def test_decision_that_is_not_published_is_not_found(client, clerk):
    cases.decided(clerk)
    assert not client.get("/en/search/?q=agreed").context["results"]
    assert client.get("/sitemap-decisions-1.xml").status_code == 404


def test_reindex_knows_published_decisions(clerk):
    cases.published(clerk)
    cases.decided(clerk)
    expected = list(SearchEntry.objects.filter(kind="decision").values("object_id", "address", "title", "body"))
    assert len(expected) == 1
    SearchEntry.objects.update(body="Nümunəyev")
    call_command("reindex", processes=0, stdout=StringIO())
    assert list(SearchEntry.objects.filter(kind="decision").values("object_id", "address", "title", "body")) == expected
    assert [text.kind for text in sources.public_texts()].count(SearchEntry.Kind.DECISION) == 1


def test_published_decision_is_in_the_sitemap_in_its_own_language(client, clerk):
    decision = cases.published(clerk)
    assert "sitemap-decisions-1.xml" in client.get("/sitemap.xml").content.decode()
    text = client.get("/sitemap-decisions-1.xml").content.decode()
    assert f"<loc>https://portal.example/en/appeals/register/{decision.filing.number}/decision/</loc>" in text
    assert "/az/appeals" not in text


def test_republishing_with_more_words_covers_them_everywhere(client, clerk):
    decision = cases.published(clerk, reasons="<p>Shown by Ayrıca Şəxs.</p>")
    assert "Ayrıca" in client.get("/en/search/?q=shown").content.decode()
    verbs.publish(decision, redactions=[*decision.redactions, "Ayrıca Şəxs"], by=second_to(clerk), at=NOON)
    for address in ("/en/search/?q=shown", f"/en/appeals/register/{decision.filing.number}/decision/"):
        assert "Ayrıca" not in client.get(address).content.decode()


def found(client, question):
    """What the search finds, page and suggestions together."""
    answer = client.get("/en/search/", {"q": question})
    suggested = client.get("/en/search/suggest/", {"q": question}).json()["suggestions"]
    return [*(answer.context.get("results") or []), *suggested]


def with_later_words(decision, by, *, days):
    """Add a correction and a judgment that name somebody, so many days later; that instant."""
    at = NOON + timedelta(days=days)
    verbs.correct(decision, text="Quillwort stood for Nümunəyev and Numuneyef.", by=by, at=at)
    verbs.record_court_outcome(
        decision, court="appeal", number="2-77", decided_on=NOON.date(), result="annulled", by=by, at=at,
        text="Featherfew was heard beside Vəli.",
    )  # fmt: skip
    return at


LATER = ("Quillwort", "Featherfew", "2-77")


def test_search_knows_corrections_and_judgments_once_they_are_published_and_covered(client, clerk):
    decision = cases.published(clerk)
    at = with_later_words(decision, clerk, days=1)
    for question in LATER:
        assert not found(client, question), question
    assert found(client, "annulled")  # the result is public at once
    verbs.publish(decision, redactions=[*decision.redactions, "Numuneyef"], by=second_to(clerk), at=at)
    for question in LATER:
        assert found(client, question), question
    for question in ("Numuneyef", "Nümunəyev", "Vəli", "Tanıqlı", "küçəsi", "1112233"):
        assert not found(client, question), question
    entry = SearchEntry.objects.get(kind="decision")
    held = f"{entry.title} {entry.lead} {entry.body}".lower()
    assert not [word for word in (*cases.SECRETS, "numuneyef") if word in held]


def test_reindex_knows_what_the_verbs_entered_and_no_word_that_waits(client, clerk):
    decision = cases.published(clerk)
    with_later_words(decision, clerk, days=1)
    entered = SearchEntry.objects.values_list("title", "lead", "body").get(kind="decision")
    SearchEntry.objects.all().delete()
    call_command("reindex", processes=0, stdout=StringIO())
    assert SearchEntry.objects.values_list("title", "lead", "body").get(kind="decision") == entered
    for question in LATER:
        assert not found(client, question), question


def test_later_words_of_a_decision_that_is_not_published_are_not_found(client, clerk):
    with_later_words(cases.decided(clerk), clerk, days=0)
    for question in (*LATER, "annulled"):
        assert not found(client, question), question


def test_people_of_joined_filings_and_former_addresses_are_covered_too(client, clerk):
    lead = cases.on_agenda(clerk, **cases.PERSON)
    twin = make_filing(
        applicant_name="Ikinci Sınaqlı", applicant_address="Bakı, Yeni yol 5", applicant_email="ikinci@people.example",
        co_applicants=[("Üçüncü Misallı", "Bakı, Köhnə yol 9")],
    )  # fmt: skip
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    new = {"applicant_address": "Bakı, Uzaq yol 3", "applicant_email": "new@people.example", "applicant_phone": ""}
    verbs.change_address(twin, **new, at=NOON)
    reasons = (
        "<p>Shown by Sınaqlı of Yeni yol 5, now Uzaq yol 3, ikinci@people.example, new@people.example, and by Misallı "
        "of Köhnə yol 9.</p>"
    )
    decision = cases.decided(clerk, filing=lead, reasons=reasons)
    verbs.publish(decision, redactions=covering.usual_terms(decision.filing), by=second_to(clerk), at=NOON)
    decision.refresh_from_db()
    page = client.get(decision.get_absolute_url()).content.decode()
    entry = SearchEntry.objects.get(kind="decision")
    for word in ("Sınaqlı", "Misallı", "yol 5", "yol 3", "yol 9", "people.example"):
        assert word in reasons
        assert word not in page + entry.body, word
    verbs.publish(
        decision, redactions=[], by=second_to(clerk), at=NOON
    )  # an officer takes the names off, and no address
    page = client.get(decision.get_absolute_url()).content.decode()
    assert "Sınaqlı" in page
    for word in ("yol 5", "yol 3", "yol 9", "people.example"):
        assert word not in page, word


def test_entry_says_whose_decision_it_is_and_how_it_ended(clerk):
    cases.published(clerk)
    entry = SearchEntry.objects.get(kind="decision")
    assert (entry.commission, entry.outcome, entry.topic) == ("C033", "upheld", "")


def test_decision_of_a_filing_that_left_the_register_is_not_in_the_index_until_it_is_back(clerk):
    decision = cases.published(clerk)
    filing = verbs.reopen(decision.filing, reasons="A judgment.", by=clerk, at=NOON)
    filing = verbs.forward(filing, to=make_commission("C001"), reasons="Theirs.", by=clerk, at=NOON)
    assert not SearchEntry.objects.filter(kind="decision").exclude(address="").exists()
    filing = verbs.register(filing, by=make_staff("other", commission=filing.commission), at=NOON)
    entry = SearchEntry.objects.exclude(address="").get(kind="decision")
    assert (entry.object_id, entry.commission) == (decision.pk, "C033")
    assert filing.number in entry.address
