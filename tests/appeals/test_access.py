"""Who may see a filing and do what with it: own commission acts, the tier above sees, nobody judges their own act."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from appeals import access, verbs
from appeals.models import Filing, NotAllowedNow
from commission.models import ElectionCommission, Membership
from tests.appeals.desk_cast import case, central, decided, filed_now, precinct, queue, registered, sign_in, step
from tests.factories_appeals import make_commission, make_filing, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Status = Filing.Status


def sees(user, filing):
    listed = access.visible_to(user).filter(pk=filing.pk).exists()
    try:
        opened = access.filing_or_404(user, filing.pk) == filing
    except (Http404, PermissionDenied):
        opened = False
    assert listed == opened, "the list and the case must agree"
    return opened


def everywhere():
    """A filing with each of: the precinct, its constituency, a sister, a sister's precinct, the central one."""
    commissions = {
        "precinct": precinct(),
        "own": make_commission(),
        "sister": make_commission("C001"),
        "sister's precinct": precinct("P00101", "C001"),
        "central": central(),
    }
    return {name: filed_now(commission=commission) for name, commission in commissions.items()}


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        pytest.param("precinct", {"precinct"}, id="precinct"),
        pytest.param("own", {"precinct", "own"}, id="constituency"),
        pytest.param("central", {"precinct", "own", "sister", "sister's precinct", "central"}, id="central"),
    ],
)
@pytest.mark.parametrize("group", ["case officers", "experts", "commissioners"])
def test_one_sees_the_own_commission_and_those_below_and_acts_for_the_own_alone(group, place, seen):
    filings = everywhere()
    user = make_staff("member", group=group, commission=filings[place].commission)
    assert {name for name, filing in filings.items() if sees(user, filing)} == seen
    others = [filing for name, filing in filings.items() if name != place]
    assert [access.allowed_verbs(user, filing) for filing in others] == [[]] * 4
    assert bool(access.allowed_verbs(user, filings[place])) == (group == "case officers")


@pytest.mark.parametrize("group", ["editors", "publishers", "administrators"])
def test_other_groups_see_nothing(group):
    user = make_staff("member", group=group)
    assert not sees(user, filed_now())


def test_superuser_has_no_way_around_a_membership(admin_user):
    filing = filed_now()
    assert not sees(admin_user, filing)
    assert access.allowed_verbs(admin_user, filing) == []
    assert not any(access.may(admin_user, filing, verb) for verb in access.VERBS)


def test_superuser_with_a_membership_is_bound_by_it(admin_user):
    Membership.objects.create(user=admin_user, commission=make_commission())
    assert sees(admin_user, filed_now())
    assert not sees(admin_user, filed_now(commission=make_commission("C001")))
    assert not sees(admin_user, filed_now(contested_commission=make_commission()))


def test_account_that_was_closed_sees_nothing():
    user = make_staff("gone")
    user.is_active = False
    user.save()
    assert not sees(User.objects.get(pk=user.pk), filed_now())


def by_what_the_case_is_about(user, lower):
    """One filing for each way in which a case can be about `user`, who works for C033."""
    own = make_commission()
    name = {"respondent": f"Chair {user.last_name}", "happened_where": "x"}
    heard = registered(make_staff("above", commission=central()), commission=central())
    due = timezone.now() + timedelta(days=1)
    verbs.open_hearing(
        heard, respondent_name="R", respondent_email=user.email.upper(), answer_due_at=due, by=heard.registered_by
    )
    return {
        "commission": filed_now(contested_commission=own),
        "decision": filed_now(contested_decision=lower.decision, contested_filing=lower, kind="appeal"),
        "silence": filed_now(contested_filing=registered(make_staff("silent")), kind="appeal"),
        "name": filed_now(**name | {"respondent": f"{user.get_full_name().upper()}, secretary"}),
        "heard": heard,
    }


def test_whoever_the_case_is_about_sees_neither_it_nor_its_place_in_the_list():
    lower = decided(make_staff("decider"))
    user = make_staff("aysel")
    user.first_name, user.last_name = "Aysel", "Misalova"
    user.save()
    about = by_what_the_case_is_about(user, lower)
    for way, filing in about.items():
        assert access.has_conflict(user, filing), way
        assert not sees(user, filing), way
        assert access.allowed_verbs(user, filing) == [], way
    assert sees(user, filed_now(respondent="Aysel Nümunəli"))


def test_name_with_a_sign_of_patterns_means_nobody_else():
    user = make_staff("aysel")
    user.first_name, user.last_name = "Ay_el", "%"
    user.save()
    assert sees(user, filed_now(respondent="Aysel Misalova"))
    assert not sees(user, filed_now(respondent="Clerk Ay_el %"))


def test_commission_stands_within_the_same_ones_as_in_a_list():
    commissions = [precinct(), make_commission(), make_commission("C001"), precinct("P00101", "C001"), central()]
    for above in commissions:
        within = set(ElectionCommission.objects.within(above))
        assert {each for each in commissions if each.is_within(above)} == within


