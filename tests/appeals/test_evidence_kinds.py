"""The kind of a file is what its bytes say."""

import pytest

from appeals.evidence_kinds import is_named_otherwise, kind_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0 jfif", "jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"%PDF-1.7", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"\x00\x00\x00\x18ftypmp42", "mp4"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"  <!DOCTYPE html><p>", "html"),
        (b"<svg xmlns=", "html"),
        ("müşahidəçi".encode(), "text"),
        (("x" * 4095 + "ə").encode()[:4096], "text"),
        (b"\xfe\xfe\xfe" * 2000, "unknown"),
        (b"a\x00b", "unknown"),
    ],
)
def test_kind_by_first_bytes(head, kind):
    assert kind_of(head[:4096]) == kind


@pytest.mark.parametrize(
    ("name", "kind", "otherwise"),
    [
        ("a.PDF", "pdf", False),
        ("a.pdf", "html", True),
        ("a.pdf", "unknown", True),
        ("a.docx", "zip", False),
        ("no ending", "text", False),
    ],
)
def test_name_of_another_kind_is_seen(name, kind, otherwise):
    assert is_named_otherwise(name, kind) is otherwise
