"""RSS and Atom as other sites write them, in their encodings; what is no feed is refused whole."""

import gzip
import http.server
import threading
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from press.models import OldAddress, Release

pytestmark = pytest.mark.django_db

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="az"><title>Xəbərlər</title><id>urn:x</id>
<updated>2020-01-01T00:00:00Z</updated>
<entry><title>Seçki günü</title><id>urn:1</id><link href="https://old.example/2020/02/secki-gunu/"/>
<published>2020-02-09T08:30:00+04:00</published><updated>2020-02-10T08:30:00+04:00</updated>
<author><name>Mətbuat xidməti</name></author><category term="Seçkilər"/>
<summary>Qısa.</summary><content type="html">&lt;p&gt;Uzun &lt;script&gt;x()&lt;/script&gt;mətn&lt;/p&gt;</content>
</entry></feed>"""


def rss(title, body, *, encoding, language="ru", doctype=""):
    declared = f' encoding="{encoding}"' if encoding else ""
    return (
        f'<?xml version="1.0"{declared}?>{doctype}<rss version="2.0"><channel><title>x</title><link>https://old.example/</link>'
        f"<language>{language}</language><item><title>{title}</title><link>https://old.example/news/7</link>"
        f"<pubDate>Sun, 09 Feb 2020 08:30:00 +0400</pubDate><description>{body}</description></item></channel></rss>"
    )


def imported(tmp_path, raw, **options):
    file = tmp_path / "feed.xml"
    file.write_bytes(raw)
    call_command("import_releases", str(file), **options)
    return Release.objects.all()


def test_atom_is_taken_with_instant_topic_slug_author_and_lead(tmp_path, client):
    (release,) = imported(tmp_path, ATOM.encode())
    assert (release.language, release.title, release.slug) == ("az", "Seçki günü", "secki-gunu")
    assert release.published_at == datetime(2020, 2, 9, 4, 30, tzinfo=UTC)
    assert release.topic.name == {"az": "Seçkilər"}
    assert release.lead == "Qısa."
    assert "mətn" in release.body
    assert "script" not in release.body
    assert release.steps.get().note == "by Mətbuat xidməti"
    assert client.get("/2020/02/secki-gunu/")["Location"] == release.get_absolute_url()


@pytest.mark.parametrize(
    ("encoding", "language", "title"),
    [
        pytest.param("windows-1251", "ru", "Выборы депутатов", id="windows-1251"),
        pytest.param("koi8-r", "ru", "Выборы депутатов", id="koi8-r"),
        pytest.param("windows-1254", "az", "Seçki günü İclas ığüşö", id="windows-1254"),
        pytest.param("utf-16", "az", "Əhali siyahısı", id="utf-16"),
    ],
)
def test_feed_of_another_encoding_that_says_so(tmp_path, encoding, language, title):
    (release,) = imported(tmp_path, rss(title, title, encoding=encoding, language=language).encode(encoding))
    assert (release.title, release.language) == (title, language)
    assert title in release.body


def test_feed_whose_encoding_only_the_header_named(tmp_path):
    raw = rss("Выборы", "Выборы", encoding="").encode("koi8-r")
    (release,) = imported(tmp_path, raw, encoding="koi8-r")
    assert release.title == "Выборы"


@pytest.fixture
def old_site():
    """An old site on loopback, whose header alone names the encoding."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = rss("Выборы", "Выборы", encoding="").encode("windows-1251")
            self.send_response(200 if self.path == "/feed" else 404)
            self.send_header("Content-Type", "application/rss+xml; charset=windows-1251")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_feed_is_read_from_its_address(old_site):
    call_command("import_releases", f"{old_site}/feed")
    assert Release.objects.get().title == "Выборы"
    with pytest.raises(CommandError, match="404"):
        call_command("import_releases", f"{old_site}/gone")


def test_feed_is_read_gzipped_and_twice_changes_nothing(tmp_path, capsys):
    file = tmp_path / "feed.xml.gz"
    file.write_bytes(gzip.compress(ATOM.encode()))
    for told in ("1 imported (1 public, 0 drafts), 0 already here", "0 imported (0 public, 0 drafts), 1 already here"):
        call_command("import_releases", str(file))
        assert told in capsys.readouterr().out
    assert (Release.objects.count(), OldAddress.objects.count()) == (1, 1)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(ATOM.replace("?>\n", f"?>{BOMB}", 1).encode(), "refused", id="entities"),
        pytest.param(
            rss("a", "b", encoding="utf-16").replace("?>", f"?>{BOMB}", 1).encode("utf-16"), "refused", id="wide"
        ),
        pytest.param(b"<html><body>Not found</body></html>", "neither RSS nor Atom", id="html"),
        pytest.param(b"<", "neither RSS nor Atom", id="cut"),
    ],
)
def test_what_is_no_feed_is_refused_whole(tmp_path, raw, reason):
    with pytest.raises(CommandError, match=reason):
        imported(tmp_path, raw)
    assert not Release.objects.exists()


def test_entry_that_cannot_be_taken_is_named(tmp_path, capsys):
    imported(tmp_path, rss(" ", "x", encoding="utf-8").encode())
    assert "feed.xml:1: skipped: no title" in capsys.readouterr().out
