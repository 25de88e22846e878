"""Any form of an Azerbaijani word finds any other form of it, typed with or without diacritics; other words stay apart.

The measured shares are those of tests.benchmarks.azerbaijani, asserted with a little reserve.
"""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commission.words import azerbaijani
from commission.words.azerbaijani import latin, stem
from commission.words.folding import fold
from tests.benchmarks import azerbaijani as measured

FAMILIES = """
seçki seçkilər seçkini seçkinin seçkiyə seçkidə seçkidən seçkisi seçkisinin seçkilərə seçkilərdə seçkilərinin seçkilərlə
seçici seçicilər seçicinin seçiciyə seçicilərin seçicilərdən seçicimiz seçiciləri
komissiya komissiyası komissiyasının komissiyanın komissiyaya komissiyada komissiyalar komissiyalarının komissiyadır
bülleten bülleteni bülletenin bülletenlər bülletenlərin bülletenində bülletenlə
namizəd namizədi namizədin namizədlər namizədləri namizədlərin namizədimiz namizəddən namizəddir
namizədlik namizədliyi namizədliyin namizədliyə namizədliklər namizədlikdən namizədliyini
dairə dairəsi dairəsində dairənin dairəyə dairələr dairələrinin dairəsindəki dairələrdən
məntəqə məntəqəsi məntəqənin məntəqələr məntəqələrində məntəqədəki məntəqəyə məntəqəsinə
şikayət şikayəti şikayətin şikayətə şikayətlər şikayətləri şikayətlərin şikayətimə şikayətinizi şikayətdə şikayətlə
şikayətçi şikayətçinin şikayətçilər şikayətçiyə şikayətçidir
müraciət müraciəti müraciətinə müraciətlər müraciətlərin müraciətimiz müraciətdən
qərar qərarı qərarın qərara qərarlar qərarından qərarlarına qərardır qərarla
müşahidəçi müşahidəçilər müşahidəçinin müşahidəçilərin müşahidəçiyə müşahidəçisi
protokol protokolu protokolun protokollar protokolların protokolunda protokoldan protokola
şəhər şəhəri şəhərin şəhərə şəhərdə şəhərlər şəhərlərin şəhərindən
oğul oğlu oğlum oğlunun oğullar oğulları oğula
burun burnu burnunun burunlar burnum
ağız ağzı ağzında ağızdan ağızlar
fikir fikri fikrin fikrinə fikirlər fikrimizdə
hüquq hüququ hüququn hüquqlar hüquqları hüquqlarını
vərəq vərəqi vərəqin vərəqlər vərəqdə
üzv üzvü üzvünün üzvlər üzvlərinin üzvdür
vətəndaş vətəndaşın vətəndaşlar vətəndaşlarımız vətəndaşlara vətəndaşıdır
səs səsi səsin səsə səslər səslərin səsdən
hakimlik hakimliyi hakimliyə hakimliklər
sentyabr sentyabrın sentyabrda sentyabrdan sentyabradək
seçmək seçir seçirlər seçdi seçildi seçilmiş seçilib seçilir seçəcək seçiləcək seçən seçilən seçilməsi seçməyə seçdiyi
keçirmək keçirildi keçirilib keçirilmişdir keçirilən keçirəcək keçirilməsini keçirməyi keçirilməyəcək
etmək edir etdi edib edilmiş edən etdiyi edəcəklər etməyə edilməsi edilməyəcək etmişdir
olmaq oldu olub olmuşdur olacaq olan olduğu olduğundan olmayan olmamalıdır olunmuşdur
baxmaq baxılır baxıldı baxılacaq baxılması baxdı baxan baxılmışdır
yoxlamaq yoxlayır yoxladı yoxlanıldı yoxlanacaq yoxlayan yoxlanılmalıdır
"""
APART = [
    *(
        "seçki seçici",
        "seçki seçmək",
        "dair dairə",
        "ana anın",
        "qara qar",
        "qaralar qarda",
        "qan qanun",
        "qanda qanunda",
    ),
    *("məktub məktəb", "məktublar məktəblər", "hakim hakimiyyət", "namizəd namizədlik", "şikayət şikayətçi", "il ilan"),
    *("bal balıq", "balı balıqlar", "səs səsvermə", "gün günəş", "at ad", "göz gözləmək", "iş işıq", "bir birlik"),
    *("qurum quru", "partiya parta", "vəkil vəkalət", "dövr dövlət", "yer yerimək", "say sayt", "hal halva", "əl əlli"),
    *("sədr sədrlik", "qərar qərargah", "baş başlamaq", "yol yoldaş", "kənd kəndli", "məclis məcəllə", "üz üzv"),
]
CYRILLIC = [
    ("сечки", "seçki"),
    ("сәсвермә", "səsvermə"),
    ("Мәркәзи", "Mərkəzi"),
    ("комиссија", "komissiya"),
    ("ҹәнаб", "cənab"),
    ("өлкә", "ölkə"),
    ("үзв", "üzv"),
    ("һүгуг", "hüquq"),
    ("ағыз", "ağız"),
    ("ҝүн", "gün"),
    ("шикајәт", "şikayət"),
    ("Иҹлас", "İclas"),
    ("Ышыг", "Işıq"),
    ("журнал", "jurnal"),
    ("конститусия", "konstitusiya"),
    ("ЧАЈ", "ÇAY"),
]


