"""What applicants do in their case: write, add evidence, change where they are reached, withdraw. Each counts once."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from appeals import verbs
from appeals.models import TEXT_CHARACTERS, Evidence, Filing, Message, NotAllowedNow
from appeals.views import case as case_views
from appeals.views import writing
from commission.models import Letter
from tests.applicants import CASE, decide, make_applicant
from tests.factories_appeals import NOON, evidence, make_staff

pytestmark = pytest.mark.django_db
MESSAGES, ADDRESS, WITHDRAWAL = f"{CASE}messages/", f"{CASE}address/", f"{CASE}withdrawal/"
MOVED = {"applicant_address": "2 New Street", "applicant_email": "new@people.example", "applicant_phone": "+994 50"}


@pytest.fixture
def clerk():
    return make_staff()


@pytest.fixture
def applicant():
    return make_applicant()


def post(applicant, address, **data):
    return applicant.client.post(address, data | {"end": "1"})


def kinds(filing):
    return list(filing.events.values_list("kind", flat=True))


def test_message_with_files_is_sent_once_however_often_it_is_posted(applicant):
    for _twice in range(2):
        answer = post(
            applicant, MESSAGES, text="And this.", evidence=[evidence("a.txt", b"a"), evidence("b.txt", b"b")]
        )
        message = Message.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"{MESSAGES}#message-{message.pk}")
    assert [file.name for file in message.files.all()] == ["a.txt", "b.txt"]
    assert kinds(applicant.filing) == ["filed", "supplemented"]
    page = applicant.read(MESSAGES)
    assert "And this." in page
    assert f"SHA-256 {message.files.first().sha256}" in page


def test_message_answers_the_open_request(applicant, clerk):
    verbs.register(applicant.filing, by=clerk)
    due = timezone.now() + timedelta(days=1)
    asked = verbs.request_information(applicant.filing, text="Which station?", answer_due_at=due, by=clerk)
    page = applicant.read(MESSAGES)
    assert "Which station?" in page
    assert "Your answer" in page
    assert post(applicant, MESSAGES, text="No. 12").status_code == 303
    asked.refresh_from_db()
    assert asked.answer.text == "No. 12"
    assert kinds(applicant.filing)[-1] == "info_given"
    assert "answered</a>" in applicant.read(MESSAGES)


def test_evidence_may_be_sent_without_a_word(applicant):
    assert post(applicant, MESSAGES, evidence=evidence()).status_code == 303
    assert Evidence.objects.get().message.text == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param({}, "Write something, or choose a file.", id="nothing"),
        pytest.param({"text": " \n\t "}, "Write something, or choose a file.", id="blanks"),
        pytest.param({"text": "x" * (TEXT_CHARACTERS + 1)}, "50000", id="too-long"),
        pytest.param({"text": "Kept.", "evidence": evidence("empty.pdf", b"")}, "empty.pdf", id="empty-file"),
        pytest.param({"text": "Kept.", "evidence": [evidence(f"{n}.txt", b"x") for n in range(11)]}, "10", id="files"),
    ],
)
def test_message_that_cannot_be_one_gets_a_clear_error_and_changes_nothing(applicant, data, says):
    answer = post(applicant, MESSAGES, **data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert data.get("text") != "Kept." or "Kept.</textarea>" in page
    assert not Message.objects.exists()
    assert not Evidence.objects.exists()


def test_file_over_the_limit_is_refused_by_its_name(applicant, settings):
    settings.EVIDENCE_FILE_MAX_BYTES = 3
    answer = post(applicant, MESSAGES, text="Kept.", evidence=evidence("long.txt", b"four"))
    assert "long.txt" in answer.content.decode()
    assert answer.status_code == 422


def test_files_over_the_limit_together_are_refused_and_those_at_it_taken(applicant, settings):
    settings.EVIDENCE_FILING_MAX_BYTES = 8
    pair = [evidence("a.txt", b"four"), evidence("b.txt", b"four!")]
    answer = post(applicant, MESSAGES, text="Kept.", evidence=pair)
    assert answer.status_code == 422
    assert "The files together are larger than allowed." in answer.content.decode()
    assert not Evidence.objects.exists()
    pair = [evidence("a.txt", b"four"), evidence("b.txt", b"4444")]
    assert post(applicant, MESSAGES, text="Kept.", evidence=pair).status_code == 303


def test_limits_are_stated_before_anything_is_chosen(applicant):
    page = applicant.read(MESSAGES)
    assert "At most 50,000 characters." in page
    assert "Up to 10 files of any kind, 100 MB each, 200 MB together." in page


@pytest.mark.parametrize("address", [MESSAGES, ADDRESS, WITHDRAWAL, f"{CASE}appeal/"])
@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param({"text": "a\x00b", "end": "1"}, 400, id="NUL"),
        pytest.param({"text": "a\ufffdb", "end": "1"}, 400, id="broken"),
        pytest.param({"text": "whole"}, 400, id="cut"),
        pytest.param({"text": "whole", "end": "12"}, 400, id="another-end"),
    ],
)
def test_damaged_body_is_refused_and_changes_nothing(applicant, address, data, status):
    before = kinds(applicant.filing)
    assert applicant.client.post(address, data).status_code == status
    assert kinds(applicant.filing) == before


def test_many_messages_are_taken_and_a_flood_is_slowed_down_with_what_was_typed_kept(applicant):
    for number in range(writing.TEXTS):
        assert post(applicant, MESSAGES, text=f"No. {number}").status_code == 303
    answer = post(applicant, MESSAGES, text="One too many.")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 60
    assert "One too many." in answer.content.decode()
    assert Message.objects.count() == writing.TEXTS
    assert post(make_applicant(), MESSAGES, text="Mine.").status_code == 303


def test_ended_case_takes_messages_and_says_that_they_are_no_appeal(applicant, clerk):
    decide(applicant.filing, clerk)
    assert "it is no appeal" in applicant.read(MESSAGES)
    assert post(applicant, MESSAGES, text="Thank you.").status_code == 303


def test_address_is_changed_and_journaled_without_itself(applicant):
    answer = post(applicant, ADDRESS, **MOVED)
    assert (answer.status_code, answer["Location"]) == (303, f"{CASE}#reached")
    applicant.filing.refresh_from_db()
    assert {name: getattr(applicant.filing, name) for name in MOVED} == MOVED
    assert kinds(applicant.filing) == ["filed", "address_changed"]
    assert "2 New Street" not in str(list(applicant.filing.events.values()))
    assert "2 New Street" in applicant.read()


def test_address_changed_twice_in_the_same_way_is_changed_once(applicant):
    letters = Letter.objects.count()
    for _twice in range(2):
        assert post(applicant, ADDRESS, **MOVED).status_code == 303
    assert kinds(applicant.filing) == ["filed", "address_changed"]
    assert Letter.objects.count() == letters + 2


def test_form_of_the_address_shows_the_present_one(applicant):
    page = applicant.read(ADDRESS)
    assert 'value="1 Example Street"' in page
    assert 'value="applicant@people.example"' in page


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"applicant_address": ""}, id="none"),
        pytest.param({"applicant_address": "x" * 501}, id="too-long"),
        pytest.param({"applicant_email": "no address"}, id="no-e-mail"),
        pytest.param({"applicant_email": "a@people.example\nBcc: b@people.example"}, id="header"),
        pytest.param({"applicant_phone": "1" * 41}, id="long-telephone"),
    ],
)
def test_bad_address_gets_a_clear_error_and_changes_nothing(applicant, changes):
    answer = post(applicant, ADDRESS, **(MOVED | changes))
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    applicant.filing.refresh_from_db()
    assert applicant.filing.applicant_address == "1 Example Street"


def test_changes_of_address_are_slowed_down_since_each_writes_letters(applicant):
    answers = [
        post(applicant, ADDRESS, **(MOVED | {"applicant_address": f"{number} Street"}))
        for number in range(case_views.ADDRESS_CHANGES + 1)
    ]
    assert [answer.status_code for answer in answers] == [303] * case_views.ADDRESS_CHANGES + [429]


def test_withdrawal_explains_itself_and_needs_to_be_confirmed(applicant):
    page = applicant.read(WITHDRAWAL)
    assert "only the commission can reopen the case" in page
    answer = post(applicant, WITHDRAWAL)
    assert answer.status_code == 422
    assert "Confirm that you withdraw the filing." in answer.content.decode()
    applicant.filing.refresh_from_db()
    assert applicant.filing.status == Filing.Status.FILED


def test_withdrawal_sent_twice_withdraws_once(applicant):
    for _twice in range(2):
        answer = post(applicant, WITHDRAWAL, confirmation="on")
        assert (answer.status_code, answer["Location"]) == (303, CASE)
    applicant.filing.refresh_from_db()
    assert applicant.filing.status == Filing.Status.WITHDRAWN
    assert kinds(applicant.filing) == ["filed", "withdrawn"]
    page = applicant.read()
    assert "<h2>Withdrawn</h2>" in page
    assert 'case/withdrawal/"' not in page


def test_decided_case_cannot_be_withdrawn(applicant, clerk):
    decide(applicant.filing, clerk)
    assert "nothing left to withdraw" in applicant.read(WITHDRAWAL)
    assert post(applicant, WITHDRAWAL, confirmation="on").status_code == 409
    applicant.filing.refresh_from_db()
    assert applicant.filing.status == Filing.Status.DECIDED


def test_emptied_case_takes_no_address(clerk):
    applicant = make_applicant(arrived_at=NOON)
    verbs.return_(applicant.filing, reasons="<p>x</p>", by=clerk, at=NOON)
    verbs.empty(applicant.filing, at=timezone.now())
    assert post(applicant, ADDRESS, **MOVED).status_code == 409
    with pytest.raises(NotAllowedNow):
        verbs.change_address(applicant.filing, **MOVED, at=timezone.now())
    applicant.filing.refresh_from_db()
    assert applicant.filing.applicant_address == ""


def test_case_that_is_emptied_while_somebody_writes_says_so_with_what_was_typed(clerk, monkeypatch):
    applicant = make_applicant(arrived_at=NOON)
    verbs.return_(applicant.filing, reasons="<p>x</p>", by=clerk, at=NOON)

    def emptied_first(filing, **facts):
        if not Filing.objects.get(pk=filing.pk).emptied_at:
            verbs.empty(filing, at=timezone.now())
        raise NotAllowedNow

    for verb in ("send_message", "change_address"):
        monkeypatch.setattr(verbs, verb, emptied_first)
    answer = post(applicant, MESSAGES, text="Typed with care.")
    assert answer.status_code == 409
    assert "Typed with care." in answer.content.decode()
    assert post(applicant, ADDRESS, **MOVED).status_code == 409


def test_message_sent_twice_stores_its_file_once(applicant, monkeypatch):
    saved = []
    save = storages["evidence"].save
    monkeypatch.setattr(storages["evidence"], "save", lambda *args: saved.append(save(*args)) or saved[-1])
    for _twice in range(2):
        post(applicant, MESSAGES, text="Once.", evidence=evidence())
    assert len(saved) == Evidence.objects.count() == 1
