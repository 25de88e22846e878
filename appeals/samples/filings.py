"""Sample filings in every state, plainly invented, brought there by the verbs alone."""

import hashlib
from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from appeals import codes, verbs
from appeals.documents import covering
from appeals.evidence import receiving
from appeals.models import Filing
from appeals.samples import decision_texts, evidence_files
from commission.models import Election, ElectionCommission

REFUSED = (
    "Səsvermə günü axşam protokolun surətini istədim. Məntəqə komissiyasının sədri surəti vermədi və dedi ki, "
    "möhür itib. Yanımda iki müşahidəçi var idi."
)
REFUSED_TOO = (
    "Səsvermə günü axşam protokolun surətini istədim. Komissiyanın sədri surəti vermədi, dedi ki, möhür itib. "
    "Bunu iki nəfər gördü."
)


def _form_key(name):
    return hashlib.sha256(f"sample {name}".encode()).hexdigest()[: codes.KEY_CHARACTERS]


def _clock(days, hour=10):
    """An instant so many days ago, at a full hour, never in the future."""
    day = timezone.localdate() - timedelta(days=days)
    at = datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
    return min(at, timezone.now() - timedelta(minutes=5))


class _Cast:
    """The commissions and the staff of the sample cases."""

    def __init__(self):
        self.here = ElectionCommission.objects.get(number="C001")
        self.above = self.here.superior
        self.precinct = ElectionCommission.objects.get(number="P00101")
        self.staff, self.staff_above = self._staff(""), self._staff("cec-")
        self.officer, self.expert, self.commissioner = self.staff
        self.officer_above, self.expert_above, _commissioner = self.staff_above

    def _staff(self, prefix):
        groups = ("case-officers", "experts", "commissioners")
        return [User.objects.get(username=f"{prefix}{name}") for name in groups]


def _file(name, *, at, commission, files=(), by=None, channel="online", **content):
    """File a sample; its facts are those of a refused copy of a protocol unless told otherwise."""
    facts = {
        "kind": "complaint",
        "applicant_name": "Nümunə Nümunəzadə",
        "applicant_address": "Nümunə küçəsi 1, Nümunəkənd",
        "applicant_email": "",
        "applicant_phone": "",
        "capacity": "observer",
        "contested_kind": "action",
        "respondent": "1 saylı nümunə məntəqəsinin sədri",
        "happened_where": "1 saylı nümunə məntəqəsi",
        "happened_on": timezone.localdate(at) - timedelta(days=1),
        "statement": REFUSED,
        "ground": "Seçki Məcəlləsi, maddə 106 (nümunə)",
        "evidence_explanation": "İki müşahidəçi təsdiq edə bilər.",
        "remedy_sought": "Protokolun surətinin verilməsini xahiş edirəm.",
    } | content
    return verbs.file(
        form_key=_form_key(name),
        commission=commission,
        election=Election.objects.current(timezone.localdate(at)),
        language="az",
        content=facts,
        files=[receiving.measured(file) for file in files],
        arrived_at=at,
        channel=channel,
        by=by,
    )


def _waiting(cast):
    """Just come in, and twice about the same; one was entered from paper, one is about the commission itself."""
    _file(
        "first", at=timezone.now() - timedelta(hours=2), commission=cast.here, files=[evidence_files.note()],
        contested_commission=cast.precinct,
    )  # fmt: skip
    _file(
        "twin", at=timezone.now() - timedelta(hours=1), commission=cast.here, statement=REFUSED_TOO,
        applicant_name="Sınaq Sınaqov", contested_commission=cast.precinct,
    )  # fmt: skip
    _file(
        "paper", at=_clock(1, 15), commission=cast.here, by=cast.officer, channel="paper", capacity="voter",
        applicant_name="Misal Misalova", contested_kind="inaction", demand="Siyahıya baxmaq", happened_on=None,
        statement="Seçici siyahısına baxmağa icazə verilmədi (nümunə).", evidence_explanation="",
    )  # fmt: skip
    _file(
        "own act", at=_clock(0, 8), commission=cast.here, contested_commission=cast.here,
        respondent="1 saylı nümunə dairə seçki komissiyası", happened_where="Komissiyanın binası",
        applicant_name="Örnək Örnəkli", statement="Dairə komissiyası ərizəmi qeydiyyata almadı (nümunə).",
    )  # fmt: skip


