"""The best passage of a text with its hits marked. Pure: strings in, HTML out."""

from html import escape

from django.utils.safestring import mark_safe

from commission.words.analysis import LONGEST, lexeme, tokens, words_like
from commission.words.folding import fold

PASSAGE = 240  # characters in which hits are looked for together
BEFORE = 70  # shown before the first hit
WORD = 30  # how far a cut may move to fall between two words
PLAIN_CHARACTERS = 200
MOST_PLACES = 500  # hits of one text among which the best passage is sought


def hits(text, language, worth):
    """Where the lexemes of `worth` stand in `text`, in order: triples of start, end and lexeme.

    Several lexemes with blanks between them stand where they are neighbours; such a hit comes before those within it.
    """
    if all(_is_a_word(each) for each in worth):
        return _of_words(text, language, worth)
    runs = {}
    for run in worth:
        if " " in run:
            *_, last = words = run.split()
            runs.setdefault(last, []).append((words, run))
    found, passed = [], []
    for token in tokens(fold(text)):
        lexemes = (token.mark, *token.also) if token.mark else (lexeme(token.word, language),)
        for each in lexemes:
            if each in worth:
                found.append((token.start, token.end, each))
                break
        if runs and not token.mark.startswith("@"):
            passed.append((lexemes[0], token.start))
            found += _ending(runs.get(lexemes[0], ()), passed, token.end)
    return sorted(found, key=lambda hit: (hit[0], -hit[1])) if runs else found


def _is_a_word(lexeme):
    return lexeme[0] not in "#@" and " " not in lexeme


def _of_words(text, language, worth):
    """`hits` of words alone, which need no look at words that begin otherwise: of a long text these are most."""
    own = f"{language}:"
    initials = frozenset(each[len(own) : len(own) + 1] for each in worth if each.startswith(own))
    if not initials:
        return []
    found = []
    for match in words_like(initials, language).finditer(fold(text)):
        each = lexeme(match[0][:LONGEST], language)
        if each in worth:
            found.append((*match.span(), each))
    return found


def _ending(runs, passed, end):
    """The hits of `runs` that end with the last of the lexemes that were `passed`, each with its start."""
    for words, run in runs:
        last = passed[-len(words) :]
        if [each for each, _ in last] == words:
            yield last[0][1], end, run


def marked(text, language, worth):
    """The whole of `text` as HTML."""
    return mark_safe(_html(text, hits(text, language, worth), 0, len(text)))


def best(texts, language, worth):
    """The passage with the rarest and most different hits of the first of `texts` that has any; empty without one."""
    for text in texts:
        if text and (found := hits(text, language, worth)):
            return _passage(text, found, worth)
    return ""


def beginning(text):
    """The first words of a text in which nothing was found."""
    end = _word_end(text, min(len(text), PLAIN_CHARACTERS))
    return mark_safe(escape(text[:end]) + (" …" if end < len(text) else ""))


def _passage(text, found, worth):
    best_worth, best_start = -1.0, 0
    for place, (start, _, _) in enumerate(found[:MOST_PLACES]):
        within = {}
        for other, end, each in found[place:]:
            if end - start > PASSAGE:
                break
            within.setdefault(each, other)
        total = sum(worth[each] for each in within)
        if total > best_worth + 1e-9:
            best_worth, best_start = total, start
    start = _word_start(text, max(0, best_start - BEFORE))
    end = _word_end(text, min(len(text), best_start + PASSAGE))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(before + _html(text, found, start, end) + after)


def _word_start(text, position):
    space = text.find(" ", position, position + WORD) if position else -1
    return space + 1 if space >= 0 else position


def _word_end(text, position):
    space = text.rfind(" ", position - WORD, position) if position < len(text) else -1
    return space if space > 0 else position


def _html(text, found, start, end):
    pieces, done = [], start
    for first, last, _ in found:
        if first >= done and last <= end:
            pieces += escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"
            done = last
    return "".join([*pieces, escape(text[done:end])])
