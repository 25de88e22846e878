"""What every page shows of itself: its section in the navigation, its other languages."""

import pytest
from django.utils import translation

from commission import site


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/en/", "home"),
        ("/az/press/", "press"),
        ("/ru/press/2026/a-release/", "press"),
        ("/en/pressure/", ""),
        ("/en/appeals/", "appeals"),
        ("/en/appeals/new/", "appeals"),
        ("/en/appeals/register/", "appeals/register"),
        ("/en/appeals/register/C033-M2026-1/", "appeals/register"),
        ("/en/appeals/registers/", "appeals"),
        ("/en/search/", "search"),
        ("/en/contact/sent/x/", "contact"),
        ("/en/pages/about/", ""),
        ("/", ""),
        ("/en", ""),
        ("/de/press/", ""),
        ("/press/", ""),
        ("/admin/", ""),
    ],
)
def test_section_of_a_page(path, section):
    assert site.section_of(path) == section


@pytest.mark.parametrize(
    ("path", "russian"),
    [
        ("/en/", "/ru/"),
        ("/en/press/2026/a/", "/ru/press/2026/a/"),
        ("/en/en/", "/ru/en/"),
        ("/admin/en/", "/admin/en/"),
        ("/", "/"),
        ("/de/x", "/de/x"),
    ],
)
def test_page_in_another_language(path, russian):
    with translation.override("en"):
        languages = {language["code"]: language for language in site.page_languages(path)}
    assert languages["ru"]["url"] == russian
    assert [code for code, language in languages.items() if language["is_current"]] == ["en"]


@pytest.mark.django_db
def test_frame_is_that_of_the_page_however_often_and_in_whatever_order_pages_are_asked_for(client):
    frames = [("/en/press/", "Press releases"), ("/ru/press/", "Пресс-релизы"), ("/en/contact/", "Contact")] * 2
    for path, label in frames:
        page = client.get(path).content.decode()
        assert f'<a href="{path}" aria-current="page">{label}</a>' in page
        assert page.count('aria-current="page"') == page.count(f'{path}" aria-current="page"')
        assert f'<a href="{path}" lang="{path[1:3]}" hreflang="{path[1:3]}" aria-current="true">' in page


@pytest.mark.django_db
def test_frame_of_a_demo_says_so_and_no_other_does(client, settings):
    settings.DEMO = True
    assert "nothing here is real" in client.get("/en/search/").content.decode()
    settings.DEMO = False
    assert "nothing here is real" not in client.get("/en/search/").content.decode()
