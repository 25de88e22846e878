"""Officers find filings by the words of what was written in them, and nothing of a filing that they may not open.

What the search knows is entered by the worker some seconds after it was
written; a number and a name are found at once.
"""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appeals import verbs
from appeals.models import Event, Filing, FilingEntry
from appeals.searching import entering, entries
from tests.appeals.desk_cast import central, decided, filed_now, queue, sign_in
from tests.factories_appeals import evidence, make_commission, make_filing, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

STATEMENT = "Seçki bülletenləri müşahidəçilərdən gizlədildi; 112-1-ci maddə pozuldu."


@pytest.fixture(autouse=True)
def in_azerbaijani(monkeypatch):
    """Filings that come in are in Azerbaijani."""
    filed = verbs.file
    monkeypatch.setattr(verbs, "file", lambda **options: filed(**options | {"language": "az"}))


def work(job=None):
    """The worker enters all that there is to enter; how many rounds it took."""
    job, rounds = job or entering.Entering(), 0
    while job.step():
        rounds += 1
        assert rounds < 100
    return rounds


def found(client, text, **more):
    """The numbers of the filings that hold all that was asked for."""
    answer = client.get(queue(), {"q": text, **more})
    assert answer.status_code == 200
    return [row["number"] for row in answer.context["rows"] if not row["is_partial"]]


def entry_of(filing):
    return FilingEntry.objects.get(pk=filing.pk)


@pytest.fixture
def officer(client):
    return sign_in(client)


@pytest.fixture
def filing(officer):
    made = filed_now(
        statement=STATEMENT, applicant_name="Aysel Əliyeva-Nümunə", respondent="12 saylı məntəqə komissiyası",
        remedy_sought="Nəticələr etibarsız sayılsın.", uploads=[evidence("protokol_surəti.txt")],
    )  # fmt: skip
    filed_now(statement="Something else.", applicant_name="Somebody Else", respondent="Nobody")
    work()
    return made


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bülletenlərin gizlədilməsi", id="inflected"),
        pytest.param("bulleten", id="without-marks"),
        pytest.param("“seçki bülletenləri”", id="phrase"),
        pytest.param("yoxdur or müşahidəçi", id="either"),
        pytest.param("maddə 112-1", id="article"),
        pytest.param("nəticənin etibarsız", id="remedy"),
        pytest.param("protokol surəti", id="file"),
        pytest.param("əliyeva", id="applicant"),
        pytest.param("liyev", id="part-of-a-name"),
        pytest.param("məntəqə komissiyasının", id="respondent"),
    ],
)
def test_a_filing_is_found_by_what_stands_in_it(client, filing, text):
    assert found(client, text) == [filing.number]


def test_a_filing_is_found_by_its_number_in_any_spelling(client, filing):
    commission, election, serial = filing.number.split("-")
    spellings = (
        filing.number, filing.number.lower(), f"{commission}/{election}/{serial}", f"№ {filing.number}",
        f"{commission} - {election} - {serial}", filing.number.replace("C", "С"), serial, str(int(serial)),
        f"{commission}-{election}-{int(serial)}", f"{filing.number} saylı",
    )  # fmt: skip
    assert {text: found(client, text)[:1] for text in spellings} == dict.fromkeys(spellings, [filing.number])


def test_what_is_excluded_or_in_another_state_is_not_found(client, filing):
    assert found(client, "bülleten -müşahidəçi") == []
    assert found(client, "bülleten", state="decided") == []
    assert found(client, "bülleten", state="filed") == [filing.number]


def test_the_page_says_how_many_and_marks_the_hits(client, filing):
    text = client.get(queue("?q=bülletenlərin əliyeva")).content.decode()
    assert "1 filing found" in text
    assert "<mark>bülletenləri</mark>" in text
    assert "<mark>Əliyeva</mark>" in text
    assert filing.number in text


