"""The contents of a filing in the order of the instruction (11/53-1, 1.1), with what is lacking."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appeals.models import Filing


def _day(value):
    return date_format(value, "DATE_FORMAT") if value else ""


def _row(filing, name, text=None):
    label = Filing._meta.get_field(name).verbose_name
    return {"name": name, "label": label, "text": getattr(filing, name) if text is None else text}


def _of_the_act(filing):
    """What the instruction asks for about a decision, an action or an inaction."""
    days = [_row(filing, name, _day(getattr(filing, name))) for name in ("happened_on", "learned_on")]
    if filing.contested_kind == Filing.Contested.DECISION:
        return [_row(filing, "decision_number"), _row(filing, "decision_by"), *days]
    if filing.contested_kind == Filing.Contested.INACTION:
        return [_row(filing, "respondent"), _row(filing, "demand"), *days]
    return [_row(filing, "respondent"), _row(filing, "happened_where"), *days]


def parts_of(filing, lacking):
    """The parts of a filing as the case screen shows them: title, and rows of label, text and whether it lacks."""
    shown = [
        (_("Commission addressed"), [_row(filing, "commission", str(filing.commission))]),
        (
            _("Applicant"),
            [
                _row(filing, "applicant_name"),
                _row(filing, "capacity", filing.get_capacity_display()),
                *(_row(filing, f"applicant_{name}") for name in ("address", "email", "phone")),
            ],
        ),
        (
            _("Act complained of"),
            [
                _row(filing, "contested_kind", filing.get_contested_kind_display()),
                _row(filing, "contested_commission", str(filing.contested_commission or "")),
                *_of_the_act(filing),
                _row(filing, "statement"),
            ],
        ),
        (_("Ground"), [_row(filing, "ground")]),
        (_("Evidence"), [_row(filing, "evidence_explanation")]),
        (_("Remedy asked for"), [_row(filing, "remedy_sought")]),
        (_("Session"), [_row(filing, "wants_to_attend", _("yes") if filing.wants_to_attend else _("no"))]),
    ]
    return [
        {"title": title, "rows": [row | {"lacks": row["name"] in lacking} for row in rows if _is_shown(row, lacking)]}
        for title, rows in shown
    ]


def _is_shown(row, lacking):
    return bool(row["text"]) or row["name"] in lacking
