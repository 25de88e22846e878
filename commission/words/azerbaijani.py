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
    VERB_AFTER_CONSONANT,
    VERB_AFTER_VOWEL,
    VERB_OF_NOUN,
    VOWELS,
)

LEMMAS = Path(__file__).with_name("azerbaijani_lemmas.txt")
VERB_MARK = "mek"
SHORTEST_GUESS = 3  # letters that stay of a word whose lemma is not listed
LONGEST_WORD = 60  # letters; what is longer is no word

_CYRILLIC = "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшйэцъь"
_LATIN = ["a", "b", "v", "q", "ğ", "d", "e", "ə", "j", "z", "i", "ı", "y", "k", "g", "l", "m", "n", "o", "ö", "p", "r"]
_LATIN += ["s", "t", "u", "ü", "f", "x", "h", "ç", "c", "ş", "y", "e", "s", "", ""]
_SMALL = dict(zip(_CYRILLIC, _LATIN, strict=True)) | {"я": "ya", "ю": "yu", "ё": "yo", "щ": "şç"}
_LARGE = {letter.upper(): latin.capitalize() for letter, latin in _SMALL.items()} | {"И": "İ", "Ы": "I"}
_TO_LATIN = str.maketrans(_SMALL | _LARGE)

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
    """Stems by a list of lemmas: `noun`, `noun shortened`, `verb-` or `verb- softened`, each folded.

    The shortened form is the one before a vowel (ogul, ogl); the softened one
    is the other stem of a verb (et-, ed).
    """

    def __init__(self, lines):
        self.nouns, self.before_vowel, self.verbs = {}, {}, {}
        for line in lines:
            lemma, *other = line.split()
            if lemma.endswith("-"):
                for stem in (lemma[:-1], *other):
                    endings = VERB_AFTER_VOWEL if stem[-1] in VOWELS else VERB_AFTER_CONSONANT
                    self.verbs[stem] = lemma[:-1] + VERB_MARK, endings.fullmatch
                continue
            self.nouns[lemma] = lemma
            if lemma[-1] in _SOFTENED:
                self.before_vowel.setdefault(lemma[:-1] + _SOFTENED[lemma[-1]], lemma)
            self.before_vowel.update(dict.fromkeys(other, lemma))

    def stem(self, word):
        """The stem of a folded word; never empty where the word is not."""
        if word in self.nouns or len(word) > LONGEST_WORD:
            return word
        allowed = _may_follow(word)
        return (
            self._of_noun(word, allowed)
            or self._of_verb(word)
            or self._before_clitic(word, allowed)
            or self._guessed(word, allowed)
        )

    def _of_noun(self, word, allowed):
        """The longest listed noun that leaves one ending."""
        for cut in range(len(word), 1, -1):
            lemma = self._listed(word, cut)
            if lemma and (cut == len(word) or word[cut:] in allowed[cut - 1]):
                return lemma
        return None

    def _listed(self, word, cut):
        """The noun that `word` up to `cut` is a form of, as it stands before what follows."""
        head = word[:cut]
        lemma = self.nouns.get(head)
        if lemma is None and cut < len(word) and word[cut] in VOWELS:
            return self.before_vowel.get(head)
        return lemma

    def _of_verb(self, word):
        """The longest listed verb, or verb made of a listed noun, that leaves a verb's ending."""
        for cut in range(len(word), 1, -1):
            head = word[:cut]
            if head in self.verbs:
                stem, fits = self.verbs[head]
                if fits(word, cut):
                    return stem
            if head in self.nouns and word.startswith("l", cut) and VERB_OF_NOUN.fullmatch(word, cut):
                return f"{head}le{VERB_MARK}"
        return None

    def _before_clitic(self, word, allowed):
        for clitic in CLITICS:
            if word.endswith(clitic):
                rest = word[: -len(clitic)]
                found = self._of_noun(rest, allowed) or self._of_verb(rest)
                if found:
                    return found
                if rest.endswith(("ov", "ev")) and clitic in ("la", "le", "dir", "dur"):  # surnames
                    return self._guessed(rest, allowed)
        return None

    def _guessed(self, word, allowed):
        """A listed lemma under several endings; without one, the shortest rest that endings can leave."""
        reached = [len(word)]
        shortest = len(word)
        for cut in range(len(word) - 1, 1, -1):
            endings = allowed[cut - 1]
            if endings and any(word[cut:end] in endings for end in reached):
                reached.append(cut)
                found = self._listed(word, cut) or self._of_verb(word[:cut])
                if found:
                    return found
            elif word[cut] in "sykd" and cut + 1 in reached and (word[cut] == "d" or word[cut - 1] in VOWELS):
                reached.append(cut)  # nəfəs must meet nəfəsi, which looks like nəfə-si
            if cut >= SHORTEST_GUESS and reached[-1] == cut:
                shortest = cut
        stem = word[:shortest]
        return stem[:-1] + "q" if stem[-1:] == "g" else stem


def read_lemmas():
    """The lines of the list that hold a lemma."""
    lines = LEMMAS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


stem = Stemmer(read_lemmas()).stem
