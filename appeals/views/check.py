"""The check page: what staff will see, what the public will see, what speaks against it; then it is filed."""

from django.shortcuts import redirect, render
from django.utils import timezone, translation

from appeals import codes, verbs
from appeals.cookies import draft_cookie, receipt_cookie
from appeals.forms.filing_check import CheckForm, WholeDraft
from appeals.models import Filing
from appeals.verbs import drafting
from appeals.views.filing import steps_of
from commission.http import form_page
from commission.models import Election


@form_page
def filing_check(request):
    """Look at everything once more, declare it true, and send it."""
    draft = draft_cookie.draft(request)
    if request.method == "POST" and request.POST.get("then") != "reopen":
        return _sent(request, draft)
    if draft is None:
        return redirect("appeals:filing-new")
    whole = _whole(request, draft)
    shown = whole.digest() if whole.is_possible else ""
    return _shown(request, whole, CheckForm(initial={"form_key": codes.new_form_key(), "shown": shown}))


@form_page
def filing_competent(request):
    """Change the draft to the commission that seems competent."""
    draft = draft_cookie.draft(request)
    if request.method == "POST" and draft:
        whole = _whole(request, draft)
        if whole.is_possible and whole.competent:
            drafting.keep(draft, answers={"commission": whole.competent.number}, at=request.arrived_at)
    return redirect("appeals:filing-check" if draft else "appeals:filing-new")


def _whole(request, draft):
    election = Election.objects.current(timezone.localdate(request.arrived_at))
    return WholeDraft(draft, election=election, at=request.arrived_at)


def _shown(request, whole, form, *, status=200, **context):
    context |= {
        "whole": whole,
        "form": form,
        "draft": whole.draft,
        "steps": steps_of(whole.draft, "check", forms=whole.forms),
    }
    return render(request, "appeals/check.html", context, status=status)


def _sent(request, draft):
    form = CheckForm(request.POST)
    is_whole = form.is_valid()
    if is_whole and (filing := _of_this_form(request, form)):
        return _received(request, form, filing)
    if draft is None:
        return redirect("appeals:filing-new")
    whole = _whole(request, draft)
    if not is_whole or not whole.is_possible:
        return _shown(request, whole, form, status=422)
    if form.cleaned_data["shown"] != whole.digest():
        return _changed(request, whole, form)
    try:
        return _received(request, form, _filed(request, whole, form))
    except drafting.DraftChanged:
        return _changed(request, _whole(request, draft), form)
    except verbs.FiledOtherwise:
        form.offer_second_way()
        return _shown(request, whole, form, status=409, is_filed_already=True)
    except drafting.DraftGone:
        filing = _of_this_form(request, form)  # the same form was sent twice at once, and the other was faster
        return _received(request, form, filing) if filing else redirect("appeals:filing-new")


def _changed(request, whole, form):
    form.show(whole.digest() if whole.is_possible else "")
    return _shown(request, whole, form, status=409, is_changed=True)


def _key(form):
    """The form key of this submission: a key of its own, the same again on a retry, where it is filed as a new one."""
    key, shown = form.cleaned_data["form_key"], form.cleaned_data["shown"]
    if form.data.get("then") != "new":
        return key
    return codes.form_key_digest(f"{key}\n{shown}")[: codes.KEY_CHARACTERS]


def _of_this_form(request, form):
    """The filing that this very form made, or added to, before: the answer was lost, or it was sent twice."""
    made = Filing.objects.filter(form_key_digest=codes.form_key_digest(_key(form)))
    if form.data.get("then") == "add":
        return made.first() if draft_cookie.filed_draft(request) else None
    pk = made.filter(content_digest=form.cleaned_data["shown"]).values_list("pk", flat=True).first()
    return Filing.objects.get(pk=pk) if pk else None  # mostly there is none, and this costs a third


def _filed(request, whole, form):
    """The filing, new or added to. Raises DraftGone, DraftChanged and FiledOtherwise."""
    key, at = _key(form), request.arrived_at
    if form.data.get("then") == "add":
        filing = Filing.objects.filter(form_key_digest=codes.form_key_digest(key)).first()
        if filing:
            text = "\n\n".join(f"{label}: {value}" for label, value in whole.labelled())
            drafting.add_draft(whole.draft, filing, files=whole.files, text=text, at=at)
            return filing
    language = translation.get_language()
    return drafting.file_draft(
        whole.draft, files=whole.files, at=at, form_key=key, language=language, arrived_at=at, **whole.facts()
    )


def _received(request, form, filing):
    """What follows: the receipt, or, where something was added to an earlier filing, no code."""
    if form.data.get("then") == "add":
        response = render(request, "appeals/supplemented.html", {"filing": filing})
    else:
        response = receipt_cookie.hand_over(redirect("appeals:receipt"), _key(form))
        response.status_code = 303
    return draft_cookie.take_back(response)
