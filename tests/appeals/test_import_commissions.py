"""A file of all commissions is taken in within seconds, twice is once, and each skipped line says why."""

import csv
import io
import time

import pytest
from django.core.management import CommandError, call_command

from appeals import commissions_csv
from commission.models import ElectionCommission

pytestmark = pytest.mark.django_db
HEADER = "tier,number,superior,name_az,name_en,name_ru,address_az,address_en,address_ru,email,phone"
CENTRAL = "central,CEC,,Mərkəz,Central,Центр,,,,cec@commission.example,"
CONSTITUENCY = (
    "constituency,C033,CEC,Dairə 33,Constituency 33,Округ 33,Ünvan,Address,Адрес,c033@commission.example,012 1"
)
PRECINCT = "precinct,P33001,C033,Məntəqə,Precinct,Участок,,,,,"


@pytest.fixture
def taken(tmp_path, capsys):
    """What the command says about a file of these lines (text or bytes)."""

    def run(*lines, header=HEADER, check=False, encoding="utf-8"):
        path = tmp_path / "commissions.csv"
        body = lines[0] if isinstance(lines[0], bytes) else "\n".join([header, *lines]).encode(encoding)
        path.write_bytes(body)
        call_command("import_commissions", str(path), *(["--check"] if check else []))
        return [line.removeprefix(f"{path}:") for line in capsys.readouterr().out.splitlines()]

    return run


def numbers():
    return set(ElectionCommission.objects.values_list("number", flat=True))


def test_whole_country_is_taken_in_within_seconds_and_twice_is_once(taken):
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    row = lambda tier, number, superior: write(  # noqa: E731
        [
            tier,
            number,
            superior,
            *(f"{number} {code} «ə»" for code in ("az", "en", "ru") * 2),
            f"{number}@c.example",
            "1",
        ]
    )
    for number in range(5_500):  # the order of the lines does not matter
        row("precinct", f"P{number:05}", f"C{number % 125 + 1:03}")
    for number in range(1, 126):
        row("constituency", f"C{number:03}", "CEC")
    row("central", "CEC", "")
    started = time.monotonic()
    assert taken(*out.getvalue().splitlines()) == ["5626 new, 0 changed, 0 unchanged, 0 skipped."]
    assert time.monotonic() - started < 10
    precinct = ElectionCommission.objects.get(number="P00130")
    assert (precinct.superior.number, precinct.superior.superior.number) == ("C006", "CEC")
    assert precinct.name == {"az": "P00130 az «ə»", "en": "P00130 en «ə»", "ru": "P00130 ru «ə»"}
    before = list(ElectionCommission.objects.order_by("pk").values())
    assert taken(*out.getvalue().splitlines()) == ["0 new, 0 changed, 5626 unchanged, 0 skipped."]
    assert list(ElectionCommission.objects.order_by("pk").values()) == before


def test_changed_line_changes_its_commission_alone(taken):
    taken(CENTRAL, CONSTITUENCY, PRECINCT)
    before = ElectionCommission.objects.get(number="C033")
    changed = CONSTITUENCY.replace("Address", "Another street")
    assert taken(CENTRAL, changed, PRECINCT) == ["0 new, 1 changed, 2 unchanged, 0 skipped."]
    after = ElectionCommission.objects.get(number="C033")
    assert after.pk == before.pk
    assert after.address["en"] == "Another street"
    assert ElectionCommission.objects.get(number="P33001").superior == after


def test_columns_that_the_file_lacks_keep_what_is_here_and_empty_ones_remove_it(taken):
    taken(CENTRAL, CONSTITUENCY)
    taken("constituency,C033,CEC,Dairə,", header="tier,number,superior,name_az,name_en")
    commission = ElectionCommission.objects.get(number="C033")
    assert commission.name == {"az": "Dairə", "ru": "Округ 33"}
    assert commission.email == "c033@commission.example"


