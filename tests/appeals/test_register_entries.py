"""The search knows of an entry of the register what its page says, in three languages, and nothing of a person."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from appeals import verbs
from appeals.limits import wording
from appeals.models import Event, Filing, RegisterChange, TimeLimitRule
from appeals.register import entries
from commission.management.commands import work
from commission.models import SearchEntry
from tests.appeals import decided as cases
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff, second_to

pytestmark = pytest.mark.django_db
FIELDS = [
    "object_id", "language", "address", "title", "lead", "body", "attached", "topic", "commission", "outcome",
    "published_at", "visible_from", "visible_until",
]  # fmt: skip
LATE = NOON + timedelta(days=1)


@pytest.fixture
def clerk():
    return make_staff("clerk")


def entered():
    """What the index holds of the register once the worker had its turn."""
    while entries.enter_some():
        pass
    held = SearchEntry.objects.filter(kind="register").exclude(address="")
    return set(held.values_list(*FIELDS))


def to_be_entered():
    texts = [text.as_entry()[0] for text in entries.public_texts()]
    return {tuple(getattr(entry, name) for name in FIELDS) for entry in texts}


def words_of(filing, language="en"):
    entered()
    entry = SearchEntry.objects.get(kind="register", object_id=filing.pk, language=language)
    return f"{entry.title}\n{entry.lead}\n{entry.body}"


def _steps(filing, clerk):
    """The life of a filing, verb by verb, through everything that the public sees of it."""
    expert, second = make_staff("expert", group="experts"), second_to(clerk)
    there = make_commission("C001")
    clerk_there = make_staff("clerk there", commission=there)
    yield verbs.register(filing, by=clerk, at=NOON)
    yield verbs.forward(filing, to=there, reasons="Vəli Nümunəyev lives there.", by=clerk, at=NOON)
    yield verbs.register(filing, by=clerk_there, at=NOON)
    yield verbs.forward(filing, to=make_commission(), reasons="No.", by=clerk_there, at=NOON)
    yield verbs.register(filing, by=clerk, at=NOON)
    yield verbs.assign(filing, expert=expert, by=clerk, at=NOON)
    yield verbs.request_information(filing, text="Tanıqlı?", answer_due_at=LATE, by=clerk, at=NOON)
    yield verbs.send_message(filing, text="Tanıqlı.", at=NOON)
    yield verbs.write_to_applicant(filing, text="Vəli!", by=clerk, at=NOON)
    address = {"applicant_address": "Nümunə küçəsi 77, 2", "applicant_email": "", "applicant_phone": "1112233"}
    yield verbs.change_address(filing, **address, at=NOON)
    yield verbs.open_hearing(
        filing, respondent_name="Sınaqov", respondent_email="r@people.example", answer_due_at=LATE, by=clerk, at=NOON
    )
    yield verbs.give_opinion(filing, text="Tanıqlı.", proposed_outcome="upheld", by=expert, at=NOON)
    yield verbs.refer(filing, to="Prosecutor", text="Vəli.", by=clerk, at=NOON)
    TimeLimitRule.objects.filter(limit="decide", phase="always").update(days=20)
    yield verbs.recompute_running(at=NOON)
    session = verbs.open_session(commission=make_commission(), number=26, held_at=NOON, by=clerk)
    yield verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)
    decision = cases.decided(clerk, filing=Filing.objects.get(pk=filing.pk))
    yield decision
    yield verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON)
    yield cases.published(clerk, decision=decision)
    yield verbs.correct(decision, text="Vəli, not Veli.", by=clerk, at=NOON)
    yield verbs.record_court_outcome(
        decision, court="appeal", number="2-77", decided_on=NOON.date(), result="annulled", by=clerk, at=NOON
    )
    yield verbs.reopen(filing, reasons="Tanıqlı.", by=clerk, at=NOON)
    lead = verbs.register(make_filing(statement="The same."), by=clerk, at=NOON)
    yield verbs.join(filing, lead=lead, by=clerk, at=NOON)
    yield verbs.withdraw(lead, at=NOON)
    yield verbs.return_(filing, reasons="Vəli.", by=second, at=NOON)
    yield verbs.empty(filing, at=timezone.now())


def test_entries_are_what_the_page_says_after_every_verb_of_a_life_and_hold_no_person(clerk, client):
    filing = make_filing(uploads=[evidence(cases.FILE)], **cases.PERSON)
    assert entered() == to_be_entered() == set()
    for _step in _steps(filing, clerk):
        held = entered()
        assert held == to_be_entered()
        of_this = [row for row in held if row[0] == filing.pk]
        is_on_register = Filing.objects.on_register().filter(pk=filing.pk).exists()
        assert len(of_this) == (3 if is_on_register else 0)
        text = " ".join(str(value) for row in held for value in row).lower()
        assert not [
            word for word in (*cases.SECRETS, "nümunə", "sınaqov", "sent away", "people.example") if word in text
        ]
    assert Event.objects.filter(filing=filing).count() > 25


def test_an_entry_says_in_each_language_what_its_page_says(clerk, client):
    decision = cases.decided(clerk)
    filing = decision.filing
    for language in ("az", "en", "ru"):
        page = client.get(f"/{language}/appeals/register/{filing.number}/").content.decode()
        entered()
        entry = SearchEntry.objects.get(kind="register", language=language)
        assert entry.address == f"/{language}/appeals/register/{filing.number}/"
        assert (entry.commission, entry.outcome) == ("C033", "upheld")
        assert entry.published_at == entry.visible_from == filing.registered_at == NOON
        for line in (entry.title, entry.lead, *entry.body.split("\n")):
            for piece in line.replace(" · ", "|").replace(": ", "|").replace(". ", "|").replace(", ", "|").split("|"):
                assert piece.lower() in page.lower(), (language, piece)


def test_an_entry_is_found_by_number_former_number_outcome_dates_and_journal(clerk):
    there = make_commission("C001")
    filing = verbs.register(make_filing(), by=clerk, at=NOON)
    old = filing.number
    filing = verbs.forward(filing, to=there, reasons="Theirs.", by=clerk, at=NOON)
    assert not SearchEntry.objects.filter(kind="register").exclude(address="").exists()
    filing = verbs.register(filing, by=make_staff("other", commission=there), at=NOON)
    words = words_of(filing)
    with translation.override("en"):
        due = wording.last_moment(filing.decision_deadline).partition(", ")[0]
    for word in (filing.number, old, "complaint", "Registered", "Forwarded", "11 February 2020", f"due by: {due}"):
        assert word in words
    assert "upheld" not in words
    assert SearchEntry.objects.filter(kind="register").exclude(outcome="").count() == 0


def test_what_the_public_does_not_see_makes_no_work(clerk):
    filing = make_filing(uploads=[evidence()])
    verbs.write_to_applicant(filing, text=".", by=clerk, at=NOON)
    verbs.send_message(filing, text="More.", at=NOON)
    assert not RegisterChange.objects.exists()
    verbs.register(filing, by=clerk, at=NOON)
    entered()
    verbs.open_file(filing, by=clerk, at=NOON)
    verbs.replace_code(filing, by=clerk, at=NOON)
    verbs.write_to_applicant(filing, text="!", by=clerk, at=NOON)
    assert not RegisterChange.objects.exists()


def test_the_worker_enters_many_with_few_questions(clerk, django_assert_max_num_queries):
    for number in range(4):
        verbs.register(make_filing(statement=f"{number}"), by=clerk, at=NOON)
    with django_assert_max_num_queries(20):
        assert entries.enter_some()
    assert SearchEntry.objects.filter(kind="register").count() == 12
    assert not entries.enter_some()
    assert work.jobs()["entries of the register"].step == entries.enter_some
