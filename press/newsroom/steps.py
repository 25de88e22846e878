"""The steps of a release: one page for each verb that staff may do."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commission.desk import page
from commission.http import form_page
from press import verbs
from press.models import Release
from press.newsroom import advising, attendance, correction_forms, early_forms, forms, rights
from press.newsroom.changed_words import changed_words
from press.newsroom.refusals import refusal
from press.newsroom.release_text import pictures_of


@dataclass(frozen=True)
class Step:
    """A verb with its label and its form; the noun of its address is its key in STEPS."""

    verb: str
    label: str
    form: type[forms.StepForm]
    is_forward: bool = False


STEPS = {
    "submission": Step("submit", gettext_lazy("Hand in for review"), forms.NothingToSay, is_forward=True),
    "approval": Step("approve", pgettext_lazy("verb", "Approve"), forms.ApprovalForm, is_forward=True),
    "return": Step("send_back", gettext_lazy("Send back to the author"), forms.ReturnForm),
    "publication": Step("publish", pgettext_lazy("verb", "Publish"), forms.PublicationForm, is_forward=True),
    "call-back": Step("call_back", gettext_lazy("Take the approval back"), forms.CallBackForm),
    "early-readers": Step("give_early", gettext_lazy("Give early readers a link"), early_forms.EarlyReadersForm),
    "early-links": Step("revoke_early", gettext_lazy("Revoke links of early readers"), early_forms.EarlyLinksForm),
    "change": Step("make", gettext_lazy("Make the proposed correction"), forms.ChangeForm, is_forward=True),
    "change-dropping": Step("drop", gettext_lazy("Drop the proposed correction"), forms.DroppingForm),
    "correction": Step("propose", gettext_lazy("Propose a correction"), correction_forms.CorrectionForm),
    "supersession": Step("supersede", gettext_lazy("Replace by a newer release"), forms.SupersessionForm),
    "address": Step("readdress", gettext_lazy("Change the address"), forms.AddressForm),
    "withdrawal": Step("withdraw", pgettext_lazy("verb", "Withdraw"), forms.WithdrawalForm),
    "translation": Step("translate", pgettext_lazy("verb", "Translate"), forms.TranslationForm),
    "restoration": Step("restore", gettext_lazy("Restore these words"), correction_forms.RestorationForm),
    "up-to-date": Step("call_up_to_date", gettext_lazy("It says what the original says now"), forms.NothingToSay),
}


def _makes_sense(noun, release):
    """Whether something of this release is there to do the verb to."""
    if noun == "restoration" and not release.is_published(timezone.now()):
        return True
    if noun in ("change", "change-dropping", "correction", "restoration"):
        return release.changes.waiting().exists() == (noun not in ("correction", "restoration"))
    if noun == "early-links":
        return release.early_links.standing(timezone.now()).exists()
    if noun == "up-to-date":
        return release.is_out_of_date
    if noun == "translation":
        family = Release.objects.filter(translation_key=release.translation_key)
        return family.count() < len(dict(Release._meta.get_field("language").choices))
    return True


def offered(user, release):
    """The steps that `user` may take now: noun, label, whether it moves the release forward."""
    return [
        {"noun": noun, "label": step.label, "is_forward": step.is_forward}
        for noun, step in STEPS.items()
        if noun != "restoration"  # which begins at a version
        and rights.may(user, release, step.verb)
        and _makes_sense(noun, release)
    ]


@transaction.atomic
def approve(release, *, by, override_reason="", publication=None):
    """Approve, and in the same breath publish where `publication` has the instants."""
    release = verbs.approve(release, by=by, override_reason=override_reason)
    return verbs.publish(release, by=by, **publication) if publication is not None else release


def _take(step, form, user):
    """Do the verb; what it returned."""
    verb = approve if step.verb == "approve" else getattr(verbs, step.verb)
    return verb(form.subject(), by=user, **form.arguments())


def _differences(noun, form):
    """The fields that a step would change, with their labels and differences; empty where it changes no words."""
    if noun == "restoration":
        return changed_words(form.release, form.earlier)
    change = form.subject() if noun in ("change", "change-dropping") else None
    return changed_words(change.release, Release(**change.words), change.words) if change else []


def _shown(request, noun, form, *, status=200, notice="", conflict=None):
    step, release = STEPS[noun], form.release
    may = rights.may(request.user, release, step.verb) and _makes_sense(noun, release)
    context = {
        "release": release,
        "state": release.state(timezone.now()),
        "noun": noun,
        "may": may,
        "form": form.with_button(step.label) if may else form.without_button(),
        "change": form.subject() if noun in ("change", "change-dropping") else None,
        "change_fields": _differences(noun, form),
        "advice": advising.on(release) if noun in ("submission", "approval") else [],
        "pictures": pictures_of(release) if noun == "correction" else None,
        "writing": attendance.addresses(release) if noun == "correction" and may else None,
        "conflict": conflict,
        "notice": notice,
        "ends_links": noun == "call-back" and release.early_links.standing(timezone.now()).exists(),
    }
    return page(request, "admin/press/release/step.html", context, title=step.label, status=status)


@form_page
def step(request, pk, noun):
    """The page of one step: GET shows what it asks for, POST does it."""
    if noun not in STEPS:
        raise Http404
    release = get_object_or_404(Release.objects.select_related("topic", "author", "translated_from"), pk=pk)
    if not rights.has_right(request.user, STEPS[noun].verb):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    initial = request.GET.dict() | (attendance.taken_up(request, release) if noun == "correction" else {})
    form = STEPS[noun].form(data, release=release, user=request.user, initial=initial)
    if data is None or not form.is_valid():
        return _shown(request, noun, form, status=200 if data is None else 422)
    if not (rights.may(request.user, release, STEPS[noun].verb) and _makes_sense(noun, release)):
        return _shown(request, noun, form, status=409, notice=refusal(None))
    try:
        done = _take(STEPS[noun], form, request.user)
    except (verbs.NotPossible, verbs.Stale) as error:
        conflict = form.after(error) if noun == "correction" and isinstance(error, verbs.Stale) else None
        return _shown(request, noun, form, status=409, notice=refusal(error), conflict=conflict)
    if key := form.cleaned_data.get("writing"):
        verbs.settle_typed(key=key, by=request.user)
    messages.success(request, _("Done: %s") % STEPS[noun].label)
    return redirect("admin:press_release_change", done.pk if noun == "translation" else release.pk)
