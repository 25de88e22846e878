"""What is said at the steps of early reading: who is given a link until when, and whose link is revoked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.desk import instant_field
from press.models import EarlyLink, EarlyReader
from press.models.readers import LONGEST
from press.newsroom.forms import StepForm


class SeveralField(forms.ModelMultipleChoiceField):
    """Rows of which at least one is ticked; what is ticked at first may come from the address."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return super().prepare_value([value] if isinstance(value, str) else value)


class EarlyReadersForm(StepForm):
    """Who reads it before the public, and how long the link works."""

    readers = SeveralField(None, label=_("Early readers"))
    expires_at = instant_field(
        _("Links work until"), required=False, help_text=_("Empty: until the embargo ends. At most 14 days.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = EarlyReader.objects.current()

    def clean_expires_at(self):
        until, now = self.cleaned_data["expires_at"], timezone.now()
        if until and until <= now:
            raise ValidationError(_("This instant has passed."))
        if until and until > now + LONGEST:
            raise ValidationError(_("A link works for 14 days at most."))
        return until


class LinkField(SeveralField):
    def label_from_instance(self, link):
        return str(link.reader)


class EarlyLinksForm(StepForm):
    """Whose link opens nothing from now on."""

    links = LinkField(None, label=_("Links"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        standing = EarlyLink.objects.filter(release=self.release).standing(timezone.now()).select_related("reader")
        self.fields["links"].queryset = standing
        self.fields["links"].initial = [link.pk for link in standing]
