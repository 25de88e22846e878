"""What is kept of a reader, and for how long: no token, in no log, and no address that is not needed."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.utils import timezone

from commission.models import Letter
from press.models import Subscription
from press.subscriptions import tokens
from press.verbs import subscribing
from tests.factories_readers import make_reader

pytestmark = pytest.mark.django_db


def test_database_holds_no_token():
    reader = make_reader()
    stored = str(Subscription.objects.filter(pk=reader.pk).values().get())
    for purpose in (tokens.SETTINGS, tokens.END):
        assert reader.token(purpose) not in stored
        assert tokens.digest_of(reader.token(purpose)) in stored


def test_tokens_are_of_another_key_in_another_installation(settings):
    reader = make_reader()
    before = reader.token(tokens.END)
    settings.CODE_KEY = "another key of at least thirty-two characters"
    assert reader.token(tokens.END) != before


def test_tokens_are_left_out_of_the_log_of_nginx():
    text = (portal_settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    pattern = re.search(r"~\^\(\?<shown>(.*?)\)\. \$shown", text)[1]
    for kind in ("confirmation", "settings", "end"):
        path = f"/en/press/subscriptions/{kind}/{'x' * 43}/"
        assert re.match(rf"^({pattern}).", path)[1] == f"/en/press/subscriptions/{kind}/"


def test_confirmation_expires_and_what_nobody_confirmed_is_forgotten(client, settings):
    subscribing.request(email="ayan@example.org", language="en", topics=[], frequency="at_once")
    letter = Letter.objects.get()
    settings.SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS = 7
    path = re.search(r"/en/press/subscriptions/confirmation/[\w-]{43}/", letter.body)[0]
    assert client.get(path).status_code == 200
    Subscription.objects.update(confirmable_until=timezone.now())
    assert client.get(path).status_code == 404
    call_command("forget", verbosity=0)
    assert Subscription.objects.exists()
    Subscription.objects.update(requested_at=timezone.now() - timedelta(days=8))
    Letter.objects.update(created_at=timezone.now() - timedelta(days=8))
    call_command("forget", verbosity=0)
    assert not Subscription.objects.exists()
    assert not Letter.objects.exists()


def test_address_of_an_ended_subscription_is_removed_soon(settings):
    settings.SUBSCRIPTIONS_ENDED_KEPT_DAYS = 7
    now = timezone.now()
    old, fresh, active = make_reader("old@example.org"), make_reader("fresh@example.org"), make_reader()
    subscribing.end(old, because=Subscription.End.READER, at=now - timedelta(days=8))
    subscribing.end(fresh, because=Subscription.End.READER, at=now - timedelta(days=6))
    call_command("forget", verbosity=0)
    assert set(Subscription.objects.values_list("pk", flat=True)) == {fresh.pk, active.pk}
