"""Addresses of old sites in the admin."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from press import old_addresses
from press.models import OldAddress


class OldAddressForm(forms.ModelForm):
    """An address as it stood in somebody's link; it is brought into the form in which it is looked up."""

    class Meta:
        model = OldAddress
        fields = ["path", "host", "release"]

    def clean_path(self):
        path = old_addresses.normal(self.cleaned_data["path"])[1]
        if not path:
            raise ValidationError(_("Give the part of the address behind the host, beginning with /."))
        return path


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    form = OldAddressForm
    list_display = ["path", "host", "release"]
    list_select_related = ["release"]
    search_fields = ["path", "host", "release__title"]
    raw_id_fields = ["release"]
    show_full_result_count = False
