"""The stem of an Azerbaijani word: what all its forms have in common, so that one form finds the others.

A list of lemmas decides where a word may be cut in more than one place: the
longest lemma wins that leaves an ending of the language. A word whose lemma is
not listed loses all that could be an ending; two such words may then meet, but
the forms of one word never part. Nouns, adjectives and whatever else takes a
noun's endings give their lemma, verbs their stem with VERB_MARK.

Words are folded: small letters without diacritics, because that is how many
people type.
"""

from pathlib import Path

from commission.words.azerbaijani_endings import (
    AFTER_CONSONANT,
    AFTER_VOWEL,
    CLITICS,
    FIRST_LETTERS,
    MANNER,
    VERB,
    VOWELS,
)

LEMMAS = Path(__file__).with_name("azerbaijani_lemmas.txt")
VERB_MARK = "mek"
SHORTEST_GUESS = 3  # letters that stay of a word whose lemma is not listed
LONGEST_WORD = 60  # letters; what is longer is no word

_CYRILLIC = "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшйэцъь"
_LATIN = ["a", "b", "v", "q", "ğ", "d", "e", "ə", "j", "z", "i", "ı", "y", "k", "g", "l", "m", "n", "o", "ö", "p", "r"]
_LATIN += ["s", "t", "u", "ü", "f", "x", "h", "ç", "c", "ş", "y", "e", "s", "", ""]
CYRILLIC = dict(zip(_CYRILLIC, _LATIN, strict=True)) | {"я": "ya", "ю": "yu", "ё": "yo", "щ": "şç"}
_LARGE = {letter.upper(): latin.capitalize() for letter, latin in CYRILLIC.items()} | {"И": "İ", "Ы": "I"}
_TO_LATIN = str.maketrans(CYRILLIC | _LARGE)

SURNAMES = ("ov", "ev")
_NONE = frozenset()
_SOFTENED = {"k": "y", "q": "g"}


def latin(word):
    """`word` in the Latin alphabet where it is Azerbaijani in Cyrillic; any other word as it is."""
    return word.translate(_TO_LATIN)


def _may_follow(word):
    """For each letter of `word` the endings of a noun that may begin after it."""
    after_consonant, allowed = _NONE, []
    for letter in word:
        if letter in VOWELS:
            after_consonant = AFTER_CONSONANT[letter]
            allowed.append(AFTER_VOWEL[letter])
        else:
            allowed.append(after_consonant)
    return allowed


class Stemmer:
    """Stems by a list of lemmas: `noun`, `noun shortened`, `word =`, `verb-` or `verb- softened`, each folded.

    A word with = takes no ending. The shortened form is the one before a vowel (ogul, ogl); the softened one
    is the other stem of a verb (et-, ed).
    """

    def __init__(self, lines):
        self.nouns, self.before_vowel, self.verbs, self.alone = {}, {}, {}, set()
        for line in lines:
            lemma, *other = line.split()
            if lemma.endswith("-"):
                self.verbs.update(dict.fromkeys([lemma[:-1], *other], lemma[:-1] + VERB_MARK))
                continue
            if other == ["="]:
                self.alone.add(lemma)
                continue
            self.nouns[lemma] = lemma
            self.before_vowel.update(dict.fromkeys(other, lemma))
            if lemma[-1] in _SOFTENED and sum(map(lemma.count, VOWELS)) > 1:
                self.before_vowel.setdefault(lemma[:-1] + _SOFTENED[lemma[-1]], lemma)
        self.known = self.nouns.keys() | self.before_vowel.keys() | self.verbs.keys()

    def stem(self, word):
        """The stem of a folded word; never empty where the word is not."""
        if word in self.nouns or word in self.alone or len(word) > LONGEST_WORD:
            return word
        known = [cut for cut in range(len(word), 1, -1) if word[:cut] in self.known]
        allowed = _may_follow(word)
        return (
            self._of_noun(word, known, allowed)
            or self._of_verb(word, known)
            or self._before_clitic(word, known, allowed)
            or self.verbs.get(word)
            or self._guessed(word, known, allowed)
        )

    def _of_noun(self, word, known, allowed):
        """The longest listed noun that leaves one ending."""
        for cut in known:
            lemma = self._listed(word, cut)
            if lemma and (cut == len(word) or word[cut:] in allowed[cut - 1]):
                return lemma
        return None

    def _listed(self, word, cut):
        """The noun that `word` up to `cut` is a form of, as it stands before what follows."""
        lemma = self.nouns.get(word[:cut])
        if lemma is None and cut < len(word) and word[cut] in VOWELS:
            return self.before_vowel.get(word[:cut])
        return lemma

    def _of_verb(self, word, known):
        """The longest listed verb, or verb made of a listed noun with -la, that leaves a verb's ending."""
        for cut in known:
            if word[:cut] in self.verbs and VERB.fullmatch(word, cut):
                return self.verbs[word[:cut]]
            if word[cut : cut + 2] in ("la", "le") and word[:cut] in self.nouns and VERB.fullmatch(word, cut + 2):
                return f"{word[:cut]}le{VERB_MARK}"
        return None

    def _before_clitic(self, word, known, allowed):
        if word.endswith(MANNER) and len(word) > 5 and word[:-2] in self.nouns:
            return word[:-2]
        if not word.endswith(CLITICS):
            return None
        for clitic in CLITICS:
            if word.endswith(clitic):
                rest = word[: -len(clitic)]
                before = [cut for cut in known if cut <= len(rest)]
                found = self._of_noun(rest, before, allowed) or self._of_verb(rest, before)
                if found:
                    return found
                if rest.endswith(SURNAMES) and clitic in ("la", "le", "dir", "dur"):
                    return self._guessed(rest, before, allowed)
        return None

    def _guessed(self, word, known, allowed):
        """A listed lemma under several endings; without one, the shortest rest that endings can leave."""
        ends, shortest = [len(word)], len(word)
        for cut in range(len(word) - 1, 1, -1):
            if word[cut] in FIRST_LETTERS and _reaches(word, cut, ends, allowed[cut - 1]):
                found = known and known[-1] <= cut and self._known_up_to(word, cut, known)
                if found:
                    return found
            elif not _could_begin_an_ending(word, cut, ends):
                continue
            ends.append(cut)
            if cut >= SHORTEST_GUESS or (word[0] in VOWELS and word[1] not in VOWELS):
                shortest = cut
        stem = word[:shortest]
        return stem[:-1] + "q" if stem[-1:] == "g" else stem

    def _known_up_to(self, word, cut, known):
        if cut in known:
            lemma = self._listed(word, cut)
            if lemma:
                return lemma
        return self._of_verb(word[:cut], [head for head in known if head < cut])


def _reaches(word, cut, ends, endings):
    """Whether one of `endings` goes from `cut` to one of `ends`."""
    for end in ends:  # noqa: SIM110  a generator would take twice as long
        if word[cut:end] in endings:
            return True
    return False


def _could_begin_an_ending(word, cut, ends):
    """Whether the letter may be a stem's last, but before a vowel would look like the first of an ending.

    nəfəs must meet nəfəsi, which looks like nəfə-si, and kənd must meet kəndə, which looks like kən-də.
    """
    letter = word[cut]
    return letter in "sykd" and ends[-1] == cut + 1 and (letter == "d" or word[cut - 1] in VOWELS)


def read_lemmas():
    """The lines of the list that hold a lemma."""
    lines = LEMMAS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


stem = Stemmer(read_lemmas()).stem