def test_what_holds_only_some_of_the_words_is_said_to(client, filing):
    answer = client.get(queue("?q=bülleten fövqəladə"))
    assert [(row["number"], row["is_partial"]) for row in answer.context["rows"]] == [(filing.number, True)]
    assert "without some of the words" in answer.content.decode()


ASKED = ["bülleten", "bülleten fövqəladə", "Əliyeva", "liyev", "protokol"]


@pytest.mark.parametrize("kind", ["sister", "without a commission", "concerned", "without a right"])
def test_nothing_of_a_filing_that_one_may_not_open_is_shown_or_counted(client, filing, kind):
    user = make_staff(kind, group="editors" if kind == "without a right" else "case officers", commission=central())
    if kind == "sister":
        user.membership.delete()
        user = make_staff("of a sister", commission=make_commission("C001"))
    elif kind == "without a commission":
        user.membership.delete()
    elif kind == "concerned":
        Filing.objects.update(contested_commission=central())
    client.force_login(user)
    for text in [*ASKED, filing.number, filing.number[-6:]]:
        answer = client.get(queue(), {"q": text})
        assert answer.status_code == (403 if kind == "without a right" else 200)
        if answer.status_code == 200:
            assert (answer.context["rows"], answer.context["search"].count) == ([], 0), text
        body = answer.content.decode()
        assert "gizlədildi" not in body
        assert "<mark>" not in body


def test_who_comes_into_conflict_finds_the_filing_no_more(client, filing, officer):
    """The entry says nothing of rights: they are asked for with each question."""
    assert found(client, "bülleten") == [filing.number]
    Filing.objects.filter(pk=filing.pk).update(contested_commission=officer.membership.commission)
    assert found(client, "bülleten") == []


def test_a_forwarded_filing_is_found_by_whom_it_went_to_alone(client, filing, officer):
    sister = make_staff("sister", commission=make_commission("C001"))
    old = filing.number
    forwarded = verbs.forward(filing, to=make_commission("C001"), reasons="Aidiyyəti üzrə.", by=officer)
    assert found(client, "bülleten") == []
    client.force_login(sister)
    assert found(client, "bülleten") == [forwarded.number]
    work()
    assert found(client, "aidiyyəti") == found(client, old) == [forwarded.number]


def test_a_message_that_comes_later_is_found_after_the_worker_was_there(client, filing):
    job = entering.Entering()
    work(job)
    verbs.send_message(filing, text="Şahidin ünvanını əlavə edirəm.", at=timezone.now())
    assert found(client, "şahidlər") == []
    assert work(job) == 1
    assert found(client, "şahidlər") == [filing.number]


def test_what_staff_wrote_is_found(client, officer):
    filing = decided(officer)
    verbs.write_to_applicant(filing, text="Qərarınız hazırdır.", by=officer)
    verbs.correct(filing.decision, text="Yazı səhvi düzəldildi.", by=officer)
    work()
    for text in ("shown by sample", "hazır", "səhv", filing.decision.number):
        assert filing.number in found(client, text), text


def test_why_a_filing_was_reopened_is_found(client, officer):
    filing, job = decided(officer), entering.Entering()
    work(job)
    verbs.reopen(filing, reasons="Məhkəmə qərarı ləğv etdi.", by=officer)
    work(job)
    assert found(client, "məhkəmə") == [filing.number]


def test_an_emptied_filing_is_found_no_more_and_its_entry_holds_no_text(client, officer):
    filing = decided(officer, statement=STATEMENT)
    work()
    assert found(client, "bülleten") == [filing.number]
    verbs.empty(filing, at=timezone.now())
    entry = entry_of(filing)
    assert (entry.title, entry.lead, entry.body, entry.attached, entry.vector, entry.length) == ("", "", "", "", "", 0)
    assert found(client, "bülleten") == []
    assert work() == 0
    entries.enter([filing.pk])
    assert entry_of(filing).vector == ""
    assert found(client, filing.number) == [filing.number]  # that there was one stays known


