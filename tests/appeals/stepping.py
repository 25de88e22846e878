"""The form as a browser without JavaScript goes through it."""

import re

from tests.factories_appeals import content

NEW = "/en/appeals/new/"
ANSWERS = {
    "act": ("kind", "contested_kind", "about", "contested_commission", "commission"),
    "circumstances": ("decision_number", "decision_by", "respondent", "happened_where", "demand", "happened_on",
                      "learned_on"),
    "applicant": ("applicant_name", "capacity", "applicant_address", "applicant_email", "applicant_phone",
                  "co_name_0", "co_address_0"),
    "statement": ("statement", "ground", "remedy_sought", "wants_to_attend"),
    "evidence": ("evidence", "authority", "evidence_explanation"),
}  # fmt: skip


def hidden(page, name):
    """The value of a hidden field on a page."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode()).group(1)


def answers(**changes):
    """What is typed into the steps, for a complete complaint."""
    return content(happened_on="9.2.2020", commission="C033", evidence_explanation="Ask the chair.") | changes


def send_step(client, step, /, **fields):
    """Open a step, as a visitor does, and send it."""
    page = client.get(f"{NEW}{step}/" if client.cookies else NEW, follow=True)
    return client.post(f"{NEW}{step}/", fields | {"seen": hidden(page, "seen"), "end": "1"})


def fill(client, **changes):
    """Send every step up to the check page; the check page."""
    typed = answers(**changes)
    for step, names in ANSWERS.items():
        answer = send_step(client, step, **{name: typed[name] for name in names if name in typed})
        assert answer.status_code == 303, (step, re.findall(r"errorlist.*?</ul>", answer.content.decode()))
    return client.get(f"{NEW}check/")


def declaration(check, **changes):
    """What the check page sends."""
    fields = {name: hidden(check, name) for name in ("form_key", "shown")}
    return fields | {"declaration": "on", "end": "1"} | changes


def send(client, check, **changes):
    return client.post(f"{NEW}check/", declaration(check, **changes))
