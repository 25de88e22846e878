"""Accounts of staff: administrators give people their groups, and nobody makes a superuser of themselves."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = User.objects.create_user("administrator", is_staff=True)
    user.groups.add(Group.objects.get(name="administrators"))
    client.force_login(user)
    client.user = user
    return client


def change(client, user, **fields):
    data = {"username": user.username, "is_active": "on", "is_staff": "on"} | fields
    return client.post(reverse("admin:auth_user_change", args=[user.pk]), data)


def test_an_administrator_gives_a_colleague_a_group(administrator):
    colleague, group = User.objects.create_user("colleague"), Group.objects.get(name="editors")
    assert change(administrator, colleague, groups=[group.pk]).status_code == 302
    colleague.refresh_from_db()
    assert colleague.is_staff
    assert list(colleague.groups.all()) == [group]


def test_an_administrator_makes_no_superuser(administrator):
    for user in (administrator.user, User.objects.create_user("colleague")):
        change(administrator, user, is_superuser="on")
        user.refresh_from_db()
        assert not user.is_superuser


def test_an_administrator_gives_no_permission_past_the_groups(administrator):
    colleague = User.objects.create_user("colleague")
    change(administrator, colleague, user_permissions=["1", "2"])
    assert not colleague.user_permissions.exists()


def test_an_administrator_changes_no_superuser(administrator, admin_user):
    assert change(administrator, admin_user, email="other@example.org").status_code == 403
    address = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    passwords = {"usable_password": "true", "password1": "a new password it is", "password2": "a new password it is"}
    assert administrator.post(address, passwords).status_code == 403
    admin_user.refresh_from_db()
    assert admin_user.check_password("password")


def test_a_superuser_makes_another(admin_client):
    colleague = User.objects.create_user("colleague")
    assert change(admin_client, colleague, is_superuser="on").status_code == 302
    colleague.refresh_from_db()
    assert colleague.is_superuser
