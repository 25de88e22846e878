"""The act complained of as its respondent reads it: without any way to reach the applicant."""

import re

from appeals.documents.redaction import COVER, private_terms, redacted

DIGITS_THAT_TELL = 7  # the end of a telephone number, however it is written
_NUMBER = re.compile(r"\+?\(?\d[\d\s()./-]{5,}\d")
# what is read in words, in this order; the day and the decision's number stand apart
TEXTS = ("respondent", "happened_where", "demand", "statement", "ground", "remedy_sought", "evidence_explanation")


def without_contacts(text, *, terms, phones):
    """`text` with `terms` (redaction.private_terms) and telephone numbers covered, as far as they are these.

    A postal address of one word is the name of a town and no term: without it
    nobody could read where something happened. A telephone number is known by
    its last seven digits, however they are grouped.
    """
    ends = {re.sub(r"\D", "", phone)[-DIGITS_THAT_TELL:] for phone in phones}
    ends = {end for end in ends if len(end) == DIGITS_THAT_TELL}

    def covered(found):
        digits = re.sub(r"\D", "", found[0])
        return COVER if any(end in digits for end in ends) else found[0]

    return redacted(_NUMBER.sub(covered, text), terms)


def act(filing):
    """Names and texts of what is complained of; empty texts are left out.

    Result: a dict of `applicants` (names alone) and of those of TEXTS that
    were filled in.
    """
    others, former = list(filing.co_applicants.all()), list(filing.former_contacts.all())
    terms = private_terms(filing, others, former)
    phones = [filing.applicant_phone, *(each.phone for each in former)]
    texts = {
        name: without_contacts(getattr(filing, name), terms=terms, phones=phones)
        for name in TEXTS
        if getattr(filing, name)
    }
    return texts | {"applicants": [filing.applicant_name, *(person.name for person in others)]}
