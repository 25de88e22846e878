"""Which words of a case are not for the public: read from the case, from those decided with it and the one below."""

from appeals.documents.redaction import private_terms, terms_of


def _cases(filing):
    """The filing, those joined with it, and the one in which it appeals: a decision can name the people of each."""
    joined = filing.joined.prefetch_related("co_applicants", "former_contacts")
    return [filing, *joined, *([filing.contested_filing] if filing.contested_filing else [])]


def _hearings(filing):
    """Respondents who were heard; how to reach a commission is no secret."""
    contested = filing.contested_commission
    return [each for each in filing.hearings.all() if not (contested and each.respondent_email == contested.email)]


def certain_terms(filing):
    """What no officer can make public: how to reach those who filed."""
    return [
        term
        for each in _cases(filing)
        for term in private_terms(each, each.co_applicants.all(), each.former_contacts.all())
    ]


def usual_terms(filing):
    """What is covered unless an officer takes it off the list: people, how to reach them, names of their files."""
    found = []
    for each in _cases(filing):
        files = each.evidence.exclude(name="").values_list("name", flat=True)
        known = {"former_contacts": each.former_contacts.all(), "hearings": _hearings(each), "files": files}
        found += terms_of(each, each.co_applicants.all(), **known)
    return list(dict.fromkeys(found))


def is_emptied(filing):
    """Whether texts of one of the cases were removed, so that its names are no longer known."""
    return any(each.emptied_at for each in _cases(filing))
