"""From what was read to releases: families, topics, old addresses, and what is here already."""

import uuid

from django.db import connection

from commission.searching import counts
from press import old_addresses, related, verbs
from press.importer import belongings
from press.models import Release, Topic
from press.slugs import slug_of

NAMESPACE = uuid.UUID("5f0d3c5e-9a51-4f0e-8f43-0d3a3f2c7a11")
RELATED_AT_ONCE = 100


class Known:
    """What is here already, and the families of what comes, gathered in a first reading."""

    def __init__(self):
        self.sources = set(Release.objects.exclude(source_url="").values_list("language", "source_url"))
        self.families = set(Release.objects.values_list("language", "translation_key"))
        self.topics = {}
        self._leader = {}

    def _find(self, address):
        while self._leader.setdefault(address, address) != address:
            address = self._leader[address]
        return address

    def gather(self, incoming):
        """Join `incoming` with all that it is the same as, in any order."""
        for other in incoming.same_as:
            first, second = sorted([self._find(incoming.source_url), self._find(other)])
            self._leader[second] = first

    def is_new(self, incoming):
        """Whether it is neither here nor came before; from then on it counts as here."""
        is_here = incoming.family and (incoming.language, incoming.family) in self.families
        if is_here or incoming.key in self.sources:
            return False
        self.sources.add(incoming.key)
        return True

    def family_of(self, incoming):
        """The translation key that it shares, unless its language has one there already."""
        family = incoming.family or uuid.uuid5(NAMESPACE, self._find(incoming.source_url))
        if (incoming.language, family) in self.families:
            family = uuid.uuid5(NAMESPACE, f"{incoming.language} {incoming.source_url}")
        self.families.add((incoming.language, family))
        return family

    def topic_of(self, incoming):
        """The topic that it names, made where there is none; None where it names none."""
        slug = (incoming.topic_slug or incoming.topic) and slug_of(incoming.topic_slug or incoming.topic)[:50].strip(
            "-"
        )
        if not slug:
            return None
        if slug not in self.topics:
            told = incoming.record.get("topic") or {"name": {incoming.language: incoming.topic[:200]}}
            defaults = {"name": told.get("name", {}), "is_featured": told.get("is_featured", False)}
            self.topics[slug] = Topic.objects.get_or_create(slug=slug, defaults=defaults)[0]
        return self.topics[slug]


def store(incoming, *, known, media):
    """Make the release: public where its instant is known, else a draft. Returns it saved.

    `media` is the Media beside an export. Raises Skipped where its text is too long.
    """
    release = Release(
        language=incoming.language,
        title=incoming.title,
        lead=incoming.lead,
        body=incoming.body,
        slug=slug_of(incoming.slug) if incoming.slug else "",
        published_at=incoming.published_at,
        source_url=incoming.source_url,
    )
    release.translation_key, release.topic = known.family_of(incoming), known.topic_of(incoming)
    for name in ("dateline_place", "press_contact", "document_number", "corrected_at"):
        setattr(release, name, incoming.record.get(name) or getattr(release, name))
    release = verbs.take_over(release, note=f"by {incoming.author}"[:1_000] if incoming.author else "")
    if incoming.record:
        belongings.take(release, incoming.record, media)
    else:
        stood = (incoming.source_url, *incoming.addresses)
        # a relative one says nothing of where it stood until it is resolved
        own = [(address, release.pk) for address in stood if "://" in address or address.startswith("/")]
        old_addresses.enter(own, is_own=True)
    return release


def finish(keys, same_as):
    """What needs all of them: relations of the releases with these keys, and addresses at which others said they stood.

    `same_as` are pairs of such an address and the key of the release that named it.
    """
    old_addresses.enter(same_as, is_own=False)
    while counts.add_up():  # how rare words are
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE commission_searchentry")  # a mere warning where it is not one's own
    for start in range(0, len(keys), RELATED_AT_ONCE):
        related.renew(keys[start : start + RELATED_AT_ONCE])
        yield min(start + RELATED_AT_ONCE, len(keys))
