"""How well the stemmer brings the forms of an Azerbaijani noun together, and how fast it is.

Recall: of random pairs of forms of one noun, how many have equal stems; once
with the list of lemmas as it is, once without the nouns that are measured.
Precision: how many other nouns have a stem in common with a noun.
"""

import os
import random
import statistics
import time
from pathlib import Path

from commission.words import azerbaijani
from commission.words.folding import fold

PAIRS, SEED = 20_000, 2026
FILE = "azerbaijani-forms.tsv"


def forms_by_noun(path):
    """The folded forms of each noun of the file, its lemma among them, in the file's order."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        lemma, form, tags = line.split("\t") if line.count("\t") == 2 else ("", "", "")
        if tags.startswith("N;"):
            found.setdefault(lemma, {fold(lemma): None})[fold(form)] = None
    return {lemma: list(forms) for lemma, forms in found.items()}


def without(nouns):
    """A stemmer that has not heard of `nouns`."""
    gone = {fold(noun) for noun in nouns}
    return azerbaijani.Stemmer(line for line in azerbaijani.read_lemmas() if line.split()[0] not in gone)


def recall(stem, forms):
    """The share of pairs with equal stems, and how often each noun's pairs had not."""
    stems = {form: stem(form) for noun in forms for form in forms[noun]}
    chance, nouns, parted = random.Random(SEED), [noun for noun in forms if len(forms[noun]) > 1], {}
    for _ in range(PAIRS):
        noun = chance.choice(nouns)
        one, other = chance.sample(forms[noun], 2)
        if stems[one] != stems[other]:
            parted[noun] = parted.get(noun, 0) + 1
    return 1 - sum(parted.values()) / PAIRS, parted


def shared(stem, forms):
    """For each noun the other nouns of which some form has a stem in common with one of its own."""
    stems = {noun: {stem(form) for form in forms[noun]} for noun in forms}
    return {noun: [other for other in stems if other != noun and stems[other] & stems[noun]] for noun in stems}


def microseconds(stem, forms):
    words = [form for noun in forms for form in forms[noun]]
    started = time.process_time()
    for word in words:
        stem(word)
    return (time.process_time() - started) / len(words) * 1e6


def main():
    folder = Path(os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    if not (folder / FILE).exists():
        raise SystemExit(f"{FILE} is not in {folder} (SHARED_DATA names the folder)")
    forms = forms_by_noun(folder / FILE)
    stemmers = {"with the list": azerbaijani.stem, "without these nouns": without(forms).stem}
    for name, stem in stemmers.items():
        share, parted = recall(stem, forms)
        others = shared(stem, forms)
        worst = sorted(others, key=lambda noun: -len(others[noun]))[:5]
        print(f"{name}: recall {share:.2%}, parted: {parted}")
        print(f"  other nouns with the stem: median {statistics.median(map(len, others.values()))}, worst:")
        for noun in worst:
            print(f"    {noun}: {', '.join(others[noun]) or 'none'}")
        print(f"  {microseconds(stem, forms):.1f} µs a word")


if __name__ == "__main__":
    main()
