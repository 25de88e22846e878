"""Filing a complaint or an appeal, and the receipt."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from appeals import clock, codes, receipts, verbs
from appeals.forms.filing import FilingForm
from appeals.models import Filing
from commission.http import form_page
from commission.models import Election


def _filed(request, form):
    """File what the form holds; the form key under which it was filed. Raises FiledOtherwise."""
    election = Election.objects.current(timezone.localdate(request.arrived_at))
    facts = form.filed()
    if request.POST.get("then") == "new":  # a key of its own, the same again on a retry
        sent = [*map(str, facts["content"].values()), *(file.name for file in facts["files"])]
        facts["form_key"] = codes.form_key_digest("\n".join([facts["form_key"], *sent]))[: codes.KEY_CHARACTERS]
    verbs.file(**facts, election=election, language=translation.get_language(), arrived_at=request.arrived_at)
    return facts["form_key"]


def _added(request, form):
    """Add what was typed and chosen to the filing that the form key belongs to; no code is shown."""
    digest = codes.form_key_digest(form.cleaned_data["form_key"])
    filing = get_object_or_404(Filing, form_key_digest=digest)
    facts = form.filed()
    lines = [f"{form.fields[name].label}: {value}" for name, value in facts["content"].items() if value]
    verbs.send_message(filing, text="\n\n".join(lines), files=facts["files"], at=request.arrived_at)
    return render(request, "appeals/supplemented.html", {"filing": filing})


@form_page
def filing_new(request):
    """File a complaint or an appeal; what was typed is kept whatever goes wrong."""
    if request.method != "POST":
        return render(request, "appeals/filing_new.html", {"form": FilingForm(initial=_carried_over(request))})
    if request.POST.get("then") == "reopen":  # from an error page, which cannot keep files
        return render(request, "appeals/filing_new.html", {"form": FilingForm(initial=request.POST.dict())})
    form = FilingForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "appeals/filing_new.html", {"form": form}, status=422)
    if request.POST.get("then") == "add":
        return _added(request, form)
    try:
        form_key = _filed(request, form)
    except verbs.FiledOtherwise:
        form.offer_second_way()
        return render(request, "appeals/filing_new.html", {"form": form, "is_filed_already": True}, status=409)
    response = redirect("appeals:receipt")
    response.status_code = 303
    return receipts.hand_over(response, form_key)


def _carried_over(request):
    answers = {name: request.GET[name][:300] for name in ("happened_on", "learned_on") if name in request.GET}
    return answers | {"form_key": codes.new_form_key()}


@form_page
def receipt(request):
    """Number and code, worked out again from the cookie; without it the way to follow a case."""
    form_key = receipts.form_key(request)
    filing = Filing.objects.filter(form_key_digest=codes.form_key_digest(form_key)).first() if form_key else None
    code = codes.access_code(form_key, secret=settings.CODE_KEY) if filing else ""
    if filing is None or filing.code_digest != codes.code_digest(code, pepper=settings.CODE_PEPPER):
        return redirect("appeals:follow")  # also where the code was replaced since: the old one opens nothing
    context = {
        "filing": filing,
        "evidence": filing.evidence.all(),
        "code": code,
        "limit": clock.of(filing),
        "follow_address": settings.SITE_URL + reverse("appeals:follow"),
    }
    return render(request, "appeals/receipt.html", context)