@pytest.fixture(scope="module")
def forms(shared_data):
    return measured.forms_by_noun(shared_data / measured.FILE)


def test_forms_of_a_noun_have_one_stem(forms):
    share, parted = measured.recall(stem, forms)
    assert share >= 0.995, parted


def test_forms_of_a_noun_that_is_not_listed_have_one_stem(forms):
    share, parted = measured.recall(measured.without(forms).stem, forms)
    assert share >= 0.99, parted


@pytest.mark.parametrize("listed", [True, False])
def test_other_nouns_have_another_stem(forms, listed):
    others = measured.shared(stem if listed else measured.without(forms).stem, forms)
    assert statistics.median(map(len, others.values())) == 0
    assert max(map(len, others.values())) <= 2


@pytest.mark.parametrize("family", FAMILIES.strip().splitlines(), ids=lambda line: line.split()[0])
def test_all_forms_of_a_word_have_one_stem(family):
    assert len({stem(fold(word)) for word in family.split()}) == 1, {word: stem(fold(word)) for word in family.split()}


@pytest.mark.parametrize("pair", APART)
def test_other_words_stay_apart(pair):
    one, other = map(fold, pair.split())
    assert stem(one) != stem(other)


def test_a_surname_loses_its_endings():
    assert len({stem(word) for word in ("penahov", "penahovun", "penahova", "penahovla", "penahovdan")}) == 1


def test_a_word_that_takes_no_ending_is_not_taken_for_a_noun():
    assert stem("gore") == "gore"
    assert stem("goren") == stem("gormek") == stem("gordu") != "gore"


def test_only_known_nouns_make_verbs():
    stemmer = azerbaijani.Stemmer(["daire", "sec-", "ogul ogl", "et- ed"])
    assert stemmer.stem("dairelendirildi") == stemmer.stem("dairelemek") != "daire"
    assert stemmer.stem("dairelere") == "daire"
    assert stemmer.stem("oglunun") == "ogul"
    assert stemmer.stem("ederek") == stemmer.stem("etmisdi")


@pytest.mark.parametrize(("cyrillic", "expected"), CYRILLIC)
def test_cyrillic_becomes_latin(cyrillic, expected):
    assert latin(cyrillic) == expected


@pytest.mark.parametrize("word", ["seçki", "İclas", "Işıq", "election", "2024", "", "ə"])
def test_a_word_that_is_not_cyrillic_stays(word):
    assert latin(word) == word


def test_cyrillic_finds_latin():
    assert stem(fold(latin("сечкиләрин"))) == stem(fold("seçki"))
    assert stem(fold(latin("комиссијасынын"))) == stem(fold("komissiya"))


def test_the_list_is_folded_sorted_and_without_repetition():
    lines = azerbaijani.read_lemmas()
    assert lines == sorted(set(lines))
    assert all(fold(line) == line for line in lines)
    assert len({line.split()[0] for line in lines}) == len(lines)
    assert "CC BY-SA" in azerbaijani.LEMMAS.read_text(encoding="utf-8").partition("\n#\n")[0]


@given(some.text(min_size=1) | some.text("aeiouylmnrsdkqgtz", min_size=1, max_size=70))
def test_every_word_has_a_stem(word):
    assert stem(word)
    assert isinstance(latin(word), str)


def test_a_very_long_word_takes_no_time():
    assert stem("ala" * 100_000) == "ala" * 100_000


def test_the_empty_word_stays_empty():
    assert stem("") == ""
