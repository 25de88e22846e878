"""Number and code open a case for half an hour; nothing else does, and no answer says which of the two was wrong."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appeals import codes, verbs
from appeals.cookies import case_cookie, sealing
from appeals.forms.follow import FollowForm
from appeals.models import Event, Message
from appeals.views import gate
from tests.applicants import CASE, FOLLOW, download, make_applicant, open_case
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff, received

pytestmark = pytest.mark.django_db

PAGES = ["", "messages/", "address/", "withdrawal/", "appeal/"]
FORMS = {
    "messages/": {"text": "I typed this."},
    "address/": {"applicant_address": "2 Other Street"},
    "withdrawal/": {"confirmation": "on"},
    "appeal/": {"statement": "I typed this."},
}


@pytest.fixture
def applicant():
    return make_applicant()


@pytest.fixture
def clerk():
    return make_staff()


def old_cookie(filing, *, seconds):
    """The cookie as it was set so many seconds ago."""
    held = f"{filing.pk} {filing.code_digest}".encode()
    return sealing.seal("case").encrypt_at_time(held, int(time.time()) - seconds).decode()


def test_number_and_code_open_the_case_and_the_address_holds_neither(applicant):
    client = Client()
    answer = open_case(client, f" {applicant.filing.number.lower()} ", applicant.code.lower().replace("-", " "))
    assert (answer.status_code, answer["Location"]) == (303, CASE)
    assert "no-store" in answer["Cache-Control"]
    case = client.get(CASE)
    assert applicant.filing.number in case.content.decode()
    assert "no-store" in case["Cache-Control"]
    assert applicant.code not in case.content.decode()


def test_code_and_cookie_stand_in_no_log(applicant, caplog):
    client = Client()
    open_case(client, applicant.filing.number, applicant.code)
    open_case(Client(), applicant.filing.number, applicant.code + "X")
    client.get(CASE)
    client.get(f"{CASE}nothing/")
    assert caplog.records
    told = "".join(str(vars(record)) for record in caplog.records)
    for secret in (applicant.code, client.cookies["case-en"].value, applicant.filing.code_digest):
        assert secret not in told


def test_cookie_is_encrypted_short_lived_and_sent_to_the_case_alone(applicant):
    cookies = open_case(Client(), applicant.filing.number, applicant.code).cookies
    assert {name: cookie["path"] for name, cookie in cookies.items() if name.startswith("case-")} == {
        f"case-{code}": f"/{code}/appeals/follow/" for code in ("az", "en", "ru")
    }
    cookie = cookies["case-en"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 1800)
    assert applicant.filing.code_digest not in cookie.value
    assert applicant.filing.number not in cookie.value


def test_cookie_is_secure_where_the_site_is(applicant, settings):
    settings.HTTPS = True
    assert open_case(Client(), applicant.filing.number, applicant.code).cookies["case-en"]["secure"]


def test_language_can_be_changed_in_the_middle_of_a_case(applicant):
    page = applicant.read()
    for code in ("az", "ru"):
        address = f"/{code}/appeals/follow/case/"
        assert f'href="{address}"' in page
        assert applicant.filing.number in applicant.read(address)


@pytest.mark.parametrize("part", PAGES)
def test_page_of_the_case_is_for_the_one_who_opened_it(applicant, part):
    answer = applicant.client.get(CASE + part)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert answer.cookies["case-en"]["max-age"] == 1800


def no_cookie(filing):
    return ""


def foreign_cookie(filing):
    return "gAAAAABn-nothing-that-the-site-ever-made"


def cookie_of_another_use(filing):

    return sealing.seal("receipt").encrypt(f"{filing.pk} {filing.code_digest}".encode()).decode()


def expired_cookie(filing):
    return old_cookie(filing, seconds=case_cookie.SECONDS + 1)


def cookie_of_a_replaced_code(filing):
    held = old_cookie(filing, seconds=1)
    verbs.replace_code(filing, by=make_staff())
    return held


WRONG = [no_cookie, foreign_cookie, cookie_of_another_use, expired_cookie, cookie_of_a_replaced_code]


@pytest.mark.parametrize("part", [*PAGES, "files/{}/"])
@pytest.mark.parametrize("cookie", WRONG)
def test_page_of_the_case_leads_everybody_else_to_number_and_code(part, cookie):
    filing = make_filing(uploads=[evidence()])
    client = Client()
    client.cookies["case-en"] = cookie(filing)
    answer = client.get(CASE + part.format(filing.evidence.get().uuid))
    assert (answer.status_code, answer["Location"]) == (303, FOLLOW)
    assert "no-store" in answer["Cache-Control"]
    assert "case-en" not in answer.cookies


def test_case_stays_open_while_it_is_used(applicant):
    client = Client()
    client.cookies["case-en"] = old_cookie(applicant.filing, seconds=case_cookie.SECONDS - 60)
    renewed = client.get(CASE).cookies["case-en"].value
    assert sealing.seal("case").extract_timestamp(renewed.encode()) > time.time() - 60


def test_replaced_code_ends_the_open_case_at_once(applicant, clerk):
    assert applicant.client.get(CASE).status_code == 200
    verbs.replace_code(applicant.filing, by=clerk)
    assert applicant.client.get(CASE).status_code == 303


@pytest.mark.parametrize("cookie", WRONG)
@pytest.mark.parametrize("part", FORMS)
def test_form_sent_without_the_right_cookie_changes_nothing_and_keeps_what_was_typed(part, cookie):
    filing = make_filing(arrived_at=NOON)
    client = Client()
    client.cookies["case-en"] = cookie(filing)
    before = filing.events.count()
    answer = client.post(CASE + part, FORMS[part] | {"end": "1"})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert 'name="code"' in text
    for name, value in FORMS[part].items():
        assert f'<textarea hidden name="{name}">\n{value}</textarea>' in text
    assert filing.number not in text
    assert filing.events.count() == before


def test_form_that_was_open_for_too_long_goes_on_after_number_and_code(applicant):
    client = Client()
    sent = {"text": "Typed for an hour.", "end": "1"}
    client.post(f"{CASE}messages/", sent)
    wrong = client.post(f"{CASE}messages/", sent | {"number": applicant.filing.number, "code": "wrong"})
    assert wrong.status_code == 403
    assert "No case has this number and this code" in wrong.content.decode()
    assert "Typed for an hour." in wrong.content.decode()
    assert not Message.objects.exists()
    right = client.post(f"{CASE}messages/", sent | {"number": applicant.filing.number, "code": applicant.code})
    assert right.status_code == 303
    assert Message.objects.get().text == "Typed for an hour."
    assert client.get(CASE).status_code == 200


def test_form_with_files_that_was_open_for_too_long_asks_for_them_anew(applicant):
    client = Client()
    page = client.post(f"{CASE}messages/", {"text": "With a file.", "evidence": evidence(), "end": "1"})
    assert '<textarea hidden name="then">\nreopen</textarea>' in page.content.decode()
    opened = {"number": applicant.filing.number, "code": applicant.code, "then": "reopen", "end": "1"}
    form = client.post(f"{CASE}messages/", opened | {"text": "With a file."})
    assert form.status_code == 200
    assert "With a file." in form.content.decode()
    assert not Message.objects.exists()


def test_leaving_ends_the_case_in_every_language(applicant):
    answer = applicant.client.post(f"{FOLLOW}exit/", {"end": "1"})
    assert (answer.status_code, answer["Location"]) == (303, FOLLOW)
    for code in ("az", "en", "ru"):
        assert applicant.client.get(f"/{code}/appeals/follow/case/").status_code == 303


def test_follow_page_names_the_case_that_is_open_here_and_no_other(applicant):
    assert applicant.filing.number in applicant.read(FOLLOW)
    assert applicant.filing.number not in Client().get(FOLLOW).content.decode()


def test_former_number_opens_the_case_under_its_new_one(clerk):
    applicant = make_applicant()
    old = applicant.filing.number
    forwarded = verbs.forward(applicant.filing, to=make_commission("C001"), reasons="Theirs.", by=clerk)
    client = Client()
    assert open_case(client, old, applicant.code).status_code == 303
    page = client.get(CASE).content.decode()
    assert f'<h1 class="number">{forwarded.number}</h1>' in page
    assert old in page
    assert open_case(Client(), forwarded.number, applicant.code).status_code == 303
    assert open_case(Client(), old, "wrong").status_code == 422


METHODS = [(f"{CASE}{page}", ("PUT", "PATCH", "DELETE")) for page in FORMS]
METHODS += [
    (CASE, ("POST", "PUT", "DELETE")),
    (f"{CASE}files/00000000-0000-4000-8000-000000000000/", ("POST", "PUT", "DELETE")),
]
METHODS += [(f"{FOLLOW}exit/", ("GET", "HEAD", "PUT", "DELETE")), (FOLLOW, ("PUT", "DELETE"))]


@pytest.mark.parametrize(("address", "methods"), METHODS)
def test_other_methods_are_refused(applicant, address, methods):
    for method in methods:
        answer = applicant.client.generic(method, address, b"end=1", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 405, method


@pytest.mark.parametrize(
    "path",
    [
        "files/1/",
        "files/00000000-0000-0000-0000-000000000000/",
        "files/x/",
        "files/../messages/x",
        "messages/1/",
        "nothing/",
    ],
)
def test_what_is_no_part_of_the_case_is_not_found(applicant, path):
    assert applicant.client.get(CASE + path).status_code == 404


def test_no_page_of_a_case_shows_another_and_no_file_of_it(clerk):
    mine = make_applicant(applicant_name="Mine Alone", uploads=[evidence("mine.txt")])
    other = make_applicant(
        applicant_name="Ozge Person", statement="A secret of the other.", uploads=[evidence("other.txt", b"theirs")]
    )
    verbs.send_message(other.filing, text="Another secret.", files=[received(evidence("b.txt", b"b"))], at=NOON)
    verbs.write_to_applicant(other.filing, text="To the other.", by=clerk)
    for page in PAGES:
        text = mine.read(CASE + page)
        for secret in (
            "Ozge",
            "A secret of the other",
            "other.txt",
            "Another secret",
            "To the other",
            other.filing.number,
        ):
            assert secret not in text
    for file in other.filing.evidence.all():
        assert download(mine.client, f"{CASE}files/{file.uuid}/")[0] == 404
        assert download(other.client, f"{CASE}files/{file.uuid}/")[0] == 200


def blank(answer, number):
    """Status, headers and page without what differs by chance or was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    by_chance = ("X-Request-ID", "Content-Length", "Expires")  # the last is the second of the answer
    headers = {name: value for name, value in answer.headers.items() if name not in by_chance}
    return answer.status_code, headers, sorted(answer.cookies), text.replace(number, "")


