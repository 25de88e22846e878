"""Sample filings in every state, plainly invented, brought there by the verbs alone."""

import hashlib
from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from appeals import codes, receiving, verbs
from appeals.models import Filing
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
        self.officer, self.expert, self.commissioner = self._staff("")
        self.officer_above, self.expert_above, self.commissioner_above = self._staff("cec-")

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
    note = ContentFile("Müşahidəçinin qeydi (nümunə).\n".encode(), name="müşahidə-qeydi.txt")
    _file(
        "first", at=timezone.now() - timedelta(hours=2), commission=cast.here, files=[note],
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


def _ended(cast):
    """Decided, served and published; returned as late; appealed to the tier above."""
    case = _file("decided", at=_clock(14), commission=cast.here, contested_commission=cast.precinct)
    verbs.register(case, by=cast.officer, at=_clock(14, 11))
    verbs.assign(case, expert=cast.expert, by=cast.officer, at=_clock(14, 12))
    verbs.give_opinion(case, text="Əsassızdır (nümunə).", proposed_outcome="dismissed", by=cast.expert, at=_clock(13))
    session = verbs.open_session(commission=cast.here, number=1, held_at=_clock(12, 11), by=cast.commissioner)
    verbs.place_on_agenda(case, session=session, by=cast.officer, at=_clock(13, 12))
    decision = verbs.decide(
        case, outcome="dismissed", facts="<p>Nümunə Nümunəzadə protokolun surətini istəyib (nümunə).</p>",
        law="<p>Seçki Məcəlləsi, maddə 112 (nümunə).</p>", reasons="<p>Surətin verilməsi sübut olunub (nümunə).</p>",
        operative_part="<p>Şikayət təmin edilməsin.</p>", votes_for=5, votes_against=1, absent=3,
        by=cast.commissioner, at=_clock(12, 12),
    )  # fmt: skip
    verbs.serve(decision, party="applicant", way="hand", by=cast.officer, at=_clock(12, 15))
    verbs.publish(decision, redactions=["Nümunə Nümunəzadə"], by=cast.officer, at=_clock(11))
    appeal = _file(
        "appeal", at=_clock(1, 12), commission=cast.above, kind="appeal", contested_kind="decision",
        contested_filing=case, contested_decision=decision, contested_commission=cast.here, respondent="",
        decision_number=decision.number, decision_by="C001", happened_where="",
        statement="Dairə komissiyası şahidləri dinləmədi (nümunə).",
    )  # fmt: skip
    verbs.register(appeal, by=cast.officer_above, at=_clock(1, 13))
    verbs.assign(appeal, expert=cast.expert_above, by=cast.officer_above, at=_clock(1, 14))
    late = _file("late", at=_clock(9), commission=cast.here, applicant_name="Misal Sınaqlı", happened_on=timezone.localdate() - timedelta(days=30), statement="Bir ay əvvəl baş verib (nümunə).")  # fmt: skip  # noqa: E501
    verbs.register(late, by=cast.officer, at=_clock(9, 11))
    returned = verbs.return_(late, reasons="<p>Müddət keçib (nümunə).</p>", by=cast.officer, at=_clock(8))
    verbs.publish(
        returned, redactions=["Misal Sınaqlı"], alone_because="İkinci əməkdaş ezamiyyətdədir (nümunə).",
        by=cast.officer, at=_clock(8, 12),
    )  # fmt: skip


@transaction.atomic
def load():
    """Enter the sample filings once; where they are, nothing changes."""
    if Filing.objects.filter(form_key_digest=codes.form_key_digest(_form_key("first"))).exists():
        return
    cast = _Cast()
    _ended(cast)
    _under_way(cast)
    _waiting(cast)
