"""The page on which a release is written: who else is here, what was typed before, a save that overwrites nobody."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from press import verbs
from press.models import Presence, Release
from press.newsroom import advising, attendance, conflicts, rights
from press.newsroom.release_text import ReleaseTextField, pictures_of


class WritingForm(forms.ModelForm):
    """The words of a release, with the version from which they were written and the key of the opened page."""

    body = ReleaseTextField(label=_("text"), required=False)
    from_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    writing = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Release
        fields = ["title"]  # the admin's fieldsets say which

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict = None
        self.fields["from_version"].required = bool(self.instance.pk)
        self.initial.setdefault("from_version", self.instance.version if self.instance.pk else 0)
        self.initial.setdefault("writing", uuid.uuid4())

    def clean(self):
        cleaned = super().clean()
        since = cleaned.get("from_version")
        if self.instance.pk and since is not None and since != self.instance.version:
            self._refuse_stale(since)
        return cleaned

    def _refuse_stale(self, since):
        """Save nothing, and show what was typed beside what is stored; to send it again is to have looked."""
        typed = {name: self.data[name] for name in Release.WORDS if name in self.data}
        self.conflict, carried = conflicts.refused(self.instance, typed, version=since)
        self.data = self.data.copy()
        for name, text in (carried | {"from_version": str(self.instance.version)}).items():
            self.data[name] = text
        raise ValidationError(
            _("Somebody has saved the release since you opened this page. Nothing of yours was saved or lost."),
            code="stale",
        )


class WritingMixin:
    """For the ModelAdmin of releases, whose form is a WritingForm."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("typed/", view(attendance.typed), name="press_release_typed"),
            path("<int:pk>/presence/", view(attendance.presence), name="press_release_presence"),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if "writing" in request.POST and object_id and (led_on := self._too_late(request, object_id)):
            return led_on
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except verbs.Stale:  # saved between the look of the form and the save: now the form sees it
            return super().changeform_view(request, object_id, *args, **kwargs)

    def _too_late(self, request, object_id):
        """Where the release became public while it was written on: to the correction, with what was typed."""
        release = self.get_object(request, object_id)
        if release is None or not rights.may(request.user, release, "propose"):
            return None
        words = {name: request.POST[name] for name in Release.WORDS if name in request.POST}
        kept = verbs.keep_typed(
            key=uuid.uuid4(), by=request.user, words=words, release=release, from_version=release.version
        )
        messages.warning(
            request,
            _("The public can read this release now. What you typed was not saved: propose it as a correction."),
        )
        return redirect(reverse("admin:press_release_step", args=[release.pk, "correction"]) + f"?typed={kept.key}")

    def get_changeform_initial_data(self, request):
        """A new release: empty, or what was typed for one and not saved."""
        return super().get_changeform_initial_data(request) | attendance.taken_up(request, None)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form; with what was typed before where somebody takes it up again."""
        form = super().get_form(request, obj, change=change, **kwargs)
        taken = attendance.taken_up(request, obj) if change and request.method == "GET" else {}
        if not taken:
            return form

        class TakenUp(form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.initial |= taken

        return TakenUp

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            context |= self._while_writing(request, obj, context["adminform"].form)
        elif request.user.has_perm(rights.WRITE):  # public since it was opened: the words go into a correction
            context["offers"] = attendance.offers(request.user, obj)
        if obj is not None and request.method == "GET":  # the words as they are stored
            context["advice"] = advising.on(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _while_writing(self, request, obj, form):
        at, taken = timezone.now(), bool(attendance.taken_up(request, obj))
        if obj is not None:
            verbs.attend(obj, by=request.user, at=at)
        is_first_look = request.method == "GET" and not taken
        return {
            "writing": attendance.addresses(obj),
            "others": Presence.objects.of_others(obj, request.user, at) if obj else [],
            "offers": attendance.offers(request.user, obj) if is_first_look else [],
            "taken_up": taken,
            "pictures": pictures_of(obj),
            "conflict": getattr(form, "conflict", None),
        }

    def save_model(self, request, obj, form, change):
        since = form.cleaned_data.get("from_version") if change else None
        verbs.save(obj, by=request.user, from_version=since)
        if key := form.cleaned_data.get("writing"):
            verbs.settle_typed(key=key, by=request.user)
        verbs.leave(obj, by=request.user)

    def response_post_save_change(self, request, obj):
        self._tell_advice(request, obj)
        return super().response_post_save_change(request, obj)

    def response_post_save_add(self, request, obj):
        self._tell_advice(request, obj)
        return super().response_post_save_add(request, obj)

    def _tell_advice(self, request, obj):
        """Where the save leads away from the page, say that there is advice on it."""
        if count := len(advising.on(obj)):
            said = ngettext(
                "%(count)d piece of advice on “%(title)s”: open it and look.",
                "%(count)d pieces of advice on “%(title)s”: open it and look.",
                count,
            )
            messages.warning(request, said % {"count": count, "title": obj})
