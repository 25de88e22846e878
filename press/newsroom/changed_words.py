"""Which fields of a release differ between two versions of it, and how."""

from django.utils.text import capfirst

from commission.rich_text import plain_text
from press.models import Release
from press.newsroom.body_differences import body_differences
from press.newsroom.differences import differences


def changed_words(before, after, names=Release.WORDS):
    """Of the fields `names` those in which two versions differ: name, label and what differs.

    Words have `pieces`; the text has `blocks` too, which also tell of its formatting.
    """
    changed = []
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        label = capfirst(Release._meta.get_field(name).verbose_name)
        if name == "body":
            pieces, blocks = differences(plain_text(old), plain_text(new)), body_differences(old, new)
            changed.append({"name": name, "label": label, "pieces": pieces, "blocks": blocks})
        else:
            changed.append({"name": name, "label": label, "pieces": differences(old, new)})
    return changed
