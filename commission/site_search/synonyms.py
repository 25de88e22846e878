"""Texts that mean the same, as the press office keeps them: checked, written, and looked up by a question."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commission.searching.expansion import LONGEST_SYNONYM, QUOTES, keys
from commission.searching.questions import parsed
from commission.site_search.models import LEAST_TEXTS, MOST_TEXTS, TEXT_CHARACTERS, SynonymSet
from commission.words.analysis import tokens
from commission.words.folding import fold, searchable

# asked by every search: what the ORM does to it takes longer than the answer
_KNOWN = "SELECT texts FROM site_search_synonymset WHERE keys && %s"


def checked(lines):
    """The texts of `lines`, one a line, without empty ones.

    Raises ValidationError with what is wrong with each of them.
    """
    texts = [text for line in lines if (text := " ".join(searchable(line).split()))]
    problems = [problem for text in texts for problem in _problems(text)]
    first = {}
    for text in texts:
        known = first.setdefault(frozenset(_keys(text)), text)
        if known is not text:
            problems.append(_("“%(text)s” is for the search the same as “%(known)s”.") % {"text": text, "known": known})
    if len(texts) < LEAST_TEXTS:
        problems.append(_("Give at least two texts, one a line."))
    if len(texts) > MOST_TEXTS:
        problems.append(_("Give no more than %(most)d texts.") % {"most": MOST_TEXTS})
    if problems:
        raise ValidationError(problems)
    return texts


def _problems(text):
    question = parsed(text)
    words = len(question.wanted)
    if len(text) > TEXT_CHARACTERS:
        yield _("“%(text)s” has more than %(most)d characters.") % {"text": text[:40] + "…", "most": TEXT_CHARACTERS}
    elif not _is_plain(question):
        yield _("“%(text)s” must be words alone: quotation marks, a minus, “or” and “title:” give orders.") % {
            "text": text
        }
    elif not words:
        yield _("“%(text)s” has no word to look for.") % {"text": text}
    elif words > LONGEST_SYNONYM:
        yield _("“%(text)s” has more than %(most)d words.") % {"text": text, "most": LONGEST_SYNONYM}


def _is_plain(question):
    terms = [term for group in question.wanted for term in group]
    is_plain = not any(term.is_phrase or term.in_title for term in terms) and len(terms) == len(question.wanted)
    return is_plain and not question.excluded and not set(question.text) & set(QUOTES)


def _keys(text):
    """How a question has the text: a date without the words that it is written with."""
    return keys([token for group in parsed(text).wanted for term in group for token in term.tokens])


def _tokens(text):
    return tuple(tokens(fold(searchable(text))))


@transaction.atomic
def keep(synonyms, *, texts, by, at=None):
    """Write a SynonymSet, new or changed, with the `texts` that `checked` gave; the SynonymSet.

    `by` is None for samples.
    """
    synonyms.texts, synonyms.keys = list(texts), sorted(set().union(*map(_keys, texts)))
    synonyms.changed_by, synonyms.changed_at = by, at or timezone.now()
    synonyms.save()
    return synonyms


@transaction.atomic
def renew_keys():
    """Work out the keys of all sets anew, as rebuilding the index does for texts: stems may have changed."""
    for synonyms in SynonymSet.objects.select_for_update():
        synonyms.keys = sorted(set().union(*map(_keys, synonyms.texts)))
        synonyms.save(update_fields=["keys"])


def meaning_the_same(asked):
    """For each of the keys in `asked` that a text has: the Tokens of the other texts of its sets, a tuple each."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(asked)])
        found = cursor.fetchall()
    meanings = defaultdict(list)
    for (texts,) in found:
        known = [(_tokens(text), _keys(text)) for text in texts]
        for key in asked & set().union(*(own for _words, own in known)):
            meanings[key] += [words for words, own in known if key not in own]
    return meanings
