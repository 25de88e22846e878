"""WordPress export files: published posts become public, others drafts or nothing; entities are refused."""

import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from press.models import Release

HEAD = """<?xml version="1.0" encoding="{encoding}"?>{doctype}
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old site</title><link>https://old.example</link>
<language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[clerk]]></wp:author_login></wp:author>"""
ITEM = """<item><title><![CDATA[{title}]]></title><link>{link}</link><dc:creator><![CDATA[clerk]]></dc:creator>
<guid isPermaLink="false">https://old.example/?p={number}</guid>
<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date_gmt><![CDATA[{date}]]></wp:post_date_gmt>
<wp:post_name><![CDATA[{name}]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status>
<wp:post_type><![CDATA[{kind}]]></wp:post_type><wp:post_password><![CDATA[{password}]]></wp:post_password>
{categories}</item>"""
GOOD = {
    "title": "Lists &amp; cards", "link": "https://old.example/2019/05/lists/", "number": 12, "excerpt": "Short.",
    "content": "First line\nsecond line\n\nNext paragraph [caption id=\"1\"]A picture[/caption] [sic]",
    "date": "2019-05-06 07:08:09", "name": "lists", "status": "publish", "kind": "post", "password": "",
    "categories": '<category domain="category" nicename="results"><![CDATA[Results]]></category>'
    '<category domain="post_tag" nicename="x">x</category>',
}  # fmt: skip


def item(**fields):
    number = fields.get("number", GOOD["number"])
    return ITEM.format(**(GOOD | {"link": f"https://old.example/2019/05/{number}/"} | fields))


def imported(tmp_path, *items, encoding="utf-8", doctype=""):
    file = tmp_path / "export.xml"
    text = HEAD.format(encoding=encoding, doctype=doctype) + "".join(items) + "</channel></rss>"
    file.write_bytes(text.encode(encoding))
    call_command("import_releases", str(file))
    return Release.objects.order_by("pk")


@pytest.mark.django_db
def test_published_post_becomes_public_with_all_that_belongs_to_it(tmp_path, client):
    (release,) = imported(tmp_path, item(link=GOOD["link"]))
    assert (release.title, release.lead, release.slug, release.language) == ("Lists & cards", "Short.", "lists", "en")
    assert release.published_at == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert release.body == "<p>First line<br>second line</p><p>Next paragraph A picture [sic]</p>"
    assert (release.topic.slug, release.topic.name) == ("results", {"en": "Results"})
    assert release.steps.get().note == "by clerk"
    for old in ("/2019/05/lists/", "/?p=12"):
        assert client.get(old)["Location"] == release.get_absolute_url()


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
def test_post_that_was_not_published_is_a_draft(tmp_path, client, status):
    (release,) = imported(tmp_path, item(status=status))
    assert (release.status, release.published_at) == ("draft", None)
    assert client.get("/?p=12").status_code == 302  # to the visitor's language, as without an old site


@pytest.mark.django_db
def test_post_behind_a_password_is_a_draft(tmp_path):
    assert imported(tmp_path, item(password="letmein")).get().status == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"kind": "page"}, "a page", id="page"),
        pytest.param({"kind": "attachment"}, "an attachment", id="attachment"),
        pytest.param({"kind": "nav_menu_item"}, "not a post but 'nav_menu_item'", id="menu"),
        pytest.param({"status": "trash"}, "it lies in the bin", id="trash"),
        pytest.param({"status": "auto-draft"}, "an empty draft", id="auto-draft"),
        pytest.param({"title": ""}, "no title", id="no-title"),
    ],
)
def test_what_is_no_post_is_named_with_its_reason(tmp_path, capsys, fields, reason):
    assert not imported(tmp_path, item(**fields)).exists()
    assert f"export.xml:1: skipped: {reason}" in capsys.readouterr().out


@pytest.mark.django_db
def test_translations_of_polylang_are_one_family(tmp_path):
    family = '<category domain="post_translations" nicename="pll_5f"><![CDATA[pll_5f]]></category>'
    tongue = '<category domain="language" nicename="{0}"><![CDATA[{0}]]></category>'
    found = imported(
        tmp_path,
        item(number=1, categories=family + tongue.format("az")),
        item(number=2, categories=family + tongue.format("ru")),
        item(number=3),
    )
    first, second, third = found
    assert [release.language for release in found] == ["az", "ru", "en"]
    assert first.translation_key == second.translation_key != third.translation_key


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
def test_export_of_another_encoding(tmp_path, encoding):
    assert imported(tmp_path, item(title="Выборы"), encoding=encoding).get().title == "Выборы"


@pytest.mark.django_db
def test_bytes_that_no_xml_may_hold_are_left_out(tmp_path):
    assert imported(tmp_path, item(title="Lists\x0b\x01 checked")).get().title == "Lists checked"


@pytest.mark.django_db
def test_entities_are_refused_with_a_clear_message_and_nothing_is_stored(tmp_path):
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(CommandError, match="entities of its own, which is refused"):
        imported(tmp_path, item(), doctype=bomb)
    with pytest.raises(CommandError, match="entities of its own, which is refused"):
        imported(tmp_path, item(), doctype='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_export_that_was_cut_off_is_refused_whole(tmp_path):
    file = tmp_path / "export.xml"
    file.write_text(HEAD.format(encoding="utf-8", doctype="") + item() + "<item><title>Cut")
    with pytest.raises(CommandError, match="not whole XML"):
        call_command("import_releases", str(file))
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_running_twice_changes_nothing(tmp_path):
    before = list(imported(tmp_path, item(number=1), item(number=2, status="draft")).values())
    assert list(imported(tmp_path, item(number=1), item(number=2, status="draft")).values()) == before


def test_a_large_export_takes_little_memory(tmp_path):
    """60 MB are read as the importer reads them, in a process of its own: its peak stays far below the file's size."""
    file = tmp_path / "large.xml"
    with file.open("w") as out:
        out.write(HEAD.format(encoding="utf-8", doctype=""))
        for number in range(600):
            out.write(item(number=number, content="word " * 20_000))
        out.write("</channel></rss>")
    script = f"""
        import resource, django
        django.setup()
        from press.importer import Source
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        count = sum(1 for place, found in Source({str(file)!r}).read() if found.words)
        print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    count, kilobytes = map(int, ran.stdout.split()[-2:])
    assert count == 600
    assert kilobytes < 30_000
