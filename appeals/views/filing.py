"""The form in steps: what is typed is kept in a draft from the first step on."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from appeals import contents
from appeals.cookies import draft_cookie
from appeals.evidence import upload_room
from appeals.forms.filing_steps import STEPS
from appeals.verbs import drafting
from commission.http import form_page

# what the guide, or a link, may answer beforehand
CARRIED = {
    "kind", "contested_kind", "about", "contested_commission", "commission", "happened_on", "learned_on",
    "decision_number", "decision_by", "respondent", "demand",
}  # fmt: skip
CARRIED_CHARACTERS = 300


@form_page
def filing_new(request):
    """The entry: begins a draft, or asks whether to go on with the one that was begun."""
    draft = draft_cookie.draft(request)
    if request.method == "POST":
        return _begun_anew(request, draft)
    if draft:
        return render(request, "appeals/filing_begun.html", {"draft": draft, "first": _first_open(draft)})
    form = _form("act", carried(request))
    had_one = bool(draft_cookie.token(request))
    return _shown(request, "act", form, None, filed=draft_cookie.filed_draft(request), is_gone=had_one)


def _begun_anew(request, draft):
    if draft:
        drafting.discard(draft)
    query = request.GET.urlencode()
    return draft_cookie.take_back(redirect(reverse("appeals:filing-new") + (f"?{query}" if query else "")))


@form_page
def filing_step(request, step):
    """One step: shown with what was typed before, kept with what is typed now, right or wrong."""
    draft = draft_cookie.draft(request)
    if request.method != "POST":
        return _shown(request, step, _form(step, draft.answers), draft) if draft else redirect("appeals:filing-new")
    answers = draft.answers if draft else carried(request)
    if request.POST.get("then") == "reopen":  # from an error page, which cannot keep files
        return _shown(request, step, _form(step, answers | request.POST.dict()), draft)
    form = _form(step, answers, request.POST, request.FILES)
    form.is_valid()
    if draft and form.was_overtaken:
        form.show_newest()
        return _shown(request, step, form, draft, status=409, is_overtaken=True)
    token = draft_cookie.token(request) if draft else draft_cookie.new_token()
    try:
        kept = _kept(request, step, form, draft, token)
    except drafting.DraftGone:  # filed or discarded in another window in this very moment
        return redirect("appeals:filing-new")
    return draft_cookie.hand_over(_answered(request, step, form, kept, is_anew=not draft and step != "act"), token)


def carried(request):
    """The answers that stand in the address."""
    return {name: request.GET[name][:CARRIED_CHARACTERS] for name in CARRIED & request.GET.keys()}


def _form(step, answers, data=None, files=None):
    options = {}
    if step == "evidence":
        options["asks_for_authority"] = contents.needs_authority(answers.get("capacity"))
    return STEPS[step][0](data, files, answers=answers, **options)


def _kept(request, step, form, draft, token):
    """The draft with the answers and files of this step; it is begun if there was none."""
    answers, at = form.saved(), request.arrived_at
    if draft is None:
        draft = drafting.begin(
            token_digest=draft_cookie.digest_of(token),
            language=translation.get_language(),
            answers=carried(request) | answers,
            at=at,
            briefly=upload_room.is_crowded(address=request.visitor_address, at=at),
        )
    elif not form.files:
        draft = drafting.keep(draft, answers=answers, at=at)
    if step == "evidence":
        _keep_files(request, form, draft, answers)
    return draft


def _keep_files(request, form, draft, answers):
    """Keep the files that have come, with the answers beside them, and remove the one that is not wanted any more."""
    at = request.arrived_at
    form.refusal = upload_room.refusal(form.arrived(), address=request.visitor_address, at=at)
    if form.refusal:
        form.say_later(form.refusal)
        drafting.keep(draft, answers=answers, at=at)
    elif form.files:  # else the answers are kept already
        form.say_no_room(drafting.keep_files(draft, files=form.uploads(), answers=answers, at=at))
    if uuid := form.removed():
        drafting.remove_file(draft, uuid=uuid, at=at)


def _answered(request, step, form, draft, *, is_anew):
    if refusal := getattr(form, "refusal", None):
        response = _shown(request, step, form, draft, status=refusal.status, is_anew=is_anew)
        response["Retry-After"] = str(refusal.seconds)
        return response
    if form.errors:
        return _shown(request, step, form, draft, status=422, is_anew=is_anew)
    steps = [*STEPS, "check"]
    stays = "stay" in request.POST or "remove" in request.POST
    target = reverse(f"appeals:filing-{step if stays else steps[steps.index(step) + 1]}")
    response = redirect(f"{target}?anew=1" if is_anew else target)
    response.status_code = 303
    return response


def _shown(request, step, form, draft, *, status=200, **context):
    query = request.GET.urlencode() if draft is None else ""
    form.helper.form_action = reverse(f"appeals:filing-{step}") + (f"?{query}" if query else "")
    context = {
        "form": form,
        "step": step,
        "title": STEPS[step][1],
        "steps": steps_of(draft, step),
        "draft": draft,
        "files": draft.files.all() if draft and step == "evidence" else [],
        "kept_days": settings.BEGUN_FILINGS_KEPT_DAYS,
        "is_anew": "anew" in request.GET,
    } | context
    return render(request, "appeals/filing_step.html", context, status=status)


def steps_of(draft, current, *, forms=None):
    """The steps for the navigation: title, address, whether it is the current one, and how it stands.

    `forms` are the steps with the draft's answers, by name, where they were read already.
    """
    answers = draft.answers if draft else {}
    found = []
    for step, (form_class, title) in STEPS.items():
        was_seen = f"page {step}" in answers
        state = "open"
        if was_seen:
            form = forms[step] if forms else form_class.of(answers)
            state = "done" if form.is_valid() else "wrong"
        found.append({"step": step, "title": title, "state": state})
    return [each | {"is_current": each["step"] == current, "url": _address(each["step"])} for each in found]


def _address(step):
    return reverse(f"appeals:filing-{step}")


def _first_open(draft):
    """The address at which to go on: the first step that is not done, else the check page."""
    unfinished = [each["url"] for each in steps_of(draft, "") if each["state"] != "done"]
    return unfinished[0] if unfinished else reverse("appeals:filing-check")
