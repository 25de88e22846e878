"""The importer: every line is taken or named with a reason; a second run changes nothing."""

import gzip
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from press import importer
from press.models import Release

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
def test_all_real_input_is_imported(shared_data, capsys):
    files = [shared_data / "releases.jsonl", shared_data / "fec-press-releases.jsonl.gz"]
    call_command("import_releases", *map(str, files), base="https://old.example/")
    out = capsys.readouterr().out
    assert "3914 imported (3873 public, 41 drafts), 0 already here, 3 skipped." in out
    assert out.count("skipped: no title") == 3
    assert Release.objects.public(timezone.now()).count() == 3873
