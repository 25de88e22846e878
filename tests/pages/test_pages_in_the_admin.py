"""Standing pages written in the admin: clean, found by the search, gone from it when removed."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.urls import reverse

from commission.pages.models import Page

pytestmark = pytest.mark.django_db
ADD = "/admin/pages/page/add/"
FIELDS = {"slug": "how-to-vote", "language": "en", "title": "How to vote", "body": "<p>Bring a quillfeather.</p>"}


def write(client, **fields):
    """Send the form of a new page; the page, or None where it was refused."""
    client.post(ADD, FIELDS | fields)
    return Page.objects.filter(slug="how-to-vote").first()


def found(client, word):
    return "/en/pages/how-to-vote/" in client.get(f"/en/search/?q={word}").content.decode()


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">Click</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<iframe src="https://example.org"></iframe>',
    ],
)
def test_a_page_is_saved_and_shown_clean(admin_client, evil):
    page = write(admin_client, body=f"<h2>Steps</h2><p>Come <strong>early</strong>.</p>{evil}")
    assert page.body.startswith("<h2>Steps</h2><p>Come <strong>early</strong>.</p>")
    text = admin_client.get(page.get_absolute_url()).content.decode()
    assert "<strong>early</strong>" in text
    assert not any(word in page.body + text for word in ("alert(1)", "onclick", "javascript:", "<iframe"))


def test_a_table_of_a_page_is_kept(admin_client):
    table = "<table><tbody><tr><td><p>Hours</p></td><td><p>8 to 19</p></td></tr></tbody></table>"
    assert write(admin_client, body=table).body == table


def test_a_page_is_found_by_the_search_until_it_is_removed(admin_client):
    assert not found(admin_client, "quillfeather")
    page = write(admin_client)
    assert found(admin_client, "quillfeather")
    admin_client.post(reverse("admin:pages_page_change", args=[page.pk]), FIELDS | {"body": "<p>Bring a card.</p>"})
    assert not found(admin_client, "quillfeather")
    assert found(admin_client, "card")
    admin_client.post(reverse("admin:pages_page_delete", args=[page.pk]), {"post": "yes"})
    assert not Page.objects.filter(pk=page.pk).exists()
    assert not found(admin_client, "card")


def test_pages_removed_together_leave_the_search_too(admin_client):
    page = write(admin_client)
    chosen = {"action": "delete_selected", "_selected_action": [page.pk], "post": "yes"}
    admin_client.post(reverse("admin:pages_page_changelist"), chosen)
    assert not Page.objects.filter(pk=page.pk).exists()
    assert not found(admin_client, "quillfeather")


@pytest.mark.parametrize(
    "body", [pytest.param("", id="nothing"), pytest.param("<p></p>", id="what-an-empty-editor-leaves")]
)
def test_a_page_without_words_is_refused(admin_client, body):
    answer = admin_client.post(ADD, FIELDS | {"body": body})
    assert "body" in answer.context["adminform"].form.errors
    assert not Page.objects.filter(slug="how-to-vote").exists()


def test_the_policy_allows_the_editor_on_its_own_pages_alone(admin_client):
    answer = admin_client.get(ADD)
    script = re.search(r"<script[^>]*importmap[^>]*>(.*?)</script>", answer.content.decode(), re.DOTALL)[1]
    allowed = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
    assert allowed in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert allowed not in admin_client.get("/admin/pages/page/")["Content-Security-Policy"]
