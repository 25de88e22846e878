"""What the public reads of a decision: names covered whatever their case, marks, ending, tags and entities."""

import html
import re
import unicodedata
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appeals.documents.redaction import COVER, redacted, redacted_html, terms_of
from commission.rich_text import sanitised
from commission.text_search import FOLDED_FROM, FOLDED_TO

FOLD = str.maketrans(FOLDED_FROM, FOLDED_TO)
LETTERS = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzəğışöü" + "абвгдеёжзийклмнопрстуфхцчшщыэюя"
ALPHABETS = [LETTERS[:38], LETTERS[38:]]
UNMARKED = {"ə": "e", "ş": "s", "ç": "c", "ğ": "g", "ö": "o", "ü": "u", "ı": "i", "ё": "е"}
ENDINGS = ["", "in", "ov", "nın", "dan", "у", "ова", "'s", "-nın", "’ın"]
SPACES = [" ", "  \n ", "\u00a0", ", ", "-", "_"]


@pytest.mark.parametrize(
    ("text", "terms", "public"),
    [
        pytest.param("Əliyev Vəli şikayət edib.", ["Əliyev Vəli"], f"{COVER} şikayət edib.", id="as-written"),
        pytest.param("Əliyevin şikayəti", ["Əliyev"], f"{COVER} şikayəti", id="inflected"),
        pytest.param("ELIYEV and eliyev", ["Əliyev"], f"{COVER} and {COVER}", id="case-and-marks"),
        pytest.param("жалоба Иванову и Иванова", ["Иванов"], f"жалоба {COVER} и {COVER}", id="russian"),
        pytest.param("жалоба Анны и Марии", ["Анна", "Мария"], f"жалоба {COVER} и {COVER}", id="last-letter-changes"),
        pytest.param("дано Иванову Петру", ["Иванов Пётр"], f"дано {COVER}", id="each-word-inflected"),
        pytest.param("Anna's file, Annagul", ["Anna"], f"{COVER} file, {COVER}", id="apostrophe"),
        pytest.param("Hanna stays", ["Anna"], "Hanna stays", id="inside-a-word"),
        pytest.param("İsmayıl  \n Nümunə", ["İsmayıl Nümunə"], COVER, id="broken-line"),
        pytest.param("scan_Əliyev_Vəli-2.pdf", ["Əliyev", "Vəli"], f"scan_{COVER}_{COVER}-2.pdf", id="file-name"),
        pytest.param("ƏliyevVəli.jpg", ["Əliyev Vəli"], f"{COVER}.jpg", id="written-together"),
        pytest.param("Əli\u00adyev, Əli\u200byev", ["Əliyev"], f"{COVER}, {COVER}", id="hidden-characters"),
        pytest.param("Əliyev Vəli Nizami", ["Əliyev Vəli", "Vəli Nizami"], COVER, id="overlapping-terms"),
        pytest.param("O’Brien", ["O'Brien"], COVER, id="another-apostrophe"),
        pytest.param("+994 (50) 111-22-33", ["+994501112233"], COVER, id="telephone-grouped"),
        pytest.param("050 111 22 33", ["+994501112233"], COVER, id="telephone-local"),
        pytest.param("at a@people.example.", ["a@people.example"], f"at {COVER}.", id="e-mail"),
        pytest.param("12 and 123", ["12"], f"{COVER} and 123", id="number"),
        pytest.param("a b", ["a", ""], "a b", id="too-short-to-cover"),
        pytest.param("nothing", [], "nothing", id="no-terms"),
    ],
)
def test_terms_are_covered(text, terms, public):
    assert redacted(text, terms) == public


@pytest.mark.parametrize(
    ("body", "terms", "public"),
    [
        pytest.param(
            '<p>See <a href="https://people.example/anna" title="x>Anna">the page of Anna</a> &amp; more.</p>',
            ["Anna"],
            f"<p>See the page of {COVER} &amp; more.</p>",
            id="links-go",
        ),
        pytest.param("<p>Əli<b>yev</b>in</p>", ["Əliyev"], f"<p>{COVER}<b></b></p>", id="split-by-tags"),
        pytest.param("<p>&#399;liyev &#x18f;liyev</p>", ["Əliyev"], f"<p>{COVER} {COVER}</p>", id="entities"),
        pytest.param("<p>A&amp;B Ltd</p>", ["A&B Ltd"], f"<p>{COVER}</p>", id="ampersand"),
        pytest.param("<p>Əliyev<br>Vəli</p>", ["Əliyev Vəli"], f"<p>{COVER}<br>{COVER}</p>", id="broken-line"),
        pytest.param(
            "<table><tbody><tr><td>Əliyev</td><td>Vəli</td></tr></tbody></table>",
            ["Əliyev Vəli"],
            f"<table><tbody><tr><td>{COVER}</td><td>{COVER}</td></tr></tbody></table>",
            id="cells",
        ),
        pytest.param("<p>anna</p><p>1 &lt; 2</p>", ["p"], "<p>anna</p><p>1 &lt; 2</p>", id="a-tag-is-no-text"),
    ],
)
def test_terms_are_covered_in_html_and_its_tags_stay(body, terms, public):
    assert redacted_html(body, terms) == public


