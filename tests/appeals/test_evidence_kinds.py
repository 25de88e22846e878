"""The kind of a file is what its bytes say; what it hides is marked, and nothing is opened to find out (T3, T4)."""

import io
import resource
import time

import pytest

from commission.file_contents import kinds
from commission.file_contents.kinds import examined, is_named_otherwise
from tests.appeals.files_made_by_hand import good, hostile, picture, png_of, zipped
from tests.factories_appeals import evidence, make_filing, received

GOOD, HOSTILE = good(), hostile()


def look(body):
    return examined(io.BytesIO(body), len(body))


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_known_by_its_kind_and_carries_no_mark(name):
    body, kind = GOOD[name]
    found = look(body)
    assert (found.kind, found.caution) == (kind, "")
    assert not is_named_otherwise(name, found.kind)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_marked(name):
    body, kind, caution = HOSTILE[name]
    found = look(body)
    assert (found.kind, found.caution) == (kind, caution)


def test_corpus_is_as_large_as_it_should_be():
    assert len(HOSTILE) >= 60
    assert len(GOOD) >= 50


@pytest.mark.parametrize(
    ("name", "kind", "otherwise"),
    [
        ("a.PDF", "pdf", False),
        ("a.pdf", "html", True),
        ("a.pdf", "unknown", True),
        ("a.docx", "docx", False),
        ("a.docx", "zip", True),
        ("a.png", "svg", True),
        ("no ending", "text", False),
        ("a.xyz", "text", False),
    ],
)
def test_name_of_another_kind_is_seen(name, kind, otherwise):
    assert is_named_otherwise(name, kind) is otherwise


@pytest.mark.parametrize(
    "name", ["html as.pdf", "program.jpg", "drawing.png", "name only.docx", "zip.jpg", "macro.docm"]
)
def test_mark_of_the_name_is_set_where_the_content_is_another(name):
    assert received(evidence(name, HOSTILE[name][0])).is_named_otherwise is (name != "macro.docm")


def test_declared_type_is_not_believed():
    upload = evidence("photo.jpg", HOSTILE["html as.pdf"][0])
    upload.content_type = "image/jpeg"
    assert received(upload).kind == "html"


def test_neither_time_nor_memory_grows_with_what_a_bomb_would_unpack_to():
    bombs = [body for body, _, caution in HOSTILE.values() if caution == "bomb"]
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    for body in bombs:
        look(body)
    assert time.monotonic() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64_000  # kilobytes


def test_no_file_takes_long_to_look_at():
    for name, (body, *_) in HOSTILE.items():
        started = time.monotonic()
        look(body)
        assert time.monotonic() - started < 0.5, name


@pytest.mark.parametrize("name", [name for name, (_, kind, _) in HOSTILE.items() if kind in ("zip", "docx", "jpeg")])
def test_file_cut_anywhere_is_looked_at_without_an_error(name):
    body = HOSTILE[name][0]
    for length in {0, 1, 5, 12, 30, len(body) // 2, max(0, len(body) - 23), len(body) - 1}:
        assert look(body[:length]).kind in kinds.KINDS


def test_picture_of_twenty_five_megapixels_and_one_of_two_hundred_are_no_bombs():
    assert look(png_of(5000, 5000)).caution == ""
    assert look(png_of(15_000, 14_000)).caution == ""


def test_zip_of_many_photos_is_no_bomb():
    assert look(zipped({f"{number}.jpg": picture() for number in range(900)})).caution == ""


@pytest.mark.django_db
def test_every_hostile_file_is_taken_whole_with_its_marks():
    for names in [list(HOSTILE)[start : start + 10] for start in range(0, len(HOSTILE), 10)]:
        filing = make_filing(uploads=[evidence(name, HOSTILE[name][0]) for name in names])
        for item in filing.evidence.all():
            body, kind, caution = HOSTILE[item.name]
            assert (item.kind, item.caution) == (kind, caution)
            with item.file.open("rb") as stored:
                assert stored.read() == body
