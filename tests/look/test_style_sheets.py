"""The style sheets keep the rules of the house, and the first view stays small."""

import gzip
import re

import pytest
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(")
FIRST_VIEW_BYTES = 14 * 1024


def without_comments(sheet):
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda s: s.name)
def test_colours_stand_only_in_the_tokens(sheet):
    assert COLOUR.findall(without_comments(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
def test_a_sheet_is_short_and_forces_nothing(sheet):
    text = without_comments(sheet)
    assert "!important" not in text
    assert len(text.splitlines()) <= 200


def test_the_frame_of_all_pages_is_short():
    assert len((settings.BASE_DIR / "templates" / "base.html").read_text().splitlines()) < 90


@pytest.mark.django_db
def test_the_first_view_is_small_and_sets_no_cookie(client):
    response = client.get("/en/")
    assert response.status_code == 200
    assert not response.cookies
    named = re.findall(r'rel="stylesheet" href="/static/css/([^"]+)"', response.content.decode())
    assert "tokens.css" in named
    files = [response.content, *(sheet.read_bytes() for sheet in SHEETS if sheet.name in named)]
    assert sum(len(gzip.compress(file)) for file in files) < FIRST_VIEW_BYTES


@pytest.mark.django_db
def test_the_root_leads_to_the_language_of_the_browser(client):
    response = client.get("/", headers={"accept-language": "ru"})
    assert response["Location"] == "/ru/"
    assert "Accept-Language" in response["Vary"]
