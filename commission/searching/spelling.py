"""What was probably meant by a word that no text has: the words of what is public that are written nearly so.

Stems are compared, not words: a mistake stands in the stem as often in an
inflected form, and of a word that has many forms one is known.
"""

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.db.models.functions import Length

from commission.models import SearchWord
from commission.words.analysis import lexeme

SHORTEST = 4  # letters of a stem that can be told from others with one wrong
TWO_MISTAKES = 8  # letters from which on two may be wrong
LONG_BEGINNING = 6  # letters of a stem that may be told in a word with an ending
COMPARED = 200
MUCH_MORE = 20  # times as many texts make a word a likelier one than what was typed


def meant(word, documents=0):
    """The word that was probably meant by the folded `word`, which `documents` texts have; None if none."""
    best = None
    for language, _ in settings.LANGUAGES:
        stem = lexeme(word, language).partition(":")[2]
        # a mistake may make an ending of what is none: the word is looked at as a whole, too
        for form in dict.fromkeys((stem, word)):
            for known in _written_alike(form, language, may_end=form == word):
                far = _distance(form, known.stem, may_end=form == word)
                if known.stem != form and far <= _allowed(known.stem) and known.documents > documents * MUCH_MORE:
                    best = min(best or (9, 0, ""), (far, -known.documents, known.word))
    return best and best[2]


def _allowed(stem):
    return 0 if len(stem) < SHORTEST else 1 if len(stem) < TWO_MISTAKES else 2


def _written_alike(form, language, *, may_end):
    """Words of a language whose stems share one half with `form`, or most of three letters in a row.

    Where the form may have an ending, shorter stems, too, which may be its beginning.
    """
    allowed = _allowed(form)
    if not allowed:
        return []
    half = len(form) // 2
    alike = Q(stem__startswith=form[:half]) | Q(stem__endswith=form[-half:]) | Q(stem__trigram_similar=form)
    found = SearchWord.objects.filter(alike, documents__gt=0, lexeme__startswith=f"{language}:").exclude(word="")
    found = found.annotate(letters=Length("stem"), alike=TrigramSimilarity("stem", form))
    shortest = len(form) - allowed
    found = found.filter(letters__range=(min(shortest, LONG_BEGINNING) if may_end else shortest, len(form) + allowed))
    return found.order_by("-alike", "-documents")[:COMPARED]


def _distance(form, stem, *, may_end):
    """How far a form is from a stem; where it may have an ending and the stem is long, its beginning from the stem."""
    far = distance(form, stem)
    if may_end and len(stem) >= LONG_BEGINNING:
        lengths = {min(len(form), len(stem) + more) for more in (-1, 0, 1)}
        far = min(far, *(distance(form[:length], stem) for length in lengths))
    return far


def distance(first, second):
    """How many letters are wrong, missing, too many or have changed places (optimal string alignment)."""
    before, row = [], list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
