"""Everything public as JSON Lines, which the importer takes back.

One line holds one release in one language with all that belongs to it, its
keys in order, so that the same releases always give the same bytes. Lines come
in the order in which the releases were entered. Pictures, as large as the
public is given them, and files may be copied beside them into a folder.
"""

import contextlib
import json
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Prefetch
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import http_date

from commission.http import public_page
from commission.portions import in_portions
from press.media import showing
from press.models import Change, Release, Topic

FORMAT = "commission-portal/release/1"
CONTENT_TYPE = "application/jsonl; charset=utf-8"
PORTION = 500
KEPT_SECONDS = 30
PLAIN = ("language", "slug", "title", "lead", "body", "dateline_place", "press_contact", "document_number")


def _pictures(release):
    """The pictures of a release in their order: where each is found, large, and its words."""
    return [
        {
            "address": f"{settings.SITE_URL}{shown.large.url}",
            "alternative": shown.alternative,
            "caption": shown.caption,
            "credit": shown.credit,
            "focus": shown.focus,
        }
        for shown in showing.pictures_of(release).values()
    ]


def _files(release):
    """The files of a release in their order."""
    return [
        {
            "address": f"{settings.SITE_URL}{showing.PUBLIC}{each.key}/{each.name}",
            "title": each.title,
            "language": each.language,
            "bytes": each.size,
            "sha256": each.sha256,
        }
        for each in release.attachments.all()
    ]


def record_of(release):
    """What a line says of a release, as a dict."""
    topic = release.topic
    return {
        "format": FORMAT,
        **{name: getattr(release, name) for name in PLAIN},
        "address": f"{settings.SITE_URL}{release.get_absolute_url()}",
        "family": str(release.translation_key),
        "published_at": release.published_at.isoformat(),
        "corrected_at": release.corrected_at.isoformat() if release.corrected_at else None,
        "corrections": [{"made_at": change.made_at.isoformat(), "note": change.note} for change in release.told],
        "topic": {"slug": topic.slug, "name": topic.name, "is_featured": topic.is_featured} if topic else None,
        "pictures": _pictures(release),
        "files": _files(release),
        "former_addresses": [{"year": former.year, "slug": former.slug} for former in release.former],
        "old_addresses": [{"host": old.host, "path": old.path} for old in release.old],
        "source_url": release.source_url or f"{settings.SITE_URL}{release.get_absolute_url()}",
    }


def _copy_media(release, folder):
    """Copy what the line of a release names into `folder`, a storage, under key and name as in its address.

    What is not on the disk any more is left out, as its address answers 404.
    """
    large = {shown.large.url for shown in showing.pictures_of(release).values()}
    pictures = [(use.picture.key, each) for use in release.pictures.all() for each in use.picture.renditions.all()]
    files = [(each.key, each) for each in release.attachments.all()]
    shown = [(key, each) for key, each in pictures if f"{showing.PUBLIC}{key}/{each.name}" in large]
    for key, each in [*shown, *files]:
        place = f"{key}/{each.name}"
        with contextlib.suppress(FileNotFoundError), each.file.open("rb") as content:
            if not folder.exists(place):  # a translation shows the same one
                folder.save(place, content)


def lines(*, at, language=None, folder=None):
    """The export as text, line after line; memory holds one portion of releases at a time.

    With `folder`, a storage, pictures and files are copied there meanwhile.
    """
    belongings = [
        "topic",
        showing.PICTURES,
        "attachments",
        Prefetch("changes", Change.objects.notes(), to_attr="told"),
        Prefetch("former_addresses", to_attr="former"),
        Prefetch("old_addresses", to_attr="old"),
    ]
    found = Release.objects.public(at).prefetch_related(*belongings)
    for release in in_portions(found.in_language(language) if language else found, PORTION):
        for rows in (release.former, release.old):
            rows.sort(key=lambda row: row.pk)
        if folder:
            _copy_media(release, folder)
        yield json.dumps(record_of(release), ensure_ascii=False, sort_keys=True) + "\n"


def _state(language):
    """(a digest that changes with the export, its last change), at most half a minute old; (None, None) if empty."""
    key = f"export-{language}"
    found = cache.get(key)
    if found is None:
        at = timezone.now()
        public = Release.objects.public(at).in_language(language)
        seen = public.aggregate(
            count=Count("pk"), newest=Max("pk"), published=Max("published_at"), changed=Max("changed_at")
        )
        topics = list(Topic.objects.order_by("pk").values_list("slug", "name", "is_featured"))
        digest = sha256(repr((seen, topics, settings.SITE_URL)).encode()).hexdigest()[:32]
        found = digest, seen["count"] and max(seen["published"], seen["changed"])
        cache.set(key, found, KEPT_SECONDS)
    return found


@public_page
def releases(request):
    """The public releases of the page's language, streamed; 304 where nothing has changed."""
    language = translation.get_language()
    digest, changed_at = _state(language)
    if request.method == "HEAD":
        response = HttpResponse(content_type=CONTENT_TYPE)
    else:
        found = (line.encode() for line in lines(at=timezone.now(), language=language))
        response = StreamingHttpResponse(found, content_type=CONTENT_TYPE)
    response["ETag"] = f'"{digest}"'
    if changed_at:
        response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    response["Content-Disposition"] = f'inline; filename="releases-{language}.jsonl"'
    return response
