"""Each group of staff sees exactly its part of the desk: on the index, and list by list."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

pytestmark = pytest.mark.django_db
VIEW, ADD = "view", "add"
PARTS = {
    "editors": {
        "press.release": ADD,
        "press.topic": VIEW,
        "press.calendarevent": ADD,
        "press.pin": VIEW,
        "press.oldaddress": VIEW,
        "pages.page": ADD,
        "site_search.synonymset": ADD,
        "site_search.suggestedquestion": VIEW,
        "site_search.unansweredquestion": VIEW,
    },
    "publishers": {
        "press.release": ADD,
        "press.topic": ADD,
        "press.earlyreader": ADD,
        "press.subscription": VIEW,
        "press.calendarevent": ADD,
        "press.pin": ADD,
        "press.oldaddress": ADD,
        "pages.page": ADD,
        "site_search.synonymset": ADD,
        "site_search.suggestedquestion": VIEW,
        "site_search.unansweredquestion": VIEW,
    },
    "case officers": {
        "appeals.filing": VIEW,
        "appeals.session": VIEW,
        "appeals.timelimitrule": VIEW,
        "appeals.historicaltimelimitrule": VIEW,
        "contact.message": VIEW,
    },
    "experts": {
        "appeals.filing": VIEW,
        "appeals.session": VIEW,
        "appeals.timelimitrule": VIEW,
        "appeals.historicaltimelimitrule": VIEW,
    },
    "commissioners": {
        "appeals.filing": VIEW,
        "appeals.session": VIEW,
        "appeals.timelimitrule": VIEW,
        "appeals.historicaltimelimitrule": VIEW,
    },
    "administrators": {
        "auth.user": ADD,
        "auth.group": VIEW,
        "commission.letter": VIEW,
        "commission.election": ADD,
        "commission.electioncommission": ADD,
        "commission.membership": ADD,
        "appeals.timelimitrule": ADD,
        "appeals.nonworkingday": ADD,
        "appeals.historicaltimelimitrule": VIEW,
        "appeals.historicalnonworkingday": VIEW,
        "contact.topic": ADD,
    },
}
MODELS = sorted(model._meta.label_lower for model in admin.site._registry)
ROWS = [(group, model) for group in PARTS for model in MODELS]


@pytest.fixture
def desk(client):
    """Signs a member of a group in; the client."""

    def sign_in(group):
        user = User.objects.create_user("member", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


def address(model, page="changelist"):
    return reverse(f"admin:{model.replace('.', '_')}_{page}")


def test_every_group_is_in_the_table():
    assert set(Group.objects.values_list("name", flat=True)) == set(PARTS)


@pytest.mark.parametrize("group", PARTS)
def test_the_index_shows_a_group_exactly_its_part(desk, group):
    text = desk(group).get("/admin/").content.decode()
    shown = set(re.findall(r'<th scope="row"[^>]*>\s*<a href="([^"]+)"', text))
    assert shown == {address(model) for model in PARTS[group]}
    offered = set(re.findall(r'<a href="([^"]+)" class="addlink"', text))
    assert offered == {address(model, "add") for model, most in PARTS[group].items() if most == ADD}


@pytest.mark.parametrize(("group", "model"), ROWS, ids=[f"{group}-{model}" for group, model in ROWS])
def test_a_list_opens_for_its_groups_alone(desk, group, model):
    client = desk(group)
    assert client.get(address(model)).status_code == (200 if model in PARTS[group] else 403)
    assert client.get(address(model, "add")).status_code == (200 if PARTS[group].get(model) == ADD else 403)


@pytest.mark.parametrize("model", MODELS)
def test_a_list_opens_for_nobody_without_a_group(client, model):
    assert client.get(address(model)).status_code == 302
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address(model)).status_code == 302
    client.force_login(User.objects.create_user("new colleague", is_staff=True))
    assert client.get(address(model)).status_code == 403


def test_a_member_without_a_group_finds_an_empty_desk(client):
    client.force_login(User.objects.create_user("new colleague", is_staff=True))
    text = client.get("/admin/").content.decode()
    assert 'scope="row"' not in text


def test_the_index_shows_first_what_people_wait_for(admin_client):
    labels = [app["app_label"] for app in admin_client.get("/admin/").context["app_list"]]
    assert labels == ["appeals", "press", "contact", "pages", "site_search", "commission", "auth"]


def test_group_with_every_right_is_not_too_large_a_form(admin_client, settings):
    """It is the widest form there is; the limit of fields leaves it room to grow (F13)."""
    every = list(Permission.objects.values_list("pk", flat=True))
    answer = admin_client.post(reverse("admin:auth_group_add"), {"name": "everything", "permissions": every})
    assert answer.status_code == 302
    assert Group.objects.get(name="everything").permissions.count() == len(every)
    assert len(every) * 1.5 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
