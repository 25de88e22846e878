"""What is said of words that the public has read: other words, or those of an earlier version."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.desk import text_field
from press.models import Release
from press.newsroom import conflicts
from press.newsroom.forms import StepForm
from press.newsroom.release_text import ReleaseTextField


def kind_of_change():
    """Whether the public is told of a change."""
    return forms.ChoiceField(
        label=_("Kind of change"),
        choices=[
            ("", _("minor: a slip that changes nothing of what is said; silent")),
            ("1", _("major: what is said changes; the public reads a note")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )


def public_note():
    """What the public is told."""
    return text_field(
        _("Note for the public"),
        rows=3,
        max_length=1_000,
        required=False,
        help_text=_("What was wrong and what is right now. A major change needs it."),
    )


class CorrectionForm(StepForm):
    """Other words for a public release, and whether the public is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    writing = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    title = forms.CharField(label=_("Title"), max_length=500)
    lead = text_field(_("Lead"), rows=3, max_length=2_000, required=False)
    body = ReleaseTextField(label=_("text"), required=False)
    dateline_place = forms.CharField(label=_("Place of the dateline"), max_length=100, required=False)
    document_number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    press_contact = forms.CharField(label=_("Press contact"), max_length=300, required=False)
    is_major = kind_of_change()
    note = public_note()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("version", *Release.WORDS):
            self.fields[name].initial = getattr(self.release, name)
        if "from_version" in self.initial:  # what was typed before is taken up again
            self.initial["version"] = self.initial["from_version"]

    def after(self, stale):
        """What a refused proposal shows beside what was typed, which can be sent again from the present version."""
        typed = {name: self.data[name] for name in Release.WORDS if name in self.data}
        conflict, carried = conflicts.refused(stale.current, typed, version=self.cleaned_data["version"])
        self.data = self.data.copy()
        for name, text in (carried | {"version": str(stale.current.version)}).items():
            self.data[name] = text
        return conflict

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_major") and not cleaned.get("note"):
            self.add_error("note", _("Say what has changed."))
        if not self.errors and not any(self._differs(name) for name in Release.WORDS):
            raise ValidationError(_("Nothing has changed yet."))
        return cleaned

    def _differs(self, name):
        return self.cleaned_data[name] != getattr(self.release, name)

    def arguments(self):
        said = self.cleaned_data
        return {
            "words": {name: said[name] for name in Release.WORDS},
            "is_major": bool(said["is_major"]),
            "note": said["note"],
            "from_version": said["version"],
        }


class RestorationForm(StepForm):
    """Which earlier version's words are brought back; where the public reads the release, whether it is told."""

    earlier = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = str((self.data if self.is_bound else self.initial).get("earlier", ""))
        self.earlier = self.release.history.filter(history_id=named if named.isdecimal() else 0).first()
        if self.earlier is None:
            raise Http404
        self.fields["version"].initial = self.release.version
        if self.release.is_published(timezone.now()):
            self.fields["is_major"], self.fields["note"] = kind_of_change(), public_note()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_major") and not cleaned.get("note"):
            self.add_error("note", _("Say what has changed."))
        return cleaned

    def arguments(self):
        said = self.cleaned_data
        public = {"is_major": bool(said["is_major"]), "note": said["note"]} if "note" in said else {}
        return {"earlier": self.earlier, "from_version": said["version"]} | public
