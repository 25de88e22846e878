"""Named journalists read an embargoed release by a link of their own: personal, expiring, revocable, written down."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commission import outbox
from commission.management.commands import forget
from commission.models import Letter
from press import early, letters, verbs
from press.models import EarlyLink, EarlyReader, Opening, Picture, Release, ReleasePicture, Step
from press.models.readers import LONGEST
from tests.factories_press import make_early_reader, make_release, writer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECRET = "Quillfeather"  # stands in the text of what the factory makes


@pytest.fixture
def publisher():
    return writer("press-approver")


@pytest.fixture
def reader():
    return make_early_reader()


@pytest.fixture
def embargoed():
    return make_release(title="Embargoword", embargoed_until=timezone.now() + DAY)


def give(release, *readers, **arguments):
    """Give links; the last one and its address, as the letter to the reader says it."""
    links = verbs.give_early(release, readers=readers, by=writer("press-approver"), **arguments)
    return links[-1], address_in(Letter.objects.order_by("-pk").first())


def address_in(letter):
    return re.search(r"/\w\w/press/early/[\w-]{43}/", letter.body).group(0)


def kinds(release):
    return [*release.steps.order_by("id").values_list("kind", flat=True)]


def staff(group):
    user = User.objects.create_user(f"of the {group}", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def step(release, noun):
    return reverse("admin:press_release_step", args=[release.pk, noun])


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


# Giving ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": "draft"}, id="draft"),
        pytest.param({"status": "review"}, id="in-review"),
        pytest.param({}, id="public"),
        pytest.param({"status": "withdrawn"}, id="withdrawn"),
    ],
)
def test_only_what_was_approved_and_is_still_to_come_is_given(reader, publisher, fields):
    release = make_release(**fields)
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(release, readers=[reader], by=publisher)
    assert not Letter.objects.exists()


def test_what_was_approved_without_an_instant_is_not_given(reader, publisher):
    release = verbs.approve(make_release(status="review"), by=publisher)
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(release, readers=[reader], by=publisher)


@pytest.mark.parametrize(
    ("ahead", "works_for"),
    [pytest.param(DAY, DAY, id="until the embargo ends"), pytest.param(60 * DAY, LONGEST, id="14 days at most")],
)
def test_a_link_works_until_the_embargo_ends_and_14_days_at_most(reader, ahead, works_for):
    at = timezone.now()
    link, _address = give(make_release(embargoed_until=at + ahead), reader, at=at)
    assert link.expires_at == at + works_for


@pytest.mark.parametrize("after", [-HOUR, LONGEST + HOUR], ids=["passed", "too far"])
def test_another_end_is_refused(embargoed, reader, publisher, after):
    at = timezone.now()
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(embargoed, readers=[reader], expires_at=at + after, by=publisher, at=at)
    with pytest.raises(IntegrityError, match="early_link_expires_in_time"), transaction.atomic():
        EarlyLink.objects.create(
            release=embargoed, reader=reader, token_digest="0" * 64, given_by=publisher, expires_at=at + after
        )


def test_whose_accreditation_has_ended_is_given_nothing(embargoed, reader, publisher):
    reader = verbs.end_reader(reader, by=publisher)
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(embargoed, readers=[reader], by=publisher)
    with pytest.raises(verbs.NotPossible):
        verbs.end_reader(reader, by=publisher)


# What is written down -------------------------------------------------------


def test_each_opening_is_written_down_with_its_network_and_the_first_in_the_journal(client, embargoed, reader):
    link, address = give(embargoed, reader)
    client.get(address, REMOTE_ADDR="192.0.2.77")
    client.get(address, REMOTE_ADDR="2001:db8:1:2::7")
    client.head(address)
    assert [*link.openings.values_list("network", flat=True)] == ["2001:db8:1::/48", "192.0.2.0/24"]
    verbs.revoke_early(embargoed, links=[link], by=writer("press-approver"))
    assert kinds(embargoed)[-3:] == [Step.Kind.EARLY_GIVEN, Step.Kind.EARLY_OPENED, Step.Kind.EARLY_REVOKED]
    assert {step.note for step in embargoed.steps.all()[:3]} == {"Sample Journalist, Sample Gazette"}


def test_all_links_are_revoked_at_once(client, embargoed, publisher):
    readers = [make_early_reader(email=f"{number}@gazette.example") for number in range(3)]
    links = verbs.give_early(embargoed, readers=readers, by=publisher)
    addresses = [address_in(letter) for letter in Letter.objects.all()]
    assert verbs.revoke_early(embargoed, links=links, by=publisher) == 3
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    with pytest.raises(verbs.NotPossible):
        verbs.revoke_early(embargoed, links=links, by=publisher)


def test_the_proxys_log_leaves_the_token_out():
    text = Path(settings.BASE_DIR, "deploy/nginx.conf").read_text()
    pattern = re.search(r"~\^(\S+) \$shown\.\.\.;", text).group(1).replace("?<", "?P<")
    assert re.match(pattern, f"/en/press/early/{'x' * 43}/").group("shown") == "/en/press/early/"
    locations = re.findall(r"location ~ (\S+) \{([^}]*)\}", text)
    body = next(body for pattern, body in locations if re.search(pattern, f"/en/press/early/{'x' * 43}/media/a/b.jpg"))
    assert "proxy_cache off;" in body
    assert "error_log /dev/null;" in body


# The admin ------------------------------------------------------------------


def test_a_publisher_gives_links_and_sees_who_has_read(in_english, client, embargoed, reader):
    desk = staff("publishers")
    assert reader.name in desk.get(step(embargoed, "early-readers")).content.decode()
    answer = desk.post(step(embargoed, "early-readers"), {"readers": [reader.pk], "end": "1"})
    assert answer.status_code == 302
    page = reverse("admin:press_release_change", args=[embargoed.pk])
    assert "not yet" in desk.get(page).content.decode()
    client.get(address_in(Letter.objects.get()), REMOTE_ADDR="192.0.2.77")
    text = desk.get(page).content.decode()
    assert "1 time," in text
    assert "192.0.2.0/24" in text
    assert f"{step(embargoed, 'early-links')}?links={EarlyLink.objects.get().pk}" in text


def test_a_publisher_revokes_the_links_that_are_ticked(client, embargoed, publisher):
    readers = [make_early_reader(name=f"Journalist {name}", email=f"{name}@gazette.example") for name in "ABC"]
    links = verbs.give_early(embargoed, readers=readers, by=publisher)
    desk = staff("publishers")
    one = desk.get(step(embargoed, "early-links"), {"links": links[1].pk}).content.decode()
    ticked = r'value="(\d+)"[^>]*\bchecked'
    assert re.findall(ticked, one) == [str(links[1].pk)]
    every = desk.get(step(embargoed, "early-links")).content.decode()
    assert sorted(map(int, re.findall(ticked, every))) == [link.pk for link in links]
    desk.post(step(embargoed, "early-links"), {"links": [links[0].pk, links[2].pk], "end": "1"})
    assert [*EarlyLink.objects.standing(timezone.now())] == [links[1]]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({}, "This field is required.", id="nobody"),
        pytest.param({"expires_at": "2020-01-01T10:00"}, "This instant has passed.", id="passed"),
        pytest.param({"expires_at": "2199-01-01T10:00"}, "A link works for 14 days at most.", id="too far"),
    ],
)
def test_what_cannot_be_given_is_said_beside_the_field(in_english, embargoed, reader, fields, said):
    values = {"end": "1"} | ({"readers": [reader.pk]} if fields else {}) | fields
    answer = staff("publishers").post(step(embargoed, "early-readers"), values)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_editor_neither_gives_nor_sees_links(embargoed, reader):
    give(embargoed, reader)
    desk = staff("editors")
    for noun in ("early-readers", "early-links"):
        assert desk.get(step(embargoed, noun)).status_code == 403
        assert desk.post(step(embargoed, noun), {"readers": [reader.pk], "end": "1"}).status_code == 403
    page = desk.get(reverse("admin:press_release_change", args=[embargoed.pk]))
    assert page.status_code == 200
    assert reader.email not in page.content.decode()
    assert desk.get(reverse("admin:press_earlyreader_changelist")).status_code == 403
    assert desk.post(reverse("admin:press_earlyreader_end", args=[reader.pk]), {"end": "1"}).status_code == 403


def test_a_publisher_accredits_and_ends_it(in_english, embargoed):
    desk = staff("publishers")
    add = reverse("admin:press_earlyreader_add")
    values = {"name": "Ayan Sample", "outlet": "Sample TV", "email": "ayan@tv.example", "language": "az"}
    assert desk.post(add, values).status_code == 302
    again = desk.post(add, values | {"email": "AYAN@tv.example"})
    assert "An early reader with this e-mail address is there already." in again.content.decode()
    link, _address = give(embargoed, EarlyReader.objects.get())
    end = reverse("admin:press_earlyreader_end", args=[link.reader_id])
    assert "1 link works now." in desk.get(end).content.decode()
    assert desk.post(end, {"end": "1"}).status_code == 302
    assert desk.post(end, {"end": "1"}).status_code == 409
    link.refresh_from_db()
    assert link.revoked_at is not None
    text = desk.get(reverse("admin:press_earlyreader_change", args=[link.reader_id])).content.decode()
    assert "The accreditation ended" in text
    assert "Embargoword" in text
    assert desk.post(add, values).status_code == 302


def test_the_page_of_a_release_asks_the_same_of_many_links(embargoed, publisher, django_assert_max_num_queries):
    desk = staff("publishers")
    page = reverse("admin:press_release_change", args=[embargoed.pk])

    def questions():
        with django_assert_max_num_queries(60) as asked:
            desk.get(page)
        return len(asked)

    give(embargoed, make_early_reader(email="first@gazette.example"))
    questions()  # who is there is written down at the first look
    few = questions()
    readers = [make_early_reader(email=f"{number}@gazette.example") for number in range(10)]
    for link in verbs.give_early(embargoed, readers=readers, by=publisher):
        verbs.open_early(link)
        verbs.open_early(link)
    assert questions() == few


def test_no_letter_names_the_release(embargoed, reader):
    link, _address = give(embargoed, reader)
    letter = letters.early_link(link, "t" * 43)
    for word in ("Embargoword", "One visit", SECRET):
        assert word not in letter["subject"] + letter["body"]


def test_openings_are_forgotten_in_time(embargoed, reader, settings):
    link, _address = give(embargoed, reader)
    opening = verbs.open_early(link)
    later = opening.at + timedelta(days=settings.ADMIN_LOG_KEPT_DAYS, seconds=1)
    rows = dict(forget.forgotten(later))
    assert [*rows["openings by early readers"]] == [opening]
    assert [*dict(forget.forgotten(timezone.now()))["openings by early readers"]] == []


@pytest.mark.parametrize(("group", "is_told"), [("publishers", True), ("editors", False), ("case officers", False)])
def test_the_index_warns_who_can_still_take_it_back_of_an_embargo_that_ends_soon(group, is_told):
    make_release(title="Soonword", embargoed_until=timezone.now() + HOUR / 2)
    make_release(title="Laterword", embargoed_until=timezone.now() + DAY)
    text = staff(group).get("/admin/").content.decode()
    assert ("Soonword" in text) == is_told
    assert "Laterword" not in text
