"""Who asks for one of the texts that mean the same finds what has another: in every language, inflected, marked."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commission.searching.expansion import expanded
from commission.searching.questions import parsed
from commission.site_search import samples, synonyms
from commission.site_search.models import SynonymSet
from tests.factories_appeals import make_staff
from tests.search.texts import NOW, asked, enter, found, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LONG = "Mərkəzi Seçki Komissiyası"


def mean_the_same(*texts):
    return synonyms.keep(SynonymSet(), texts=synonyms.checked(texts), by=None, at=NOW)


@pytest.fixture
def commissions():
    samples.load()


@pytest.mark.parametrize(
    ("language", "title", "question"),
    [
        pytest.param("az", "MSK-nın iclası", "Mərkəzi Seçki Komissiyasının", id="inflected finds short"),
        pytest.param("az", "Mərkəzi Seçki Komissiyasının iclası", "MSK", id="short finds inflected"),
        pytest.param("az", "MSK qərar qəbul edib", "mərkəzi seçki komissiyası qərar", id="within a longer question"),
        pytest.param("az", "MSK qərar qəbul edib", "qərar: Mərkəzi, Seçki Komissiyası", id="commas"),
        pytest.param("en", "The CEC has met", "MSK", id="from Azerbaijani to English"),
        pytest.param("en", "The Central Election Commission's session", "цик", id="from Russian to English"),
        pytest.param("ru", "Заседание Центральной избирательной комиссии", "CEC session or заседание", id="to Russian"),
        pytest.param("ru", "ЦИК", "central election commissions", id="from English to Russian"),
        pytest.param("az", "MSK", "büdcə or ЦИК", id="one of several words"),
        pytest.param(
            "az", "DSK və MnSK", "окружная избирательная комиссия участковой избирательной комиссии", id="two"
        ),
    ],
)
def test_text_with_a_synonym_is_found(commissions, language, title, question):
    enter(text(1, title, language=language), text(2, "Başqa şey", language=language))
    assert found(question) == [1]


@pytest.mark.parametrize(
    ("title", "question"),
    [
        pytest.param("Mərkəzi şəhərdə seçki, dairə komissiyası", "MSK", id="words of a meaning apart"),
        pytest.param("MSK", f'"{LONG}"', id="phrase in quotes"),
        pytest.param("MSK", "„ЦИК“", id="word in quotes"),
        pytest.param("MSK", '"CEC', id="quotation mark left open"),
        pytest.param("MSK", "title:CEC", id="in the title alone"),
        pytest.param("MSK", "Mərkəzi -büdcə Seçki Komissiyası", id="something between the words"),
        pytest.param("MSK", "Mərkəzi komissiya", id="a part of a text"),
    ],
)
def test_text_with_a_synonym_is_not_found(commissions, title, question):
    enter(text(1, title))
    assert found(question) == []


def test_word_after_a_minus_takes_nothing_but_itself_away(commissions):
    enter(text(1, "MSK iclas"), text(2, "CEC iclas"), text(3, f"{LONG} iclas"))
    assert sorted(found("iclas -CEC")) == [1, 3]


def test_word_behind_a_quotation_is_not_in_it(commissions):
    enter(text(1, "Yeni qərar: MSK"))
    assert found('"yeni qərar" CEC') == [1]


def test_words_of_the_question_may_stand_apart_as_ever(commissions):
    enter(text(1, "Seçki üçün mərkəzi yerli komissiya"))
    assert found(LONG) == [1]


def test_synonyms_of_a_synonym_are_not_asked_for():
    mean_the_same("alma", "armud")
    mean_the_same("armud", "üzüm")
    enter(text(1, "Alma"), text(2, "Armud"), text(3, "Üzüm"))
    assert sorted(found("alma")) == [1, 2]
    assert sorted(found("armud")) == [1, 2, 3]


def test_longest_run_of_words_is_taken():
    mean_the_same("seçki günü", "səsvermə")
    mean_the_same("seçki", "plebissit")
    enter(text(1, "Səsvermə"), text(2, "Plebissit günü"), text(3, "Seçki günü"))
    assert sorted(found("seçki günü")) == [1, 3]
    assert sorted(found("günü seçki")) == [2, 3]


def test_date_has_synonyms_and_is_one():
    mean_the_same("20 yanvar faciəsi", "Qara Yanvar")
    enter(text(1, "Qara yanvar anılıb"), text(2, "20 yanvar faciəsi günü"), text(3, "Yanvarın 20-si"))
    assert sorted(found("20 Yanvar faciəsinin ildönümü or günü or anılıb")) == [1, 2]
    assert sorted(found("qara yanvar")) == [1, 2]


def test_text_with_the_words_that_were_typed_comes_before_one_with_a_synonym(commissions):
    enter(text(1, f"{LONG} iclas keçirib"), text(2, "MSK iclas keçirib", age=1))
    assert found(f"{LONG} iclas") == [1, 2]
    assert found("MSK iclas") == [2, 1]


@pytest.mark.parametrize(
    ("question", "body", "shown"),
    [
        ("CEC", "Dünən MSK-nın iclası olub", "Dünən <mark>MSK</mark>-nın iclası olub"),
        (
            "MSK",
            "Mərkəzi şəhər və Mərkəzi Seçki Komissiyasının üzvü",
            "Mərkəzi şəhər və <mark>Mərkəzi Seçki Komissiyasının</mark> üzvü",
        ),
        (LONG, "Seçki, mərkəzi komissiya", "<mark>Seçki</mark>, <mark>mərkəzi</mark> <mark>komissiya</mark>"),
        ("MSK komissiyası", f"{LONG}, komissiya", f"<mark>{LONG}</mark>, <mark>komissiya</mark>"),
    ],
)
def test_hit_of_a_synonym_is_marked_where_its_words_are_neighbours(commissions, question, body, shown):
    enter(text(1, "Xəbər", body=body))
    (result,) = asked(question).page(1)
    assert result.excerpt == shown


def test_question_asks_once_for_the_synonyms_of_all_its_words(commissions):
    with CaptureQueriesContext(connection) as queries:
        search = asked(f"MSK qərarı və {LONG} iclası dairə seçki komissiyası " * 5)
        assert search.can_be_answered
    assert len([query for query in queries if "synonymset" in query["sql"]]) == len(queries) == 1


def test_question_without_synonyms_is_the_same_as_ever():
    for question in ("MSK qərarı", '"a b" -c d', "bir or iki üç", "the of"):
        plain, looked_up = expanded(parsed(question)), expanded(parsed(question), lambda keys: {})
        assert plain == looked_up


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(["MSK"], "at least two", id="one"),
        pytest.param(["MSK", "", " \u200b "], "at least two", id="empty lines"),
        pytest.param(["MSK", "bir iki üç dörd beş altı yeddi"], "more than 6 words", id="seven words"),
        pytest.param(["MSK", "ə" * 101], "more than 100 characters", id="long"),
        pytest.param(["MSK", "…"], "no word", id="signs"),
        pytest.param(["MSK", "CEC", "msk"], "“msk” is for the search the same as “MSK”", id="twice"),
        pytest.param(["MSK", '"CEC"'], "words alone", id="quotation marks"),
        pytest.param(["MSK", "CEC or ЦИК"], "words alone", id="or"),
        pytest.param(["MSK", "-CEC"], "words alone", id="minus"),
        pytest.param([f"söz{n}" for n in range(21)], "no more than 20", id="many"),
    ],
)
def test_set_that_cannot_be_is_refused_with_the_reason(lines, said):
    with pytest.raises(ValidationError) as refused:
        synonyms.checked(lines)
    assert said in " ".join(refused.value.messages)


def test_set_of_one_text_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        SynonymSet.objects.create(texts=["MSK"], keys=["az:msk"], changed_at=NOW)


def test_press_officer_writes_changes_and_removes_a_set(client):
    officer = make_staff("press", group="publishers")
    client.force_login(officer)
    client.post("/admin/site_search/synonymset/add/", {"texts": "MSK\r\n\r\n CEC \r\n", "end": "1"})
    kept = SynonymSet.objects.get()
    assert (kept.texts, kept.changed_by) == (["MSK", "CEC"], officer)
    enter(text(1, "CEC"), text(2, "ЦИК", language="ru"))
    assert found("MSK") == [1]
    change = f"/admin/site_search/synonymset/{kept.pk}/change/"
    assert "MSK\nCEC" in client.get(change).content.decode()
    client.post(change, {"texts": "MSK\nЦИК", "end": "1"})
    assert found("MSK") == [2]
    client.post(f"/admin/site_search/synonymset/{kept.pk}/delete/", {"post": "yes", "end": "1"})
    assert found("MSK") == []


def test_refused_set_comes_back_with_the_reason_beside_what_was_typed(client):
    client.force_login(make_staff("press", group="editors"))
    page = client.post("/admin/site_search/synonymset/add/", {"texts": "MSK", "end": "1"}).content.decode()
    assert "Give at least two texts" in page
    assert "MSK</textarea>" in page
    assert not SynonymSet.objects.exists()


def test_keys_are_renewed_with_the_index():
    kept = mean_the_same("MSK", "CEC")
    SynonymSet.objects.update(keys=["az:stale"])
    synonyms.renew_keys()
    assert SynonymSet.objects.get().keys == kept.keys


def test_samples_are_entered_once_and_what_staff_changed_stays(commissions):
    first = SynonymSet.objects.filter(texts__contains=["MSK"]).get()
    synonyms.keep(first, texts=["MSK", "CEC"], by=None)
    samples.load()
    assert SynonymSet.objects.count() == len(samples.SETS)
    assert first.texts == SynonymSet.objects.get(pk=first.pk).texts
