"""What the public may read of releases, and what bad addresses answer."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from commission.rich_text import sanitised
from press import cursors, verbs
from press.html import from_legacy
from press.models import Release
from press.slugs import free_slug, slug_of
from tests.factories_press import make_imported, make_release, writer


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        pytest.param("Seçki günü İŞIQ", "secki-gunu-isiq", id="az"),
        pytest.param("Выборы", "vybory", id="ru"),
        pytest.param("2024", "release-2024", id="digits"),
    ],
)
def test_slug_is_plain_latin(title, slug):
    assert slug_of(title) == slug


def test_slug_of_nothing_is_release_and_digits():
    assert slug_of("!!!").removeprefix("release-").isdigit()


def test_slug_taken_gets_a_suffix():
    assert free_slug("a", {"a", "a-2"}) == "a-3"


@pytest.mark.parametrize("microsecond", [1, 123457, 999999])
@pytest.mark.parametrize("year", [1960, 2026])
def test_cursor_keeps_every_microsecond(year, microsecond):
    instant = datetime(year, 5, 6, 7, 8, 9, microsecond, tzinfo=UTC)
    assert cursors.read(cursors.cursor_of(SimpleNamespace(published_at=instant, pk=7))) == (instant, 7)


def test_html_loses_scripts_and_keeps_tables():
    cleaned = sanitised('<script>x()</script><p onclick="x()">a</p><table><tr><td>1</td></tr></table>')
    assert "script" not in cleaned
    assert "onclick" not in cleaned
    assert "<td>1</td>" in cleaned


def test_html_legacy_unwraps_fonts_and_resolves_links():
    cleaned = from_legacy('<font size="2"><a href="b.pdf">b</a></font>', base="https://old.example/a/")
    assert "font" not in cleaned
    assert 'href="https://old.example/a/b.pdf"' in cleaned


@pytest.mark.django_db
def test_release_equal_titles_get_different_addresses(client):
    first, second = make_release(), make_release()
    assert second.slug == f"{first.slug}-2"
    assert client.get(second.get_absolute_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": Release.Status.DRAFT}, id="draft"),
        pytest.param({"embargoed_until": timezone.now() + timedelta(days=1)}, id="embargoed"),
        pytest.param({"published_at": timezone.now() + timedelta(days=1)}, id="future"),
    ],
)
def test_release_not_public_is_nowhere(client, fields):
    release = make_release(title="Hidden thing", **fields)
    assert client.get(release.get_absolute_url()).status_code == 404
    for address in ("/en/press/", "/en/press/feed/", "/en/press/rss/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"Hidden thing" not in answer.content


@pytest.mark.django_db
def test_release_withdrawn_is_410_without_its_text(client, django_user_model):
    officer = django_user_model.objects.create_user("officer")
    release = make_release(body="<p>Secret words</p>")
    verbs.withdraw(release, by=officer, reason="Wrong figures")
    answer = client.get(release.get_absolute_url())
    assert answer.status_code == 410
    assert b"Wrong figures" in answer.content
    assert b"Secret words" not in answer.content


@pytest.mark.django_db
def test_release_renamed_redirects(client):
    release = make_release()
    old = release.get_absolute_url()
    release = verbs.readdress(release, slug="new-name", by=writer())
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, release.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/en/press/0/", "/en/press/99999/", "/en/press/2024/13/", "/en/press/99999/a/", "/de/press/"),
        *("/en/press/?page=x", "/en/press/?page=0", "/en/press/?page=1000000000", "/en/press/?before=x"),
        "/en/press/?before=9999999999999999-999999999999999999-1",
    ],
)
def test_list_bad_address_is_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_list_pages_hold_every_release_once(client):
    at = timezone.now() - timedelta(days=1)
    for number in range(45):
        make_imported(title=f"Number {number}", published_at=at)
    seen, address = [], "/en/press/"
    while address:
        context = client.get(address).context
        seen += [release.pk for release in context["releases"]]
        address = context["following"] and f"/en/press/?before={context['following']}"
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 45


@pytest.mark.django_db
def test_list_queries_do_not_grow(client, django_assert_num_queries):
    make_release()
    client.get("/en/press/")  # from now on the archive's counts are kept
    with django_assert_num_queries(3):
        client.get("/en/press/")
    for _ in range(5):
        make_release()
    client.get("/en/press/")  # from now on the archive's counts are kept
    with django_assert_num_queries(3):
        client.get("/en/press/")