@pytest.fixture
def numbers(clerk):
    """A number that exists, one that does not, and a former one."""
    filing, former = make_filing(), make_filing()
    old = former.number
    verbs.forward(former, to=make_commission("C001"), reasons="Theirs.", by=clerk)
    return [filing.number, "C033-M2020-999999", old]


def test_wrong_number_and_wrong_code_get_the_same_answer(numbers):
    code = codes.access_code(codes.new_form_key(), secret="x")
    client = Client()
    known, unknown, former = (blank(open_case(client, number, code), number) for number in numbers)
    assert known == unknown == former
    assert known[0] == 422


def test_wrong_number_and_wrong_code_take_the_same_time(numbers, monkeypatch, rf):
    """Of the part that knows the difference: the page around it is the same, and slower than what is measured.

    The quickest tenth is compared: what else the machine does meanwhile makes the rest longer, whatever was asked.
    """
    monkeypatch.setattr(gate.throttle, "take", lambda *arguments, **options: 0)
    request = rf.post(FOLLOW)
    request.visitor_address = "192.0.2.7"
    took = {number: [] for number in numbers}
    for number in numbers * 200:
        form = FollowForm({"number": number, "code": "0" * 24})
        started = time.perf_counter()
        assert gate.opened(request, form) == (None, None)
        took[number].append(time.perf_counter() - started)
    quickest = [statistics.quantiles(times, n=10)[0] for times in took.values()]
    assert max(quickest) - min(quickest) < 0.001