def _under_way(cast):
    """With an expert who asks; overdue on the agenda; forwarded to a sister; withdrawn."""
    asked = _file("asked", at=_clock(2), commission=cast.here, applicant_name="Təcrübə Təcrübəli", respondent="Namizədin qərargahı (nümunə)", happened_where="Nümunə meydanı", statement="Plakat qadağan olunmuş yerdə asılıb (nümunə).")  # fmt: skip  # noqa: E501
    verbs.register(asked, by=cast.officer, at=_clock(2, 11))
    verbs.assign(asked, expert=cast.expert, by=cast.officer, at=_clock(2, 12))
    verbs.request_information(
        asked, text="Plakat hansı binada idi?", answer_due_at=timezone.now() + timedelta(days=1), by=cast.expert,
        at=_clock(1, 9),
    )  # fmt: skip
    verbs.send_message(asked, text="5 saylı evin qarşısında (nümunə).", at=_clock(1, 14))
    overdue = _file("overdue", at=_clock(5), commission=cast.here, applicant_name="Məsələn Məsələnzadə", respondent="2 saylı nümunə məntəqəsi", happened_where="2 saylı nümunə məntəqəsi", statement="Qutunun möhürü qırılmışdı (nümunə).")  # fmt: skip  # noqa: E501
    verbs.register(overdue, by=cast.officer, at=_clock(5, 12))
    verbs.assign(overdue, expert=cast.expert, by=cast.officer, at=_clock(4, 9))
    verbs.give_opinion(
        overdue, text="Şikayət əsaslıdır (nümunə).", proposed_outcome="upheld",
        draft_reasons="<p>Şahidlərin izahatı bir-birini təsdiq edir (nümunə).</p>",
        draft_operative_part="<p>Şikayət təmin edilsin.</p>", by=cast.expert, at=_clock(3, 16),
    )  # fmt: skip
    session = verbs.open_session(
        commission=cast.here, number=2, held_at=_clock(0, 0) + timedelta(days=1, hours=11), by=cast.commissioner
    )
    verbs.place_on_agenda(overdue, session=session, by=cast.officer, at=_clock(3, 17))
    sister = ElectionCommission.objects.get(number="C002")
    theirs = _file("theirs", at=_clock(3), commission=cast.here, applicant_name="Başqa Başqazadə", statement="2 saylı nümunə dairəsində təşviqat materialı cırılıb (nümunə).")  # fmt: skip  # noqa: E501
    verbs.forward(theirs, to=sister, reasons="Hadisə 2 saylı dairədə olub.", by=cast.officer, at=_clock(2, 10))
    gone = _file("gone", at=_clock(6), commission=cast.here, applicant_name="Sınaq Nümunəli", statement="Səhv başa düşmüşdüm (nümunə).")  # fmt: skip  # noqa: E501
    verbs.register(gone, by=cast.officer, at=_clock(6, 12))
    verbs.withdraw(gone, at=_clock(5, 12))


def _asked_in_vain(cast):
    """The applicant was asked and has not answered; two others are decided together."""
    silent = _file("silent", at=_clock(1, 11), commission=cast.here, applicant_name="Sükut Sınaqlı", respondent="Sınaq Nümunəoğlu", happened_where="Nümunə bazarı", statement="Seçicilərə hədiyyə paylanıb (nümunə).")  # fmt: skip  # noqa: E501
    verbs.register(silent, by=cast.officer, at=_clock(1, 12))
    verbs.assign(silent, expert=cast.expert, by=cast.officer, at=_clock(1, 13))
    verbs.request_information(
        silent, text="Hədiyyəni kim, nə vaxt verdi? (nümunə)", answer_due_at=timezone.now() + timedelta(hours=20),
        by=cast.expert, at=_clock(1, 16),
    )  # fmt: skip
    told = {"respondent": "3 saylı nümunə məntəqəsi", "happened_where": "3 saylı nümunə məntəqəsi"}
    lead = _file("lead", at=_clock(1, 9), commission=cast.here, applicant_name="Birinci Nümunəli", statement="Qutu gec açıldı (nümunə).", **told)  # fmt: skip  # noqa: E501
    verbs.register(lead, by=cast.officer, at=_clock(1, 10))
    joined = _file("joined", at=_clock(1, 10), commission=cast.here, applicant_name="İkinci Nümunəli", statement="Qutunun açılışı gecikdi (nümunə).", **told)  # fmt: skip  # noqa: E501
    verbs.register(joined, by=cast.officer, at=_clock(1, 11))
    verbs.join(joined, lead=lead, by=cast.officer, at=_clock(1, 12))