def test_who_read_a_filing_before_it_was_emptied_does_not_enter_it_again(officer):
    filing = decided(officer, statement=STATEMENT)
    read = entries.texts.as_entry(Filing.objects.get(pk=filing.pk), newest_event=filing.events.last().pk)
    verbs.empty(filing, at=timezone.now())
    entries._put([read])
    assert entry_of(filing).vector == ""


def test_an_older_reading_does_not_replace_a_newer_one(filing):
    older = entries.texts.as_entry(filing, newest_event=filing.events.last().pk)
    verbs.send_message(filing, text="Şahid var.", at=timezone.now())
    work()
    entries._put([older])
    assert "Şahid var." in entry_of(filing).attached


def test_a_filing_without_a_journal_is_entered_once(client, officer):
    filing = make_filing(statement=STATEMENT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE appeals_event DISABLE TRIGGER USER")
        Event.objects.filter(filing=filing).delete()
    assert (work(), work()) == (1, 0)
    assert entry_of(filing).newest_event == 0
    assert found(client, "bülleten") == [filing.number]


def test_what_adds_no_words_makes_no_work(filing, officer):
    verbs.open_file(filing, by=officer)
    verbs.register(filing, by=officer)
    assert work() == 0


def test_a_filing_that_cannot_be_entered_holds_up_no_other(filing, monkeypatch):
    good, bad = filed_now(statement="Yaxşı."), filed_now(statement="Pis.")
    as_entry = entries.texts.as_entry

    def failing(filing, **options):
        if filing.pk == bad.pk:
            raise ValueError("no words")
        return as_entry(filing, **options)

    monkeypatch.setattr(entries.texts, "as_entry", failing)
    job = entering.Entering()
    for _ in range(4):
        try:
            job.step()
        except ValueError:
            continue
    assert set(FilingEntry.objects.filter(pk__in=[good.pk, bad.pk]).values_list("pk", flat=True)) == {good.pk}


def test_the_worker_at_rest_asks_two_short_questions(filing):
    job = entering.Entering()
    job.step()
    with CaptureQueriesContext(connection) as queries:
        assert job.step() is False
    assert len(queries) == 2  # how long the journal is, and what its newest lines changed


def test_reindex_enters_every_filing_anew(client, filing):
    FilingEntry.objects.filter(pk=filing.pk).update(vector="", body="")
    call_command("reindex", processes=0, verbosity=0, stdout=io.StringIO())
    assert found(client, "bülleten") == [filing.number]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param({"q": "a\0b"}, 400, id="nul"),
        pytest.param({"q": "ş" * 1_001}, 422, id="too-long"),
        pytest.param({"q": "şğ " * 333}, 200, id="long"),
        pytest.param({"q": '- or "" -" or'}, 200, id="operators-alone"),
        pytest.param({"q": "\u200b"}, 200, id="invisible"),
        pytest.param({"q": "-seçki"}, 200, id="negation-alone"),
        pytest.param({"q": "'); ' & | ! <-> :* \\"}, 200, id="signs"),
        pytest.param({"q": "bülleten", "page": "1000000000"}, 404, id="far-page"),
        pytest.param({"q": "bülleten", "page": "2"}, 404, id="beyond-the-last"),
    ],
)
def test_whatever_is_typed_is_answered(client, filing, query, status):
    answer = client.get(queue(), query)
    assert answer.status_code == status
    if status == 200:
        assert answer.context["rows"] == []


def test_a_search_is_kept_by_nobody(client, filing):
    assert "no-store" in client.get(queue("?q=bülleten"))["Cache-Control"]


def test_results_come_in_pages_and_cost_the_same_however_many(client, officer):
    asked = []
    for count in (1, 24):
        for _ in range(count):
            filed_now(statement=STATEMENT)
        work()
        with CaptureQueriesContext(connection) as queries:
            first = client.get(queue("?q=bülleten"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
    second = client.get(queue("?q=bülleten&page=2"))
    numbers = [row["number"] for page in (first, second) for row in page.context["rows"]]
    assert (len(first.context["rows"]), len(set(numbers))) == (20, 25)
    assert "25 filings found" in first.content.decode()
