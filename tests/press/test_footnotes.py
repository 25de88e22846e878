"""Footnotes: stored where they belong as plain words, shown as numbers with the notes below, leading there and back."""

import feedparser
import pytest

from commission import footnotes
from commission.rich_text import for_page, plain_text, sanitised
from tests.factories_press import make_release

NOTE = '<sup class="footnote">See https://example.org/a&amp;b, page 4.</sup>'


def test_footnotes_are_numbered_and_lead_there_and_back(in_english):
    shown = for_page(f'<p>First{NOTE} and</p><p>second<sup class="footnote">Two</sup>.</p>')
    assert 'First<sup class="note-reference"><a href="#note-1" id="note-1-from" role="doc-noteref"' in shown
    assert 'aria-label="Note 1">1</a></sup> and' in shown
    assert '<li id="note-1">See <a href="https://example.org/a&amp;b">' in shown
    assert (
        '<li id="note-2">Two <a href="#note-2-from" role="doc-backlink" aria-label="Back to the text, note 2">' in shown
    )
    assert shown.index("second") < shown.index('<section class="notes" role="doc-endnotes"')


def test_footnotes_of_two_texts_on_one_page_have_ids_of_their_own():
    assert 'id="note-az-1"' in for_page(f"<p>a{NOTE}</p>", notes="note-az")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        pytest.param('<sup class="footnote x">a</sup>', '<sup class="footnote">a</sup>', id="another class"),
        pytest.param('<sup class="x" style="top:0">2</sup>', "<sup>2</sup>", id="no note"),
        pytest.param('<span class="footnote">a</span>', "a", id="another tag"),
        pytest.param(
            '<sup class="footnote"><b>a</b><sup>2</sup> b</sup>c', '<sup class="footnote">a 2 b</sup>c', id="within"
        ),
        pytest.param('a class="" b', 'a class="" b', id="words that look like it"),
        pytest.param('<sup class="footnote"><script>x</script> </sup>b', "b", id="empty"),
        pytest.param('<sup class="footnote">a &lt;b&gt;', '<sup class="footnote">a &lt;b&gt;</sup>', id="open"),
        pytest.param('<sup class="footnote">"a" &amp; b</sup>', '<sup class="footnote">"a" &amp; b</sup>', id="marks"),
    ],
)
def test_footnotes_hold_plain_words_of_one_class(written, stored):
    assert sanitised(written) == stored
    assert sanitised(stored) == stored


def test_a_footnote_within_a_link_is_shown_behind_it():
    shown = footnotes.numbered(f'<a href="/x/">a{NOTE}b</a>c')
    assert shown.startswith('<a href="/x/">ab</a><sup class="note-reference">')


def test_footnotes_stand_at_the_end_of_plain_text():
    assert (
        plain_text(f"<p>First{NOTE}.</p><p>Last.</p>") == "First[1].\nLast.\n[1] See https://example.org/a&b, page 4."
    )


def test_a_text_without_footnotes_stays_as_it_is():
    assert for_page("<p>a<sup>2</sup></p>") == "<p>a<sup>2</sup></p>"


@pytest.mark.django_db
def test_footnotes_of_a_feed_have_the_ids_of_their_release(client):
    release = make_release(body=f"<p>Quillfeather{NOTE}</p>")
    [entry] = feedparser.parse(client.get("/en/press/feed/").content).entries
    assert f'href="#note-{release.pk}-1"' in entry.content[0].value
    assert "page 4." in entry.content[0].value


@pytest.mark.django_db
def test_empty_paragraphs_of_word_processors_are_not_stored():
    release = make_release(body="<p>a</p><p>&nbsp;</p><p><br></p><h2> </h2><table><tr><td><p></p></td></tr></table>")
    assert release.body == "<p>a</p><table><tbody><tr><td><p></p></td></tr></tbody></table>"
