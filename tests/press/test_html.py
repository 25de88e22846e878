"""HTML of releases: safe whatever comes in, plain where it was ornate."""

import re

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
    old = (
        '<font size="3"><p>A<br></p></font><table><tr><td colspan="2">B</td></tr><tr><td>1</td><td>2</td></tr></table>'
    )
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


def test_legacy_anchor_without_an_address_is_unwrapped():
    assert html.from_legacy('<a name="top"><h2>News</h2>Text</a>', base="") == "<h2>News</h2><p>Text</p>"


def test_legacy_layout_tables_become_running_text():
    page = "<table><tr><td>Intro<br><br>More<table><tr><td>1</td><td>2</td></tr></table>End</td></tr></table>"
    figures = "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    assert html.from_legacy(page, base="") == f"<p>Intro</p><p>More</p>{figures}<p>End</p>"


def test_legacy_row_that_holds_the_whole_text_becomes_running_text():
    head = "<tr><td>For release</td><td>Contact</td></tr>"
    text = "Forty words. " * 30
    clean = html.from_legacy(f'<table>{head}<tr><td colspan="2">{text}<br><br>End</td></tr></table>', base="")
    assert clean == f"<p>For release</p><p>Contact</p><p>{text.strip()}</p><p>End</p>"


def test_legacy_lines_broken_twice_part_a_paragraph():
    assert html.from_legacy("<p><br>a<br>b<br> <br>c<br></p>", base="") == "<p>a<br>b</p><p>c</p>"


def test_legacy_empty_parts_go_and_empty_cells_stay():
    old = "<p>&nbsp;</p><h2> </h2><table></table><table><tr><td></td><td>1</td><td>2</td></tr></table><b> </b>"
    kept = "<table><tbody><tr><td></td><td>1</td><td>2</td></tr></tbody></table>"
    assert html.from_legacy(old, base="") == kept


def test_legacy_preformatted_text_keeps_its_columns():
    assert html.from_legacy("<b><pre>a   b\n  c</pre></b>", base="") == "<pre>a   b\n  c</pre>"


def test_legacy_nesting_without_end_is_safe_all_the_same():
    clean = html.from_legacy("<blockquote>" * 3_000 + "<script>x()</script>deep", base="")
    assert "deep" in clean
    assert "script" not in clean


def test_a_table_on_a_page_scrolls_in_a_frame_of_its_own():
    shown = rich_text.for_page("<p>a</p><table><tbody><tr><td>1</td></tr></tbody></table>")
    assert re.search(r'<p>a</p><div class="table-wrap"[^>]* tabindex="0"><table>.*</table></div>$', shown)
