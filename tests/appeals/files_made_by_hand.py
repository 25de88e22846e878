"""Files for tests, made here byte by byte: good ones of every kind, and hostile ones of every sort."""

import gzip
import io
import struct
import zipfile
import zlib

from PIL import Image

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
SCRIPT = b"<script>alert(1)</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def zipped(entries, *, comment=b""):
    """A zip archive of names and contents; `mimetype` is stored as the OpenDocument format asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
        archive.comment = comment
    return out.getvalue()


def claiming(body, **sizes):
    """A zip of one entry whose directory claims other sizes: a bomb without its weight."""
    at = body.index(b"PK\x01\x02")
    packed, unpacked = struct.unpack("<II", body[at + 20 : at + 28])
    claimed = struct.pack("<II", sizes.get("packed", packed), sizes.get("unpacked", unpacked))
    return body[: at + 20] + claimed + body[at + 28 :]


def with_end(body, **changes):
    """An archive whose end record says something else of its directory."""
    at = body.rindex(b"PK\x05\x06")
    names = ("count_here", "count", "length", "offset")
    values = dict(zip(names, struct.unpack("<HHII", body[at + 8 : at + 20]), strict=True)) | changes
    return body[: at + 8] + struct.pack("<HHII", *values.values()) + body[at + 20 :]


def office(main, **more):
    """The least of a document of today's office programs: `word`, `xl` or `ppt`."""
    entries = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", f"{main}/main.xml": "<w/>"}
    return zipped(entries | {name.replace("__", "/").replace("_dot_", "."): body for name, body in more.items()})


def open_document(kind):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": "<office/>", "META-INF/manifest.xml": "<manifest/>"})


def picture(kind="JPEG", *, mode="RGB", size=(40, 30), **options):
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 0).save(out, kind, **options)
    return out.getvalue()


