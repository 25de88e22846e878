"""The kind of a file by its first bytes; its name and declared type are not believed. Pure functions."""

import codecs

KINDS = {
    "jpeg": ("image/jpeg", (".jpg", ".jpeg")),
    "png": ("image/png", (".png",)),
    "webp": ("image/webp", (".webp",)),
    "heic": ("image/heic", (".heic", ".heif")),
    "pdf": ("application/pdf", (".pdf",)),
    "zip": ("application/zip", (".zip", ".docx", ".xlsx", ".odt", ".ods", ".pptx")),
    "ole": ("application/msword", (".doc", ".xls", ".ppt")),
    "mp4": ("video/mp4", (".mp4", ".m4v", ".mov", ".m4a", ".3gp")),
    "webm": ("video/webm", (".webm", ".mkv")),
    "mp3": ("audio/mpeg", (".mp3",)),
    "ogg": ("audio/ogg", (".ogg", ".oga", ".opus")),
    "wav": ("audio/wav", (".wav",)),
    "amr": ("audio/amr", (".amr",)),
    "html": ("text/html", (".html", ".htm", ".svg")),
    "text": ("text/plain", (".txt", ".csv", ".md")),
    "unknown": ("application/octet-stream", ()),
}
HEAD_BYTES = 4096
_OFFSETS = [
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (8, b"WEBP", "webp"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"\xd0\xcf\x11\xe0", "ole"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"OggS", "ogg"),
    (8, b"WAVE", "wav"),
    (0, b"#!AMR", "amr"),
    (0, b"%PDF-", "pdf"),
]


def kind_of(head):
    """The kind of a file whose first 4 096 bytes are `head`: a key of KINDS, `unknown` where nothing fits."""
    for offset, magic, kind in _OFFSETS:
        if head[offset : offset + len(magic)] == magic:
            return kind
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in (b"heic", b"heix", b"mif1") else "mp4"
    beginning = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script")):
        return "html"
    try:
        # an incremental decoder lets a character be cut at the end of the head, and nowhere else
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "unknown"
    return "unknown" if "\x00" in text else "text"


def is_named_otherwise(name, kind):
    """Whether the ending of `name` belongs to another kind than `kind`; an ending that no kind claims says nothing."""
    claimed = {known for known, (_type, endings) in KINDS.items() if name.lower().endswith(endings)}
    return bool(claimed) and kind not in claimed
