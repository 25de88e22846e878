"""What a line of this portal's own export tells of a release beside its words: corrections, addresses, media."""

from contextlib import ExitStack
from dataclasses import replace

from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils import translation

from press import verbs
from press.media.receiving import received_file, received_picture
from press.models import Attachment, Change, FormerAddress, OldAddress, Picture

ACCOUNT = "import"  # nobody's: what was done on the other portal stands in its name


class Media:
    """The folder beside an export in which its pictures and files lie; `missing` says what was not taken, and why."""

    def __init__(self, folder=None):
        self.folder = FileSystemStorage(folder) if folder else None
        self.missing = []

    def received(self, told, receive, opened, **options):
        """What `receive` makes of a file that a line tells of, with its old key; None where it cannot be taken.

        It stays open as long as `opened`, an ExitStack.
        """
        try:
            if self.folder is None:
                raise FileNotFoundError
            content = opened.enter_context(self.folder.open(f"{told['key']}/{told['name']}"))
            with translation.override("en"):  # for whoever imports, as all else that is printed
                found = receive(File(content, told["name"]), **options)
        except FileNotFoundError:
            return self.miss(told, "not there")
        except (OSError, SuspiciousFileOperation) as error:
            return self.miss(told, f"cannot be read ({type(error).__name__})")
        except ValidationError as error:
            return self.miss(told, " ".join(error.messages))
        if told.get("sha256", found.sha256) != found.sha256:
            return self.miss(told, "has other bytes than the export says")
        return replace(found, key=told["key"])

    def miss(self, told, reason):
        self.missing.append((f"{told['key']}/{told['name']}", reason))


def take(release, record, media):
    """Give `release` all that its line tells of."""
    if record["changes"]:
        _take_corrections(release, record["changes"])
    FormerAddress.objects.bulk_create(
        [
            FormerAddress(release=release, language=release.language, year=year, slug=slug)
            for year, slug in record["former"]
        ],
        ignore_conflicts=True,
    )
    OldAddress.objects.bulk_create(
        [OldAddress(release=release, host=host, path=path) for host, path in record["old"]], ignore_conflicts=True
    )
    with ExitStack() as opened:
        pictures = [_illustration(told, media, opened) for told in record["pictures"]]
        files = [_enclosure(told, media, opened) for told in record["files"]]
        if any(pictures):
            verbs.illustrate(release, pictures=[each for each in pictures if each], by=_account())
        if any(files):
            verbs.enclose(release, files=[each for each in files if each], by=_account())


def _account():
    return get_user_model().objects.get_or_create(username=ACCOUNT, defaults={"is_active": False})[0]


def _take_corrections(release, changes):
    account = _account()
    Change.objects.bulk_create(
        Change(
            release=release, is_major=True, note=note, words={}, from_version=release.version,
            proposed_at=made_at, proposed_by=account, made_at=made_at, made_by=account, override_reason="import",
        )
        for made_at, note in reversed(changes)
    )  # fmt: skip


def _illustration(told, media, opened):
    """The picture as this portal has it still, else from the folder; None where it is in neither."""
    words = {"alternative": told["alternative"], "caption": told["caption"]}
    here = Picture.objects.filter(key=told["key"]).first()
    if here:
        return verbs.Illustration(picture=here, credit=here.credit, focus=here.focus, **words)
    received = media.received(told, received_picture, opened, focus=told["focus"])
    return received and verbs.Illustration(received=received, credit=told["credit"], focus=told["focus"], **words)


def _enclosure(told, media, opened):
    if Attachment.objects.filter(key=told["key"]).exists():
        return media.miss(told, "belongs to another release")
    received = media.received(told, received_file, opened)
    return received and verbs.Enclosure(received=received, title=told["title"], language=told["language"])
