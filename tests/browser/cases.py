"""Cases of every kind for the browser, made inside the portal by `manage.py shell`; all people are invented."""

import json
import re
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from appeals import codes, verbs
from commission.models import ElectionCommission, Letter
from tests.appeals import decided as decisions
from tests.applicants import decide
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff, received

TEXT = "<p>The protocol of the precinct commission was compared with the copy that the observer was given. %s</p>"


def _filed(**changes):
    """A filing, and how it is opened."""
    key = codes.new_form_key()
    filing = make_filing(form_key=key, **{"happened_on": timezone.localdate()} | changes)
    return filing, {"number": filing.number, "code": codes.access_code(key, secret=settings.CODE_KEY)}


def _hearing(filing, clerk, due):
    hearing = verbs.open_hearing(
        filing,
        respondent_name="Sample Precinct Commission No. 12",
        respondent_email="p012@commission.example",
        answer_due_at=due,
        by=clerk,
    )
    letter = Letter.objects.filter(to="p012@commission.example").order_by("-pk").first()
    return hearing, re.search(r"/en/appeals/hearing/[\w-]+/", letter.body).group(0)


def _running(clerk, due):
    """A case in the middle of everything: messages both ways, an answer, an open request."""
    now = timezone.now()
    long_name = "an observer's photograph of the protocol on the wall of polling station number twelve.txt"
    filing, opened = _filed(arrived_at=now, uploads=[evidence(long_name)])
    filing = verbs.register(filing, by=clerk)
    verbs.send_message(filing, text="Two witnesses saw it.", files=[received(evidence("w.txt", b"w"))], at=now)
    verbs.write_to_applicant(filing, text="Thank you. We have asked the precinct commission.", by=clerk)
    hearing, _address = _hearing(filing, clerk, due)
    verbs.answer_hearing(hearing, text="The copy was handed out at 20:15.", files=[], at=now)
    verbs.request_information(filing, text="At what time did you ask for the copy?", answer_due_at=due, by=clerk)
    return opened


def _decided(clerk):
    filing, opened = _filed(arrived_at=timezone.now(), uploads=[evidence()])
    decision = decide(
        filing,
        clerk,
        outcome="partly_upheld",
        facts=3 * (TEXT % "It lacked a stamp."),
        law="<p>Election Code, Article 106.</p>",
        reasons=3 * (TEXT % "<strong>That is not disputed.</strong>"),
        operative_part="<ol><li>The copy is to be given.</li><li>The rest is dismissed.</li></ol>",
        remedy_ordered="Give the observer a stamped copy.",
        votes_for=12,
        votes_against=1,
        absent=2,
    )
    verbs.serve(decision, party="applicant", way="email", by=clerk)
    verbs.correct(decision, text="Article 106, not 16.", by=clerk)
    return opened


def _joined(clerk):
    lead, _opened = _filed(arrived_at=timezone.now())
    lead = verbs.register(lead, by=clerk)
    twin, opened = _filed(arrived_at=timezone.now())
    verbs.join(twin, lead=lead, by=clerk)
    return opened


def _in_court():
    """A decision of the central commission that the Court of Appeal has confirmed."""
    central = make_commission().superior
    officer = make_staff("browser-central", commission=central)
    filing, opened = _filed(arrived_at=timezone.now(), commission=central)
    decision = decide(filing, officer)
    verbs.record_court_outcome(
        decision,
        court="appeal",
        number="2-1",
        decided_on=date.today(),
        result="confirmed",
        text="No error.",
        by=officer,
    )
    return opened


def make_cases():
    """Make them all and print, as JSON, how each is opened."""
    clerk = make_staff("browser-clerk")
    due = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    asked, opened = _filed(arrived_at=timezone.now(), statement="A copy was refused. Call +994 50 555 01 77.",
                           applicant_phone="+994 50 555 01 77")  # fmt: skip
    _hearing_of_its_own, address = _hearing(verbs.register(asked, by=clerk), clerk, due)
    cases = {
        "running": _running(clerk, due),
        "overdue": _filed(arrived_at=timezone.now() - timedelta(days=10))[1],
        "decided": _decided(clerk),
        "joined": _joined(clerk),
        "in court": _in_court(),
        "hearing": {"address": address},
    }
    closed, _opened = _filed(arrived_at=timezone.now())
    cases["hearing closed"] = {"address": _hearing(verbs.register(closed, by=clerk), clerk, due)[1]}
    return json.dumps(cases)


def make_register():
    """Two cases on the register of a commission of their own, as JSON: one overdue, one decided and published."""
    commission = make_commission("C077")
    clerk = make_staff("browser-register-clerk", commission=commission)
    overdue = verbs.register(make_filing(commission=commission), by=clerk, at=NOON)
    files = [evidence(decisions.FILE, b"%PDF-1.4 sample")]
    case = decisions.on_agenda(clerk, uploads=files, commission=commission, **decisions.PERSON)
    decision = decisions.published(clerk, decision=decisions.decided(clerk, filing=case))
    verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON)
    verbs.correct(decision, text="12, not 11", by=clerk, at=NOON)
    return json.dumps({"commission": commission.number, "overdue": overdue.number, "decided": case.number})


# account: first name, last name, group, commission
CAST = {
    "journey-officer": ("Nümunə", "Katibli", "case officers", "C007"),
    "journey-expert": ("Sınaq", "Ekspertli", "experts", "C007"),
    "journey-commissioner": ("Misal", "Sədrli", "commissioners", "C007"),
    "journey-neighbour": ("Örnək", "Qonşulu", "case officers", "C008"),
    "journey-central-officer": ("Təcrübə", "Mərkəzli", "case officers", "CEC"),
    "journey-central-commissioner": ("Uydurma", "Sədrzadə", "commissioners", "CEC"),
}


def make_cast(password):
    """The staff of the whole cases, with one password."""
    for name, (first, last, group, number) in CAST.items():
        user = make_staff(name, group=group, commission=ElectionCommission.objects.get(number=number))
        user.first_name, user.last_name = first, last
        user.set_password(password)
        user.save()
