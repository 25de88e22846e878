"""What a careful reader would say of a text before it goes out: advice, never a refusal. Pure functions."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from press.dates_in_text import contradictions
from press.parts_of_text import parts_of

# words that do not say where a link leads, small and without dots
EMPTY_LINK_TEXTS = {
    *("here", "click here", "this", "this link", "link", "read more", "more", "see more", "this page"),
    *(
        "burada",
        "bura",
        "buraya",
        "buraya klikləyin",
        "buraya basın",
        "bu linkdə",
        "linkdə",
        "link",
        "keçid",
        "ətraflı",
    ),
    *("davamı", "daha çox", "keçid edin"),
    *(
        "здесь",
        "тут",
        "сюда",
        "нажмите здесь",
        "ссылка",
        "по ссылке",
        "подробнее",
        "далее",
        "читать далее",
        "эта ссылка",
    ),
}


@dataclass(frozen=True)
class Advice:
    """What is worth another look, in words, and the place in the text that it is about."""

    words: str
    place: str = ""


def advice_on(body, *, lead="", language="", published_on=None, broken=frozenset()):
    """Everything worth another look in a text, in its order; an empty list where there is nothing.

    `body` is sanitised HTML; `published_on` the date under which it is
    published; `broken` are the addresses in it that lead nowhere, as whoever
    calls has found out.
    """
    parts = parts_of(body)
    found = [*_headings(parts.headings), *_pictures(parts.pictures), *_links(parts.links, broken)]
    for text in [lead, *parts.blocks]:
        found += [Advice(each.words, each.place) for each in contradictions(text, published_on)]
    return found


def _headings(headings):
    above = 1  # the title of the page
    for level, text in headings:
        if level > above + 1:
            yield Advice(_("A heading skips a level: choose the larger one."), text)
        above = level


def _pictures(alternatives):
    for alternative in alternatives:
        if not alternative.strip():
            yield Advice(_("A picture has no alternative text: people who cannot see it learn nothing of it."))


def _links(links, broken):
    for address, text in links:
        if not text.strip():
            yield Advice(_("A link has no text: nobody can follow it."), address)
        elif text.strip(" .,:;…!»«\"'“”()[]").casefold() in EMPTY_LINK_TEXTS:
            yield Advice(_("The text of a link does not say where it leads."), text)
        if address in broken:
            yield Advice(_("A link to this site leads nowhere."), f"{text} ({address})")