def test_check_says_the_same_and_changes_nothing(taken):
    assert taken(CENTRAL, CONSTITUENCY, "moon,M1,CEC" + "," * 8, check=True) == [
        "4: skipped: unknown tier: 'moon'",
        "2 new, 0 changed, 0 unchanged, 1 skipped. Nothing was changed.",
    ]
    assert numbers() == set()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("moon,M1,CEC,a,,,,,,,", "unknown tier: 'moon'"),
        (",M1,CEC,a,,,,,,,", "unknown tier: ''"),
        ("precinct,P1,C999,a,,,,,,,", "missing superior: C999"),
        ("precinct,P1,,a,,,,,,,", "no superior"),
        ("central,X,CEC,a,,,,,,,", "a central commission has no superior"),
        ("precinct,P1,P1,a,,,,,,,", "cycle: it is its own superior"),
        ("precinct,P33001,C033,again,,,,,,,", "number P33001 stands in line 4 already"),
        ("precinct,p33001,C033,again,,,,,,,", "number P33001 stands in line 4 already"),
        ("precinct,,C033,a,,,,,,,", "no number of a commission: ''"),
        ("precinct,P/1,C033,a,,,,,,,", "no number of a commission: 'P/1'"),
        ("precinct,P1-,C033,a,,,,,,,", "no number of a commission: 'P1-'"),
        ("precinct,P123456789012,C033,a,,,,,,,", "no number of a commission: 'P123456789012'"),
        ("precinct,Pə,C033,a,,,,,,,", "no number of a commission: 'PƏ'"),
        ("precinct,P1,C033,,,,a,,,,", "no name"),
        ("precinct,P1,C033,a,,,,,,not an address,", "no e-mail address: 'not an address'"),
        (f"precinct,P1,C033,{'a' * 501},,,,,,,", "name longer than 500 characters"),
        (f"precinct,P1,C033,a,,,,,,,{'1' * 61}", "phone longer than 60 characters"),
        ("precinct,P1,P33001,a,,,,,,,", "its superior P33001 is no higher commission"),
        ("constituency,C1,C033,a,,,,,,,", "its superior C033 is no higher commission"),
        ("precinct,P1,C033,a", "has more or fewer columns than the first line"),
        ("precinct,P1,C033,a,,,,,,,,,", "has more or fewer columns than the first line"),
        ("precinct,P1,C033,a\x00b,,,,,,,", "holds bytes that are no UTF-8"),
    ],
)
def test_line_that_fits_nowhere_is_skipped_with_its_reason_and_the_others_are_taken(taken, line, reason):
    said = taken(CENTRAL, CONSTITUENCY, PRECINCT, line)
    assert said == [f"5: skipped: {reason}", "3 new, 0 changed, 0 unchanged, 1 skipped."]
    assert numbers() == {"CEC", "C033", "P33001"}


def test_cycle_is_named_and_what_hangs_on_it_is_skipped(taken):
    said = taken(CENTRAL, "constituency,A,B,a,,,,,,,", "constituency,B,A,b,,,,,,,", "precinct,P1,A,p,,,,,,,")
    assert said == [
        "3: skipped: cycle: A → B → A",
        "4: skipped: cycle: B → A → B",
        "5: skipped: cycle: A → B → A",
        "1 new, 0 changed, 0 unchanged, 3 skipped.",
    ]


def test_what_hangs_on_a_skipped_line_says_so(taken):
    said = taken("constituency,C1,CEC,a,,,,,,,", "precinct,P1,C1,a,,,,,,,")
    assert said[:2] == ["2: skipped: missing superior: CEC", "3: skipped: its superior C1 was skipped"]


def test_commission_that_is_here_keeps_its_tier_and_may_be_a_superior(taken):
    taken(CENTRAL, CONSTITUENCY)
    assert taken("precinct,C033,CEC,a,,,,,,,", "precinct,P2,C033,a,,,,,,,") == [
        "2: skipped: C033 is a constituency commission here",
        "1 new, 0 changed, 0 unchanged, 1 skipped.",
    ]
    assert ElectionCommission.objects.get(number="P2").superior.number == "C033"


def test_broken_utf8_skips_its_line_alone(taken):
    good, broken = f"{HEADER}\n{CENTRAL}\n".encode(), "constituency,C1,CEC,Округ,,,,,,,\n".encode("cp1251")
    said = taken(good + broken + CONSTITUENCY.encode())
    assert said[0] == "3: skipped: holds bytes that are no UTF-8"
    assert numbers() == {"CEC", "C033"}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_file_of_a_spreadsheet_is_read(taken, delimiter):
    lines = [line.replace(",", delimiter) for line in (CENTRAL, CONSTITUENCY)]
    body = "\r\n".join([HEADER.replace(",", delimiter), *lines, "", delimiter * 10]).encode("utf-8-sig")
    assert taken(body) == ["2 new, 0 changed, 0 unchanged, 0 skipped."]


def test_quoted_text_may_hold_commas_and_lines_keep_their_numbers(taken):
    quoted = 'constituency,C033,CEC,"Dairə, 33\nşəhər","a ""b""",,,,,,'
    assert taken(CENTRAL, quoted, "moon,M,CEC,a,,,,,,,")[0] == "5: skipped: unknown tier: 'moon'"
    assert ElectionCommission.objects.get(number="C033").name == {"az": "Dairə, 33 şəhər", "en": 'a "b"'}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no column number, superior, tier"),
        (b"number,superior\n", "no column tier"),
        (f"{HEADER},colour\n".encode(), "unknown or repeated column colour"),
        (f"{HEADER},email\n".encode(), "unknown or repeated column email, email"),
        (f'{HEADER}\ncentral,CEC,,"never closed\n'.encode(), "line 2: unexpected end of data"),
        ("tier,number".encode("utf-16"), "no column number, superior, tier"),
    ],
)
def test_file_that_is_no_list_is_refused_whole(taken, body, reason):
    with pytest.raises(CommandError, match=reason):
        taken(body or b"\n")
    assert numbers() == set()


def test_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_commissions", "/nowhere.csv")


def test_nothing_of_a_file_stays_where_the_database_refuses(taken, monkeypatch):
    monkeypatch.setattr(commissions_csv, "_merged", lambda *_: {"superior_id": 1})
    with pytest.raises(Exception, match="superior"):
        commissions_csv.take_in(f"{HEADER}\n{CENTRAL}".encode())
