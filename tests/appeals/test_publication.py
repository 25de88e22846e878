"""A decision is published with what is covered in it, after a look at exactly what the public will read."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from appeals import verbs
from appeals.desk.offers import last_line
from appeals.documents import covering
from appeals.documents.redaction import COVER
from appeals.models import Decision, Filing
from commission.models import SearchEntry
from tests.appeals.desk_cast import case, decided, filed_now, on_agenda, precinct, step
from tests.factories_appeals import evidence, make_filing, make_staff, second_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PEOPLE = {
    "applicant_name": "Nümunəyev Vəli Əli oğlu",
    "applicant_address": "AZ1000, Bakı, Nümunə küçəsi 77",
    "applicant_email": "veli@people.example",
    "applicant_phone": "+994501112233",
    "respondent": "Sınaq Sınaqov",
    "co_applicants": [("Misal Misalova", "Misal küçəsi 5")],
}
REASONS = (
    "<p>Shown by Nümunəyevin (veli@people.example, 050 111 22 33, Nümunə küçəsi 77) and M. Misalova against Sınaqova. "
    "See nümunəyev-çək.pdf. The witness Tanıqlı agreed.</p>"
)
SECRETS = ("nümunəyev", "vəli", "veli@", "111 22 33", "küçəsi 77", "misalova", "sınaqov", "çək.pdf")


@pytest.fixture
def filing(officer):
    """A decided case with names wherever names can stand."""
    filing = on_agenda(officer, uploads=[evidence("nümunəyev-çək.pdf", b"%PDF-1.4 sample")], **PEOPLE)
    decision = verbs.decide(
        filing, outcome="upheld", reasons=REASONS, remedy_ordered="Pay Vəli.", by=second_to(officer)
    )
    return Filing.objects.select_related("decision").get(pk=decision.filing_id)


def typed(page):
    """What the page's form would send: the words, and what ties them to the preview shown above."""
    form = page.context["form"]
    return {"redactions": form["redactions"].value(), "previewed": form["previewed"].value() or ""}


def preview(page):
    found = re.search(r'<section class="preview".*?</section>\s*<', page.content.decode(), re.DOTALL)
    article = re.search(r"<article.*</article>", page.content.decode(), re.DOTALL)
    assert found
    assert article
    return html.unescape(article[0])


