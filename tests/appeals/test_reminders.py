"""Staff are reminded before a limit ends and told daily what runs: each once, and no name is in a letter."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from appeals import reminders, verbs
from appeals.models import Digest, Filing, Reminder
from commission.models import ElectionCommission, Letter
from tests.factories_appeals import BAKU, NOON, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# received on the 11th at noon, to be decided by the 14th at 24:00: 84 hours, half of them on the 13th at 06:00
HALF, FOUR_FIFTHS = NOON + 42 * HOUR, NOON + 67.2 * HOUR
END = datetime(2020, 2, 15, tzinfo=BAKU)
MORNING = datetime(2020, 2, 12, 8, tzinfo=BAKU)


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def clerk(db):
    return make_staff()


def to_staff():
    """Recipient, subject and text of the letters to staff, oldest first."""
    return list(
        Letter.objects.filter(to__endswith="@commission.example").order_by("id").values_list("to", "subject", "body")
    )


def told(at):
    """What staff are told by a worker that looks at `at`."""
    before = len(to_staff())
    while reminders.remind(at):
        pass
    return to_staff()[before:]


def digests(at):
    before = len(to_staff())
    while reminders.write_digests(at):
        pass
    return to_staff()[before:]


# Reminders -------------------------------------------------------------------


def test_reminder_comes_at_each_part_of_the_limit_once(clerk):
    filing = make_filing()
    assert filing.decision_deadline == END
    seen = [
        (at, len(told(at + offset)))
        for at in (HALF, FOUR_FIFTHS, END)
        for offset in (-timedelta(seconds=1), timedelta(0), HOUR)
    ]
    assert [count for _, count in seen] == [0, 1, 0] * 3
    assert sorted(Reminder.objects.values_list("percent", flat=True)) == [50, 80, 100]


def test_reminder_tells_number_and_end_and_no_name(clerk):
    filing = make_filing()
    ((to, subject, body),) = told(FOUR_FIFTHS)
    assert to == clerk.email
    assert subject == "1 filing: time is passing"
    assert f"{filing.number} · filed · due by" in body
    assert "80 % of the time has passed" in body
    assert "https://portal.example/admin/" in body
    for private in (filing.applicant_name, filing.respondent, filing.applicant_email, filing.statement):
        assert private not in subject + body


def test_overdue_filing_is_called_so(clerk):
    make_filing()
    ((_, subject, body),) = told(END)
    assert subject == "1 filing is overdue"
    assert "OVERDUE" in body


def test_worker_that_slept_reminds_once_of_all_that_it_missed(clerk):
    make_filing()
    assert len(told(END + 30 * DAY)) == 1
    assert told(END + 31 * DAY) == []
    assert Reminder.objects.count() == 3


def test_assigned_expert_is_reminded_alone_and_one_without_an_address_is_not(clerk):
    expert = make_staff("expert", group="experts")
    filing = verbs.register(make_filing(), by=clerk, at=NOON)
    verbs.assign(filing, expert=expert, by=clerk, at=NOON)
    assert [to for to, _, _ in told(HALF)] == [expert.email]
    User.objects.filter(pk=expert.pk).update(email="")
    assert [to for to, _, _ in told(FOUR_FIFTHS)] == [clerk.email]


def test_case_officers_of_the_commission_are_reminded_and_nobody_else(clerk):
    other = make_staff("second")
    make_staff("of.a.sister", commission=make_commission("C034"))
    make_staff("expert", group="experts")
    make_staff("commissioner", group="commissioners")
    make_staff("left").delete()
    User.objects.filter(pk=make_staff("inactive").pk).update(is_active=False)
    make_filing()
    assert {to for to, _, _ in told(HALF)} == {clerk.email, other.email}


def test_commission_above_is_reminded_where_there_is_nobody_or_their_own_act_is_contested(clerk):
    above = make_staff("central", commission=ElectionCommission.objects.get(number="CEC"))
    make_filing(commission=make_commission("C077"))
    make_filing(contested_commission=make_commission())
    letters = told(HALF)
    assert [to for to, _, _ in letters] == [above.email]
    assert "2 filings" in letters[0][1]


def test_nobody_to_remind_stops_nothing():
    make_filing()
    assert told(HALF) == []
    assert Reminder.objects.count() == 1


def test_several_filings_make_one_letter(clerk):
    numbers = [make_filing(statement=f"Statement {number}").number for number in range(3)]
    ((_, subject, body),) = told(HALF)
    assert subject == "3 filings: time is passing"
    assert all(number in body for number in numbers)


def test_another_deadline_reminds_anew(clerk):
    filing = make_filing()
    assert len(told(HALF)) == 1
    Filing.objects.filter(pk=filing.pk).update(decision_deadline=END + 2 * DAY)
    assert told(HALF) == []
    assert len(told(HALF + DAY)) == 1
    assert Reminder.objects.filter(percent=50).count() == 2


def test_filing_that_has_ended_reminds_nobody(clerk):
    filing = make_filing()
    verbs.withdraw(filing, at=NOON + HOUR)
    assert told(END + DAY) == []


def test_parts_are_a_setting(clerk, settings):
    settings.REMINDERS_AT = [25]
    make_filing()
    assert len(told(NOON + 21 * HOUR)) == 1
    assert told(END) == []


def test_second_worker_in_the_same_moment_writes_nothing(clerk, monkeypatch):
    make_filing()
    stale = reminders._reached_untold(HALF)
    assert len(told(HALF)) == 1
    monkeypatch.setattr(reminders, "_reached_untold", lambda at: stale)
    monkeypatch.setattr(
        reminders,
        "_rows_of",
        lambda reached, at: [
            Reminder(filing=reached[0][0], percent=50, deadline=reached[0][0].decision_deadline, reminded_at=at)
        ],
    )
    before = len(to_staff())
    assert reminders.remind(HALF) is True
    assert len(to_staff()) == before


def test_reminders_of_many_filings_take_few_queries(clerk, django_assert_max_num_queries):
    for number in range(20):
        make_filing(statement=f"Statement {number}")
    with django_assert_max_num_queries(12):
        reminders.remind(HALF)


# The digest ------------------------------------------------------------------


def test_digest_lists_what_runs_with_the_overdue_first(clerk):
    late = make_filing(statement="one", arrived_at=NOON - 6 * DAY)
    today = make_filing(statement="two")
    ended = verbs.withdraw(make_filing(statement="three"), at=NOON)
    ((to, subject, body),) = digests(MORNING)
    assert to == clerk.email
    assert subject == "2 running, 1 overdue, 2 new"
    assert f"{late.number} · OVERDUE" in body
    assert body.index(late.number) < body.index(today.number)
    assert ended.number not in body
    assert today.applicant_name not in body
    assert "filed: 2" in body


def test_digest_comes_once_a_day_from_the_hour_on(clerk, settings):
    make_filing()
    assert digests(MORNING - timedelta(minutes=1)) == []
    assert len(digests(MORNING)) == 1
    assert digests(MORNING + 15 * HOUR) == []
    assert digests(MORNING + 16 * HOUR) == []
    assert len(digests(MORNING + DAY)) == 1
    settings.DIGEST_HOUR = 20
    assert digests(MORNING + 2 * DAY) == []
    assert len(digests(MORNING + 2 * DAY + 12 * HOUR)) == 1


def test_digest_of_a_worker_that_slept_comes_at_its_next_run_and_tells_the_overdue(clerk):
    filing = make_filing()
    digests(MORNING)
    ((_, subject, body),) = digests(MORNING + 9 * DAY + 3 * HOUR)
    assert "1 overdue" in subject
    assert filing.number in body


def test_nothing_is_written_where_nothing_runs(clerk):
    verbs.withdraw(make_filing(), at=NOON)
    make_staff("of.another", commission=make_commission("C034"))
    assert digests(MORNING) == []
    assert not Digest.objects.exists()


def test_each_commission_reads_of_its_own(clerk):
    sister = make_staff("sister", commission=make_commission("C034"))
    own, theirs = make_filing(), make_filing(statement="x", commission=make_commission("C034"))
    found = {to: body for to, _, body in digests(MORNING)}
    assert set(found) == {clerk.email, sister.email}
    assert own.number in found[clerk.email]
    assert theirs.number not in found[clerk.email]


def test_case_about_the_commission_itself_is_told_to_the_one_above(clerk):
    above = make_staff("central", commission=ElectionCommission.objects.get(number="CEC"))
    filing = make_filing(contested_commission=make_commission())
    ((to, _, body),) = digests(MORNING)
    assert to == above.email
    assert filing.number in body


def test_two_workers_write_a_digest_once(clerk):
    make_filing()
    commission = make_commission()
    reminders._write_digest(commission, MORNING.date(), MORNING)
    reminders._write_digest(commission, MORNING.date(), MORNING)
    assert len(to_staff()) == 1


def test_long_digest_is_cut_and_says_so(clerk, monkeypatch):
    monkeypatch.setattr("appeals.staff_letters.LINES_SHOWN", 2)
    for number in range(5):
        make_filing(statement=f"Statement {number}")
    ((_, subject, body),) = digests(MORNING)
    assert "5 running" in subject
    assert "and 3 more" in body


def test_letters_to_staff_are_in_the_language_of_the_site_whatever_is_active(clerk):
    make_filing()
    with translation.override("ru"):
        ((_, subject, _),) = told(HALF)
    assert subject == "1 filing: time is passing"
    assert set(Letter.objects.filter(to=clerk.email).values_list("language", flat=True)) == {"en"}
    assert timezone.get_current_timezone_name() == "Asia/Baku"