def test_same_questions_are_asked_of_the_database_whichever_is_wrong(numbers):
    def questions(number):
        with CaptureQueriesContext(connection) as asked:
            assert open_case(Client(), number, "wrong").status_code == 422
        return [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", question["sql"]) for question in asked]

    assert questions(numbers[0]) == questions(numbers[1]) == questions(numbers[2])


def test_guessing_is_throttled_at_every_door(applicant):
    client = Client(REMOTE_ADDR="192.0.2.7")
    data = {"number": applicant.filing.number, "code": "wrong", "text": "Typed.", "end": "1"}
    doors = [FOLLOW, f"{CASE}messages/"] * 5
    assert [client.post(door, data).status_code for door in doors] == [422, 403] * 5
    refused = [client.post(door, data) for door in doors[:2]]
    assert [answer.status_code for answer in refused] == [429, 429]
    assert "Typed." in refused[1].content.decode()
    right = client.post(FOLLOW, data | {"code": applicant.code})
    assert right.status_code == 429
    assert applicant.client.get(CASE).status_code == 200


def test_opening_a_case_writes_nothing_into_its_journal(applicant):
    before = Event.objects.count()
    applicant.read()
    assert Event.objects.count() == before


@pytest.mark.parametrize("code", ["", "x" * 61, "\u202e", "ğ" * 24, "' OR 1=1 --"])
def test_nonsense_for_a_code_is_answered_with_the_page(applicant, code):
    assert open_case(Client(), applicant.filing.number, code).status_code == 422


def test_case_that_was_opened_long_ago_and_left_open_ends(applicant):
    client = Client()
    client.cookies["case-en"] = old_cookie(applicant.filing, seconds=timedelta(hours=2).seconds)
    assert client.get(CASE).status_code == 303
