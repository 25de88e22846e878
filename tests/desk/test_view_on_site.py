"""The admin's shortcut to a public page tells nothing of a row that its caller does not see: an address tells."""

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from appeals import verbs
from appeals.models import Decision, Filing
from commission.pages.models import Page
from press.models import Release
from tests.appeals import decided as cases
from tests.factories_appeals import make_commission, make_filing, make_staff
from tests.factories_press import make_release

pytestmark = pytest.mark.django_db


def shortcut(row, pk=None):
    kind = ContentType.objects.get_for_model(type(row))
    return reverse("admin:view_on_site", args=[kind.pk, pk or row.pk])


def editor():
    return make_staff("editor", group="editors")


def superuser():
    return User.objects.create_superuser("minister")


def officer():
    return make_staff("officer")


def sister():
    return make_staff("sister", commission=make_commission("C001"))


@pytest.mark.parametrize("who", [editor, superuser, officer, sister])
def test_shortcut_tells_no_number_of_a_case_or_a_decision(client, who):
    clerk = make_staff("clerk")
    unregistered = make_filing()
    decision = cases.published(clerk)
    client.force_login(who())
    for row in (unregistered, decision.filing, decision, verbs.register(make_filing(), by=clerk)):
        answer = client.get(shortcut(row))
        assert answer.status_code == 404
        assert "Location" not in answer
        number = row.filing.number if isinstance(row, Decision) else row.number
        assert number not in answer.content.decode()


def test_shortcut_answers_alike_whether_there_is_such_a_case(client):
    client.force_login(editor())
    row = make_filing()
    addresses = shortcut(row), shortcut(Filing(pk=1), pk=10**30)
    there, gone = (client.get(address).content.decode().replace(address, "") for address in addresses)
    assert there == gone


def test_shortcut_leads_to_the_page_of_a_row_that_its_caller_sees(client):
    client.force_login(editor())
    release = make_release()
    answer = client.get(shortcut(release))
    assert answer.status_code == 302
    assert answer["Location"].endswith(release.get_absolute_url())
    assert client.get(shortcut(release, pk="x")).status_code == 404


@pytest.mark.parametrize("model", [Release, Page])
def test_shortcut_tells_no_address_of_a_text_that_its_caller_does_not_see(client, model):
    client.force_login(officer())
    row = make_release() if model is Release else Page.objects.first() or Page(pk=1)
    assert client.get(shortcut(row)).status_code == 404


@pytest.mark.parametrize("kind", ["0", "x", "٣", str(10**30)])
def test_shortcut_of_no_kind_is_not_there(client, kind):
    client.force_login(superuser())
    assert client.get(f"/admin/r/{kind}/1/").status_code == 404


def test_shortcut_is_for_staff_alone(client):
    answer = client.get(shortcut(make_filing()))
    assert answer["Location"].startswith(reverse("admin:login"))
