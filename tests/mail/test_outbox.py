"""A letter is a row of the verb's transaction; a dead mail server delays it and never loses it (finding 7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from commission import outbox
from commission.models import Letter

pytestmark = pytest.mark.django_db
HEADERS = {"Message-ID", "Date", "Content-Language", "Subject", "From", "To", "Reply-To", "MIME-Version"}


def post(**changes):
    fields = {"to": "clerk@commission.example", "subject": "A subject", "body": "A text.", "language": "az"}
    return outbox.post(**fields | changes)


def test_letter_leaves_with_its_headers_and_letters_of_three_scripts(smtp):
    letter = post(subject="Şikayət № 7: жалоба", body="Mətn ə, текст.\n", reply_to="citizen@example.org")
    assert outbox.deliver_one() is True
    (received,) = smtp.letters
    assert received["Message-ID"] == letter.message_id
    assert received["Subject"] == "Şikayət № 7: жалоба"
    assert received["Reply-To"] == "citizen@example.org"
    assert received["From"] == "portal@commission.example"
    assert received["Content-Language"] == "az"
    assert received.get_content().strip() == "Mətn ə, текст."
    letter.refresh_from_db()
    assert letter.sent_at
    assert letter.last_error == ""
    assert outbox.deliver_one() is False


def test_letter_goes_with_the_transaction_that_failed(smtp):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_dead_server_leaves_the_letter_with_growing_pauses(smtp):
    smtp.stop()
    letter, at, pauses = post(), timezone.now(), []
    for _ in range(12):
        assert outbox.deliver_one(at) is True
        letter.refresh_from_db()
        pauses.append((letter.next_try_at - at).total_seconds() / 60)
        assert outbox.deliver_one(letter.next_try_at - timedelta(seconds=1)) is False
        at = letter.next_try_at
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert "ConnectionRefusedError" in letter.last_error
    assert letter.sent_at is None
    assert list(Letter.objects.stuck()) == [letter]


def test_refused_letter_does_not_stop_the_next_one(smtp):
    first, second = post(subject="first"), post(subject="second")
    smtp.refuses = "550 no such user here"
    outbox.deliver_one()
    smtp.refuses = None
    outbox.deliver_one()
    first.refresh_from_db()
    assert "550" in first.last_error
    assert [letter["Subject"] for letter in smtp.letters] == ["second"]
    outbox.deliver_one(first.next_try_at)
    assert [letter["Subject"] for letter in smtp.letters] == ["second", "first"]
    assert not Letter.objects.waiting().exists()
    assert second.message_id != first.message_id


def test_try_again_makes_waiting_letters_due_and_leaves_sent_ones(smtp):
    later = timezone.now() + timedelta(hours=6)
    waiting, sent = post(), post()
    Letter.objects.update(next_try_at=later)
    Letter.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    assert outbox.try_again(Letter.objects.all()) == 1
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert waiting.next_try_at < later == sent.next_try_at


@pytest.mark.parametrize(
    "breaks",
    ["\nBcc: all@example.org", "\r\nBcc: all@example.org", "\u2028Bcc: all@example.org", "\x0bBcc: x@y.example"],
)
def test_subject_smuggles_no_header(smtp, breaks):
    post(subject="Subject" + breaks)
    outbox.deliver_one()
    (received,) = smtp.letters
    assert received["Bcc"] is None
    assert set(received.keys()) <= HEADERS | {"Content-Type", "Content-Transfer-Encoding"}


@pytest.mark.parametrize("field", ["to", "reply_to"])
@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "A <a@example.org>", "a@"]
)
def test_address_that_is_not_one_address_is_refused(field, address):
    with pytest.raises(ValidationError):
        post(**{field: address})
    assert not Letter.objects.exists()
