"""Addresses of old sites lead to their releases wherever a 404 would stand, and tell nothing of what is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from press import old_addresses, verbs
from press.models import OldAddress, Release
from tests.factories_press import make_release, writer


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        pytest.param("https://www.old.example/news/1/", ("old.example", "/news/1"), id="host-and-slash"),
        pytest.param("http://old.example:8080/news?b=2&a=1", ("old.example", "/news?a=1&b=2"), id="order"),
        pytest.param("/news/1?utm_source=x&fbclid=y", ("", "/news/1"), id="tracking"),
        pytest.param("/?p=123", ("", "/?p=123"), id="wordpress"),
        pytest.param("/x%C9%99b%C9%99r/", ("", "/xəbər"), id="decoded"),
        pytest.param("https://old.example/", ("", ""), id="root"),
        pytest.param("javascript:alert(1)", ("", ""), id="scheme"),
        pytest.param("wordpress:pll_1", ("", ""), id="no-address"),
        pytest.param("https://[", ("", ""), id="broken"),
        pytest.param("/" + "a" * 600, ("", ""), id="long"),
    ],
)
def test_old_address_has_one_form(address, kept):
    assert old_addresses.normal(address) == kept


def entered(address, **fields):
    release = make_release(**fields)
    old_addresses.enter([(address, release.pk)], is_own=True)
    return release


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "request_for"),
    [
        pytest.param("https://old.example/news/view/563", "/news/view/563", id="path"),
        pytest.param("https://old.example/news/view/563", "/news/view/563/?utm_source=mail", id="slash-and-tracking"),
        pytest.param("https://old.example/en/news/563", "/en/news/563", id="in-a-language"),
        pytest.param("https://old.example/index.php?view=article&id=7", "/index.php?id=7&view=article", id="query"),
        pytest.param("https://old.example/?p=123", "/?p=123", id="wordpress"),
        pytest.param("https://old.example/en/?p=123", "/en/?p=123", id="wordpress-in-a-language"),
        pytest.param("https://old.example/en/press/2019/gone/", "/en/press/2019/gone/", id="where-a-view-says-404"),
        pytest.param("https://old.example/x%C9%99b%C9%99r", "/x%C9%99b%C9%99r", id="letters"),
    ],
)
def test_old_address_leads_to_its_release_for_good(client, address, request_for):
    release = entered(address)
    for ask in (client.get, client.head):
        answer = ask(request_for)
        assert (answer.status_code, answer["Location"]) == (301, release.get_absolute_url())
        assert "no-store" not in answer["Cache-Control"]
        assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": Release.Status.DRAFT}, id="draft"),
        pytest.param({"embargoed_until": timezone.now() + timedelta(days=1)}, id="embargo"),
        pytest.param({"published_at": timezone.now() + timedelta(days=1)}, id="scheduled"),
    ],
)
def test_old_address_of_what_is_not_public_is_not_found(client, fields):
    entered("https://old.example/news/1", title="Hiddenword", **fields)
    answer = client.get("/news/1")
    assert answer.status_code == 404
    assert b"Hiddenword" not in answer.content


@pytest.mark.django_db
def test_old_address_of_a_withdrawn_release_is_gone(client):
    entered("https://old.example/news/1", status=Release.Status.WITHDRAWN)
    answer = client.get("/news/1")
    assert answer.status_code == 410
    assert b"Wrong figures." in answer.content
    assert b"Quillfeather" not in answer.content


@pytest.mark.django_db
def test_old_address_of_a_superseded_release_leads_to_where_it_is_read(client):
    older = entered("https://old.example/news/1")
    verbs.supersede(older, newer=make_release(), by=writer())
    assert client.get("/news/1")["Location"] == older.get_absolute_url()


@pytest.mark.django_db
def test_old_address_is_decided_by_the_host_where_two_sites_had_it(client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "www.two.example"]
    one, two = entered("https://one.example/news/1"), entered("https://two.example/news/1")
    assert client.get("/news/1", headers={"host": "one.example"})["Location"] == one.get_absolute_url()
    assert client.get("/news/1", headers={"host": "www.two.example"})["Location"] == two.get_absolute_url()


@pytest.mark.django_db
def test_old_address_is_one_question(client, django_assert_num_queries):
    entered("https://old.example/news/1")
    with django_assert_num_queries(1):
        assert client.get("/news/1").status_code == 301
    with django_assert_num_queries(1):
        assert client.get("/news/2").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/nothing/", "/static/nothing.css", "/media/nothing"])
def test_old_address_never_stands_where_the_portal_does(client, address, django_assert_num_queries):
    entered(f"https://old.example{address}")
    assert client.get(address).status_code != 301


@pytest.mark.django_db
def test_old_address_answers_no_post(client):
    entered("https://old.example/news/1")
    assert client.post("/news/1", {"end": "1"}).status_code == 404


@pytest.mark.django_db
def test_old_address_that_is_only_named_never_replaces_ones_own():
    own, other = make_release(), make_release()
    old_addresses.enter([("https://old.example/1", other.pk)], is_own=False)
    old_addresses.enter([("https://old.example/1", own.pk)], is_own=True)
    old_addresses.enter([("https://old.example/1", other.pk)], is_own=False)
    assert OldAddress.objects.get().release == own


@pytest.mark.django_db
def test_old_address_is_entered_in_the_admin(admin_client, client):
    release = make_release()
    form = {"path": "https://www.old.example/news/9/?utm_medium=x", "host": "", "release": release.pk, "end": "1"}
    assert admin_client.post("/admin/press/oldaddress/add/", form).status_code == 302
    assert client.get("/news/9")["Location"] == release.get_absolute_url()
    assert admin_client.post("/admin/press/oldaddress/add/", form | {"path": "/"}).status_code == 200
