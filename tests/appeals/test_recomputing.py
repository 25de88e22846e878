"""A change of rule, non-working day or voting day works out anew what still runs, and the journal says so."""

import json
import re
from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from appeals import verbs
from appeals.limits import recomputing
from appeals.models import Decision, Event, Filing, NonWorkingDay, Recomputation, Referral, TimeLimitRule
from appeals.verbs import keeping
from commission.models import Election, ElectionCommission, Letter
from commission.translated import in_language
from tests.factories_appeals import BAKU, NOON, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db
END = datetime(2020, 2, 15, tzinfo=BAKU)
DAY = timedelta(days=1)


@pytest.fixture
def settled():
    """What is in force was worked out before."""
    recomputing.recompute_if_due()


def deadline_of(filing):
    return Filing.objects.get(pk=filing.pk).decision_deadline


def decide_rules():
    return TimeLimitRule.objects.filter(limit="decide")


def changes():
    return Event.objects.filter(kind=Event.Kind.DEADLINE_CHANGED)


def test_changed_rule_moves_what_runs_journals_it_and_tells_the_applicant(settled):
    running, ended = make_filing(), verbs.withdraw(make_filing(statement="another"), at=NOON)
    Letter.objects.all().delete()
    decide_rules().filter(is_active=True).update(days=5)
    assert recomputing.recompute_if_due()
    assert deadline_of(running) == END + 2 * DAY
    assert deadline_of(ended) == END
    (event,) = changes()
    assert (event.filing, event.deadline, event.by) == (running, END + 2 * DAY, None)
    letter = Letter.objects.get()
    assert letter.to == running.applicant_email
    assert letter.subject.startswith(running.number)


def decided_and_served(by, *, commission=None, at=NOON):
    """A decision that was served at this instant, and its filing."""
    filing = verbs.register(make_filing(commission=commission), by=by, at=NOON)
    session = verbs.open_session(
        commission=filing.commission, number=filing.commission.sessions.count() + 1, held_at=NOON, by=by
    )
    verbs.place_on_agenda(filing, session=session, by=by, at=NOON)
    decision = verbs.decide(filing, outcome="upheld", reasons="<p>x</p>", by=by, at=NOON)
    verbs.serve(decision, party="applicant", way="hand", by=by, at=at)
    decision.refresh_from_db()
    return decision


def test_changed_rule_moves_the_limit_to_appeal_that_runs_journals_it_and_tells_the_applicant(settled):
    clerk = make_staff("clerk")
    running, passed = decided_and_served(clerk), decided_and_served(clerk, at=NOON - 9 * DAY)
    central = decided_and_served(clerk, commission=make_commission().superior)
    reopened = decided_and_served(clerk)
    verbs.reopen(reopened.filing, reasons="x", by=clerk, at=NOON)
    Letter.objects.all().delete()
    TimeLimitRule.objects.filter(limit="file", phase="always").update(days=5)
    assert recomputing.recompute_if_due(at=NOON)
    before = {decision.pk: decision.appeal_deadline for decision in (running, passed, central, reopened)}
    after = dict(Decision.objects.values_list("pk", "appeal_deadline"))
    assert after == before | {running.pk: before[running.pk] + 2 * DAY}
    (event,) = changes()
    assert (event.filing_id, event.subject_id, event.deadline) == (running.filing_id, running.pk, after[running.pk])
    letter = Letter.objects.get()
    assert letter.to == running.filing.applicant_email
    assert running.number in letter.body
    assert "16 February 2020, 24:00" in letter.body
    assert not recomputing.recompute_if_due(at=NOON)
    TimeLimitRule.objects.filter(limit="court").update(days=4, is_active=True)
    assert recomputing.recompute_if_due(at=NOON)
    assert changes().last().subject_id == central.pk


