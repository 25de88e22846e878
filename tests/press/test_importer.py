"""The importer: every line is taken or named with a reason; a second run changes nothing."""

import gzip
import json
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from commission import rich_text
from press import html, importer
from press.models import OldAddress, Release

GOOD = {"source_url": "https://old.example/1", "language": "az", "title": "Başlıq", "body": "A\n\nB", "published": None}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("{", "not JSON", id="not-json"),
        pytest.param("[]", "not a JSON object", id="not-an-object"),
        pytest.param(json.dumps(GOOD | {"title": " "}), "no title", id="no-title"),
        pytest.param(json.dumps(GOOD | {"title": 5}), "title is not text", id="title-is-a-number"),
        pytest.param(json.dumps(GOOD | {"language": "xx"}), "unknown language", id="language"),
        pytest.param(json.dumps(GOOD | {"published": "2026-02-30"}), "no date", id="impossible-date"),
        pytest.param(json.dumps(GOOD | {"body": "a\x00"}), "cannot be stored", id="nul"),
        pytest.param(json.dumps(GOOD | {"body": "\ud800"}), "cannot be stored", id="lone-surrogate"),
    ],
)
def test_bad_line_is_skipped_with_its_reason(line, reason):
    with pytest.raises(importer.Skipped, match=reason):
        importer.read(line)


@pytest.mark.django_db
def test_command_reports_lines_and_changes_nothing_the_second_time(tmp_path, capsys):
    file = tmp_path / "releases.jsonl.gz"
    dated = GOOD | {"source_url": "https://old.example/2", "published": "2020-02-09", "same_as": GOOD["source_url"]}
    with gzip.open(file, "wt") as out:
        out.write("\n".join([json.dumps(GOOD), "broken", json.dumps(dated | {"language": "en"})]))
    call_command("import_releases", str(file))
    first = capsys.readouterr().out
    assert ":2: skipped: not JSON" in first
    assert "2 imported (1 public, 1 drafts), 0 already here, 1 skipped." in first
    public = Release.objects.get(status="approved")
    assert timezone.localtime(public.published_at).isoformat() == "2020-02-09T12:00:00+04:00"
    assert Release.objects.values("translation_key").distinct().count() == 1
    before = list(Release.objects.order_by("pk").values())
    call_command("import_releases", str(file))
    assert "0 imported (0 public, 0 drafts), 2 already here" in capsys.readouterr().out
    assert list(Release.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_real_input_is_imported(shared_data, tmp_path, capsys):
    """The smaller corpus, and every twentieth release of the larger; that all of it can be read, the next test says."""
    part = tmp_path / "part.jsonl"
    with gzip.open(shared_data / "fec-press-releases.jsonl.gz", "rt", encoding="utf-8") as lines:
        part.write_text("".join(list(lines)[::20]), encoding="utf-8")
    call_command("import_releases", str(shared_data / "releases.jsonl"), str(part), base="https://old.example/")
    out = capsys.readouterr().out
    assert "330 imported (289 public, 41 drafts), 0 already here, 0 skipped." in out
    assert Release.objects.public(timezone.now()).count() == 289


BASE = "https://old.example/"


def words(body):
    return re.sub(r"[\s\xa0]+", "", rich_text.plain_text(body))


def test_all_real_input_can_be_read_and_no_word_of_it_is_lost(shared_data):
    read, refused, named = 0, [], 0
    for name in ("releases.jsonl", "fec-press-releases.jsonl.gz"):
        source = shared_data / name
        with (gzip.open if source.suffix == ".gz" else open)(source, "rt", encoding="utf-8") as lines:
            for line, (_place, found) in zip(lines, importer.Source(str(source), base=BASE).read(), strict=True):
                if isinstance(found, importer.Skipped):
                    refused.append(str(found))
                    continue
                old, body = json.loads(line), found.body
                before = old["html"] or "" if "html" in old else html.from_paragraphs(old["body"])
                _, _, document = (old.get("pdf") or "").rpartition("/")
                if words(body) == document:  # it was a link alone, which now names its document
                    named += 1
                else:
                    assert words(body) == words(rich_text.sanitised(before)), line[:200]
                assert rich_text.sanitised(body) == body, line[:200]
                assert body
                read += 1
    assert (read, named, refused) == (3914, 2260, ["no title"] * 3)


@pytest.mark.django_db
def test_old_addresses_of_lines_lead_on_and_relative_ones_only_once_resolved(tmp_path, client):
    file = tmp_path / "releases.jsonl"
    archive = {"html": "<p>a</p>", "date": "02/09/2012", "href": "../news/7.html", "title": "Archived", "category": "x"}
    named = GOOD | {"published": "2020-02-09", "same_as": "https://old.example/en/1"}
    file.write_text("\n".join(map(json.dumps, (named, archive))))
    call_command("import_releases", str(file), base="https://old.example/archive/index.html")
    assert set(OldAddress.objects.values_list("host", "path")) == {
        ("old.example", path) for path in ("/1", "/en/1", "/news/7.html")
    }
    assert client.get("/en/1")["Location"] == Release.objects.get(language="az").get_absolute_url()


@pytest.mark.django_db
def test_text_longer_than_a_release_may_be_is_named_and_the_others_are_taken(tmp_path, capsys):
    file = tmp_path / "releases.jsonl"
    long = GOOD | {"source_url": "https://old.example/long", "body": "a" * 300_001}
    file.write_text("\n".join(map(json.dumps, (long, GOOD))))
    call_command("import_releases", str(file))
    out = capsys.readouterr().out
    assert "https://old.example/long: skipped: text longer than 300000 characters" in out
    assert "1 imported (0 public, 1 drafts), 0 already here, 1 skipped." in out
