"""What was probably meant by a word that no text has: the words of what is public that are written nearly so.

Stems are compared, not words: a mistake stands in the stem as often in an
inflected form, and of a word that has many forms one is known.
"""

from os.path import commonprefix

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, Value
from django.db.models.functions import Greatest, Length

from commission.models import SearchWord
from commission.words.analysis import lexeme

SHORTEST = 4  # letters of a stem that can be told from others with one wrong
TWO_MISTAKES = 8  # letters from which on two may be wrong
LONG_BEGINNING = 6  # letters of a stem that may be told in a word with an ending
COMPARED = 300
MUCH_MORE = 20  # times as many texts make a word a likelier one than what was typed


def meant(word, documents=0):
    """The word that was probably meant by the folded `word`, which `documents` texts have; None if none."""
    best, forms = None, _forms(word)
    for stem, known, count in _written_alike(forms, documents * MUCH_MORE) if forms else ():
        for form, may_end in forms.items():
            if form != stem and (far := _distance(form, stem, may_end=may_end)) <= _allowed(stem):
                best = min(best or (9, 0, ""), (far, -count, known))
    return best and best[2]


def _forms(word):
    """The word, which may have an ending, and its stems, which have none.

    The word as well, because a mistake may make an ending of what is none.
    """
    stems = (lexeme(word, language).partition(":")[2] for language, _ in settings.LANGUAGES)
    return {form: form == word for form in (word, *stems) if _allowed(form)}


def _allowed(stem):
    return 0 if len(stem) < SHORTEST else 1 if len(stem) < TWO_MISTAKES else 2


def _written_alike(forms, most_of_a_rare_word):
    """Words that more texts have, and are written nearly as one of `forms`: stem, word and number of texts.

    Their stems share one half with the form, or most of three letters in a row. Where the form may have an ending,
    shorter stems, too, which may be its beginning.
    """
    alike = Q()
    for form, may_end in forms.items():
        half, allowed = len(form) // 2, _allowed(form)
        shortest = min(len(form) - allowed, LONG_BEGINNING) if may_end else len(form) - allowed
        near = Q(stem__startswith=form[:half]) | Q(stem__endswith=form[-half:]) | Q(stem__trigram_similar=form)
        alike |= Q(letters__range=(shortest, len(form) + allowed)) & near
    similar = Greatest(Value(0.0), *(TrigramSimilarity("stem", form) for form in forms))
    found = SearchWord.objects.annotate(letters=Length("stem"), similar=similar)
    found = found.filter(alike, documents__gt=most_of_a_rare_word).exclude(word="").order_by("-similar", "-documents")
    return found.values_list("stem", "word", "documents")[:COMPARED]


def _distance(form, stem, *, may_end):
    """How far a form is from a stem; where it may have an ending and the stem is long, its beginning from the stem."""
    far = distance(form, stem)
    if may_end and len(stem) >= LONG_BEGINNING:
        lengths = {min(len(form), len(stem) + more) for more in (-1, 0, 1)}
        far = min(far, *(distance(form[:length], stem) for length in lengths))
    return far


def distance(first, second):
    """How many letters are wrong, missing, too many or have changed places (optimal string alignment)."""
    first, second = _without_beginning(*_without_beginning(first[::-1], second[::-1]))
    before, row = [], list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _without_beginning(first, second):
    """What is left of both, backwards, without the letters with which both begin."""
    same = len(commonprefix([first, second]))
    return first[same:][::-1], second[same:][::-1]