def test_what_a_rule_covers_is_the_person_and_how_to_reach_them():
    person = SimpleNamespace(
        applicant_name="Nümunəyev Vəli Əli oğlu",
        applicant_address="AZ1000, Bakı, Nümunə küçəsi 5",
        applicant_email="v@people.example",
        applicant_phone="+994501112233",
        capacity="voter",
        contested_commission_id=1,
        respondent="Sədr Sınaqov",
    )
    other = SimpleNamespace(name="Şahid Sınaq", address="")
    terms = terms_of(person, [other])
    for term in ("Nümunəyev", "Vəli", "Əli", "Şahid", "Nümunə küçəsi 5", "v@people.example", "+994501112233"):
        assert term in terms
    assert "oğlu" not in terms
    assert "Bakı" not in terms
    person.capacity = "party"
    assert "Nümunəyev" not in terms_of(person)


@pytest.mark.parametrize(
    ("respondent", "commission", "covered", "not_covered"),
    [
        pytest.param("Sınaq Sınaqov", None, ["Sınaq Sınaqov", "Sınaqov"], [], id="private-person"),
        pytest.param("Sınaqov Sınaq Nümunə oğlu", None, ["Sınaqov", "Nümunə"], ["oğlu"], id="with-patronymic"),
        pytest.param("Namizədin qərargahı", None, ["Namizədin qərargahı"], ["qərargahı"], id="no-name-of-a-person"),
        pytest.param("5 saylı Məntəqə", None, ["5 saylı Məntəqə"], ["Məntəqə"], id="with-a-number"),
        pytest.param("Sınaq Sınaqov", 1, [], ["Sınaq Sınaqov", "Sınaqov"], id="official-of-a-commission"),
        pytest.param("", None, [], [""], id="nobody-named"),
    ],
)
def test_respondents_are_covered_where_they_are_private(respondent, commission, covered, not_covered):
    filing = SimpleNamespace(
        applicant_name="", applicant_address="", applicant_email="", applicant_phone="", capacity="voter",
        contested_commission_id=commission, respondent=respondent,
    )  # fmt: skip
    hearing = SimpleNamespace(respondent_name="Misal Misalov", respondent_email="m@people.example")
    terms = terms_of(filing, hearings=[hearing], files=["sınaq.jpg"])
    assert set(covered) <= set(terms)
    assert not set(not_covered) & set(terms)
    assert {"m@people.example", "sınaq.jpg"} <= set(terms)
    assert ("Misalov" in terms) is (commission is None)


def fold(text):
    letters = [letter.translate(FOLD).lower() for letter in unicodedata.normalize("NFC", text)]
    return re.sub(r"[\u0307\u00ad\u200b]", "", "".join(letters))


def shown(text):
    """The letter as somebody else may type it: another case, no mark, decomposed, with a soft hyphen."""
    ways = [text, text.upper(), text.lower(), text.title(), unicodedata.normalize("NFD", text)]
    ways.append("".join(UNMARKED.get(letter, letter) for letter in text))
    ways.append("\u00ad".join(text))
    return st.sampled_from(ways)


names = st.one_of(*(st.text(alphabet, min_size=2, max_size=9) for alphabet in ALPHABETS))
fillers = st.sampled_from(["1, 2", "»", "(see)", "…", "12.02.2020"])


@st.composite
def sentences(draw):
    """Terms, and a text in which each stands in some variant."""
    terms = draw(st.lists(st.lists(names, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3))
    pieces = []
    for term in draw(st.lists(st.sampled_from(terms), min_size=1, max_size=4)):
        words = [draw(shown(word)) + draw(st.sampled_from(ENDINGS)) for word in term.split()]
        pieces += [draw(fillers), draw(st.sampled_from(SPACES)).join(words)]
    return terms, " ".join(pieces)


@st.composite
def marked_up(draw):
    """The same as HTML: letters as entities, in tags of their own."""
    terms, text = draw(sentences())
    out = []
    for letter in text:
        way = draw(st.integers(0, 12))
        if way == 0:
            out.append(f"<b>{html.escape(letter)}</b>")
        elif way == 1 and letter not in "\r\n":
            out.append(f"&#{ord(letter)};")
        else:
            out.append(html.escape(letter))
    return terms, f"<p>{''.join(out)}</p>"


class Words(HTMLParser):
    def __init__(self, body):
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", []
        self.feed(body)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        self.tags.append(f"/{tag}")


def assert_gone(terms, text):
    """No term begins a word of the folded text, its words apart by whatever is no letter."""
    for term in terms:
        words = r"[\W_]+".join(map(re.escape, fold(term).split()))
        assert not re.search(r"(?<![^\W\d_])" + words, fold(text)), (term, text)


@settings(max_examples=300)
@given(sentences())
def test_no_variant_of_a_term_survives_in_text(sentence):
    terms, text = sentence
    public = redacted(text, terms)
    assert_gone(terms, public)
    assert redacted(public, terms) == public


@settings(max_examples=200)
@given(marked_up())
def test_no_variant_of_a_term_survives_in_html_and_no_tag_changes(sentence):
    terms, body = sentence
    for given_body in (body, sanitised(body)):
        public = redacted_html(given_body, terms)
        assert_gone(terms, Words(public).text)
        assert Words(public).tags == Words(given_body).tags
        assert redacted_html(public, terms) == public


@settings(max_examples=200)
@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_covering_never_fails_and_never_uncovers(text, terms):
    once = redacted(f"{COVER} {text} {COVER}", terms)
    assert once.startswith(COVER)
    assert once.endswith(COVER)
    body = sanitised(text)
    assert Words(redacted_html(body, terms)).tags == [tag for tag in Words(body).tags if tag not in ("a", "/a")]
