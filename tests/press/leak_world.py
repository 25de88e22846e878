"""A newsroom in three languages, with something in every state that the public may not read; for test_leaks.

Each thing has words of its own in every field: all begin with `quill`, so that
one pattern finds whatever has come out. Addresses, keys and instants are known
before the rows are there, so that the same can be asked of a newsroom without
them.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from press import verbs
from press.models import Attachment, CalendarEvent, FormerAddress, OldAddress, Picture, Release, Rendition, Topic
from tests.factories_press import NOON, make_early_reader, make_release, writer

LANGUAGES = ("az", "en", "ru")
HIDDEN = (
    "draft", "returned", "review", "approved", "calledback", "scheduled", "embargoed", "withdrawn", "superseded",
    "newer", "translated",
)  # fmt: skip
OWN_ADDRESS = ("withdrawn", "superseded")  # what is told at its own address and nowhere else
MEDIA = ("picture", "alternative", "caption", "credit", "file", "filetitle")
FIELDS = {
    "title": "title", "lead": "lead", "body": "body", "slug": "slug", "dateline_place": "place",
    "press_contact": "contact", "document_number": "number",
}  # fmt: skip
WORDS = r"quill[a-z]{4,}|0badcafe-?[0-9a-f]{4}[0-9a-f-]*"
COMMON = "polling stations"  # stands in everything, hidden or not
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def word(kind, language, of):
    return f"quill{kind}{language}{of}"


def key(kind, language="", of="family"):
    """A key of a row, the same each time, that `WORDS` finds."""
    digits = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {language} {of}").hex
    return uuid.UUID(f"0badcafe{digits[8:]}")


def author():
    return writer("quillauthor")


def publisher():
    return writer("quillpublisher")


@dataclass
class World:
    """What can be asked for: parameters of addresses, by what they name."""

    later: object = field(default_factory=lambda: timezone.now() + DAY)
    public: list = field(default_factory=list)
    hidden: dict = field(default_factory=dict)
    links: list = field(default_factory=list)
    topic: object = None
    hidden_topic: object = None
    event: object = field(default_factory=uuid.uuid4)

    def year(self, kind):
        return timezone.localtime(self.later if kind == "scheduled" else NOON).year

    def hidden_addresses(self):
        """Kind, language, year and slug of everything hidden, and of the addresses that it once had."""
        for kind in HIDDEN:
            for language in LANGUAGES:
                yield kind, language, self.year(kind), word(kind, language, "slug")
                yield kind, language, self.year(kind), word(kind, language, "former")

    @property
    def releases(self):
        public = [{"year": each.year, "slug": each.slug} for each in self.public]
        return public + [{"year": year, "slug": slug} for _, _, year, slug in self.hidden_addresses()]

    @property
    def years(self):
        return [{"year": year} for year in sorted({NOON.year, self.later.year})]

    @property
    def months(self):
        return [{"year": at.year, "month": at.month} for at in (NOON, timezone.localtime(self.later))]

    @property
    def topics(self):
        return [{"slug": self.topic.slug}, {"slug": self.hidden_topic.slug}]

    @property
    def files(self):
        """Every picture in each of its sizes, and every attachment."""
        for kind, language in ((kind, language) for kind in HIDDEN for language in LANGUAGES):
            for purpose in Rendition.Purpose:
                name = f"{purpose}-{word(kind, language, 'picture')}.jpg"
                yield {"uuid": key(kind, language, "picture"), "name": name}
            yield {"uuid": key(kind, language, "file"), "name": f"{word(kind, language, 'file')}.pdf"}

    @property
    def event_keys(self):
        hidden = [key("event", language, word(kind, language, "slug")) for kind in HIDDEN for language in LANGUAGES]
        return [{"key": each.hex} for each in (self.event, *hidden)]

    @property
    def old_paths(self):
        """Where everything hidden is said to have stood on another site."""
        return [f"/{word(kind, language, 'old')}" for kind in HIDDEN for language in LANGUAGES]


def fields_of(kind, language, world):
    values = {name: f"{word(kind, language, of)} {COMMON}" for name, of in FIELDS.items()}
    values |= {"body": f"<p>{values['body']}.</p>", "slug": word(kind, language, "slug"), "language": language}
    values |= {"topic": world.hidden_topic if kind in ("draft", "embargoed") else world.topic}
    return values | {"translation_key": key(kind)}


def illustrated(release, kind):
    """With a picture and a file, each of which has a key, a name and words of its own."""

    def said(of):
        return word(kind, release.language, of)

    def stored(of):
        return ContentFile(f"quill{of}content".encode(), name=f"{said(of)}.bin")

    picture = Picture.objects.create(
        key=key(kind, release.language, "picture"), original=stored("picture"), sha256="0" * 64, size=19, width=1600,
        height=1000, credit=said("credit"),
    )  # fmt: skip
    for purpose in Rendition.Purpose:
        picture.renditions.create(
            purpose=purpose, format=Rendition.Format.JPEG, name=f"{purpose}-{said('picture')}.jpg",
            file=stored("picture"), width=960, height=600, size=19,
        )  # fmt: skip
    release.pictures.create(picture=picture, position=0, alternative=said("alternative"), caption=said("caption"))
    release.attachments.create(
        key=key(kind, release.language, "file"), name=f"{said('file')}.pdf", file=stored("file"), size=16,
        title=said("filetitle"), language=release.language, kind=Attachment.Kind.PDF, sha256="0" * 64, position=0,
    )  # fmt: skip
    return release


def open_newsroom():
    """A newsroom in which everything is public: in each language five releases, with a topic and corrections."""
    world = World()
    world.topic = Topic.objects.create(slug="open", name=dict.fromkeys(LANGUAGES, "Open"))
    # of which nothing is public: who knows its address finds an empty list there, and nobody is led to it
    names = dict.fromkeys(LANGUAGES, "quilltopicname")
    world.hidden_topic = Topic.objects.create(slug="quilltopicslug", name=names, is_featured=True)
    event = CalendarEvent(uuid=world.event, title=dict.fromkeys(LANGUAGES, "Open event"), starts_at=world.later)
    verbs.announce(event, by=publisher())
    for at, kind in enumerate(("answered", "successor", "proposed", "pending", "corrected", "spoken")):
        for language in LANGUAGES[: None if kind != "spoken" else 1]:
            release = make_release(
                title=f"Open {kind}", lead=f"Open {COMMON}", body=f"<p>Open {COMMON} {kind}.</p>", language=language,
                topic=world.topic, translation_key=uuid.uuid5(key(kind), "open"), published_at=NOON + at * MINUTE,
            )  # fmt: skip
            world.public.append(corrected(release) if kind == "corrected" else release)
    return world


def corrected(release):
    """A public release whose former words, which nobody is told of, were other ones."""
    said = {"title": release.title, "lead": release.lead, "body": release.body}
    for words in ({name: f"{word('corrected', release.language, name)} {COMMON}" for name in said}, said):
        change = verbs.propose(release, words=words, is_major=False, by=author())
        release = verbs.make(change, by=publisher())
    return release


def hide(world):
    """Fill the newsroom with what the public may not read; its early readers have links."""
    readers = [
        make_early_reader(name="quillreadername", outlet="quillreaderoutlet", email="quillreadermail@press.example")
    ]
    for kind in HIDDEN:
        for language in LANGUAGES:
            fields = fields_of(kind, language, world)
            if kind == "translated":
                spoken = next(each for each in world.public if each.title == "Open spoken")
                if language == spoken.language:
                    continue
                fields |= {"translation_key": spoken.translation_key}
            release = illustrated(verbs.save(Release(**fields), by=author()), kind)
            OldAddress.objects.create(path=f"/{word(kind, language, 'old')}", release=release)
            world.hidden[kind, language] = MAKERS.get(kind, embargoed)(release, world)
    for release in world.hidden.values():
        verbs.pin(release, shown_until=world.later, by=publisher())
        title = dict.fromkeys(LANGUAGES, f"quilleventtitle {COMMON}")
        event = CalendarEvent(
            uuid=key("event", release.language, release.slug), title=title, starts_at=world.later,
            public_from=world.later, release=release,
        )  # fmt: skip
        verbs.announce(event, by=publisher())
    CalendarEvent.objects.filter(uuid=world.event).update(release=world.hidden["embargoed", "en"])
    for kind in ("scheduled", "embargoed"):
        for language in LANGUAGES:
            world.links += verbs.give_early(world.hidden[kind, language], readers=readers, by=publisher())
    for release in world.public:
        if release.title == "Open proposed":
            names = {name: FIELDS[name] for name in Release.WORDS}
            words = {name: word("proposed", release.language, of) for name, of in names.items()}
            verbs.propose(release, words=words, is_major=True, note="quillproposednote", by=author())


def draft(release, world):
    return release


def reviewed(release, world):
    return verbs.submit(release, by=author())


def returned(release, world):
    return verbs.send_back(reviewed(release, world), by=publisher(), note="quillreturnednote")


def approved(release, world):
    return verbs.approve(reviewed(release, world), by=publisher())


def called_back(release, world):
    return verbs.call_back(embargoed(release, world), by=publisher(), note="quillcallednote")


def scheduled(release, world):
    """It had another instant once, in another year, and so another address."""
    release = verbs.publish(approved(release, world), by=publisher(), published_at=world.later + 800 * DAY)
    former = {
        "language": release.language,
        "year": world.later.year,
        "slug": word("scheduled", release.language, "former"),
    }
    FormerAddress.objects.create(release=release, **former)
    return verbs.publish(release, by=publisher(), published_at=world.later)


def embargoed(release, world):
    return verbs.publish(approved(release, world), by=publisher(), published_at=NOON, embargoed_until=world.later)


def once_public(release, world):
    """It was public, at two addresses one after the other."""
    release = verbs.publish(approved(release, world), by=publisher(), published_at=NOON)
    former = {"language": release.language, "year": NOON.year, "slug": word_of(release, "former")}
    FormerAddress.objects.create(release=release, **former)
    return release


def word_of(release, of):
    return release.slug.removesuffix("slug") + of


def withdrawn(release, world):
    return verbs.withdraw(once_public(release, world), by=publisher(), reason=word_of(release, "reason"))


def superseded(release, world):
    successor = one(world, "Open successor", release.language)
    return verbs.supersede(once_public(release, world), newer=successor, by=publisher())


def newer(release, world):
    """It takes the place of a public one as soon as its embargo ends."""
    release = embargoed(release, world)
    verbs.supersede(one(world, "Open pending", release.language), newer=release, by=publisher())
    return release


def one(world, title, language):
    return next(each for each in world.public if (each.title, each.language) == (title, language))


MAKERS = {
    "draft": draft, "returned": returned, "review": reviewed, "approved": approved, "calledback": called_back,
    "scheduled": scheduled, "withdrawn": withdrawn, "superseded": superseded, "newer": newer,
}  # fmt: skip


def remove_files():
    """Take the files from the disk, which the end of the transaction does not."""
    rows = [picture.original for picture in Picture.objects.all()]
    rows += [row.file for model in (Rendition, Attachment) for row in model.objects.all()]
    for file in rows:
        file.storage.delete(file.name)
