"""The page behind an early reader's link: what it shows to that one reader, and what opens nothing."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commission import outbox
from commission.models import Letter
from press import early, verbs
from press.models import EarlyLink, Opening, Picture, Release, ReleasePicture
from tests.factories_press import make_early_reader, make_release, writer
from tests.press.early_links import DAY, HOUR, address_in, embargoed, give, publisher, reader

__all__ = ["embargoed", "publisher", "reader"]  # fixtures

pytestmark = pytest.mark.django_db
SECRET = "Quillfeather"  # stands in the text of what the factory makes


# The page -------------------------------------------------------------------


def test_a_reader_reads_the_release_before_the_public(client, embargoed, reader):
    _link, address = give(embargoed, reader)
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Personal copy for Sample Journalist, Sample Gazette" in text
    assert "Do not publish before:" in text
    assert SECRET in text
    assert client.get(embargoed.get_absolute_url()).status_code == 404


def test_nobody_keeps_lists_or_passes_on_the_page(client, embargoed, reader):
    _link, address = give(embargoed, reader)
    for path in (address, address.replace(address.split("/")[4], "x" * 43)):
        page = client.get(path)
        assert "no-store" in page["Cache-Control"]
        assert "ETag" not in page
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert not page.cookies
        assert "Cookie" not in page.headers.get("Vary", "")
    assert "og:title" not in client.get(address).content.decode()


def test_the_end_of_the_embargo_leads_to_the_public_page_without_any_job(client, embargoed, reader):
    _link, address = give(embargoed, reader)
    Release.objects.update(embargoed_until=timezone.now() - timedelta(seconds=1))
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, embargoed.get_absolute_url())
    assert "no-store" in answer["Cache-Control"]
    assert Opening.objects.count() == 0


def test_the_page_warns_before_the_embargo_ends(client, reader):
    far = give(make_release(embargoed_until=timezone.now() + 2 * HOUR), reader)[1]
    near = give(make_release(embargoed_until=timezone.now() + HOUR / 2), reader)[1]
    assert "The embargo ends soon" not in client.get(far).content.decode()
    assert "The embargo ends soon" in client.get(near).content.decode()


def test_a_scheduled_release_is_read_too_and_a_translation_by_a_link_of_its_own(client, embargoed, reader):
    scheduled = make_release(title="Scheduledword", published_at=timezone.now() + DAY)
    assert client.get(give(scheduled, reader)[1]).status_code == 200
    other = make_release(
        language="az", title="Tərcümə", translation_key=embargoed.translation_key,
        embargoed_until=timezone.now() + DAY,
    )  # fmt: skip
    text = client.get(give(embargoed, reader)[1]).content.decode()
    assert other.title not in text


def test_the_letter_is_in_the_readers_language_and_its_text_goes_once_it_is_sent(embargoed):
    give(embargoed, make_early_reader(language="ru"))
    letter = Letter.objects.get()
    assert letter.to == "desk@gazette.example"
    assert "/ru/press/early/" in letter.body
    assert "Embargoword" not in letter.subject + letter.body
    assert outbox.deliver_one()
    letter.refresh_from_db()
    assert (letter.sent_at is not None, letter.body) == (True, "")


def test_the_database_knows_only_a_digest(embargoed, reader):
    link, address = give(embargoed, reader)
    token = address.split("/")[4]
    assert len(token) == 43  # 256 bits
    assert link.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in "".join(f"{step.note}" for step in embargoed.steps.all())


def test_each_link_is_another(embargoed):
    readers = [make_early_reader(email=f"{number}@gazette.example") for number in range(3)]
    verbs.give_early(embargoed, readers=readers, by=writer("press-approver"))
    assert len({address_in(letter) for letter in Letter.objects.all()}) == 3


# The picture ----------------------------------------------------------------


@pytest.fixture
def with_picture(embargoed):
    release = Release.objects.get(pk=embargoed.pk)
    picture = Picture.objects.create(original="none", sha256="", size=1, width=40, height=20)
    content = ContentFile(b"\xff\xd8 a picture", name="any")
    made = picture.renditions.create(
        purpose="page", format="jpeg", name="40-a.jpg", file=content, width=40, height=20, size=len(content)
    )
    ReleasePicture.objects.create(release=release, picture=picture, position=0, alternative="A hall")
    yield release
    made.file.delete(save=False)


def test_the_picture_is_seen_through_the_link_alone(client, with_picture, reader):
    link, address = give(with_picture, reader)
    shown = re.search(r'<img[^>]* src="([^"]+)"', client.get(address).content.decode()).group(1)
    assert shown.startswith(address)
    picture = client.get(shown)
    assert b"".join(picture.streaming_content) == b"\xff\xd8 a picture"
    assert "no-store" in picture["Cache-Control"]
    assert picture["Referrer-Policy"] == "no-referrer"
    key = str(with_picture.pictures.get().picture.key)
    assert client.get(f"/media/{key}/40-a.jpg").status_code == 404
    assert client.get(shown.replace(key, "00000000-0000-4000-8000-000000000000")).status_code == 404
    verbs.revoke_early(with_picture, links=[link], by=writer("press-approver"))
    assert client.get(shown).status_code == 404


# What opens nothing ---------------------------------------------------------


def called_back(release, link, publisher):
    verbs.call_back(release, by=publisher)


def approved_anew(release, link, publisher):
    verbs.call_back(release, by=publisher)
    verbs.submit(release, by=writer())
    verbs.approve(release, by=publisher)
    verbs.publish(release, by=publisher, embargoed_until=timezone.now() + DAY)


def saved_with_other_words(release, link, publisher):
    changed = Release.objects.get(pk=release.pk)
    changed.title = "Other words"
    verbs.save(changed, by=writer())


def withdrawn(release, link, publisher):
    Release.objects.update(embargoed_until=timezone.now() - HOUR)
    verbs.withdraw(release, by=publisher, reason="Wrong figures.")


def expired(release, link, publisher):
    long_ago = timezone.now() - 2 * DAY
    EarlyLink.objects.update(given_at=long_ago, expires_at=long_ago + HOUR)
    Release.objects.update(approved_at=long_ago)


def revoked(release, link, publisher):
    verbs.revoke_early(release, links=[link], by=publisher)


def replaced(release, link, publisher):
    verbs.give_early(release, readers=[link.reader], by=publisher)


def reader_ended(release, link, publisher):
    verbs.end_reader(link.reader, by=publisher)


ENDS = [called_back, approved_anew, saved_with_other_words, withdrawn, expired, revoked, replaced, reader_ended]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_link_that_has_ended_tells_nothing_of_the_release(client, embargoed, reader, publisher, end):
    link, address = give(embargoed, reader)
    assert client.get(address).status_code == 200
    end(embargoed, link, publisher)
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "This link opens nothing" in text
    for word in ("Embargoword", SECRET, "Wrong figures", reader.name, reader.outlet, embargoed.slug):
        assert word not in text
    assert Opening.objects.filter(link=link).count() == 1
    never = client.get(address.replace(address.split("/")[4], "x" * 43))
    paths = re.compile(r"/early/[\w-]+/")
    assert paths.sub("", never.content.decode()) == paths.sub("", text)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_the_rows_and_the_link_agree_on_what_works(embargoed, reader, publisher, end):
    link, _address = give(embargoed, reader)

    def both():
        at = timezone.now()
        found = EarlyLink.objects.select_related("release", "reader").get(pk=link.pk)
        return found.state(at) == EarlyLink.State.STANDING, EarlyLink.objects.standing(at).filter(pk=link.pk).exists()

    assert both() == (True, True)
    end(embargoed, link, publisher)
    assert both() == (False, False)


@pytest.mark.parametrize(
    "token", ["x", "x" * 43, "x" * 4000, "%C9%99" * 43, "..", "%20", "-" * 43, "<script>"], ids=range(8)
)
def test_what_is_no_token_is_not_found(client, embargoed, reader, token):
    give(embargoed, reader)
    answer = client.get(f"/en/press/early/{token}/")
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()


def test_a_guess_costs_the_same_questions_whether_it_is_no_token_or_one_that_has_ended(client, embargoed, reader):
    link, address = give(embargoed, reader)
    verbs.revoke_early(embargoed, links=[link], by=writer("press-approver"))
    asked = []
    for path in (address, address, "/en/press/early/x/", f"/en/press/early/{'x' * 43}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 404
        asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert asked[1] == asked[2] == asked[3]  # of the first try there is no counter yet


def test_guesses_are_limited_and_others_are_not_kept_out(client, embargoed, reader, monkeypatch):
    monkeypatch.setattr(early, "TRIES", 3)
    _link, address = give(embargoed, reader)
    answers = [client.get(f"/en/press/early/{number:x>43}/").status_code for number in range(4)]
    assert answers == [404, 404, 404, 429]
    assert client.get(address).status_code == 429
    elsewhere = client.get(address, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_page_is_only_read(client, embargoed, reader, method):
    _link, address = give(embargoed, reader)
    assert getattr(client, method)(address, {"end": "1"} if method == "post" else "").status_code in (400, 405, 411)
    assert Opening.objects.count() == 0
