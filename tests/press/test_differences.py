"""What differs between two texts is told in words that a reader can follow."""

import pytest

from press.newsroom.body_differences import blocks_of, body_differences
from press.newsroom.differences import differences

pytestmark = pytest.mark.usefixtures("in_english")


def told(before, after):
    """Kind, words and remarks of each block that differs."""
    return [
        (each["kind"], "".join(f"[{kind}:{text}]" if kind != "same" else text for kind, text in each["pieces"]))
        + (tuple(each["remarks"]),)
        for each in body_differences(before, after)
        if each["kind"] not in ("same", "folded")
    ]


def test_words_that_came_and_went_are_told_apart():
    assert differences("one visit is enough", "two visits is enough") == [
        ("gone", "one"), ("new", "two"), ("same", " "), ("gone", "visit"), ("new", "visits"), ("same", " is enough"),
    ]  # fmt: skip


def test_nothing_differs_between_a_text_and_itself():
    assert body_differences("<p>a</p><ul><li><p>b</p></li></ul>", "<p>a</p><ul><li>b</li></ul>") == []


def test_a_paragraph_is_compared_with_the_one_it_was():
    before = "<p>The lists are checked today.</p><p>Stays.</p><p>Goes away entirely.</p>"
    after = "<p>New at the top.</p><p>The lists are checked on Monday.</p><p>Stays.</p>"
    assert told(before, after) == [
        ("new", "[new:New at the top.]", ()),
        ("changed", "The lists are checked [gone:today][new:on Monday].", ()),
        ("gone", "[gone:Goes away entirely.]", ()),
    ]


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        pytest.param("<p>a b</p>", "<h2>a b</h2>", "was: paragraph, is now: heading", id="heading"),
        pytest.param("<p>a b</p>", "<ul><li><p>a b</p></li></ul>", "was: paragraph, is now: item of a list", id="item"),
        pytest.param("<p>a b</p>", "<p>a <strong>b</strong></p>", "“b” is now bold", id="bold"),
        pytest.param("<p>a <i>b</i></p>", "<p>a b</p>", "“b” is no longer italic", id="no longer italic"),
        pytest.param("<p>a b</p>", '<p><a href="/x/">a</a> b</p>', "“a” leads to /x/", id="link"),
        pytest.param(
            '<p><a href="/x/">a</a></p>', '<p><a href="/y/">a</a></p>',
            "the link of “a” leads to /y/, no longer to /x/", id="another address",
        ),
    ],
)  # fmt: skip
def test_formatting_is_told_in_words(before, after, remark):
    [(kind, _words, remarks)] = told(before, after)
    assert (kind, remarks) == ("changed", (remark,))


def test_bold_by_either_name_is_the_same():
    assert body_differences("<p><b>a</b></p>", "<p><strong>a</strong></p>") == []


def test_another_picture_and_another_note_are_told():
    first, second = (f'<p><img src="/media/{key}/p.jpg" alt="Hall"></p>' for key in "ab")
    [(kind, _words, remarks)] = told(first, second)
    assert (kind, remarks) == ("changed", ("another picture", "now /media/b/p.jpg"))
    note = '<p>a<sup class="footnote">page %d of the law</sup></p>'
    assert [words for _kind, words, _remarks in told(note % 4, note % 5)] == ["[1] page [gone:4][new:5] of the law"]


def test_unchanged_paragraphs_far_from_a_change_are_summed_up():
    rest = "".join(f"<p>paragraph {number}</p>" for number in range(20))
    found = body_differences(f"<p>a</p>{rest}<p>old words here</p>", f"<p>a</p>{rest}<p>new words here</p>")
    assert [each["kind"] for each in found] == ["folded", "same", "changed"]
    assert found[0]["count"] == 20


def test_blocks_are_named_for_what_holds_them():
    body = "<blockquote><p>q</p></blockquote><table><tr><th>h</th><td><p>c</p></td></tr></table><ol><li>i</li></ol>z"
    assert [(block.kind, block.words) for block in blocks_of(body)] == [
        ("blockquote", "q"), ("th", "h"), ("td", "c"), ("ol", "i"), ("p", "z"),
    ]  # fmt: skip
