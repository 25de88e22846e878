"""A release as plain text: wrapped, and nothing of a list, a table or a link is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commission.rich_text import TAGS, plain_text, sanitised
from press.plain_text import COLUMNS, from_html


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("<p>One<br>two</p>", "One\ntwo", id="line break"),
        pytest.param("<h2>Heading</h2><p>x</p>", "Heading\n=======\n\nx", id="heading"),
        pytest.param("<ul><li><p>a</p></li><li>b</li></ul><p>c</p>", "-  a\n-  b\n\nc", id="points"),
        pytest.param('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b", id="numbers"),
        pytest.param("<ul><li>a<ul><li>b</li></ul></li></ul>", "-  a\n   -  b", id="a list in a list"),
        pytest.param("<blockquote><p>Said.</p></blockquote>", "> Said.", id="quote"),
        pytest.param("<pre>a  b\n c</pre>", "a  b\n c", id="verbatim"),
        pytest.param("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb", id="rule"),
        pytest.param('<p>See <a href="https://a.example">this</a>.</p>', "See this (https://a.example).", id="link"),
        pytest.param(
            '<p><a href="https://a.example">https://a.example</a></p>', "https://a.example", id="link that is its words"
        ),
        pytest.param(
            "<table><caption>Votes</caption><tr><th>Place</th><th>Votes</th></tr>"
            "<tr><td><p>Gəncə</p></td><td>1 204</td></tr></table>",
            "Votes\n\nPlace  Votes\nGəncə  1 204",
            id="table",
        ),
        pytest.param(
            f"<table><tr><td>{'long words ' * 5}</td><td>{'others ' * 5}</td></tr><tr><td>a</td></tr></table>",
            f"{('long words ' * 5).strip()}\n{('others ' * 5).strip()}\n\na",
            id="table too wide",
        ),
        pytest.param(
            "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
            "a b  c",
            id="a table in a table",
        ),
        pytest.param("", "", id="nothing"),
        pytest.param("plain &amp; simple", "plain & simple", id="no element"),
    ],
)
def test_html_becomes_text(body, text):
    assert from_html(body) == text


def test_lines_are_wrapped_and_addresses_are_not_cut():
    address = "https://portal.example/" + "a" * 100
    lines = from_html(f"<p>{'word ' * 60}</p><p>{address}</p>").splitlines()
    assert max(len(line) for line in lines if address not in line) <= COLUMNS
    assert address in lines


def test_lists_within_each_other_without_end_are_read():
    text = from_html("<ul><li>" * 400 + "deep" + "</li></ul>" * 400)
    assert "deep" in text


ENDS = ["</p>", "</td>", "</li>", "</table>", "</ul>", "</a>", "</pre>", "</tr>"]
PIECES = [f"<{tag}>" for tag in sorted(TAGS)] + ENDS + ["aa", "bb ", "\n", "ə"] * 6


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_word_is_lost_whatever_the_html(parts):
    body = sanitised("".join(parts))
    assert sorted(set(from_html(body)) & set("abə")) == sorted(set(plain_text(body)) & set("abə"))
    for char in "abə":
        assert from_html(body).count(char) == plain_text(body).count(char)