def _decided(case, cast_of, *, number, day, **facts):
    """Bring a filing through review and session to its decision, and serve it; `cast_of` are its three of staff."""
    officer, expert, commissioner = cast_of
    verbs.register(case, by=officer, at=_clock(day + 2, 11))
    verbs.assign(case, expert=expert, by=officer, at=_clock(day + 2, 12))
    verbs.give_opinion(
        case, text="Rəy (nümunə).", proposed_outcome=facts["outcome"], draft_reasons=facts["reasons"], by=expert,
        at=_clock(day + 1, 15),
    )  # fmt: skip
    session = verbs.open_session(commission=case.commission, number=number, held_at=_clock(day, 11), by=commissioner)
    verbs.place_on_agenda(case, session=session, by=officer, at=_clock(day + 1, 16))
    decision = verbs.decide(case, **facts, by=commissioner, at=_clock(day, 12))
    verbs.serve(decision, party="applicant", way="hand", by=officer, at=_clock(day, 15))
    return decision


def _published(decision, *more, by, at, alone_because=""):
    """Publish a decision as the desk proposes it, with some words more."""
    filing = Filing.objects.get(pk=decision.filing_id)
    redactions = [*covering.usual_terms(filing), *more]
    return verbs.publish(decision, redactions=redactions, alone_because=alone_because, by=by, at=at)


def _ended(cast):
    """Decided, corrected and published, and appealed; upheld above and followed into court; returned as late."""
    photo, note, trap = evidence_files.photo(), evidence_files.note(), evidence_files.named_otherwise()
    case = _file(
        "decided",
        at=_clock(14),
        commission=cast.here,
        contested_commission=cast.precinct,
        files=[photo, note, trap],
        applicant_name="Uydurma Xəyalzadə",
        applicant_address="Xəyal küçəsi 7, Nümunəkənd",
    )
    decision = _decided(case, cast.staff, number=1, day=12, **decision_texts.DISMISSED)
    verbs.correct(decision, text="“Maddə 16” əvəzinə “maddə 106” oxunmalıdır (nümunə).", by=cast.commissioner, at=_clock(12, 16))  # fmt: skip  # noqa: E501
    _published(decision, "Tanıqlı Xəyalqızı", by=cast.officer, at=_clock(11))
    _appealed(cast, case, decision)
    late = _file("late", at=_clock(9), commission=cast.here, applicant_name="Misal Sınaqlı", happened_on=timezone.localdate() - timedelta(days=30), statement="Bir ay əvvəl baş verib (nümunə).")  # fmt: skip  # noqa: E501
    verbs.register(late, by=cast.officer, at=_clock(9, 11))
    returned = verbs.return_(late, reasons="<p>Müddət keçib (nümunə).</p>", by=cast.officer, at=_clock(8))
    _published(returned, by=cast.officer, at=_clock(8, 12), alone_because="İkinci əməkdaş ezamiyyətdədir (nümunə).")


def _appealed(cast, case, decision):
    """One appeal waits at the tier above; another was upheld there, and a court has confirmed it."""
    about = {
        "kind": "appeal", "contested_kind": "decision", "contested_commission": cast.here, "respondent": "",
        "decision_by": "C001", "happened_where": "",
    }  # fmt: skip
    appeal = _file(
        "appeal", at=_clock(1, 12), commission=cast.above, contested_filing=case, contested_decision=decision,
        decision_number=decision.number, statement="Dairə komissiyası şahidləri dinləmədi (nümunə).", **about,
    )  # fmt: skip
    verbs.register(appeal, by=cast.officer_above, at=_clock(1, 13))
    verbs.assign(appeal, expert=cast.expert_above, by=cast.officer_above, at=_clock(1, 14))
    upheld = _file(
        "upheld", at=_clock(22), commission=cast.above, decision_number="1/0 (nümunə)",
        applicant_name="Örnək Sınaqqızı", statement="Şikayətimə baxılmadan qaytarıldı (nümunə).", **about,
    )  # fmt: skip
    above = _decided(upheld, cast.staff_above, number=1, day=20, **decision_texts.UPHELD)
    verbs.record_court_outcome(
        above, court="appeal", number="2-1 (nümunə)", decided_on=timezone.localdate() - timedelta(days=15),
        result="confirmed", text="Apellyasiya şikayəti təmin edilmədi (nümunə).", by=cast.officer_above, at=_clock(14),
    )  # fmt: skip
    _published(above, by=cast.officer_above, at=_clock(13))


@transaction.atomic
def load():
    """Enter the sample filings once; where they are, nothing changes."""
    if Filing.objects.filter(form_key_digest=codes.form_key_digest(_form_key("first"))).exists():
        return
    cast = _Cast()
    _ended(cast)
    _under_way(cast)
    _asked_in_vain(cast)
    _waiting(cast)
