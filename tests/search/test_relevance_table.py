"""The table of real questions is well formed, and its questions are what they say they are."""

import html
import re
from collections import Counter

import pytest

from tests.search import relevance
from tests.search.relevance import folded

QUESTIONS = relevance.questions()


def asked(kind):
    return [question for question in QUESTIONS if question.kind == kind]


def words(text):
    return {folded(word) for word in set(re.findall(r"\w+", text))}


@pytest.fixture(scope="module")
def texts(shared_data):
    """The smaller archive and what else is wanted."""
    return list(relevance.texts(shared_data, limit=0))


@pytest.fixture(scope="module")
def larger(shared_data):
    return list(relevance.larger_archive(shared_data))


@pytest.fixture(scope="module")
def by_identity(texts):
    return {text["identity"]: text for text in texts}


def words_of(text):
    return words(f"{text['title']} {text['body']}")


def one_slip_apart(wrong, right):
    """Whether one letter changed, left out, put in, or two neighbours swapped makes one word of the other."""
    start = next(
        (at for at, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), min(len(wrong), len(right))
    )
    rest, other = wrong[start:], right[start:]
    return wrong != right and (
        rest[1:] in (other[1:], other) or rest == other[1:] or (rest[1::-1] == other[:2] and rest[2:] == other[2:])
    )


def test_table_has_enough_of_every_language_and_kind():
    assert len(QUESTIONS) >= 110
    languages = Counter(question.language for question in QUESTIONS)
    assert set(languages) == set(relevance.LANGUAGES)
    assert languages["az"] >= 45
    assert languages["en"] >= 35
    assert languages["ru"] >= 30
    kinds = Counter(question.kind for question in QUESTIONS)
    assert set(kinds) == set(relevance.KINDS)
    assert min(kinds.values()) >= 5


def test_table_asks_nothing_twice_and_gives_a_reason_for_each():
    seen = Counter((question.language, folded(question.asked)) for question in QUESTIONS)
    assert [question for question, times in seen.items() if times > 1] == []
    assert [
        question for question in QUESTIONS if not (question.wanted and question.asked.strip() and question.why)
    ] == []


def test_every_wanted_text_exists_once(shared_data, larger):
    seen = Counter(text["identity"] for text in relevance.smaller_archive(shared_data))
    seen.update(old["href"] for old in larger)
    assert [(q.asked, wanted) for q in QUESTIONS for wanted in q.wanted if seen[wanted] != 1] == []


def test_wanted_texts_speak_the_visitors_language_except_where_the_kind_says_otherwise(by_identity):
    for question in QUESTIONS:
        spoken = {by_identity[wanted]["language"] for wanted in question.wanted}
        if question.kind == "other-language":
            assert spoken - {question.language}, question
        else:
            assert spoken == {question.language}, question


def test_a_typo_is_one_slip_in_one_word_that_no_text_holds(texts, larger, by_identity):
    held = set().union(*map(words_of, texts))
    held |= words(html.unescape("\n".join(f"{old['title']} {old['html']}" for old in larger)))
    for question in asked("typo"):
        meant = [words_of(by_identity[wanted]) for wanted in question.wanted]
        wrong = [
            word
            for word in words(question.asked) - held
            if all(any(one_slip_apart(word, right) for right in rights) for rights in meant)
        ]
        assert len(wrong) == 1, question
        assert len(wrong[0]) >= 6, question


def test_a_phrase_is_quoted_and_stands_so_in_a_wanted_text(by_identity):
    for question in asked("phrase"):
        phrase = re.fullmatch(r'"([^"]+ [^"]+)"', question.asked)[1]
        bodies = [f"{by_identity[w]['title']}\n{by_identity[w]['body']}" for w in question.wanted]
        assert any(folded(phrase) in folded(body) for body in bodies), question


def test_the_spelling_is_what_the_kind_says():
    for question in asked("no-diacritics"):
        assert not set(question.asked) & set("əıöüğşçёƏİÖÜĞŞÇЁ"), question
    for question in asked("cyrillic"):
        assert question.language == "az", question
        assert re.fullmatch(r"[\u0400-\u052f -]+", question.asked), question
    for question in asked("number") + asked("date"):
        assert re.search(r"\d", question.asked), question


def test_a_limit_gives_all_that_is_wanted_and_the_same_every_time(shared_data):
    wanted = set().union(*(question.wanted for question in QUESTIONS))
    none = [text["identity"] for text in relevance.texts(shared_data, limit=0)]
    some = [text["identity"] for text in relevance.texts(shared_data, limit=30)]
    assert wanted <= set(none) < set(some)
    assert len(some) == len(none) + 30
    assert some == [text["identity"] for text in relevance.texts(shared_data, limit=30)]


@pytest.mark.parametrize(
    ("wrong", "right", "apart"),
    [
        pytest.param("lotery", "lottery", True, id="missing"),
        pytest.param("lotttery", "lottery", True, id="too-many"),
        pytest.param("lattery", "lottery", True, id="wrong"),
        pytest.param("lottrey", "lottery", True, id="swapped"),
        pytest.param("lotter", "lottery", True, id="missing-at-the-end"),
        pytest.param("lottery", "lottery", False, id="none"),
        pytest.param("latery", "lottery", False, id="two"),
    ],
)
def test_one_slip_is_told_from_none_and_two(wrong, right, apart):
    assert one_slip_apart(wrong, right) is apart
