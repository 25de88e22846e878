"""The public pages of complaints and appeals."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from appeals import clock, codes, receipts, verbs
from appeals.forms import FilingForm, FollowForm, GuideForm
from appeals.models import Event, Filing
from commission import errors, throttle
from commission.http import form_page, public_page
from commission.models import Election, ElectionCommission

PER_PAGE = 25
FOLLOW_TRIES, FOLLOW_SECONDS = 10, 60
TIER_ABOVE = {
    "precinct": ElectionCommission.Tier.CONSTITUENCY,
    "constituency": ElectionCommission.Tier.CENTRAL,
    "other": ElectionCommission.Tier.CENTRAL,
}


@public_page
def guide(request):
    """May I complain, to whom, until when: worked out from the address alone."""
    form = GuideForm(request.GET or None)
    context = {"form": form}
    if form.is_bound and form.is_valid():
        who = form.cleaned_data["who"]
        context |= {
            "competent": TIER_ABOVE.get(who),
            "competent_label": ElectionCommission.Tier(TIER_ABOVE[who]).label if who in TIER_ABOVE else "",
            "limit": clock.to_file(
                happened_on=form.cleaned_data["happened_on"],
                learned_on=form.cleaned_data["learned_on"],
                election=Election.objects.current(timezone.localdate()),
            ),
            "now": timezone.now(),
        }
    return render(request, "appeals/guide.html", context)


def _filed(request, form):
    """File what the form holds; the form key under which it was filed. Raises FiledOtherwise."""
    election = Election.objects.current(timezone.localdate(request.arrived_at))
    facts = form.filed()
    if request.POST.get("then") == "new":  # a key of its own, the same again on a retry
        sent = [*map(str, facts["content"].values()), *(file.name for file in facts["uploads"])]
        facts["form_key"] = codes.form_key_digest("\n".join([facts["form_key"], *sent]))[: codes.KEY_CHARACTERS]
    verbs.file(**facts, election=election, language=translation.get_language(), arrived_at=request.arrived_at)
    return facts["form_key"]


def _added(request, form):
    """Add what was typed and chosen to the filing that the form key belongs to; no code is shown."""
    digest = codes.form_key_digest(form.cleaned_data["form_key"])
    filing = get_object_or_404(Filing, form_key_digest=digest)
    facts = form.filed()
    lines = [f"{form.fields[name].label}: {value}" for name, value in facts["content"].items() if value]
    verbs.supplement(filing, text="\n\n".join(lines), uploads=facts["uploads"], arrived_at=request.arrived_at)
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
    if filing is None:
        return redirect("appeals:follow")
    context = {
        "filing": filing,
        "evidence": filing.evidence.all(),
        "code": codes.access_code(form_key, secret=settings.CODE_KEY),
        "limit": clock.to_decide(filing.arrived_at, election=filing.election),
        "follow_address": settings.SITE_URL + reverse("appeals:follow"),
    }
    return render(request, "appeals/receipt.html", context)


@form_page
def follow(request):
    """One's own case, by number and code; one answer whichever of the two is wrong."""
    form = FollowForm(request.POST or None)
    if request.method != "POST":
        return render(request, "appeals/follow.html", {"form": form})
    wait = throttle.take(f"follow {request.visitor_address}", limit=FOLLOW_TRIES, seconds=FOLLOW_SECONDS)
    if wait:
        return errors.too_many(request, seconds=wait)
    if form.is_valid():
        digest = codes.code_digest(form.cleaned_data["code"], pepper=settings.CODE_PEPPER)
        filing = Filing.objects.with_code(number=form.cleaned_data["number"], code_digest=digest).first()
        if filing:
            return render(request, "appeals/case.html", _case(filing))
        form.add_error(None, _("No case has this number and this code. Check both."))
    return render(request, "appeals/follow.html", {"form": form}, status=422)


def _case(filing):
    now = timezone.now()
    return {
        "filing": filing,
        "events": filing.events.exclude(kind__in=Event.NOT_PUBLIC),
        "evidence": filing.evidence.all(),
        "is_overdue": filing.overdue(now),
        "limit": clock.to_decide(filing.arrived_at, election=filing.election),
    }


@public_page
def register(request):
    """The public register, newest first: numbers, commissions and states, no person."""
    found = Filing.objects.on_register().select_related("commission")
    if "before" in request.GET:
        before = request.GET["before"]
        if not (before.isascii() and before.isdigit() and len(before) < 18):
            raise Http404
        found = found.filter(pk__lt=int(before))
    page = list(found.order_by("-pk")[: PER_PAGE + 1])
    following = page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None
    return render(request, "appeals/register.html", {"filings": page[:PER_PAGE], "following": following})


@public_page
def register_filing(request, number):
    """One filing as the public sees it."""
    filing = get_object_or_404(Filing.objects.on_register().select_related("commission"), number=number.upper())
    return render(request, "appeals/register_filing.html", _case(filing))
