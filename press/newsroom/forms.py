"""What is said at each step of a release."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.desk import DeskForm, instant_field, text_field
from press.models import Release
from press.slugs import slug_of
from press.verbs.reviewing import writers_of

REASON_CHARACTERS = 500
CANDIDATES = 50


class StepForm(DeskForm):
    """The words of a step; its fields are the keywords of the verb."""

    def __init__(self, *args, release, user, **kwargs):
        self.release, self.user = release, user
        super().__init__(*args, **kwargs)

    def subject(self):
        """What the verb is done to; None where there is nothing to do it to."""
        return self.release

    def arguments(self):
        """The keywords of the verb."""
        return self.cleaned_data


class NothingToSay(StepForm):
    """A step that needs no words."""


class ReturnForm(StepForm):
    """Why it goes back to its author."""

    note = text_field(_("What is to be changed"), rows=4, max_length=1_000)


class AsksWhyAlone:
    """For a step that a second person does: who does it to their own work says why."""

    is_own = False

    def ask_why_alone(self):
        self.fields["override_reason"] = forms.CharField(
            label=_("Why nobody else does it"),
            max_length=REASON_CHARACTERS,
            help_text=_("You wrote it yourself. The reason stays in the journal."),
        )


class PublicationForm(StepForm):
    """When the public may read it."""

    published_at = instant_field(_("To be published on"), required=False, help_text=_("Empty: at once."))
    embargoed_until = instant_field(
        _("Embargo until"),
        required=False,
        help_text=_("Until then only early readers with a link of their own can read it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("published_at", "embargoed_until"):
            self.fields[name].initial = getattr(self.release, name)

    def clean_embargoed_until(self):
        until = self.cleaned_data["embargoed_until"]
        if until and until <= timezone.now():
            raise ValidationError(_("This instant has passed."))
        return until


class ApprovalForm(AsksWhyAlone, PublicationForm):
    """That it is right, and when the public may read it."""

    publication = forms.ChoiceField(
        label=_("Publication"),
        choices=[
            ("now", _("at once")),
            ("then", _("at the instant below")),
            ("later", _("later, by a step of its own")),
        ],
        widget=forms.RadioSelect,
        initial="now",
    )
    field_order = ["override_reason", "publication", "published_at", "embargoed_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["published_at"].help_text = ""
        if self.user.pk in writers_of(self.release):
            self.ask_why_alone()
            self.order_fields(self.field_order)

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("publication") == "then"
            and not cleaned.get("published_at")
            and "published_at" not in self.errors
        ):
            self.add_error("published_at", self.fields["published_at"].error_messages["required"])
        return cleaned

    def arguments(self):
        said = self.cleaned_data
        when = {"published_at": said["published_at"] if said["publication"] == "then" else None}
        instant = None if said["publication"] == "later" else when | {"embargoed_until": said["embargoed_until"]}
        return {"override_reason": said.get("override_reason", ""), "publication": instant}


class CallBackForm(StepForm):
    """Why the approval is taken back."""

    note = text_field(_("Reason"), rows=4, max_length=1_000, required=False)


class WithdrawalForm(StepForm):
    """Why the public can no longer read it; the public reads the reason."""

    reason = text_field(
        _("Reason of the withdrawal"),
        rows=4,
        max_length=REASON_CHARACTERS,
        help_text=_("The public reads it at the address of the release, in place of its text."),
    )


class AddressForm(StepForm):
    """The last part of the address; the old one redirects for good."""

    slug = forms.CharField(label=_("Last part of the address"), max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].initial = self.release.slug

    def clean_slug(self):
        return slug_of(self.cleaned_data["slug"])


class SupersessionForm(StepForm):
    """Which newer release takes its place."""

    newer = forms.ModelChoiceField(
        None,
        label=_("The newer release"),
        help_text=_(
            "As soon as it is public, this one is found nowhere but at its own address, with a link to the newer."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Release.objects.in_language(self.release.language).exclude(pk=self.release.pk)
        newest = others.filter(superseded_by=None).exclude(status=Release.Status.WITHDRAWN).order_by("-changed_at")
        self.fields["newer"].queryset = Release.objects.filter(
            pk__in=[*newest.values_list("pk", flat=True)[:CANDIDATES]]
        )


class TranslationForm(StepForm):
    """Into which language."""

    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = Release.objects.filter(translation_key=self.release.translation_key).values_list("language", flat=True)
        self.fields["language"].choices = [pair for pair in settings.LANGUAGES if pair[0] not in set(there)]


class ChangeForm(AsksWhyAlone, StepForm):
    """Whether the change that waits is made."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if (change := self.subject()) is not None and change.proposed_by_id == self.user.pk:
            self.ask_why_alone()

    def subject(self):
        return self.release.changes.waiting().select_related("release", "proposed_by").first()


class DroppingForm(StepForm):
    """That the change which waits is not made."""

    def subject(self):
        return self.release.changes.waiting().first()
