"""The importer reads both layouts, skips with a reason, and changes nothing when run again."""

import io

import pytest
from django.core.management import call_command

from press.models import Release


def run(*files):
    out = io.StringIO()
    call_command("import_releases", *map(str, files), base="https://old.example/", stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.django_db
def test_import_real_files_gives_expected_counts_once(shared_data):
    files = shared_data / "fec-press-releases.jsonl.gz", shared_data / "releases.jsonl"
    report = run(*files)
    assert report.count("skipped: no title") == 3
    assert Release.objects.filter(status="published").count() == 3873
    assert Release.objects.filter(status="draft").count() == 41
    assert "0 imported" in run(*files)
    assert Release.objects.count() == 3914


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("{", "not JSON", id="json"),
        pytest.param('{"source_url": "u", "language": "en"}', "no title", id="title"),
        pytest.param('{"source_url": "u", "language": "de", "title": "T"}', "unknown language", id="language"),
        pytest.param(
            '{"source_url": "u", "language": "en", "title": "T", "published": "2024-02-30"}', "no date", id="date"
        ),
    ],
)
def test_import_bad_line_is_reported_and_skipped(tmp_path, line, reason):
    file = tmp_path / "bad.jsonl"
    file.write_text(line + "\n")
    report = run(file)
    assert ":1: skipped:" in report
    assert reason in report
    assert Release.objects.count() == 0
