"""Files on the form of a release."""

from django import forms
from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from press import verbs
from press.media.receiving import ATTACHMENT_MAX_BYTES, received_file
from press.models import Attachment
from press.newsroom.media_inlines import MediaFormSet, MediaInline, PlacedForm

MOST = 20
TITLE_CHARACTERS = 200


class AttachmentForm(PlacedForm):
    """A file of a release: sent, or there already."""

    upload = forms.FileField(
        label=_("file"), required=False,
        help_text=_("PDF, an office document, CSV or text, at most %d MB.") % (ATTACHMENT_MAX_BYTES // 1_000_000),
    )  # fmt: skip

    class Meta:
        model = Attachment
        fields = ["title", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.received = None
        self.fields["title"].required = self.fields["language"].required = False
        self.fields["title"].help_text = _("Without one, the name of the file.")
        self.fields["language"].help_text = _("Without one, that of the release.")

    def clean(self):
        """Know the file by its content; errors stand beside the field."""
        cleaned = super().clean()
        file = cleaned.get("upload")
        if cleaned.get("DELETE"):
            return cleaned
        try:
            if file:
                self.received = received_file(file)
                cleaned["title"] = cleaned.get("title") or file.name.rpartition(".")[0][:TITLE_CHARACTERS]
            elif not self.instance.pk and "upload" not in self.errors:
                self.add_error("upload", _("Choose a file."))
        except forms.ValidationError as error:
            self.add_error("upload", error)
        cleaned["title"] = cleaned.get("title") or self.instance.title
        return cleaned

    def enclosure(self, release):
        """What the verb shall offer with `release`."""
        return verbs.Enclosure(
            title=self.cleaned_data["title"], language=self.cleaned_data["language"] or release.language,
            attachment=self.instance if self.instance.pk else None, received=self.received,
        )  # fmt: skip


class AttachmentFormSet(MediaFormSet):
    def store(self, forms):
        verbs.enclose(self.instance, files=[form.enclosure(self.instance) for form in forms], by=self.by)


class AttachmentInline(MediaInline):
    model = Attachment
    form, formset = AttachmentForm, AttachmentFormSet
    max_num = MOST
    readonly_fields = ["stored"]
    fields_to_change = ["stored", "upload", ("title", "language"), "place"]
    fields_to_see = ["stored", "title", "language"]

    @admin.display(description=_("stored as"))
    def stored(self, attachment):
        """The file with its kind and size, to be looked at."""
        if not attachment.pk:
            return "–"
        address = reverse(
            "admin:press_release_media_file", args=[attachment.release_id, attachment.key, attachment.name]
        )
        kind, size = attachment.get_kind_display(), filesizeformat(attachment.size)
        return format_html('<a href="{}">{}</a> · {} · {}', address, attachment.name, kind, size)
