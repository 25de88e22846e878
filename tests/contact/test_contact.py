"""A message is stored first, shown with its reference, and reaches its mailbox through the outbox."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from commission.contact import correspondence
from commission.contact.models import Message, Topic
from commission.form_key import new_form_key
from commission.models import Letter

pytestmark = pytest.mark.django_db
ADDRESS = "/en/contact/"


@pytest.fixture
def post(client, monkeypatch):
    """Sends the form as somebody does who took a minute; keywords change fields."""
    key = new_form_key()
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("commission.middleware.timezone.now", lambda: later)

    def send(**changes):
        fields = {
            "topic": "voter-list",
            "name": "Ayan Sample",
            "email": "ayan@example.org",
            "text": "Where is my polling station?",
            "website": "",
            "form_key": key,
            "end": "1",
        }
        return client.post(ADDRESS, fields | changes)

    return send


def test_message_is_stored_and_its_reference_shown(client, post):
    answer = post()
    message = Message.objects.get()
    assert answer.status_code == 303
    assert "ayan" not in answer["Location"]
    page = client.get(answer["Location"])
    assert message.reference in page.content.decode()
    assert re.fullmatch(r"M-[2-9A-Z]{4}-[2-9A-Z]{4}", message.reference)
    assert (message.language, message.mark, message.topic.key) == ("en", "", "voter-list")


def test_message_puts_one_letter_to_the_mailbox_of_its_topic(post):
    Topic.objects.filter(key="voter-list").update(mailbox="lists@commission.example")
    post()
    letter, message = Letter.objects.get(), Message.objects.get()
    assert letter.to == "lists@commission.example"
    assert letter.reply_to == "ayan@example.org"
    assert letter.about == message.reference
    assert "Where is my polling station?" in letter.body
    assert "ayan@example.org" not in letter.body + letter.subject


def test_message_of_a_topic_without_mailbox_goes_to_the_general_one(post, settings):
    settings.CONTACT_MAILBOX = "The commission <general@commission.example>"
    post()
    assert Letter.objects.get().to == "general@commission.example"


def test_message_sent_twice_is_stored_once_with_the_same_reference(post):
    assert post()["Location"] == post()["Location"]
    assert (Message.objects.count(), Letter.objects.count()) == (1, 1)


def test_message_corrected_and_sent_again_is_a_message_of_its_own(post):
    assert post()["Location"] != post(text="A correction.")["Location"]
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        pytest.param({"website": "http://spam.example"}, "trap", id="honeypot"),
        pytest.param({"form_key": ""}, "no_form", id="no key"),
        pytest.param({"form_key": "forged:1abcde:signature"}, "no_form", id="forged key"),
    ],
)
def test_suspicious_message_is_stored_and_marked(post, changes, mark):
    post(**changes)
    assert Message.objects.get().mark == mark
    assert Letter.objects.count() == 1


def test_message_sent_faster_than_one_can_type_is_marked(client):
    fields = {"topic": "general", "name": "A", "email": "a@example.org", "text": "x", "end": "1"}
    client.post(ADDRESS, fields | {"form_key": new_form_key()})
    assert Message.objects.get().mark == "too_fast"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"email": "a@example.org\nBcc: b@example.org"}, "id_email_error", id="header in the address"),
        pytest.param({"email": "a@example.org, b@example.org"}, "id_email_error", id="two addresses"),
        pytest.param({"text": "a" * 10_001}, "id_text_error", id="too long"),
        pytest.param({"text": ""}, "id_text_error", id="no text"),
        pytest.param({"topic": "nothing"}, "id_topic_error", id="unknown topic"),
        pytest.param({"name": "n" * 121}, "id_name_error", id="long name"),
    ],
)
def test_bad_input_is_said_beside_the_field_keeps_what_was_typed_and_stores_nothing(post, changes, said):
    page = post(**changes)
    assert page.status_code == 200
    assert said in page.content.decode()
    if "text" not in changes:
        assert "Where is my polling station?" in page.content.decode()
    assert not Message.objects.exists()
    assert not Letter.objects.exists()


def test_name_with_line_breaks_reaches_no_header(post):
    post(name="A\r\nBcc: b@example.org")
    letter = Letter.objects.get()
    assert "Bcc" not in letter.subject + letter.to + letter.reply_to


@pytest.mark.parametrize("changes", [{"text": "a\0b"}, {"end": ""}, {"end": "11"}])
def test_broken_or_cut_form_stores_nothing(post, changes):
    assert post(**changes).status_code == 400
    assert not Message.objects.exists()


def test_too_many_messages_from_one_address_must_wait_and_keep_what_was_typed(post, monkeypatch):
    monkeypatch.setattr("commission.contact.views.MESSAGES", 2)
    post(text="1"), post(text="2")
    page = post(text="my third")
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert "my third" in page.content.decode()
    assert Message.objects.count() == 2


def test_page_after_sending_shows_no_reference_that_the_site_did_not_sign(client):
    assert client.get("/en/contact/sent/M-AAAA-BBBB/").status_code == 404
    assert client.get("/en/contact/sent/M-AAAA-BBBB:forged/").status_code == 404


def test_form_is_never_stored_and_wants_no_script(client):
    page = client.get(ADDRESS)
    assert "no-store" in page["Cache-Control"]
    assert "<script" not in page.content.decode()


@pytest.fixture
def message(post):
    post()
    Letter.objects.all().delete()
    return Message.objects.get()


@pytest.fixture
def clerk():
    clerk = User.objects.create_user("clerk", password="x", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["answer_message", "view_message"]))
    return clerk


def test_answer_goes_through_the_outbox_and_marks_the_message(client, clerk, message):
    client.force_login(clerk)
    client.post(f"/admin/contact/message/{message.pk}/answer/", {"text": "At school 12."})
    message.refresh_from_db()
    letter = Letter.objects.get()
    assert (message.answer, message.answered_by) == ("At school 12.", clerk)
    assert message.answered_at
    assert (letter.to, letter.body, letter.language) == ("ayan@example.org", "At school 12.", "en")
    assert message.reference in letter.subject


def test_message_is_answered_once(clerk, message):
    correspondence.answer(message, text="One.", by=clerk)
    with pytest.raises(correspondence.AlreadyAnswered):
        correspondence.answer(message, text="Two.", by=clerk)
    assert Letter.objects.count() == 1


def test_answer_needs_its_permission(client, message):
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_message"))
    client.force_login(reader)
    assert client.post(f"/admin/contact/message/{message.pk}/answer/", {"text": "x"}).status_code == 403
    assert not Letter.objects.exists()


def test_admin_shows_messages_read_only_with_the_way_to_answer(client, clerk, message):
    client.force_login(clerk)
    page = client.get(f"/admin/contact/message/{message.pk}/change/").content.decode()
    assert f"/admin/contact/message/{message.pk}/answer/" in page
    assert 'name="text"' not in page
    assert message.reference in client.get("/admin/contact/message/?answered=no").content.decode()
    assert message.reference not in client.get("/admin/contact/message/?answered=yes").content.decode()
