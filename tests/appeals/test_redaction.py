"""What the public reads of a decision: names covered whatever their case, marks and ending."""

import pytest

from appeals.redaction import COVER, redacted, redacted_html


@pytest.mark.parametrize(
    ("text", "terms", "public"),
    [
        pytest.param("Əliyev Vəli şikayət edib.", ["Əliyev Vəli"], f"{COVER} şikayət edib.", id="as-written"),
        pytest.param("Əliyevin şikayəti", ["Əliyev"], f"{COVER} şikayəti", id="inflected"),
        pytest.param("ELIYEV and eliyev", ["Əliyev"], f"{COVER} and {COVER}", id="case-and-marks"),
        pytest.param("жалоба Иванову и Иванова", ["Иванов"], f"жалоба {COVER} и {COVER}", id="russian"),
        pytest.param("Anna's file, Annagul", ["Anna"], f"{COVER} file, {COVER}", id="apostrophe"),
        pytest.param("Hanna stays", ["Anna"], "Hanna stays", id="inside-a-word"),
        pytest.param("İsmayıl  \n Nümunə", ["İsmayıl Nümunə"], COVER, id="broken-line"),
        pytest.param("a b", ["a", ""], "a b", id="too-short-to-cover"),
        pytest.param("nothing", [], "nothing", id="no-terms"),
    ],
)
def test_terms_are_covered(text, terms, public):
    assert redacted(text, terms) == public


def test_tags_stay_and_links_go():
    html = '<p>See <a href="https://people.example/anna">the page of Anna</a> &amp; more.</p>'
    assert redacted_html(html, ["Anna"]) == f"<p>See the page of {COVER} &amp; more.</p>"