def png_of(width, height, *, mode=2):
    """A PNG that claims these pixels and holds one row of none."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, mode, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def jpeg_of(width, height):
    body = picture()
    at = body.index(b"\xff\xc0")
    return body[: at + 5] + struct.pack(">HH", height, width) + body[at + 9 :]


def riff(kind, rest=bytes(40)):
    return b"RIFF" + struct.pack("<I", len(rest) + 4) + kind + rest


def ftyp(brand, rest=bytes(64)):
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(4) + b"isommp42" + rest


def ole(rest=b""):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(200) + rest


def good():
    """name: (bytes, kind) of files that people really send."""
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    return {
        "photo.jpg": (picture(exif=exif), "jpeg"),
        "photo.JPEG": (picture(progressive=True, quality=95), "jpeg"),
        "grey.jpg": (picture(mode="L"), "jpeg"),
        "print.jpg": (picture(mode="CMYK"), "jpeg"),
        "moving photo.jpg": (picture() + ftyp(b"mp42"), "jpeg"),
        "large.jpg": (jpeg_of(16320, 12240), "jpeg"),
        "shot.png": (picture("PNG"), "png"),
        "clear.png": (picture("PNG", mode="RGBA"), "png"),
        "scan.png": (png_of(5000, 7000), "png"),
        "a.gif": (picture("GIF", mode="P"), "gif"),
        "a.webp": (picture("WEBP"), "webp"),
        "b.webp": (picture("WEBP", lossless=True), "webp"),
        "a.tif": (picture("TIFF"), "tiff"),
        "b.tiff": (picture("TIFF", mode="1", compression="group4"), "tiff"),
        "a.bmp": (picture("BMP"), "bmp"),
        "a.avif": (picture("AVIF"), "avif"),
        "IMG_1.HEIC": (ftyp(b"heic"), "heic"),
        "IMG_2.heif": (ftyp(b"mif1"), "heic"),
        "protocol.pdf": (PDF, "pdf"),
        "with BOM.pdf": (b"\r\n" + PDF, "pdf"),
        "word.docx": (office("word"), "docx"),
        "word with table.docx": (office("word", word__embeddings__sheet_dot_xlsx=office("xl")), "docx"),
        "sheet.xlsx": (office("xl"), "xlsx"),
        "large sheet.xlsx": (office("xl", xl__sheet_dot_xml="<c>1</c>" * 200_000), "xlsx"),
        "slides.pptx": (office("ppt"), "pptx"),
        "text.odt": (open_document("text"), "odt"),
        "table.ods": (open_document("spreadsheet"), "ods"),
        "talk.odp": (open_document("presentation"), "odp"),
        "old.doc": (ole(), "ole"),
        "a.rtf": (b"{\\rtf1\\ansi Hello}", "rtf"),
        "photos.zip": (zipped({"1.jpg": picture(), "2.jpg": picture()}), "zip"),
        "comment.zip": (zipped({"1.jpg": picture()}, comment=b"photos of the day"), "zip"),
        "empty.zip": (zipped({}), "zip"),
        "notes.gz": (gzip.compress(b"what I saw" * 100), "archive"),
        "photos.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(30), "archive"),
        "photos.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(30), "archive"),
        "film.mp4": (ftyp(b"isom"), "mp4"),
        "film.mov": (ftyp(b"qt  "), "mp4"),
        "old film.mov": (b"\x00\x00\x00\x08wide" + bytes(30), "mp4"),
        "call.m4a": (ftyp(b"M4A "), "mp4"),
        "call.3gp": (ftyp(b"3gp4"), "mp4"),
        "film.webm": (b"\x1aE\xdf\xa3" + bytes(40), "webm"),
        "film.avi": (riff(b"AVI "), "avi"),
        "film.wmv": (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(20), "asf"),
        "camera.mpg": (b"\x00\x00\x01\xba" + bytes(40), "mpeg"),
        "camera.mts": ((b"\x47" + bytes(187)) * 3, "mpeg"),
        "voice.mp3": (b"ID3\x03" + bytes(40), "mp3"),
        "bare voice.mp3": (b"\xff\xfb\x90\x44" + bytes(400), "mp3"),
        "voice.aac": (b"\xff\xf1\x50\x80" + bytes(40), "aac"),
        "voice.flac": (b"fLaC" + bytes(40), "flac"),
        "voice.ogg": (b"OggS" + bytes(40), "ogg"),
        "voice.wav": (riff(b"WAVE"), "wav"),
        "voice.amr": (b"#!AMR\n" + bytes(20), "amr"),
        "notes.txt": ("müşahidəçi səhər saat 8-də gəldi\n".encode(), "text"),
        "notes with BOM.txt": ("\ufeffSeçki".encode(), "text"),
        "notes of Windows.txt": ("Наблюдатель пришёл в восемь часов".encode("cp1251"), "text"),
        "notes of Notepad.txt": ("Наблюдатель пришёл".encode("utf-16"), "text"),
        "cut.txt": (("x" * (64 * 1024 - 1) + "ə").encode(), "text"),
        "votes.csv": (b"name;votes\r\nA;12\r\n", "text"),
        "less than.txt": (b"a < b and c > d", "text"),
        "about PDF.txt": (b"A file begins with %PDF-1.4 there.", "text"),
        "no ending": (b"just words", "text"),
    }


def hostile():
    """name: (bytes, kind, caution): each is taken, none is rendered."""
    plain, jpeg, gif = zipped({"a.txt": b"a"}), picture(), picture("GIF", mode="P")
    many = zipped({f"{number}.txt": b"" for number in range(1500)})
    files = {
        # what its name hides
        "html as.pdf": (b"<!DOCTYPE html><html>" + SCRIPT, "html", "active"),
        "tag as.pdf": (SCRIPT, "html", "active"),
        "comment first.jpg": (b"<!-- photo --><html>" + SCRIPT, "html", "active"),
        "xhtml.pdf": (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>', "html", "active"),
        "BOM.txt": (b"\xef\xbb\xbf  <HTML>" + SCRIPT, "html", "active"),
        "wide.txt": ("<html><script>".encode("utf-16"), "html", "active"),
        "image handler.png": (b'<img src=x onerror="alert(1)">', "html", "active"),
        "meta.html": (b'<meta http-equiv="refresh" content="0">', "html", "active"),
        "frame.doc": (b"<iframe src='javascript:1'>", "html", "active"),
        "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "svg", "active"),
        "drawing.png": (b"<svg onload=alert(1)>", "svg", "active"),
        "declared.svg": (b'<?xml version="1.0"?><!-- x --><svg xmlns="u">' + SCRIPT, "svg", "active"),
        "entities.svg": (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "svg", "active"),
        "prefixed.svg": (b'<x:svg xmlns:x="http://www.w3.org/2000/svg"/>', "svg", "active"),
        "declared only.svg": (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n<svg/>', "svg", "active"),
        "comments.html": (b"<!---->" * 9_000 + b"x", "text", ""),
        "comments in comments.svg": (b"<!--" * 9_000 + b"<svg>", "text", ""),
        "ends.zip": (b"PK\x05\x06" * 16_000, "zip", ""),
        "heads.eml": (b"a: b\n c\n" * 5_000, "text", ""),
        "comments.pdf": (b"%PDF-1.4\n" + b"<!---->" * 9_000 + PDF, "pdf", ""),
        "laughs.xml": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>', "xml", ""),
        "page.mht": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n" + SCRIPT, "mail", "active"),
        "page.doc": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + SCRIPT, "mail", "active"),
        "letter.eml": (b"Received: x\n by y\nContent-Type: text/html\n\n" + SCRIPT, "mail", "active"),
        "program.exe": (EXE, "program", "active"),
        "program.jpg": (EXE, "program", "active"),
        "program.pdf": (b"\x7fELF\x02\x01\x01" + bytes(60), "program", "active"),
        "eicar.txt": (EICAR, "text", ""),
        "eicar.jpg": (EICAR, "text", ""),
        "zip.jpg": (plain, "zip", ""),
        "jpeg.zip": (jpeg, "jpeg", ""),
        "rubbish.pdf": (b"\x00\x01\x02\x03" * 50, "unknown", ""),
        "name only.docx": (plain, "zip", ""),
        "RIFF of nothing.webp": (riff(b"XXXX"), "unknown", ""),
        "BM only.bmp": (b"BM, she said", "text", ""),
        "one byte.jpg": (b"\xff", "unknown", ""),
        "head only.jpg": (b"\xff\xd8\xff", "jpeg", ""),
        "nul.txt": (b"a\x00b", "unknown", ""),
        # two at once
        "pdf and zip.pdf": (PDF + plain, "pdf", "mixed"),
        "pdf and jar.pdf": (PDF + zipped({"META-INF/MANIFEST.MF": b"", "A.class": b""}), "pdf", "mixed"),
        "pdf in a comment.zip": (zipped({"a": b"a"}, comment=PDF), "zip", "mixed"),
        "pdf first in a zip.zip": (zipped({"%PDF-1.4": b"", "b": b"%%EOF"}, comment=b"%%EOF"), "zip", "mixed"),
        "jpeg and zip.jpg": (jpeg + plain, "jpeg", "mixed"),
        "png and zip.png": (picture("PNG") + plain, "png", "mixed"),
        "gif and jar.gif": (gif + zipped({"A.class": b""}), "gif", "mixed"),
        "gif and zip with rubbish after.gif": (gif + plain + b"rubbish", "gif", "mixed"),
        "film and zip.mp4": (ftyp(b"isom") + plain, "mp4", "mixed"),
        "program and zip.exe": (EXE + plain, "program", "mixed"),
        "rubbish and zip.zip": (b"PK\x03\x04rubbish" + plain, "zip", "mixed"),
        "text and zip.txt": (b"Dear commission,\n" + plain, "unknown", "mixed"),
        "script.gif": (b"GIF89a/*" + gif[8:] + b"*/=1;alert(1)", "gif", "mixed"),
        "script 2.gif": (b"GIF89a=1;alert(1)//" + bytes(20), "gif", "bomb"),
        "tag at the end.gif": (gif + SCRIPT, "gif", "mixed"),
        "tag in a comment.jpg": (jpeg[:2] + b"\xff\xfe\x00\x1b" + SCRIPT + jpeg[2:], "jpeg", "mixed"),
        "php.jpg": (jpeg + b"<?php system($_GET[1]); ?>", "jpeg", "mixed"),
        "html at the end.png": (picture("PNG") + b"<html>" + SCRIPT, "png", "mixed"),
        "sound and script.wav": (riff(b"WAVE", b"*/alert(1)" + SCRIPT + bytes(30)), "wav", "mixed"),
        "jpeg and pdf.jpg": (jpeg[:2] + b"\xff\xfe\x00\x0a%PDF-1.4" + jpeg[2:] + b"%%EOF", "jpeg", "mixed"),
        "pdf later.pdf": (b"\x00\x01rubbish\n" + PDF, "pdf", "mixed"),
        "pdf after text.pdf": (b"A letter.\n" + PDF, "pdf", "mixed"),
        "pdf in html.pdf": (b"<html>" + PDF, "html", "mixed"),
        "html in pdf.pdf": (b"%PDF-1.4\n<html>" + SCRIPT + PDF, "pdf", "mixed"),
        # archives in archives, programs in documents
        "nested.zip": (zipped({"inner.zip": plain}), "zip", "nested"),
        "deep.zip": (zipped({"a/b/c/Inner.ZIP": zipped({"x.zip": plain})}), "zip", "nested"),
        "tar inside.zip": (zipped({"a.tar.gz": b"x"}), "zip", "nested"),
        "zip inside.docx": (office("word", word__a_dot_zip=plain), "docx", "nested"),
        "like 42.zip": (zipped({f"lib {n}.zip": zipped({"0.dll": bytes(9000)}) for n in range(16)}), "zip", "nested"),
        "program inside.zip": (zipped({"photo.jpg.exe": EXE}), "zip", "active"),
        "shortcut.zip": (zipped({"read me.lnk": b"L"}), "zip", "active"),
        "macro.docm": (office("word", word__vbaProject_dot_bin=b"x"), "docx", "active"),
        "macro.docx": (office("word", word__vbaProject_dot_bin=b"x"), "docx", "active"),
        "macro.xlsm": (office("xl", xl__vbaProject_dot_bin=b"x"), "xlsx", "active"),
        "macro.doc": (ole("_VBA_PROJECT".encode("utf-16-le")), "ole", "active"),
        "script.pdf": (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"), "pdf", "active"),
        "launch.pdf": (PDF.replace(b"/Catalog", b"/Catalog /A << /S /Launch >>"), "pdf", "active"),
        "file inside.pdf": (PDF + b"/Type /EmbeddedFile", "pdf", "active"),
        # bombs
        "zeros.zip": (zipped({"zeros": bytes(30_000_000)}), "zip", "bomb"),
        "zeros.docx": (office("word", word__a_dot_xml=bytes(30_000_000)), "docx", "bomb"),
        "claims 4 GB.zip": (claiming(plain, unpacked=0xFFFFFFFE), "zip", "bomb"),
        "claims to be small.zip": (claiming(plain, packed=0, unpacked=11_000_000), "zip", "bomb"),
        "many entries.zip": (many, "zip", "bomb"),
        "zip 64.zip": (with_end(plain, count=0xFFFF, length=0xFFFFFFFF, offset=0xFFFFFFFF), "zip", "bomb"),
        "miscounted.zip": (with_end(plain, count=7), "zip", "bomb"),
        "bomb behind a picture.jpg": (jpeg + zipped({"z": bytes(30_000_000)}), "jpeg", "bomb"),
        "zeros.gz": (gzip.compress(bytes(30_000_000)), "archive", "bomb"),
        "pixels.png": (png_of(50_000, 50_000), "png", "bomb"),
        "pixels 2.png": (png_of(2**31 - 1, 2**31 - 1, mode=0), "png", "bomb"),
        "pixels.jpg": (jpeg_of(65_500, 65_500), "jpeg", "bomb"),
        "pixels.gif": (b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + gif[10:], "gif", "bomb"),
        "pixels.bmp": (picture("BMP")[:18] + struct.pack("<ii", 99_999, -99_999) + bytes(40), "bmp", "bomb"),
        "pixels.webp": (riff(b"WEBP", b"VP8X\n\x00\x00\x00" + bytes(4) + b"\xff" * 6), "webp", "bomb"),
        "pixels.tif": (_tiff_of(60_000, 60_000), "tiff", "bomb"),
        # broken directories are nobody's zip
        "cut.zip": (plain[:-10], "zip", ""),
        "directory beyond.zip": (with_end(plain, length=99_999), "zip", ""),
        "cut picture.png": (picture("PNG")[:20], "png", ""),
        "endless directory.tif": (b"II*\x00" + b"\x08\x00\x00\x00" + b"\xff" * 600, "tiff", ""),
    }
    return files


def _tiff_of(width, height):
    entries = struct.pack("<HHIIHHII", 256, 4, 1, width, 257, 4, 1, height)
    return b"II*\x00" + struct.pack("<IH", 8, 2) + entries + bytes(4)
