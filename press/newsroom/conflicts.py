"""Two persons have written at once: what is stored now beside what was typed, and what of it is carried over."""

from django.utils.text import capfirst

from commission.rich_text import plain_text, sanitised
from press.models import Release
from press.newsroom.body_differences import body_differences
from press.newsroom.differences import differences


def same_words(name, one, other):
    """Whether a field says the same in two texts, whatever the browser did to line ends and the editor to tags."""
    one, other = (text.replace("\r\n", "\n").strip() for text in (one, other))
    if one == other or name != "body":
        return one == other
    return sanitised(one) == sanitised(other) or not body_differences(sanitised(one), sanitised(other))


def base_of(release, version):
    """The words from which somebody began to write: that version in the history; None where it is not known."""
    return release.history.filter(version=version).order_by("-history_id").first()


def carried_over(stored, typed, base):
    """Of the fields those that somebody else changed and this person left alone, with the words stored now."""
    if base is None:
        return {}
    return {
        name: getattr(stored, name)
        for name, text in typed.items()
        if same_words(name, text, getattr(base, name)) and not same_words(name, text, getattr(stored, name))
    }


def side_by_side(stored, typed, base):
    """Of the fields those that differ between what is stored and what was typed, with both and their differences.

    `by` tells who changed the field since `base`: "both" or "you".
    """
    found = []
    for name, text in typed.items():
        now = getattr(stored, name)
        if same_words(name, text, now):
            continue
        is_body = name == "body"
        pieces = differences(*(map(plain_text, (now, text)) if is_body else (now, text)))
        theirs = base is not None and not same_words(name, now, getattr(base, name))
        found.append(
            {
                "name": name,
                "label": capfirst(Release._meta.get_field(name).verbose_name),
                "by": "both" if theirs or base is None else "you",
                "stored": [piece for piece in pieces if piece[0] != "new"],
                "typed": [piece for piece in pieces if piece[0] != "gone"],
                "formats": _remarks(now, text) if is_body else [],
            }
        )
    return found


def _remarks(now, text):
    """What differs in the formatting, in sentences."""
    return [remark for block in body_differences(now, sanitised(text)) for remark in block.get("remarks", [])]


def refused(stored, typed, *, version):
    """What a refused save shows, and the fields to be carried over: what was typed from `version` stays beside them."""
    base = base_of(stored, version)
    carried = carried_over(stored, typed, base)
    shown = {
        "by": stored.author,
        "at": stored.changed_at,
        "fields": side_by_side(stored, typed | carried, base),
        "carried": [capfirst(stored._meta.get_field(name).verbose_name) for name in carried],
    }
    return shown, carried
