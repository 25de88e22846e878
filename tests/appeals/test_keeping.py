"""Nothing outlives its time: what was written to a filing after its texts were removed goes as they did."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from appeals import verbs
from appeals.evidence import receiving
from appeals.models import Evidence, Filing, Hearing, Message, NotAllowedNow
from tests.factories_appeals import evidence, make_commission, make_filing, make_staff, received

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def officer():
    return make_staff("case-officer")


def forget():
    out = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("forget", stdout=out)
    return out.getvalue()


def emptied(officer):
    """A filing that was emptied long ago, with the hearing of a respondent who had not answered."""
    long_ago = timezone.now() - 4_000 * DAY
    filing = verbs.register(make_filing(arrived_at=long_ago), by=officer, at=long_ago)
    hearing = verbs.open_hearing(
        filing, respondent_name="R", respondent_email="r@people.example", answer_due_at=long_ago + DAY, by=officer,
        at=long_ago,
    )  # fmt: skip
    verbs.return_(filing, reasons="<p>Late.</p>", by=officer, at=long_ago)
    verbs.empty(filing, at=long_ago)
    return filing, hearing


def write_to(filing, hearing, officer, *, at):
    """What may still reach an emptied filing: words of the commission, an answer, a message, files with both."""
    verbs.write_to_applicant(filing, text="To Sample Applicant.", by=officer, at=at)
    message = Message.objects.create(filing=filing, text="From me.", content_digest="x", sent_at=at)
    Hearing.objects.filter(pk=hearing.pk).update(answer="It was handed out.", answered_at=at)
    for name, of in (("mine.txt", {"message": message}), ("theirs.txt", {"hearing": hearing})):
        receiving.attach(filing, receiving.put_down([received(evidence(name))], at=at), **of)


def test_what_came_after_the_texts_were_removed_goes_after_the_same_time(officer, settings):
    filing, hearing = emptied(officer)
    write_to(filing, hearing, officer, at=timezone.now() - (settings.FILINGS_KEPT_DAYS + 1) * DAY)
    files = [item.file.name for item in Evidence.objects.all()]
    lines = filing.events.count()
    assert "1 filings emptied of what came later" in forget()
    assert not Message.objects.exclude(text="").exists()
    assert Hearing.objects.get().answer == ""
    assert {(item.name, item.file.name) for item in Evidence.objects.all()} == {("", "")}
    assert not any(storages["evidence"].exists(name) for name in files)
    assert filing.events.count() == lines + 1
    assert filing.events.last().kind == "emptied"
    assert "0 filings emptied of what came later" in forget()


def test_what_came_lately_stays(officer, settings):
    filing, hearing = emptied(officer)
    write_to(filing, hearing, officer, at=timezone.now() - (settings.FILINGS_KEPT_DAYS - 1) * DAY)
    assert "0 filings emptied of what came later" in forget()
    assert Message.objects.exclude(text="").count() == 2
    assert Hearing.objects.get().answer
    assert all(storages["evidence"].exists(item.file.name) for item in Evidence.objects.all())


def test_of_two_messages_only_the_one_past_its_time_goes(officer, settings):
    filing, _hearing = emptied(officer)
    for text, days in (("old", settings.FILINGS_KEPT_DAYS + 1), ("new", 1)):
        verbs.write_to_applicant(filing, text=text, by=officer, at=timezone.now() - days * DAY)
    forget()
    assert set(Message.objects.values_list("text", flat=True)) == {"", "new"}


def test_filing_that_was_not_emptied_keeps_what_was_written(officer):
    filing = make_filing()
    verbs.write_to_applicant(filing, text="Long ago.", by=officer, at=timezone.now() - 4_000 * DAY)
    forget()
    assert Message.objects.get().text == "Long ago."
    with pytest.raises(NotAllowedNow):
        verbs.empty_again(filing, before=timezone.now(), at=timezone.now())


def test_message_to_a_filing_whose_texts_are_removed_is_not_taken_and_leaves_no_file(officer):
    filing, _hearing = emptied(officer)
    with pytest.raises(NotAllowedNow):
        verbs.send_message(filing, text="More.", files=[received(evidence())], at=timezone.now())
    assert not Filing.objects.get().messages.exclude(text="").exists()
    assert not Evidence.objects.exists()


MARK = "Gizlinov"


def full_of_words(officer):
    """An ended filing in which every text that somebody could write holds the mark."""
    filing = make_filing(
        applicant_name=MARK, applicant_address=MARK, applicant_email=f"{MARK}@people.example", applicant_phone=MARK,
        respondent=MARK, happened_where=MARK, demand=MARK, statement=MARK, ground=MARK, evidence_explanation=MARK,
        remedy_sought=MARK, co_applicants=[(MARK, MARK)], uploads=[evidence(f"{MARK}.txt")],
    )  # fmt: skip
    there, due = make_commission("C001"), timezone.now() + DAY
    filing = verbs.forward(filing, to=there, reasons=MARK, by=officer)
    clerk, expert = make_staff("clerk there", commission=there), make_staff("expert", group="experts", commission=there)
    filing = verbs.assign(verbs.register(filing, by=clerk), expert=expert, by=clerk)
    verbs.change_address(
        filing, applicant_address=f"{MARK} 2", applicant_email="", applicant_phone="", at=timezone.now()
    )
    verbs.request_information(filing, text=MARK, answer_due_at=due, by=clerk)
    verbs.send_message(filing, text=MARK, files=[received(evidence(f"{MARK} 2.txt"))], at=timezone.now())
    verbs.write_to_applicant(filing, text=MARK, by=clerk)
    address = f"{MARK}@commission.example"
    hearing = verbs.open_hearing(filing, respondent_name=MARK, respondent_email=address, answer_due_at=due, by=clerk)
    verbs.answer_hearing(hearing, text=MARK, files=[received(evidence(f"{MARK} 3.txt"))], at=timezone.now())
    verbs.give_opinion(
        filing, text=MARK, proposed_outcome="upheld", draft_reasons=MARK, draft_operative_part=MARK, by=expert
    )
    verbs.refer(filing, to="Prosecutor", text=MARK, by=clerk)
    verbs.return_(filing, reasons="<p>Late.</p>", by=clerk)
    return filing


def tables_that_hold(text):
    """The tables of complaints and appeals in a row of which the text stands."""
    holding = set()
    with connection.cursor() as cursor:
        for model in apps.get_app_config("appeals").get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} AS t WHERE t::text ILIKE %s)", [f"%{text}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                holding.add(model.__name__)
    return holding


def test_nobodys_words_are_left_in_any_table_of_an_emptied_filing(officer):
    filing = full_of_words(officer)
    assert tables_that_hold(MARK) == {
        "Filing", "CoApplicant", "FormerContact", "Message", "InformationRequest", "Hearing", "Opinion", "Referral",
        "Forwarding", "Evidence",
    }  # fmt: skip
    verbs.empty(filing, at=timezone.now())
    assert tables_that_hold(MARK) == set()
