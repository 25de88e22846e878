"""What a complaint has to contain (Instruction 11/53-1, 1.1). Pure functions."""

# in the order of the instruction; of each pair one is enough
ALWAYS = ("applicant_name", "applicant_address", "contested_kind", "statement", "ground", "remedy_sought")
BY_KIND = {
    "decision": ("decision_number", "decision_by", "happened_on"),
    "action": ("respondent", "happened_where", "happened_on"),
    "inaction": ("respondent", "demand"),
}
EVIDENCE = "evidence"
AUTHORITY = "authority"
OWN_CAPACITIES = {"voter", "candidate", "registered_candidate", "observer", "commission"}


def missing(content, *, has_evidence, has_authority):
    """Which statutory contents a filing lacks: names of fields, `evidence` and `authority` among them.

    `content` maps names of fields to what was typed; `has_evidence` says
    whether files came with it (an explanation will do instead), `has_authority`
    whether a proof of authority did, which agents, parties and blocs attach
    (112.1).
    """
    names = (*ALWAYS, *BY_KIND.get(content.get("contested_kind"), ()))
    lacking = [name for name in names if not content.get(name)]
    if not has_evidence and not content.get("evidence_explanation"):
        lacking.append(EVIDENCE)
    if needs_authority(content.get("capacity")) and not has_authority:
        lacking.append(AUTHORITY)
    return lacking


def needs_authority(capacity):
    """Whether somebody who files in this capacity attaches a proof of authority."""
    return bool(capacity) and capacity not in OWN_CAPACITIES
