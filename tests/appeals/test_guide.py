"""The guide: which commission, until when, worked out from the address alone (Code 112.1, Instruction 11/53-2, 1.3)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commission.models import Election, ElectionCommission
from tests.factories_appeals import make_commission, make_election

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commissions():
    constituency = make_commission()
    ElectionCommission.objects.filter(pk=constituency.pk).update(
        address={"en": "7 Invented Street, Sampleville"}, email="c033@commission.example", phone="+994 12 000 00 33"
    )
    ElectionCommission.objects.create(
        number="P03305", tier="precinct", superior=constituency, name={"en": "Sample Precinct Commission No. 5"}
    )


def ask(client, query):
    page = client.get(f"/en/appeals/?{query}")
    assert page.status_code == 200
    assert not page.cookies
    assert "public" in page["Cache-Control"]
    return page.content.decode()


def test_guide_works_out_the_limit_of_an_act_on_voting_sunday(client):
    text = ask(client, "who=precinct&happened_on=9.2.2020")
    assert "File by 12 February 2020, 24:00 (Baku, UTC+4)" in text
    assert "constituency commission" in text
    for day, place in (
        ("Monday, 10 February 2020", 1),
        ("Tuesday, 11 February 2020", 2),
        ("Wednesday, 12 February 2020", 3),
    ):
        assert f"{day}<strong>{place}</strong>" in text
    assert "Election Code, article 112.1: <q>A complaint is filed within three days" in text
    assert "This limit has passed" in text


def test_guide_names_the_very_commission_with_its_address(client):
    text = ask(client, "who=precinct&commission=P03305&happened_on=9.2.2020")
    for part in ("Sample Commission C033", "7 Invented Street", "mailto:c033@commission.example", "+994 12 000 00 33"):
        assert part in text


def test_guide_takes_the_later_of_the_two_days(client):
    assert "File by 14 February 2020, 24:00" in ask(
        client, "who=constituency&happened_on=9.2.2020&learned_on=11.2.2020"
    )


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("who=constituency&commission=C033", id="constituency"),
        pytest.param("who=precinct&commission=P03305&about=campaign", id="campaign"),
        pytest.param("who=precinct&about=campaign", id="campaign-of-somebody-unknown"),
        pytest.param("who=central&about=campaign", id="campaign-and-no-court"),
        pytest.param("who=other", id="somebody-else"),
    ],
)
def test_guide_sends_to_the_central_commission(client, query):
    text = ask(client, f"{query}&happened_on=9.2.2020")
    assert "<strong>Central Election Commission</strong>" in text
    assert "commission=CEC" in text


def test_guide_sends_acts_of_the_central_commission_to_court(client):
    text = ask(client, "who=central&happened_on=12.9.2013")
    assert "Go to court by 15 September 2013, 24:00" in text
    assert text.index("Court of Appeal") < text.index("Supreme Court")
    assert "3 days from the judgment of the Court of Appeal" in text
    assert "article 112.3" in text
    assert "appeals/new/?" not in text


def test_guide_sends_a_question_to_contact_and_not_to_the_form(client):
    text = ask(client, "matter=question&about=voter_list")
    assert 'class="button" href="/en/contact/"' in text
    assert "appeals/new/?" not in text


def test_guide_hands_its_answers_to_the_form(client):
    text = ask(client, "about=voting&who=precinct&commission=sample+precinct&happened_on=9.2.2020&learned_on=10.2.2020")
    commissions = "contested_commission=P03305&amp;commission=C033"
    days = "happened_on=09.02.2020&amp;learned_on=10.02.2020"
    assert f"/en/appeals/new/?about=voting&amp;{commissions}&amp;{days}" in text


def test_guide_offers_the_commissions_that_fit(client):
    make_commission("C034")
    text = ask(client, "who=constituency&commission=sample&happened_on=9.2.2020")
    assert 'name="commission_chosen" value="C034"' in text
    assert "P03305" not in text
    assert "File by" not in text
    assert "File by" in ask(client, "who=constituency&commission=sample&commission_chosen=C034&happened_on=9.2.2020")


def test_guide_tells_of_the_precinct_on_voting_day(client):
    today = timezone.localdate()
    Election.objects.create(key="T1", voting_on=today, ends_on=today + timedelta(days=30), name={"en": "Sample"})
    assert "you may also turn to the precinct" in ask(client, f"who=precinct&happened_on={today.isoformat()}")
    assert "you may also turn" not in ask(client, f"who=precinct&happened_on={(today - timedelta(days=1)).isoformat()}")


@pytest.mark.parametrize(
    "query",
    [
        "who=x", "who=precinct&happened_on=x", "happened_on=99.99.2020", "who=precinct", "matter=x",
        "who=precinct&happened_on=31.12.9999", "who=precinct&happened_on=1.1.0001", "who=other&happened_on=2.1.1600",
        "who=precinct&happened_on=9.2.2020&commission=nothing+like+this", "utm=x",
    ],
)  # fmt: skip
def test_guide_answers_bad_input_with_a_page(client, query):
    assert "File by" not in ask(client, query)


def test_guide_takes_no_day_that_has_not_come(client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "This day lies in the future" in ask(client, f"who=precinct&happened_on={tomorrow.isoformat()}")


def test_addresses_of_commissions_are_found_by_a_part_of_the_name(client):
    page = client.get("/en/appeals/commissions/?q=precinct+5")
    text = page.content.decode()
    assert "P03305" in text
    assert "Complaints about its acts go to: Sample Commission C033" in text
    assert not page.cookies
    assert "No commission has" in client.get("/en/appeals/commissions/?q=zzz").content.decode()
    assert "CEC" in client.get("/en/appeals/commissions/").content.decode()


def test_addresses_of_many_commissions_take_no_more_queries(client, django_assert_max_num_queries):
    for serial in range(100, 140):
        make_commission(f"C{serial}")
    with django_assert_max_num_queries(3):
        text = client.get("/en/appeals/commissions/?q=sample").content.decode()
    assert "More commissions fit" in text


def test_blank_form_asks_for_all_that_the_law_does(client):
    page = client.get("/en/appeals/paper/")
    text = page.content.decode()
    assert not page.cookies
    for part in ("To the commission", "Full name", "What happened", "Which rule was broken", "Date and signature"):
        assert part in text


def test_working_leaves_out_days_of_rest(client):
    from appeals.models import NonWorkingDay, TimeLimitRule

    make_election()
    TimeLimitRule.objects.filter(limit="file").update(counts_working_days=True)
    NonWorkingDay.objects.create(day=date(2020, 2, 11))
    text = ask(client, "who=precinct&happened_on=9.2.2020")
    assert "Tuesday, 11 February 2020<span>not counted</span>" in text
    assert "Thursday, 13 February 2020<strong>3</strong>" in text
