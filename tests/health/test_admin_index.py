"""The admin's first page tells those who look after the portal how it is, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from commission import health, outbox
from commission.admin_site import PortalAdminSite
from commission.models import Letter

pytestmark = pytest.mark.django_db
HEADING = '<h2 id="health-title">Health</h2>'


@pytest.fixture
def signed_in(client):
    def sign_in(group):
        user = User.objects.create_user("somebody", password="x", is_staff=True, is_superuser=group == "superuser")
        user.groups.set(Group.objects.filter(name=group))
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize("group", ["superuser", "administrators"])
def test_index_tells_what_is_not_well(signed_in, group):
    outbox.post(to="clerk@commission.example", subject="A subject", body="A text.", language="az")
    Letter.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    page = signed_in(group).get("/admin/").content.decode()
    assert HEADING in page
    assert '<li class="error">BAD letters: oldest unsent is 16 minutes old</li>' in page
    assert '<li class="success">ok database: answers</li>' in page
    assert '<li class="warning">(!) database role: owns' in page  # tests run as the role that owns the tables


@pytest.mark.parametrize("group", ["editors", "publishers", "case officers", "experts", "commissioners"])
def test_index_tells_others_nothing(signed_in, monkeypatch, group):
    monkeypatch.setattr(health, "findings", lambda: pytest.fail("was looked at"))
    page = signed_in(group).get("/admin/")
    assert page.status_code == 200
    assert HEADING not in page.content.decode()


def test_list_of_models_is_put_together_for_the_index_alone(signed_in, monkeypatch):
    client = signed_in("superuser")
    assert 'href="/admin/press/release/"' in client.get("/admin/").content.decode()
    monkeypatch.setattr(PortalAdminSite, "_app_list", lambda *_: pytest.fail("was put together"))
    assert client.get("/admin/commission/letter/").status_code == 200