def test_limit_without_a_rule_begins_to_run_with_one_and_ends_without(settled):
    decision = decided_and_served(make_staff("clerk"))
    rules = TimeLimitRule.objects.filter(limit="file", is_active=True)
    keys = list(rules.values_list("pk", flat=True))
    rules.update(is_active=False)
    recomputing.recompute_if_due(at=NOON)
    assert Decision.objects.get().appeal_deadline is None
    TimeLimitRule.objects.filter(pk__in=keys).update(is_active=True)
    recomputing.recompute_if_due(at=NOON)
    assert Decision.objects.get().appeal_deadline == decision.appeal_deadline
    rules.update(is_active=False)
    recomputing.recompute_if_due(at=NOON)
    TimeLimitRule.objects.filter(pk__in=keys).update(is_active=True)
    recomputing.recompute_if_due(at=NOON + 9 * DAY)  # what would have passed meanwhile does not pass afterwards
    assert Decision.objects.get().appeal_deadline is None


def test_changed_rule_moves_the_prosecutors_limit_while_it_runs(settled):
    clerk = make_staff("clerk")
    filing = verbs.register(make_filing(), by=clerk, at=NOON)
    running = verbs.refer(filing, to="Prosecutor", text="x", by=clerk, at=NOON)
    passed = verbs.refer(filing, to="Prosecutor", text="x", by=clerk, at=NOON - 9 * DAY)
    TimeLimitRule.objects.filter(limit="prosecutor").update(days=5)
    assert recomputing.recompute_if_due(at=NOON)
    due = dict(Referral.objects.values_list("pk", "answer_due_at"))
    assert due == {running.pk: running.answer_due_at + 2 * DAY, passed.pk: passed.answer_due_at}
    assert (changes().get().subject_id, changes().get().deadline) == (running.pk, due[running.pk])


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        pytest.param({"days": 367}, "rule_of_a_year_at_most", id="too-many-days"),
        pytest.param({"phase": "sometimes"}, "rule_of_a_known_phase", id="unknown-phase"),
        pytest.param({"valid_until": date(1999, 1, 1)}, "rule_ends_after_it_begins", id="ends-before-it-begins"),
    ],
)
def test_rule_from_which_no_limit_could_be_worked_out_is_refused(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        decide_rules().update(**facts)
    rule = decide_rules().first()
    for name, value in facts.items():
        setattr(rule, name, value)
    with pytest.raises(ValidationError):
        rule.full_clean()


def test_error_in_a_rule_is_not_taken_for_no_limit(monkeypatch):
    monkeypatch.setattr("appeals.limits.law.last_day_of", lambda *facts: date(2020, 2, 30))
    with pytest.raises(ValueError, match="day is out of range"):
        make_filing()


@pytest.mark.parametrize("model", [Election, ElectionCommission])
@pytest.mark.parametrize("key", ["M/2026", "M 2026", "Sə2026", "M2026\n", "M.26"])
def test_part_of_a_register_number_fits_an_address(model, key):
    name = "key" if model is Election else "number"
    with pytest.raises(ValidationError) as refused:
        model(**{name: key}).full_clean()
    with translation.override("en"):
        assert "stands in addresses" in str(refused.value.message_dict[name])
    make_filing()
    with pytest.raises(IntegrityError, match="fits_an_address"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(**{name: key})


def test_nothing_is_done_while_nothing_has_changed(django_assert_num_queries):
    make_filing()
    recomputing.recompute_if_due()
    with django_assert_num_queries(5):
        assert not recomputing.recompute_if_due()
    assert not changes().exists()


def test_moved_voting_day_counts_without_anybody_telling(settled):
    filing = make_filing()
    decide_rules().filter(phase="from_voting_day").update(is_active=True, is_provisional=False)
    assert recomputing.recompute_if_due()
    assert deadline_of(filing) == datetime(2020, 2, 12, tzinfo=BAKU)  # at once: after voting day
    Election.objects.update(voting_on=date(2020, 2, 20))
    assert recomputing.recompute_if_due()
    assert deadline_of(filing) == END


def test_changed_close_of_the_poll_counts(settled):
    decide_rules().filter(phase="from_voting_day").update(is_active=True)
    filing = make_filing(arrived_at=datetime(2020, 2, 9, 10, tzinfo=BAKU))
    recomputing.recompute_if_due()
    assert deadline_of(filing) == datetime(2020, 2, 9, 19, tzinfo=BAKU)
    Election.objects.update(poll_closes_at=time(20))
    assert recomputing.recompute_if_due()
    assert deadline_of(filing) == datetime(2020, 2, 9, 20, tzinfo=BAKU)


def test_non_working_day_counts_where_the_rule_counts_working_days(settled):
    filing = make_filing()
    NonWorkingDay.objects.create(day=date(2020, 2, 13))
    recomputing.recompute_if_due()
    assert deadline_of(filing) == END
    decide_rules().filter(is_active=True).update(counts_working_days=True)
    recomputing.recompute_if_due()
    assert deadline_of(filing) == END + DAY


def test_changed_end_of_the_day_counts(settled, settings):
    filing = make_filing()
    settings.LAST_DAY_ENDS_AT = time(18)
    assert recomputing.recompute_if_due()
    assert deadline_of(filing) == END - timedelta(hours=6)


def test_extension_stays(settled):
    filing = make_filing()
    Filing.objects.update(extension_days=2, decision_deadline=END + 2 * DAY)
    assert verbs.recompute_running() == 0
    decide_rules().filter(is_active=True).update(days=4)
    assert verbs.recompute_running() == 1
    assert deadline_of(filing) == END + 3 * DAY


def test_limit_is_gone_with_its_last_rule_and_comes_back_with_it(settled):
    filing = make_filing()
    decide_rules().update(is_active=False)
    assert verbs.recompute_running() == 1
    assert deadline_of(filing) is None
    decide_rules().filter(is_provisional=False).update(is_active=True)
    assert verbs.recompute_running() == 1
    assert deadline_of(filing) == END


def test_queries_do_not_grow_with_the_filings(settled, django_assert_max_num_queries):
    for number in range(30):
        make_filing(statement=f"Statement {number}")
    decide_rules().filter(is_active=True).update(days=6)
    with django_assert_max_num_queries(16):
        assert verbs.recompute_running() == 30
    assert changes().count() == 30


def test_several_chunks_are_all_done(settled, monkeypatch):
    monkeypatch.setattr("appeals.verbs.keeping.CHUNK", 4)
    for number in range(11):
        make_filing(statement=f"Statement {number}", applicant_email="" if number % 2 else "a@people.example")
    Filing.objects.filter(statement="Statement 4").update(applicant_email="broken@")
    decide_rules().filter(is_active=True).update(days=6)
    assert verbs.recompute_running() == 11
    assert verbs.recompute_running() == 0


def test_a_chunk_that_somebody_else_works_out_meanwhile_is_told_once(settled, monkeypatch):
    make_filing()
    decide_rules().filter(is_active=True).update(days=6)
    recompute = keeping._recompute_chunk

    def second_too(*arguments, **facts):
        recompute(*arguments, **facts)
        return recompute(*arguments, **facts)

    monkeypatch.setattr(keeping, "_recompute_chunk", second_too)
    assert verbs.recompute_running() == 0
    assert changes().count() == 1


def test_command_recomputes(settled, capsys):
    make_filing()
    decide_rules().filter(is_active=True).update(days=6)
    call_command("recompute_deadlines")
    assert capsys.readouterr().out == "1 time limits changed.\n"


def test_recomputation_that_was_broken_off_is_done_again(settled, monkeypatch):
    filing = make_filing()
    decide_rules().filter(is_active=True).update(days=6)
    with monkeypatch.context() as broken:
        broken.setattr(verbs, "recompute_running", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            recomputing.recompute_if_due()
    assert recomputing.recompute_if_due()
    assert deadline_of(filing) == END + 3 * DAY


# In the admin ----------------------------------------------------------------


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("administrator")
    client.force_login(user)
    return user


def test_rule_changed_in_the_admin_is_kept_in_its_history_and_recomputes_in_the_name_of_who_did_it(
    settled, client, administrator
):
    filing, rule = make_filing(), decide_rules().get(is_active=True)
    address = reverse("admin:appeals_timelimitrule_change", args=[rule.pk])
    form = client.get(address).context["adminform"].form
    fields = {f"{name}_{code}": text for name in ("article", "text") for code, text in getattr(rule, name).items()}
    plain = {name: form[name].value() for name in form.fields if name not in ("article", "text")}
    fields |= {name: value for name, value in plain.items() if value is not None and value is not False} | {"days": 7}
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert json.loads(LogEntry.objects.get(user=administrator).change_message) == [{"changed": {"fields": ["Days"]}}]
    versions = rule.history.values_list("days", "history_type", "history_user")
    assert list(versions) == [(7, "~", administrator.pk), (3, "+", None)]  # the old value stands beside the new one
    page = client.get(reverse("admin:appeals_timelimitrule_history", args=[rule.pk]), follow=True)
    shown = [(row.days, row.history_type) for row in page.context["cl"].result_list]
    assert shown == [(7, "~"), (3, "+")]
    assert str(administrator) in page.content.decode()
    held = re.findall(r'<td class="field-held">(.*?)</td>', page.content.decode(), re.DOTALL)
    assert ["<b>7</b>" in held[0], "<b>3</b>" in held[1]] == [True, True]  # all of a version in one cell, on any screen
    assert all(in_language(rule.article) in version and in_language(rule.text) in version for version in held)
    assert client.get(reverse("admin:appeals_timelimitrule_history", args=[9999])).status_code == 404
    assert recomputing.recompute_if_due()
    assert deadline_of(filing) == END + 4 * DAY
    assert changes().get().by == administrator
    assert Recomputation.objects.get(asked_by=administrator).changed == 1
    assert not recomputing.recompute_if_due()


def test_non_working_day_added_and_deleted_in_the_admin_is_kept_and_asks(settled, client, administrator):
    client.post(reverse("admin:appeals_nonworkingday_add"), {"day": "2020-02-13"})
    day = NonWorkingDay.objects.get()
    client.post(reverse("admin:appeals_nonworkingday_delete", args=[day.pk]), {"post": "yes"})
    other = NonWorkingDay.objects.create(day=date(2020, 2, 14))
    chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    client.post(reverse("admin:appeals_nonworkingday_changelist"), chosen)
    versions = NonWorkingDay.history.order_by("history_id").values_list("day__day", "history_type", "history_user")
    assert list(versions) == [
        (13, "+", administrator.pk), (13, "-", administrator.pk), (14, "+", None), (14, "-", administrator.pk),
    ]  # fmt: skip
    listed = client.get(reverse("admin:appeals_historicalnonworkingday_changelist")).context["cl"].result_list
    assert len(listed) == 4  # also of days that are no longer there
    assert LogEntry.objects.filter(user=administrator).count() == 3
    assert Recomputation.objects.waiting().count() == 3
    assert recomputing.recompute_if_due()
    assert not Recomputation.objects.waiting().exists()


@pytest.mark.parametrize("model", [TimeLimitRule, NonWorkingDay])
def test_history_of_the_rules_is_neither_changed_nor_removed_nor_forgotten(model):
    model.objects.all().delete()
    NonWorkingDay.objects.create(day=date(2020, 2, 14))
    versions = model.history.count()
    assert versions
    for change in (lambda rows: rows.update(history_type="-"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(model.history.all())
    call_command("forget")
    assert model.history.count() == versions


def test_who_made_a_version_may_leave():
    leaver = User.objects.create(username="leaver")
    day = NonWorkingDay(day=date(2020, 2, 14))
    day._history_user = leaver
    day.save()
    leaver.delete()
    assert day.history.get().history_user is None
