"""The steps of the form: what one of them has in common with the others, and the files."""

import hashlib
import json
import secrets
from functools import cached_property

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals import contents

KEPT_CHARACTERS = 1_000  # of an answer whose field states no limit
DAY_HINT = _("For example 9 2 2026")


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


def chosen_files(data):
    """The files of a field that takes several."""
    return [file for file in data if file] if isinstance(data, (list, tuple)) else [data] if data else []


class EvidenceField(forms.FileField):
    """Several files: none empty, none over the limit, together within the limit of a filing."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = chosen_files(data)
        if len(files) > settings.EVIDENCE_MAX_FILES:
            raise ValidationError(_("Choose at most %d files.") % settings.EVIDENCE_MAX_FILES)
        for file in files:
            if problem := file_problem(file):
                raise ValidationError(problem)
        if sum(file.size for file in files) > settings.EVIDENCE_FILING_MAX_BYTES:
            raise ValidationError(_("The files together are larger than allowed."))
        return files


class UploadsField(forms.FileField):
    """Several files as they came; each is judged for itself, so that one that is no good takes no other with it."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        return chosen_files(data)


def file_problem(file):
    """Why a file cannot be taken, whatever stands beside it; None if it can."""
    if file.size == 0:
        return _("The file “%s” is empty.") % file.name
    if file.size > settings.EVIDENCE_FILE_MAX_BYTES:
        return _("The file “%s” is larger than allowed.") % file.name
    return None


def text_field(label, *, rows=5, longest=10_000, required=False, help_text=""):
    """A field for a longer text."""
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


def day_field(label, *, help_text=DAY_HINT):
    """A field for a day; leaving it out makes a filing incomplete, never impossible."""
    widget = forms.DateInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"})
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


def not_in_the_future(day):
    """The day; raises ValidationError for one that has not come."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day lies in the future."))
    return day


class StepForm(forms.Form):
    """One step. It is filled from a draft, keeps what was typed even where it is wrong, and says what it means.

    `seen` carries the digest of the answers that the page has shown, and a
    name for this showing of it, so that an older page cannot silently
    overwrite a newer one, but can be corrected and sent again itself.
    """

    step = ""
    EXPECTED = {
        *contents.ALWAYS, *(name for names in contents.BY_KIND.values() for name in names),
        "kind", "about", "commission", "capacity", "authority",
    }  # fmt: skip
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, answers, **kwargs):
        """`answers` are the draft's, by field; `data` and `files` what was posted now, if anything was."""
        self.kept = answers
        super().__init__(data, files, **kwargs)
        self.arrange()
        for name in self.EXPECTED & self.fields.keys():
            self.fields[name].is_expected = True  # the law asks for it: the page does not say "if you wish"
        if data is None:
            self.initial = {name: answers[name] for name in self.names() if answers.get(name)} | self.initial
            self.initial["seen"] = self._showing()

    @cached_property
    def helper(self):
        """How the page shows the form; what is only read, as on the way to a filing, never needs it."""
        helper = FormHelper()
        helper.attrs = {"autocomplete": "on"}
        helper.layout = Layout(*self.layout(), "seen")
        for button in self.buttons():
            helper.add_input(button)
        return helper

    def buttons(self):
        """The buttons at the end of the step."""
        return [Submit("", _("Save and continue"))]

    @classmethod
    def of(cls, answers):
        """The step with the answers of a draft, as if they had been posted, to learn what they mean."""
        return cls(answers, answers=answers)

    def arrange(self):
        """Change the fields to what other steps have answered."""

    def layout(self):
        """What the crispy layout of the step holds: the fields in their order, unless a step groups them."""
        return [name for name in self.fields if name != "seen"]

    def names(self):
        """The fields that a draft keeps."""
        return [name for name, field in self.fields.items() if name != "seen" and not field.widget.needs_multipart_form]

    def every_name(self):
        """The fields that a draft may keep of this step, also where this page does not show them all."""
        return self.names()

    def to_keep(self):
        """The answers for the draft, as they were typed; of what is too long at least twice what is allowed."""
        return {name: str(self.data.get(name, ""))[: self._longest_kept(name)] for name in self.every_name()}

    def _longest_kept(self, name):
        return 2 * (getattr(self.fields.get(name), "max_length", None) or KEPT_CHARACTERS)

    def saved(self):
        """What the draft keeps of this page: the answers, and which showing of it they came from."""
        return self.to_keep() | {f"page {self.step}": self.data.get("seen", "").partition("-")[2][:60]}

    def _digest(self, answers):
        given = {name: answers[name] for name in self.every_name() if answers.get(name)}
        shown = json.dumps(given, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()[:32]

    def _showing(self):
        return f"{self._digest(self.kept)}-{secrets.token_hex(8)}"

    @property
    def was_overtaken(self):
        """Whether another page changed the draft after this one was shown, to something else than was typed here."""
        digest, _dash, page = self.data.get("seen", "").partition("-")
        if not digest or page == self.kept.get(f"page {self.step}"):
            return False
        newest = self._digest(self.kept)
        return newest not in (digest, self._digest(self.to_keep()))

    def show_newest(self):
        """Let this page, once it is sent again, replace what is kept now."""
        self.data = self.data.copy()
        self.data["seen"] = self._showing()

    def kept_in_words(self):
        """What is kept now, label and text, for a page that was overtaken."""
        labels = {name: field.label for name, field in self.fields.items()}
        return [(labels.get(name, ""), self.kept[name]) for name in self.every_name() if self.kept.get(name)]
