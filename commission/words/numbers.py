"""Numbers that a folded text names: articles, decisions, filings, constituencies, however they are spelled. Pure.

A lexeme is `#` and the number without leading zeros, spaces and endings: `#112-1.4`, `#26/148`, `#33`.
A register number or the number of a commission keeps its letters and the zeros behind them: `#c033-m2026-148`.

Under what else a text is stored:

- each part of the law that holds the one named: 112-1.4 is in 112-1 and in 112;
- of a decision its serial: 26/148 is decision 148 of the year, and is called so. The session (26) is no name of
  it: a question for constituency 26 would find whatever that session decided;
- both ends of a range (33-35), and whatever a hyphen between blanks parts, which may be a dash;
- of a register number the commission and the commission's election, not the serial, which every commission has;
- of the number of a commission alone its figures: C033 is the commission of constituency 33;
- thousands without their separators: 5 500, 5,500 and 5.500 answer to 5500 too. Never the other way round, since
  "112,113" may be two articles.
"""

import re
from functools import lru_cache

from commission.words.folding import RAISED
from commission.words.found import ENDING, HYPHEN, HYPHENS, SPACE, Found

LONGEST = 30  # figures of one part; more are no number that anyone looks for
_PARTS = 7
_ALIKE = dict(zip(map(ord, "авекмнорстху"), "abekmhopctxy", strict=True))  # С033 typed on a Russian keyboard
_LETTER = "[a-zавекмнорстху]"

_JOINED = rf"(?:\.|{SPACE}?[/{HYPHEN}]{SPACE}?{_LETTER}{{0,3}})[0-9]++|[{RAISED}]++"
_LAW = rf"[{HYPHEN}](?:[ivx]{{1,5}}k?[qг]d?|ф?кз|фз)(?!\w)"  # 461-IIQ, 67-ФЗ: the convocation is part of the number
_CALLED = rf"{SPACE}{{0,2}}(?:№(?:[{HYPHEN}][a-z]{{1,4}})?(?!{SPACE}?\w)|(?:nomreli|sayli)(?!\w))"
_NUMBER = re.compile(
    rf"([0-9][0-9]*+)((?:{_JOINED}){{0,{_PARTS - 1}}})({_LAW})?(?:{ENDING})?(?:{_CALLED})?"
    rf"(?=((?:(?:,|{SPACE})[0-9]{{3}}(?![0-9])){{0,3}}))"
)
_PIECE = re.compile(rf"({SPACE}?)([./{HYPHEN}]?){SPACE}?({_LETTER}*)([0-9]+|[{RAISED}]+)")
_FIGURES = re.compile(r"[0-9]+")
_IN_THREES = re.compile(r"(?:\.[0-9]{3})+")
_HOLDS_A_LETTER = re.compile(_LETTER)
_TO_FIGURES = str.maketrans(RAISED, "0123456789")  # 112¹ is how a printed law sets 112-1
_SIGN_WORDS = frozenset(
    ["n", "no", "nr", "num", "nomre", "nomresi", "number", "art"]
    + ["номер", "номера", "номеру", "номером", "номере", "ст", "стст"]
)
_SIGN = re.compile(rf"(?:[№#§]{{1,2}}|(?<!\w)(?:n[°º]|{'|'.join(sorted(_SIGN_WORDS))}))[.:]?{SPACE}{{0,2}}\Z")
_BEFORE_FIGURES = frozenset(" \u00a0\u2009\u202f.:№#§°º")  # how a sign may end
_CODE = re.compile(rf"(?<![\w{HYPHEN}])(?:{_LETTER}{{1,6}}[{HYPHEN}])?{_LETTER}{{1,4}}\Z")
_BODY = re.compile(rf"(?<![\w{HYPHEN}])[a-z]{{2,6}}[{HYPHEN}]\Z")  # CEC-2026-000131
_OF_A_YEAR = re.compile(rf"(?:19|20)[0-9]{{2}}[{HYPHEN}][0-9]")
_RETURN = re.compile(rf"(?<!\w)r{SPACE}?/{SPACE}?\Z")  # R/3: no session decided
_BEFORE = 14  # how far before its figures a number may begin


def found(folded, apart=()):
    """The numbers in a folded text, in order.

    `apart` are places that are read otherwise, in order: no number reaches into one. Give the dates of the text.
    """
    finds, start = [], 0
    for place in apart:
        finds += _found_between(folded, start, place.start)
        start = place.end
    return finds + _found_between(folded, start, len(folded))


