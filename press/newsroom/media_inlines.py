"""What pictures and files of a release have in common in the newsroom: set as a whole, in their order, by a verb."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from press.newsroom.rights import may_change_media, may_see

LAST = 1_000


class PlacedForm(forms.ModelForm):
    """A row with its place among the others; without one it comes last."""

    place = forms.IntegerField(label=_("place in the order"), min_value=1, max_value=LAST, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        if self.instance.pk:
            self.initial["place"] = self.instance.position + 1


class MediaFormSet(forms.BaseInlineFormSet):
    """Rows that one verb takes together; a subclass hands them to it in `store(forms)`. `by` is who sends them."""

    by = None

    def save(self, commit=True):
        """Set what the release has to what the form says; the rows that came, changed and went are told as Django's."""
        gone = [form for form in self.initial_forms if self._should_delete_form(form)]
        left = [form for form in self.forms if form not in gone and (form.instance.pk or form.has_changed())]
        left = [form for form in left if not self._should_delete_form(form)]
        self.new_objects = [form.instance for form in left if not form.instance.pk]
        changed = [form for form in left if form.instance.pk and form.has_changed()]
        self.changed_objects = [(form.instance, form.changed_data) for form in changed]
        self.deleted_objects = [form.instance for form in gone]
        if self.has_changed():
            self.store(sorted(left, key=lambda form: form.cleaned_data.get("place") or LAST))
        return self.new_objects


class MediaInline(admin.StackedInline):
    """Rights are those of the release. What the public can read is changed on a page of its own, not on the form."""

    extra = 1
    is_page_of_public = False

    class Media:
        css = {"all": ["css/admin_media.css"]}

    def may_change(self, request, release):
        is_public = release is not None and release.is_published(timezone.now())
        return is_public == self.is_page_of_public and may_change_media(request.user, release)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (formset,), {"by": request.user})

    def get_fieldsets(self, request, obj=None):
        fields = self.fields_to_change if self.may_change(request, obj) else self.fields_to_see
        return [(None, {"fields": fields})]

    def has_view_permission(self, request, obj=None):
        return may_see(request.user)

    def has_add_permission(self, request, obj):
        return self.may_change(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_change(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_change(request, obj)