@pytest.mark.parametrize("place", ["lead", "twin", "other"])
def test_conflict_with_one_of_those_decided_together_is_one_with_all(place):
    officer = make_staff("officer")
    user = make_staff("aysel")
    user.first_name, user.last_name = "Aysel", "Misalova"
    user.save()
    for about in ({"respondent": "Aysel Misalova, secretary"}, {"contested_commission": make_commission()}):
        group = {name: registered(officer, **(about if name == place else {})) for name in ("lead", "twin", "other")}
        assert {name for name, filing in group.items() if sees(user, filing)} == group.keys() - {place}
        for name in ("twin", "other"):
            verbs.join(group[name], lead=group["lead"], by=officer)
        found = Filing.objects.in_bulk([filing.pk for filing in group.values()])
        assert access.conflicting_among(user, list(found)) == found.keys()
        for filing in found.values():
            assert not sees(user, filing)
            assert access.has_conflict(user, filing)
            assert access.allowed_verbs(user, filing) == []
        verbs.withdraw(group["lead"], at=timezone.now())
        assert {name for name, filing in group.items() if sees(user, filing)} == group.keys() - {place}


def test_tier_above_takes_over_what_a_joined_filing_says_of_the_commission():
    lower = make_staff("lower", commission=precinct())
    lead = registered(lower, commission=precinct())
    twin = registered(lower, commission=precinct(), contested_commission=precinct())
    above = make_staff("above")
    assert access.allowed_verbs(above, lead) == []
    verbs.join(twin, lead=lead, by=lower)
    assert access.allowed_verbs(above, lead) == ["forward"]


def test_who_decided_does_not_judge_the_appeal_after_moving_to_the_tier_above():
    decider = make_staff("decider", group="commissioners")
    lower = decided(decider)
    appeal = filed_now(kind="appeal", commission=central(), contested_filing=lower, contested_decision=lower.decision)
    Membership.objects.filter(user=decider).update(commission=central())
    moved = User.objects.get(pk=decider.pk)
    assert access.has_conflict(moved, appeal)
    assert not sees(moved, appeal)
    assert sees(make_staff("colleague", commission=central()), appeal)


def test_conflict_names_itself_and_offers_the_tier_above(client):
    sign_in(client)
    answer = client.get(case(filed_now(contested_commission=make_commission())))
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Conflict of interest" in text
    assert "about your own commission" in text
    assert "Central Election Commission" in text
    assert "no-store" in answer["Cache-Control"]


def test_conflict_at_the_central_commission_offers_the_court(client):
    sign_in(client, commission=central())
    answer = client.get(case(filed_now(commission=central(), contested_commission=central())))
    assert answer.status_code == 403
    assert "the Court of Appeal" in answer.content.decode()


def test_sister_is_told_nothing(client):
    sign_in(client, commission=make_commission("C001"))
    filing = filed_now(contested_commission=make_commission("C001"))
    answer = client.get(case(filing))
    assert answer.status_code == 404
    assert filing.number not in answer.content.decode()
    assert filing.number not in client.get(queue("?state=all")).content.decode()


def test_only_the_tier_directly_above_takes_a_filing_over():
    about_itself = filed_now(commission=precinct(), contested_commission=precinct())
    direct, top = make_staff("direct"), make_staff("top", commission=central())
    assert access.allowed_verbs(direct, about_itself) == ["forward"]
    assert access.allowed_verbs(top, about_itself) == []
    assert access.allowed_verbs(make_staff("lower", commission=precinct()), about_itself) == []
    assert access.allowed_verbs(direct, filed_now(commission=precinct())) == []


STATES = {
    Status.FILED: lambda by: filed_now(),
    Status.REGISTERED: registered,
    Status.DECIDED: decided,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("group", ["case officers", "experts", "commissioners"])
def test_allowed_verbs_are_those_of_the_table(state, group):
    filing = STATES[state](make_staff("other"))
    user = make_staff("member", group=group)
    expected = [
        verb
        for verb, (permission, states) in access.VERBS.items()
        if state in states and user.has_perm(permission) and verb != "give_opinion"
    ]
    assert access.allowed_verbs(user, filing) == expected


def test_verb_without_the_permission_is_refused_before_the_state_is_told(client):
    sign_in(client, "experts")
    assert client.get(step(filed_now(), "registration")).status_code == 403
    assert client.post(step(filed_now(), "registration")).status_code == 403


def test_expert_with_a_conflict_is_not_assigned():
    officer = make_staff("officer")
    filing = registered(officer)
    expert = make_staff("expert", group="experts")
    assert list(access.experts_for(filing)) == [expert]
    Filing.objects.filter(pk=filing.pk).update(contested_commission=make_commission())
    assert list(access.experts_for(filing)) == []
    with pytest.raises(access.Conflict):
        verbs.assign(filing, expert=expert, by=officer)


def test_membership_is_edited_by_administrators_and_by_nobody_else(client):
    member = make_staff("member", group="experts")
    address = f"/admin/commission/membership/{member.membership.pk}/change/"
    for group in ("case officers", "experts", "commissioners", "editors"):
        sign_in(client, group)
        assert client.get(address).status_code == 403
        assert client.post(address, {"commission": "CEC"}).status_code == 403
    sign_in(client, "administrators")
    assert "experts" in client.get("/admin/commission/membership/").content.decode()
    assert 'value="C033"' in client.get(address).content.decode()
    assert client.post(address, {"user": member.pk, "commission": "C999"}).status_code == 200
    client.post(address, {"user": member.pk, "commission": "CEC"})
    assert Membership.objects.get(user=member).commission == central()


def test_verbs_do_not_move_what_another_commission_holds(client):
    officer = sign_in(client)
    filing = make_filing(commission=make_commission("C001"))
    assert client.post(step(filing, "registration")).status_code == 404
    with pytest.raises(NotAllowedNow):
        verbs.assign(filing, expert=officer, by=officer)
