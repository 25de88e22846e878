"""What a reader's mail program gets: one real letter over real SMTP, with the way out that it can press."""

import re

import pytest
from django.test import Client

from commission import outbox
from commission.models import Letter
from press.models import Subscription
from press.subscriptions import mailings
from press.verbs import subscribing
from tests.factories_readers import make_news, make_reader

pytestmark = pytest.mark.django_db


def deliver_all():
    while outbox.deliver_one():
        pass


def test_letter_of_a_release_says_what_it_is_and_its_one_click_ends_the_subscription(smtp):
    reader = make_reader(language="az")
    make_news("Bülletenlər çap olunub: № 7", language="az", lead="Üç dildə, hər məntəqə üçün.", dateline_place="Bakı")
    mailings.write_some()
    deliver_all()
    (received,) = smtp.letters
    assert received["To"] == "reader@example.org"
    assert received["From"] == "portal@commission.example"
    assert received["Subject"] == "Bülletenlər çap olunub: № 7"
    assert received["Content-Language"] == "az"
    assert received["List-Id"] == "<press-az.portal.example>"
    assert received["Precedence"] == "bulk"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = r"<https://portal\.example(/az/press/subscriptions/end/[\w-]{43}/)>"
    address = re.fullmatch(way_out, received["List-Unsubscribe"].strip())  # folded, as it is longer than a line
    text = received.get_content()
    assert "Üç dildə, hər məntəqə üçün." in text
    assert f"https://portal.example{address[1]}" in text
    answer = Client(enforce_csrf_checks=True).post(address[1], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    reader.refresh_from_db()
    assert reader.ended_because == Subscription.End.READER


def test_letter_that_is_sent_leaves_no_link_behind(smtp):
    reader = make_reader()
    make_news()
    mailings.write_some()
    assert reader.token("end") in str(Letter.objects.values().get())
    deliver_all()
    left = str(Letter.objects.values().get())
    assert reader.token("end") not in left
    assert reader.token("settings") not in left


def test_letter_of_a_citizen_leaves_before_those_to_readers(smtp):
    make_reader()
    make_news()
    mailings.write_some()
    outbox.post(to="ayan@people.example", subject="Your complaint", body="Received.", language="az")
    deliver_all()
    assert [letter["To"] for letter in smtp.letters] == ["ayan@people.example", "reader@example.org"]


class RefusesRecipients:
    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  the library's name
        return "550 5.1.1 no such mailbox"


def test_address_that_the_server_refuses_for_good_is_known_by_its_code_and_ends(smtp):
    reader = make_reader()
    make_news()
    mailings.write_some()
    smtp.handle_RCPT = RefusesRecipients().handle_RCPT
    for _ in range(subscribing.TRIES):
        outbox.try_again(Letter.objects.all())
        outbox.deliver_one()
    letter = Letter.objects.get()
    assert (letter.refusal_code, letter.attempts) == (550, subscribing.TRIES)
    assert subscribing.end_refused()
    reader.refresh_from_db()
    assert reader.ended_because == Subscription.End.REFUSED
    assert not Letter.objects.exists()


@pytest.mark.parametrize("refusal", ["550 rejected by policy", "451 later"])
def test_refusal_of_the_text_or_of_ourselves_is_no_fault_of_the_address(smtp, refusal):
    make_reader()
    make_news()
    mailings.write_some()
    smtp.refuses = refusal
    outbox.deliver_one()
    assert Letter.objects.get().refusal_code is None


def test_confirmation_reads_well_and_marks_itself_as_written_by_a_program(smtp):
    subscribing.request(email="ayan@example.org", language="en", topics=[], frequency="daily")
    deliver_all()
    (received,) = smtp.letters
    assert received["Subject"] == "Confirm that you want our press releases"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] is None
    lines = received.get_content().splitlines()
    link = re.compile(r"https://portal\.example/en/press/subscriptions/confirmation/[\w-]{43}/")
    assert len(list(filter(link.fullmatch, lines))) == 1
