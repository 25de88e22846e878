"""Passages: what is marked in them is what was found, however it was looked for."""

import random

from commission.searching.snippets import best, hits, marked
from commission.words.analysis import lexeme, tokens
from commission.words.folding import fold
from tests.search import relevance

NUMBER = {"#987654321": 1.0}  # in no text: with a number among what is sought each word is read


def test_words_are_found_in_real_texts_as_if_each_was_read(shared_data):
    chance, compared = random.Random(5), 0
    texts = [text for text in relevance.texts(shared_data) if len(text["body"]) > 300]
    for text in chance.sample(texts, 150):
        language, body = text["language"], text["body"][:5_000]
        words = [token.word for token in tokens(fold(body)) if token.word]
        worth = {lexeme(word, language): 1.0 for word in chance.sample(words, 4)}
        found = hits(body, language, worth)
        assert found == hits(body, language, worth | NUMBER)
        compared += len(found)
    assert compared > 600


def test_words_of_another_language_are_not_looked_for():
    assert hits("Seçki komissiyası", "az", {"en:secki": 1.0}) == []


def test_cyrillic_words_are_marked_where_latin_ones_were_asked_for():
    assert marked("Мәркәзи Сечки Комиссијасы", "az", {"az:secki": 1.0}) == "Мәркәзи <mark>Сечки</mark> Комиссијасы"


def test_the_passage_with_most_of_the_words_is_shown():
    body = "seçki " + "söz " * 200 + "seçki komissiyası " + "söz " * 200
    passage = best([body], "az", {"az:secki": 1.0, "az:komissiya": 1.0})
    assert passage.count("<mark>") == 2
    assert passage.startswith("… ")
