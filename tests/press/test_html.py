"""HTML of releases: safe whatever comes in, plain where it was ornate."""

import pytest

from commission import rich_text
from press import html


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed" onclick="x()">x</p>',
        "<svg><script>alert(1)</script></svg>",
        '<iframe src="https://example.org"></iframe>',
    ],
)
def test_sanitised_leaves_nothing_that_runs(evil):
    clean = rich_text.sanitised(evil)
    assert not any(word in clean for word in ("script", "onerror", "onclick", "style", "iframe", "<img"))


def test_legacy_fonts_are_unwrapped_and_tables_kept():
    old = '<font size="3"><p>A<br></p></font><table><tr><td colspan="2">B</td></tr></table>'
    clean = html.from_legacy(old, base="")
    assert "<font" not in clean
    assert '<td colspan="2">B</td>' in clean


def test_legacy_relative_links_are_resolved_against_the_base():
    clean = html.from_legacy('<a href="../pdf/x.pdf">x</a>', base="https://old.example/news/1999/")
    assert 'href="https://old.example/news/pdf/x.pdf"' in clean


def test_legacy_relative_link_without_base_keeps_its_text_alone():
    assert html.from_legacy('<p><a href="x.pdf">the text</a></p>', base="").count("href") == 0


def test_plain_text_parts_blocks_and_cells():
    assert rich_text.plain_text("<p>a&amp;b</p><ul><li>c</li></ul><td>d</td><td>e</td>") == "a&b\nc\nd e"
