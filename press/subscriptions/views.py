"""The public pages of subscriptions. What a token opens is nobody else's: no page says whether an address is known."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commission import errors, throttle
from commission.form_key import new_form_key
from commission.http import form_page, plain_text, public_page, right_page
from press.models import Subscription
from press.subscriptions import tokens
from press.subscriptions.forms import SubscriptionForm, WishesForm
from press.verbs import subscribing

REQUESTS, WITHIN_SECONDS = 20, 600
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what a mail program posts (RFC 8058, 3.2)


def _see_other(address):
    response = HttpResponseRedirect(address)
    response.status_code = 303  # a reload repeats the page, not the form
    return response


def _page(request, name, subscription, status=200, **context):
    return render(request, f"press/subscriptions/{name}.html", {"subscription": subscription} | context, status=status)


@form_page
def subscription_new(request):
    """The form; whatever the address, what is valid leads to the same page and a letter."""
    initial = {
        "form_key": new_form_key(),
        "language": translation.get_language(),
        "frequency": Subscription.Frequency.AT_ONCE,
        "topics": request.GET.getlist("topic"),
    }
    form = SubscriptionForm(request.POST or None, arrived_at=request.arrived_at, initial=initial)
    if not form.is_valid():
        return render(request, "press/subscriptions/new.html", {"form": form})
    wait = throttle.take(f"subscriptions {request.visitor_address}", limit=REQUESTS, seconds=WITHIN_SECONDS)
    if wait:
        return errors.too_many(request, seconds=wait)
    if not form.cleaned_data.pop("is_trap"):
        subscribing.request(**form.cleaned_data, at=request.arrived_at)
    return _see_other(reverse("press:subscription-sent"))


@public_page
def subscription_sent(request):
    """What happens next, for everybody the same."""
    return render(request, "press/subscriptions/sent.html")


@right_page
def confirmation(request, token):
    """The page behind the link of the first letter: programs open links, so only its button confirms."""
    found = Subscription.objects.opened_to_confirm(token, request.arrived_at).first()
    if found is None:
        return _page(request, "gone", None, status=404)
    if request.method == "POST":
        subscribing.confirm(found, at=request.arrived_at)
        return _see_other(request.path)
    return _page(request, "confirmation", found)


@right_page
def wishes(request, token):
    """What a reader gets and how often, to be changed, and the way to the end."""
    found = Subscription.objects.opened_by(tokens.SETTINGS, token).prefetch_related("topics").first()
    if found is None or not found.is_active:
        return _page(request, "gone", None, status=404)
    initial = {"topics": [topic.slug for topic in found.topics.all()], "frequency": found.frequency}
    form = WishesForm(request.POST or None, initial=initial)
    if form.is_valid():
        subscribing.change_wishes(found, **form.cleaned_data)
        return _see_other(f"{request.path}?saved=1")
    end = reverse("press:subscription-end", args=[found.token(tokens.END)])
    return _page(request, "settings", found, form=form, end=end, is_saved="saved" in request.GET)


@right_page
def end(request, token):
    """The end of a subscription: by the button of the page or one click of a mail program; again, all the same."""
    found = Subscription.objects.opened_by(tokens.END, token).first()
    if found is None:
        return _page(request, "gone", None, status=404)
    if request.method != "POST":
        return _page(request, "end", found)
    subscribing.end(found, because=Subscription.End.READER, at=request.arrived_at)
    name, value = ONE_CLICK
    if request.POST.get(name) == value:
        return plain_text(_("You get no more letters.") + "\n")
    return _see_other(request.path)


end.posted_by_programs = True
