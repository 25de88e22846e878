"""What the public reads of a decision: names and addresses covered. Pure functions.

A term is found whatever its case, marks and ending, split by tags, written with
entities or with characters that nobody sees; covering too much is the safe side.
"""

import html
import re
import unicodedata
from functools import lru_cache

from commission.text_search import FOLDED_FROM, FOLDED_TO, storable

COVER = "█████"
SHORTEST_TERM = 2  # letters and digits
PHONE_DIGITS = 7  # a number of at least so many digits is found however it is grouped, with or without its prefix
ORGANISATIONS = {"party", "bloc", "campaign_group", "commission"}
PATRONYMICS = {"oglu", "qizi", "kizi"}  # "son of", "daughter of": no name

_FOLD = str.maketrans(FOLDED_FROM, FOLDED_TO)
_ONE_FORM = str.maketrans("’ʼ‘`´ʻ‐‑‒–—−", "''''''------")
_SPACE = "\n"
_LETTER = r"[^\W\d_]"
_ENDING = rf"{_LETTER}*(?:['-]{_LETTER}+)?"  # a name stands inflected: Əliyevin, Bakı-nın, Иванову
_LAST_LETTER = {"q": "[qg]", "k": "[ky]"} | dict.fromkeys("аеиоуыэюяь", "")  # Анна, Анны; Çinarlıq, Çinarlığın
_CHANGING = 4  # letters of the shortest word whose last one may change

_TAG = r"</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^\"'>])*>"
_TOKEN = re.compile(rf"({_TAG})|(&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?)|(.)", re.DOTALL)
_LINK = re.compile(r"</?a(?![a-zA-Z0-9])(?:\"[^\"]*\"|'[^']*'|[^\"'>])*>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:strong|b|em|i|u|s|sub|sup|a|code)(?![a-zA-Z0-9])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _folded_letter(letter):
    """One character without case and marks, perhaps as several; empty for what nobody sees."""
    if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return ""
    plain = unicodedata.normalize("NFKD", letter.translate(_FOLD)).translate(_FOLD).casefold()
    return "".join(part for part in plain if not unicodedata.combining(part)).translate(_ONE_FORM)


def _folded(letters):
    """The fold of `letters` (an iterable of strings), and for each of its characters the index where it came from."""
    text, origin = [], []
    for index, letter in enumerate(letters):
        fold = "".join(map(_folded_letter, letter))
        text.append(fold)
        origin += [index] * len(fold)
    return "".join(text), origin


def _word(word):
    changed = _LAST_LETTER.get(word[-1]) if len(word) >= _CHANGING else None
    return re.escape(word) if changed is None else re.escape(word[:-1]) + changed


def _phone(digits):
    tail = r"[\s().-]{0,3}".join(digits[-PHONE_DIGITS:])
    return rf"(?<!\d)[+(]{{0,2}}(?:\d[\s().-]{{0,3}}){{0,9}}?{tail}(?!\d)"


def _pattern(term):
    """The pattern that finds a term in folded text; None for one that is too short to cover."""
    folded, _ = _folded(storable(term))
    words = re.findall(r"[^\W_]+", folded)
    if len("".join(words)) < SHORTEST_TERM:
        return None
    digits = "".join(re.findall(r"\d", folded))
    if len(digits) >= PHONE_DIGITS and not re.search(_LETTER, folded):
        return re.compile(_phone(digits))
    before = r"(?<!\d)" if words[0][0].isdigit() else rf"(?<!{_LETTER})"
    after = r"(?!\d)" if words[-1][-1].isdigit() else ""
    apart = r"[\W_]+".join(_word(word) + _ENDING for word in words)
    together = re.escape("".join(words)) + _ENDING
    return re.compile(f"{before}(?:{apart}|{together}){after}")


def _covered(letters, terms):
    """The indexes in `letters` (a list of strings) that some term covers."""
    text, origin = _folded(letters)
    covered = set()
    for pattern in filter(None, map(_pattern, terms)):
        for match in pattern.finditer(text):
            covered.update(range(origin[match.start()], origin[match.end() - 1] + 1))
    return covered


def redacted(text, terms):
    """`text` with every one of `terms` covered, whatever its case, marks and ending."""
    letters = list(storable(text))
    covered = _covered(letters, terms)
    return "".join(
        letter if index not in covered else ("" if index - 1 in covered else COVER)
        for index, letter in enumerate(letters)
    )


def redacted_html(body, terms):
    """Sanitised HTML with the terms covered in its text; tags stay, links go, since an address can name somebody."""
    raw, letters = [], []
    for tag, entity, letter in _TOKEN.findall(_LINK.sub("", storable(body))):
        raw.append(tag or entity or letter)
        letters.append(("" if _INLINE.match(tag) else _SPACE) if tag else html.unescape(entity) or letter)
    covered, out, is_open = _covered(letters, terms), [], False
    for index, (source, letter) in enumerate(zip(raw, letters, strict=True)):
        is_tag = len(source) > 1 and source[0] == "<"
        if index not in covered:
            is_open = False
        elif is_tag:
            is_open = is_open and not letter  # the next block gets a cover of its own
        elif is_open or not letter.strip():
            continue
        else:
            source, is_open = COVER, True
        out.append(source)
    return "".join(out)


def _parts(name):
    """The words of a person's name that can name them alone."""
    for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name):
        if len(word) > SHORTEST_TERM and _folded(word)[0] not in PATRONYMICS:
            yield word


def private_terms(filing, co_applicants=(), former_contacts=()):
    """What is never for the public, whoever filed: addresses for notices, e-mail, telephone, also the former ones."""
    addresses = [filing.applicant_address, *(each.address for each in (*co_applicants, *former_contacts))]
    streets = [
        part.strip()
        for address in addresses
        for part in address.split(",")
        if re.search(r"\d.*\D|\D.*\d", part.strip())
    ]
    addresses = [address for address in addresses if len(address.split()) > 1]  # a town alone tells nothing
    former = [term for each in former_contacts for term in (each.email, each.phone)]
    terms = [*addresses, *streets, filing.applicant_email, filing.applicant_phone, *former]
    return [term for term in dict.fromkeys(terms) if term]


def _is_a_person(name):
    """Whether this looks like somebody's name: two to four words with capitals, a patronymic's ending among them."""
    words = [word for word in name.split() if _folded(word)[0] not in PATRONYMICS]
    return 1 < len(words) < 5 and all(word[0].isupper() and not re.search(r"\d", word) for word in words)


def _respondents(filing, hearings):
    """Who is complained of, where it is no commission: what an official did in office is public."""
    if filing.contested_commission_id is not None:
        return []
    return [filing.respondent, *(hearing.respondent_name for hearing in hearings)]


def terms_of(filing, co_applicants=(), *, former_contacts=(), hearings=(), files=()):
    """What has to be covered as a rule.

    Names and their parts where they are a person's, those of respondents in
    private too, all of `private_terms`, how to reach who was heard (`hearings`),
    and names of files (`files`, an iterable of them).
    """
    names = [filing.applicant_name, *(person.name for person in co_applicants)]
    people = names[1:] if filing.capacity in ORGANISATIONS else list(names)
    respondents = _respondents(filing, hearings)
    people += [name for name in respondents if _is_a_person(name)]
    parts = [part for name in people for part in _parts(name)]
    reached = [hearing.respondent_email for hearing in hearings]
    terms = [*names, *respondents, *parts, *private_terms(filing, co_applicants, former_contacts), *reached, *files]
    return [term for term in dict.fromkeys(terms) if term]
