"""Everything public as JSON Lines: what is not public is never in it, and an empty portal takes it back whole."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from commission.models import SearchEntry
from press import old_addresses, verbs
from press.models import Change, FormerAddress, OldAddress, Release, Topic
from tests.factories_media import picture
from tests.factories_press import NOON, make_hidden, make_release, writer

pytestmark = pytest.mark.django_db
NOT_HERE = {"address": f"https://portal.example/media/{uuid.uuid4()}/a.jpg", "alternative": "A hall"}
GUARDED = ("press_release", "press_change", "press_step")


def exported(path, **options):
    call_command("export_releases", str(path), **options)
    return path.read_bytes()


def emptied():
    """A portal without releases, past the guards that keep them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        Release.objects.update(superseded_by=None, superseded_from=None)
        Release.objects.all().delete()
        Topic.objects.all().delete()
        SearchEntry.objects.all().delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert not any(model.objects.exists() for model in (Change, FormerAddress, OldAddress))


@pytest.fixture
def newsroom():
    """Releases with all that can belong to one."""
    topic = Topic.objects.create(
        slug="results", name={"az": "Nəticələr", "en": "Results", "ru": "Итоги"}, is_featured=True
    )
    first = make_release(
        title="Lists “checked” & found", topic=topic, dateline_place="Baku", press_contact="press@commission.example",
        document_number="12/3", published_at=NOON + timedelta(microseconds=7),
        body="<h2>A</h2><p>x &amp; y <a href=\"https://a.example/\">b</a></p><table><tr><td>1</td></tr></table>",
    )  # fmt: skip
    first = verbs.illustrate(first, pictures=[picture(alternative="A ballot box", caption="Full")], by=writer())
    make_release(language="az", title="Siyahılar", translation_key=first.translation_key, topic=topic)
    make_release(language="ru", title="Списки", translation_key=first.translation_key, topic=topic)
    for number in range(2):
        change = verbs.propose(first, words={"lead": f"New {number}."}, is_major=True, note=f"N{number}.", by=writer())
        verbs.make(change, by=writer("press-approver"))
    verbs.readdress(first, slug="lists-found", by=writer())
    same = make_release(title="Same title")
    make_release(title="Same title")
    old_addresses.enter([("https://old.example/news/1", same.pk), ("https://old.example/?p=1", same.pk)], is_own=True)
    return first


def test_export_is_taken_back_by_an_empty_portal_byte_for_byte(newsroom, tmp_path, capsys, client):
    before = exported(tmp_path / "a.jsonl")
    emptied()
    call_command("import_releases", str(tmp_path / "a.jsonl"))
    assert "5 imported (5 public, 0 drafts), 0 already here, 0 skipped." in capsys.readouterr().out
    assert exported(tmp_path / "b.jsonl") == before
    found = Release.objects.get(slug="lists-found")
    assert [change.note for change in found.changes.notes()] == ["N1.", "N0."]
    assert client.get("/en/press/2026/lists-checked-found/")["Location"] == found.get_absolute_url()
    assert client.get("/news/1").status_code == 301
    page = client.get(found.get_absolute_url()).content.decode()
    assert 'alt="A ballot box"' in page
    assert "N1." in page


def test_export_holds_all_that_belongs_to_a_release(newsroom, tmp_path):
    found = [json.loads(line) for line in exported(tmp_path / "a.jsonl").splitlines()]
    first = found[0]
    assert first["topic"] == {
        "slug": "results", "name": {"az": "Nəticələr", "en": "Results", "ru": "Итоги"}, "is_featured": True,
    }  # fmt: skip
    assert len({line["family"] for line in found[:3]}) == 1
    assert first["former_addresses"] == [{"year": 2026, "slug": "lists-checked-found"}]
    assert [each["alternative"] for each in first["pictures"]] == ["A ballot box"]
    assert first["pictures"][0]["address"].startswith("https://portal.example/media/")
    assert first["published_at"] == "2026-02-09T08:00:00.000007+00:00"
    assert first["address"] == "https://portal.example/en/press/2026/lists-found/"


def test_export_taken_back_by_the_same_portal_changes_nothing(newsroom, tmp_path, capsys):
    exported(tmp_path / "a.jsonl")
    before = list(Release.objects.order_by("pk").values())
    call_command("import_releases", str(tmp_path / "a.jsonl"))
    assert "0 imported (0 public, 0 drafts), 5 already here" in capsys.readouterr().out
    assert list(Release.objects.order_by("pk").values()) == before
    assert (Change.objects.count(), FormerAddress.objects.count(), OldAddress.objects.count()) == (2, 1, 2)


def test_export_holds_nothing_that_is_not_public(client, tmp_path):
    make_hidden()
    make_release(title="Withdrawnword", status=Release.Status.WITHDRAWN)
    verbs.supersede(make_release(title="Supersededword"), newer=make_release(title="Newword"), by=writer())
    for raw in (exported(tmp_path / "a.jsonl"), client.get("/en/press/export.jsonl").getvalue()):
        assert [json.loads(line)["title"] for line in raw.splitlines()] == ["Newword"]
        assert b"word" not in raw.replace(b"Newword", b"").replace(b"newword", b"")


def test_export_of_the_page_is_that_of_its_language(newsroom, client, tmp_path):
    for language in ("az", "en", "ru"):
        answer = client.get(f"/{language}/press/export.jsonl")
        assert answer["Content-Type"] == "application/jsonl; charset=utf-8"
        assert answer.getvalue() == exported(tmp_path / "a.jsonl", language=language)


def test_export_of_the_page_answers_not_modified_until_something_changes(newsroom, client):
    address = "/en/press/export.jsonl"
    first = client.get(address)
    assert first.getvalue()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    verbs.withdraw(newsroom, by=writer(), reason="Wrong.")
    cache.clear()  # as half a minute later
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_export_comes_in_portions(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("press.export.PORTION", 2)
    for number in range(4):
        make_release(title=f"Number {number}x")
    client.get("/en/press/export.jsonl")
    with django_assert_num_queries(
        2 * 6 + 1
    ):  # of each portion: releases, pictures, files, changes, two kinds of addresses
        assert len(client.get("/en/press/export.jsonl").getvalue().splitlines()) == 4


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        pytest.param("family", "x", "not a line of this portal's export", id="family"),
        pytest.param("published_at", "2026-02-30T00:00:00Z", "published_at is no instant", id="day"),
        pytest.param("published_at", "2026-02-03T00:00:00", "published_at is no instant", id="no-zone"),
        pytest.param("corrections", [{"note": "a"}], "not a line of this portal's export", id="corrections"),
        pytest.param("title", 7, "title is not text", id="title"),
        pytest.param("pictures", [{"address": "x"}], "not a line of this portal's export", id="picture-nowhere"),
        pytest.param("pictures", [NOT_HERE], "", id="picture-not-here"),
    ],
)
def test_export_that_somebody_changed_is_refused_line_by_line(newsroom, tmp_path, capsys, name, value, reason):
    line = json.loads(exported(tmp_path / "a.jsonl").splitlines()[0]) | {name: value}
    emptied()
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    call_command("import_releases", str(tmp_path / "a.jsonl"))
    assert (f"a.jsonl:1: skipped: {reason}" in capsys.readouterr().out) == bool(reason)
    assert Release.objects.filter(pictures=None).count() == Release.objects.count() == (0 if reason else 1)


def test_export_is_linked_from_the_list(client):
    make_release()
    assert 'href="/en/press/export.jsonl"' in client.get("/en/press/").content.decode()