def _found_between(folded, start, end):
    finds = []
    for match in _NUMBER.finditer(folded, start, end):
        find = _read(folded, start, match)
        if find:
            finds.append(find)
            start = find.end
    return finds


def _read(folded, floor, match):
    """The number of a match, with the sign or the letters before its figures, these not before `floor`; or None."""
    start, end = match.span()
    before, is_a_code = _before(folded, max(floor, start - _BEFORE), start, match[2]) if start > floor else ("", False)
    if before is None:
        return None
    start -= len(before)
    if is_a_code:
        start -= len(_sign(folded, max(floor, start - _BEFORE), start))
    names = _names(before if is_a_code else "", *match.groups())
    return Found(start, end, *names) if names else None


@lru_cache(maxsize=4096)  # a text names the same few articles again and again
def _names(code, figures, joined, law, thousands):
    """The lexeme of a number and the wider ones; None where a part is too long."""
    if len(figures) > LONGEST or (joined and max(map(len, _FIGURES.findall(joined)), default=0) > LONGEST):
        return None
    if code:
        first = _plain(code) + (figures if code[-1].isalpha() else _short(figures))
        also = ["#" + _short(figures)] if code.isalpha() and not joined else []
    else:
        first, also = _short(figures), _in_one(figures, joined, thousands)
    whole, wider = _chain("#" + first, joined) if joined else ("#" + first, [])
    if law:
        wider.append(whole)
        whole += "-" + law[1:].replace("г", "q")
    return whole, tuple(wider + also)


def _before(folded, floor, start, joined):
    """What before the figures belongs to them, and whether as a part of the number; None where they end a word."""
    last = folded[start - 1]
    if last.isalpha():
        sign = _SIGN.search(folded, floor, start)
        if sign and not _HOLDS_A_LETTER.search(joined):
            return sign[0], False
        code = _CODE.search(folded, floor, start)
        return (code[0], True) if code else (None, False)
    code = None
    if last in HYPHENS:
        code = _BODY.search(folded, floor, start) if _OF_A_YEAR.match(folded, start) else None
    elif last == "/" or folded[start - 2] == "/":
        code = _RETURN.search(folded, floor, start)
    return (code[0], True) if code else (_sign(folded, floor, start), False)


def _sign(folded, floor, start):
    """The sign that says that a number follows at `start`, with its blanks; or nothing."""
    if start == floor or folded[start - 1] not in _BEFORE_FIGURES:
        return ""
    word = folded[max(floor, folded.rfind(" ", floor, start - 1) + 1) : start - 1]
    if word.isalpha() and word not in _SIGN_WORDS:
        return ""  # as before most numbers: it costs no search
    sign = _SIGN.search(folded, floor, start)
    return sign[0] if sign else ""


def _chain(whole, joined):
    """The lexeme `whole` with the parts `joined` to it, and the lexemes of what is wider."""
    wider, first = [], whole[1:]
    pieces = _PIECE.findall(joined)
    for blank, sign, letters, figures in pieces:
        part = _plain(letters) + figures if letters else _short(figures.translate(_TO_FIGURES))
        if sign != "/" or wider:
            wider.append(whole)
        is_a_range = sign and sign in HYPHENS and len(pieces) == 1 and _is_below(first, part)
        if sign == "/" or is_a_range or (blank and sign in HYPHENS):
            wider.append("#" + part)
        whole += (sign if sign and sign in "./" else "-") + part
    return whole, wider


def _is_below(first, second):
    return first.isdigit() and second.isdigit() and int(first) < int(second)


def _in_one(figures, joined, thousands):
    """The lexeme of a number that is written in groups of three figures, in a list; or none."""
    groups = joined or thousands
    if not groups or len(figures) > 3 or figures[0] == "0" or (joined and not _IN_THREES.fullmatch(joined)):
        return []
    return ["#" + figures + "".join(_FIGURES.findall(groups))]


def _plain(letters):
    """Letters of a code as in the Latin alphabet, without blanks and with one kind of hyphen."""
    return "".join("-" if sign in HYPHENS else sign for sign in letters.translate(_ALIKE) if not sign.isspace())


def _short(figures):
    return figures.lstrip("0") or "0"
