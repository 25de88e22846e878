"""Pictures and files lie beside an export in a folder, and another portal takes them back from there."""

import json
import uuid

import pytest
from django.core.management import call_command

from press import verbs
from press.models import Attachment, Picture, Release
from tests.factories_media import PDF, file, halves, picture
from tests.factories_press import make_hidden, make_release, writer
from tests.press.test_export import emptied, exported

pytestmark = pytest.mark.django_db
KEY = uuid.uuid4()
AT = f"https://a.example/media/{KEY}/"


@pytest.fixture
def release():
    """A release in two languages that shows one picture, in the text of one of them; the other offers a file."""
    first = make_release(title="Polling stations open")
    shown = picture(halves(), alternative="A ballot box", caption="Full", credit="Sample Agency", focus=(10, 60))
    first = verbs.illustrate(first, pictures=[shown], by=writer())
    text = f'<p>Before</p><img src="/media/{first.pictures.get().picture.key}/any.jpg" alt="">'
    second = make_release(language="az", title="Məntəqələr açılır", body=text, translation_key=first.translation_key)
    verbs.illustrate(second, pictures=verbs.as_illustrations(first), by=writer())
    return verbs.enclose(first, files=[file(title="Protocol of the day", language="az")], by=writer())


def without_media():
    """Another portal, which has none of it."""
    emptied()
    Picture.objects.all().delete()
    assert not Attachment.objects.exists()


def taken_back(tmp_path, capsys):
    call_command("import_releases", str(tmp_path / "a.jsonl"), media=str(tmp_path / "media"))
    return capsys.readouterr().out


def lines_of(path):
    """The lines without what stands in the address of a picture, which is made anew: a digest of its bytes."""
    found = [json.loads(line) for line in path.read_bytes().splitlines()]
    for line in found:
        for shown in line["pictures"]:
            shown["address"] = shown["address"].rpartition("/")[0]
    return found


def test_another_portal_takes_pictures_and_files_back(release, tmp_path, capsys, client):
    address, key = release.get_absolute_url(), release.pictures.get().picture.key
    offered = release.attachments.get()
    download = f"/media/{offered.key}/{offered.name}"
    exported(tmp_path / "a.jsonl", media=str(tmp_path / "media"))
    without_media()
    assert "2 imported (2 public, 0 drafts), 0 already here, 0 skipped.\n" in taken_back(tmp_path, capsys)
    exported(tmp_path / "b.jsonl")
    assert lines_of(tmp_path / "b.jsonl") == lines_of(tmp_path / "a.jsonl")
    assert b"".join(client.get(download).streaming_content) == PDF
    page = client.get(address).content.decode()
    assert 'alt="A ballot box"' in page
    assert "Protocol of the day" in page
    again = Picture.objects.get(key=key)
    assert (again.focus, again.credit, again.uses.count()) == ((10, 60), "Sample Agency", 2)
    assert f"/media/{key}/" in client.get("/az/press/2026/menteqeler-acilir/").content.decode()


def test_one_who_takes_it_back_twice_has_it_once(release, tmp_path, capsys):
    exported(tmp_path / "a.jsonl", media=str(tmp_path / "media"))
    without_media()
    taken_back(tmp_path, capsys)
    assert "0 imported (0 public, 0 drafts), 2 already here" in taken_back(tmp_path, capsys)
    assert (Picture.objects.count(), Attachment.objects.count()) == (1, 1)


def test_each_file_is_copied_once_however_often_it_is_shown_and_exported(release, tmp_path):
    for _ in range(2):
        exported(tmp_path / "a.jsonl", media=str(tmp_path / "media"))
    names = sorted(place.suffix for place in (tmp_path / "media").rglob("*.*"))
    assert names == [".jpg", ".pdf"]


def test_what_a_line_tells_of_twice_is_taken_once(release, tmp_path, capsys):
    exported(tmp_path / "a.jsonl", media=str(tmp_path / "media"))
    line = json.loads((tmp_path / "a.jsonl").read_bytes().splitlines()[0])
    (tmp_path / "a.jsonl").write_text(json.dumps(line | {name: line[name] * 2 for name in ("pictures", "files")}))
    without_media()
    assert "1 imported" in taken_back(tmp_path, capsys)
    found = Release.objects.get()
    assert (found.pictures.count(), found.attachments.count()) == (1, 1)


def test_what_is_not_in_the_folder_is_named_and_the_words_are_taken(release, tmp_path, capsys):
    exported(tmp_path / "a.jsonl")
    offered = release.attachments.get()
    without_media()
    said = taken_back(tmp_path, capsys)
    assert "2 imported" in said
    assert said.count("not taken: not there") == 3
    assert f"{offered.key}/{offered.name}: not taken" in said


def test_folder_holds_nothing_that_is_not_public(release, tmp_path):
    hidden = make_hidden()
    verbs.illustrate(hidden[0], pictures=[picture()], by=writer())
    verbs.withdraw(release, by=writer(), reason="Wrong.")
    exported(tmp_path / "a.jsonl", media=str(tmp_path / "media"))
    (shown,) = (tmp_path / "media").rglob("*.jpg")
    assert shown.parent.name == str(release.pictures.get().picture.key), "the other language is still public"
    assert not [*(tmp_path / "media").rglob("*.pdf")]


@pytest.mark.parametrize(
    ("what", "name", "content", "reason"),
    [
        ("pictures", "..", b"", "cannot be read"),
        ("pictures", "a.jpg", b"<html>no</html>", "This is no picture"),
        ("pictures", "a.jpg", b"\xff\xd8\xff", "damaged or cut off"),
        ("files", "a.pdf", b"<html>no</html>", "This file cannot be offered"),
        ("files", "a.pdf", PDF, "has other bytes than the export says"),
    ],
    ids=["no-name", "html", "broken", "file-is-html", "other-bytes"],
)
def test_what_cannot_be_taken_is_named_with_its_reason(tmp_path, capsys, release, what, name, content, reason):
    line = json.loads(exported(tmp_path / "a.jsonl").splitlines()[0]) | {"pictures": [], "files": []}
    words = {"alternative": "A hall", "title": "A file", "language": "en", "sha256": "0" * 64}
    (tmp_path / "a.jsonl").write_text(json.dumps(line | {what: [words | {"address": AT + name}]}))
    (tmp_path / "media" / str(KEY)).mkdir(parents=True)
    if name != "..":
        (tmp_path / "media" / str(KEY) / name).write_bytes(content)
    without_media()
    said = taken_back(tmp_path, capsys)
    assert reason in said.partition(": not taken: ")[2]
    assert Release.objects.get().pictures.count() == Attachment.objects.count() == 0
