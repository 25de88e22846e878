"""The demo's sample cases: in every state, by the verbs, and loaded once."""

import pytest
from django.core.management import call_command

from appeals.models import Decision, Event, Filing, Session
from commission.models import Membership

pytestmark = pytest.mark.django_db


def test_sample_cases_stand_in_many_states_and_are_loaded_once():
    call_command("load_samples", verbosity=0)
    before = (Filing.objects.count(), Event.objects.count(), Session.objects.count(), Membership.objects.count())
    states = set(Filing.objects.values_list("status", flat=True))
    assert states >= {"filed", "registered", "under_review", "on_agenda", "decided", "returned", "withdrawn"}
    assert Decision.objects.published().exists()
    assert Filing.objects.filter(kind="appeal", contested_filing__isnull=False).exists()
    call_command("load_samples", verbosity=0)
    after = (Filing.objects.count(), Event.objects.count(), Session.objects.count(), Membership.objects.count())
    assert after == before


def test_sample_staff_work_for_two_tiers_and_have_no_password():
    call_command("load_samples", verbosity=0)
    members = Membership.objects.select_related("user", "commission")
    assert {member.commission.number for member in members} == {"C001", "CEC"}
    assert not any(member.user.has_usable_password() for member in members)
