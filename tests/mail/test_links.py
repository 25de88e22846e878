"""A link that carries a right is in the letter and, once it is sent, nowhere in the database."""

import re
from datetime import timedelta

from django.utils import timezone

from appeals import letters, verbs
from appeals.models import Filing, Hearing
from commission import outbox
from commission.models import Letter

from .conftest import wait_until

TOKEN = "kD3x_9-ZqLw7RbT2uYv5NcM8aXe1HsFjGp0oIiQrStU"


def post_link():
    """The letter that asks a respondent for an answer, as verbs.open_hearing posts it; nothing else is stored."""
    filing = Filing(number="C033-M2020-000001", language="en")
    hearing = Hearing(filing=filing, answer_due_at=timezone.now() + timedelta(days=1))
    letter = letters.hearing_opened(hearing, TOKEN)
    return outbox.post(to="p012@commission.example", language="en", about=filing.number, holds_link=True, **letter)


def test_text_of_a_letter_with_a_link_is_removed_once_the_worker_has_sent_it(committed, worker, smtp):
    letter = post_link()
    plain = outbox.post(to="clerk@commission.example", subject="Plain", body="Stays.", language="en")
    assert TOKEN in letter.body
    worker()
    wait_until(lambda: not Letter.objects.waiting().exists())
    sent = next(received for received in smtp.letters if received["To"] == "p012@commission.example")
    address = re.search(r"https://portal\.example/en/appeals/hearing/([\w-]+)/", sent.get_content()).group(1)
    assert address == TOKEN
    letter.refresh_from_db()
    plain.refresh_from_db()
    assert (letter.body, plain.body) == ("", "Stays.")
    assert TOKEN not in str(vars(letter))
    assert verbs.digest_of(TOKEN) not in str(vars(letter))


def test_text_stays_while_the_letter_cannot_be_sent(committed, worker, smtp):
    letter = post_link()
    smtp.refuses = "450 Later"
    worker()
    wait_until(lambda: Letter.objects.get(pk=letter.pk).attempts > 0)
    letter.refresh_from_db()
    assert TOKEN in letter.body
    assert TOKEN not in letter.last_error
    smtp.refuses = None
    outbox.try_again(Letter.objects.filter(pk=letter.pk))
    wait_until(lambda: not Letter.objects.waiting().exists())
    letter.refresh_from_db()
    assert letter.body == ""
