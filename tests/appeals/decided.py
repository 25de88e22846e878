"""Decided and published cases for tests; all people are invented."""

from appeals import verbs
from appeals.documents import redaction
from tests.factories_appeals import NOON, evidence, make_filing, second_to

NAME, STREET = "Nümunəyev Vəli Əli oğlu", "Nümunə küçəsi 77"
PERSON = {
    "applicant_name": NAME,
    "applicant_address": f"AZ1000, Bakı, {STREET}",
    "applicant_email": "veli.numuneyev@people.example",
    "applicant_phone": "+994501112233",
    "respondent": "Sədr Sınaqov, assisted by Nümunəyev",
    "statement": "I, Nümunəyev Vəli, was sent away.",
}
FILE = "ərizə_Nümunəyev_Vəli.pdf"
REASONS = (
    "<p>Shown by Nümunəyevin and <b>NÜMUN</b>ƏYEVA Vəliyə of Nümunə küçəsi 77; tel. +994 (50) 111-22-33, "
    '<a href="mailto:veli.numuneyev@people.example">veli.numuneyev@people.example</a>. The witness Tanıqlı agreed.</p>'
)
# what no public page, feed, index or file may hold, in this or a folded form
SECRETS = (
    "numuneyev",
    "numunəyev",
    "vəli",
    "veli.",
    "küçəsi 77",
    "kucesi 77",
    "1112233",
    "111-22-33",
    "tanıqlı",
    "ərizə_nü",
)


def on_agenda(by, *, uploads=(), **changes):
    filing = verbs.register(make_filing(uploads=uploads, **changes), by=by, at=NOON)
    sessions = filing.commission.sessions
    session = sessions.first() or verbs.open_session(commission=filing.commission, number=26, held_at=NOON, by=by)
    return verbs.place_on_agenda(filing, session=session, by=by, at=NOON)


def decided(by, *, filing=None, **facts):
    """A decision about a case with names wherever names can stand."""
    filing = filing or on_agenda(by, uploads=[evidence(FILE, b"%PDF-1.4 sample")], **PERSON)
    values = {
        "outcome": "upheld",
        "facts": "<h2>What happened</h2><p>Nümunəyev V. was sent away.</p>",
        "law": "<p>Article 106</p>",
        "reasons": REASONS,
        "operative_part": "<ol><li>Give the copy to Vəli Nümunəyev.</li></ol>",
        "remedy_ordered": "Hand the copy to Nümunəyev Vəli.",
        "votes_for": 7,
        "votes_against": 1,
        "absent": 1,
    }
    return verbs.decide(filing, by=by, at=NOON, **values | facts)


def published(by, *, decision=None, **facts):
    """The same, published as the desk proposes it, and without the witness."""
    decision = decision or decided(by, **facts)
    terms = redaction.terms_of(decision.filing, decision.filing.co_applicants.all())
    return verbs.publish(decision, redactions=[*terms, "Tanıqlı"], by=second_to(by), at=NOON)
