"""The demo's sample cases: in every state, by the verbs, and loaded once."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from appeals.documents.redaction import COVER
from appeals.models import Decision, Event, Evidence, Filing, Forwarding, InformationRequest, Session
from commission.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]


@pytest.fixture(scope="module")
def samples(shared_rows):
    with shared_rows():
        call_command("load_samples", verbosity=0)


def test_sample_cases_stand_in_many_states_and_are_loaded_once():
    before = (Filing.objects.count(), Event.objects.count(), Session.objects.count(), Membership.objects.count())
    states = set(Filing.objects.values_list("status", flat=True))
    assert states >= {"filed", "registered", "under_review", "on_agenda", "decided", "returned", "withdrawn"}
    assert Decision.objects.published().exists()
    assert Filing.objects.filter(kind="appeal", contested_filing__isnull=False).exists()
    call_command("load_samples", verbosity=0)
    after = (Filing.objects.count(), Event.objects.count(), Session.objects.count(), Membership.objects.count())
    assert after == before


def test_sample_staff_work_for_two_tiers_and_have_no_password():
    members = Membership.objects.select_related("user", "commission")
    assert {member.commission.number for member in members} == {"C001", "CEC"}
    assert not any(member.user.has_usable_password() for member in members)


def test_sample_cases_show_every_page_something():
    now = timezone.now()
    filings = Filing.objects.on_register()
    assert filings.filter(kind="appeal", commission__number="CEC").running().exists()
    assert filings.overdue(now).exists()
    assert Filing.objects.filter(status="joined", joined_to__commission__number="C001").exists()
    assert Forwarding.objects.filter(from_commission__number="C001", filing__commission__number="C002").exists()
    assert InformationRequest.objects.filter(answer=None, answer_due_at__gt=now).exists()
    published = Decision.objects.published()
    assert set(published.values_list("outcome", flat=True)) >= {"dismissed", "upheld", "returned"}
    assert set(published.values_list("language", flat=True)) == {"az"}
    assert published.filter(corrections__isnull=False).exists()
    assert published.filter(court_outcomes__isnull=False).exists()
    assert not any(decision.has_words_to_publish for decision in published)
    assert Evidence.objects.filter(kind="jpeg").exists()
    assert Evidence.objects.filter(is_named_otherwise=True).exists()


def test_sample_decision_is_published_without_its_people(client):
    decision = Decision.objects.published().get(outcome="dismissed")
    for address in (decision.get_absolute_url(), "/az/search/?q=möhür"):
        page = client.get(address).content.decode()
        assert COVER in page
        for word in ("Xəyalzadə", "Uydurma Xəyal", "Xəyalqızı", "küçəsi 7, Nümunəkənd", "qutu.jpg"):
            assert word not in page


def test_sample_cases_are_told_from_real_ones():
    for filing in Filing.objects.all():
        texts = f"{filing.applicant_name} {filing.statement} {filing.ground} {filing.respondent}".lower()
        assert "nümunə" in texts