def words(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def send(client, filing, data, **changes):
    return client.post(step(filing, "publication"), {"as_of": last_line(filing)} | data | changes)


def again(filing):
    return Decision.objects.get(filing=filing)


def test_publication_begins_with_people_how_to_reach_them_and_their_files(client, filing):
    page = client.get(step(filing, "publication"))
    terms = typed(page)["redactions"].splitlines()
    for term in (
        "Nümunəyev Vəli Əli oğlu", "Nümunəyev", "Nümunə küçəsi 77", "veli@people.example", "+994501112233",
        "Misal Misalova", "Misal küçəsi 5", "Sınaq Sınaqov", "Sınaqov", "nümunəyev-çək.pdf",
    ):  # fmt: skip
        assert term in terms
    for secret in SECRETS:
        assert secret not in preview(page).lower()
    assert "witness Tanıqlı agreed" in preview(page)
    assert "its words stay hidden until the decision is published again" in page.content.decode()


def test_what_was_previewed_is_what_the_public_reads(client, filing):
    page = client.get(step(filing, "publication"))
    assert send(client, filing, typed(page)).status_code == 302
    public = client.get(again(filing).get_absolute_url()).content.decode()
    shown = html.unescape(re.search(r"<article.*</article>", public, re.DOTALL)[0])
    assert words(shown) == words(preview(page))
    assert COVER in shown


def test_words_that_were_not_previewed_are_shown_first_and_nothing_is_published(client, filing):
    data = typed(client.get(step(filing, "publication")))
    more = data["redactions"] + "\nTanıqlı"
    unseen = send(client, filing, data, redactions=more)
    assert unseen.status_code == 422
    assert "The words have changed." in unseen.content.decode()
    assert "Tanıqlı" not in preview(unseen)
    assert again(filing).published_at is None
    assert send(client, filing, typed(unseen)).status_code == 302
    assert "Tanıqlı" in again(filing).redactions
    assert send(client, filing, {"redactions": "x", "previewed": ""}).status_code == 422


def test_look_shows_the_public_text_with_other_words_and_publishes_nothing(client, filing):
    data = typed(client.get(step(filing, "publication")))
    page = send(client, filing, data, redactions="Tanıqlı", look="Show")
    assert page.status_code == 200
    assert "errorlist" not in page.content.decode()
    assert typed(page)["redactions"] == "Tanıqlı"
    assert "Tanıqlı" not in preview(page)
    assert "Sınaqova" in preview(page)  # taken off the list
    for secret in ("veli@", "111 22 33", "küçəsi 77"):  # covered whatever was taken off
        assert secret not in preview(page)
    assert again(filing).published_at is None
    assert send(client, filing, typed(page)).status_code == 302


def test_what_was_added_after_the_look_is_not_published_unseen(client, filing, officer):
    data = typed(client.get(step(filing, "publication"))) | {"as_of": last_line(filing)}
    verbs.correct(filing.decision, text="Numuneyef is Nümunəyev", by=officer)
    late = client.post(step(filing, "publication"), data)
    assert late.status_code == 409
    assert "The case has changed" in late.content.decode()
    assert again(filing).published_at is None


def test_correction_after_publication_is_told_at_once_and_its_words_wait(client, filing, officer):
    send(client, filing, typed(client.get(step(filing, "publication"))))
    commissioner = make_staff("commissioner", group="commissioners")
    client.force_login(commissioner)
    assert "reads its words only after" in client.get(step(filing, "correction")).content.decode()
    assert "is public as a fact" not in client.get(case(filing)).content.decode()
    data = {"as_of": last_line(filing), "text": "Numuneyef should read otherwise"}
    assert client.post(step(filing, "correction"), data).status_code == 302
    assert "is public as a fact; its words are not" in client.get(case(filing)).content.decode()
    public = client.get(again(filing).get_absolute_url()).content.decode()
    assert "Clerical errors corrected" in public
    assert "Numuneyef" not in public
    client.force_login(officer)
    page = client.get(step(filing, "publication"))
    assert "Numuneyef should read" in preview(page)  # so that the officer sees what to cover
    data = typed(page)
    looked = send(client, filing, data, redactions=data["redactions"] + "\nNumuneyef", look="Show")
    assert "Numuneyef" not in preview(looked)
    assert send(client, filing, typed(looked)).status_code == 302
    public = client.get(again(filing).get_absolute_url()).content.decode()
    assert "should read otherwise" in public
    assert "Numuneyef" not in public
    assert "is public as a fact" not in client.get(case(filing)).content.decode()


def test_court_outcome_is_public_at_once_and_its_words_after_publication(client, filing, officer):
    decision = verbs.publish(filing.decision, redactions=covering.usual_terms(filing), by=officer)
    verbs.record_court_outcome(
        decision, court="appeal", number="2-1 (Numuneyef)", decided_on=timezone.localdate(), result="annulled",
        text="The court heard Numuneyef.", by=officer,
    )  # fmt: skip
    text = words(client.get(decision.get_absolute_url()).content.decode())
    assert "Court of Appeal: annulled" in text
    assert "The words of this judgment are not published yet." in text
    assert "Numuneyef" not in text
    verbs.publish(decision, redactions=[*decision.redactions, "Numuneyef"], by=officer)
    text = words(client.get(decision.get_absolute_url()).content.decode())
    assert "The court heard" in text
    assert "No. 2-1 (" in text
    assert "Numuneyef" not in text


def test_people_of_joined_cases_and_of_the_case_below_are_covered(officer):
    lower = decided(officer, applicant_name="Aşağı Aşağıyev", applicant_email="low@people.example")
    lead = on_agenda(
        officer, kind="appeal", contested_kind="decision", contested_filing=lower, contested_decision=lower.decision
    )
    twin = verbs.register(filed_now(applicant_name="Əkiz Əkizov", applicant_email="twin@people.example"), by=officer)
    verbs.join(twin, lead=lead, by=officer)
    decision = verbs.decide(lead, outcome="upheld", reasons="<p>x</p>", by=officer)
    assert {"Aşağıyev", "Əkizov", "low@people.example", "twin@people.example"} <= set(covering.usual_terms(lead))
    verbs.publish(decision, redactions=[], by=second_to(officer))
    assert {"low@people.example", "twin@people.example"} <= set(decision.redactions)


def test_respondent_who_was_heard_is_covered_unless_it_is_a_commission(officer):
    due = timezone.now() + timedelta(days=1)
    private = verbs.register(filed_now(respondent="Sınaq Sınaqov"), by=officer)
    verbs.open_hearing(
        private, respondent_name="Sınaq Sınaqov", respondent_email="s@people.example", answer_due_at=due, by=officer
    )
    assert {"Sınaqov", "s@people.example"} <= set(covering.usual_terms(private))
    commission = precinct()
    commission.email = "p@commission.example"
    commission.save()
    official = verbs.register(filed_now(contested_commission=commission, respondent="Sədr Sınaqov"), by=officer)
    verbs.open_hearing(
        official, respondent_name="Sədr Sınaqov", respondent_email=commission.email, answer_due_at=due, by=officer
    )
    assert not {"Sədr Sınaqov", commission.email} & set(covering.usual_terms(official))


def test_return_has_nothing_to_publish_where_it_is_not_on_the_register(client, officer):
    filing = make_filing()
    verbs.return_(filing, reasons="<p>Late.</p>", by=officer)
    text = client.get(step(filing, "publication")).content.decode()
    assert "Only a filing on the register is published" in text
    assert not SearchEntry.objects.filter(kind="decision").exists()
