"""Readers by e-mail in the admin: numbers, and one address when its owner asks for help; no list of addresses."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commission.desk import DeskForm, page
from commission.http import form_page
from press.models import SubscribedTopic, Subscription, Topic
from press.verbs import subscribing

DAILY = Q(frequency=Subscription.Frequency.DAILY)


class AddressForm(DeskForm):
    """The address of somebody who asks for help."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The whole of it, as it was given."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_method = "get"


def by_language():
    """How many readers each language has, and how many of them once a day."""
    found = Subscription.objects.active().order_by("language").values("language")
    return found.annotate(readers=Count("pk"), daily=Count("pk", filter=DAILY))


def by_topic():
    """How many readers each topic has that somebody chose, the most read first; and how many chose none."""
    active = Subscription.objects.active()
    chosen = Count("pk", filter=Q(subscriptions__in=active))
    topics = Topic.objects.annotate(readers=chosen).filter(readers__gt=0).order_by("-readers", "slug")
    return topics, active.filter(~Exists(SubscribedTopic.objects.filter(subscription=OuterRef("pk")))).count()


class SubscriptionAdmin(admin.ModelAdmin):
    """Numbers for everybody who may look; an address only for who types it."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="press_subscription_changelist"),
            path("add/", view(self.add_view), name="press_subscription_add"),  # nobody may: readers ask themselves
            path("end/", view(form_page(self.end)), name="press_subscription_end"),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = AddressForm(request.GET if "email" in request.GET else None).with_button(_("Look for it"))
        found = None
        if form.is_valid():
            found = Subscription.objects.of_address(form.cleaned_data["email"]).prefetch_related("topics")
        topics, of_all = by_topic()
        context = {
            "form": form,
            "found": found,
            "languages": by_language(),
            "topics": topics,
            "of_all": of_all,
            "unconfirmed": Subscription.objects.unconfirmed().count(),
            "may_end": self.has_change_permission(request),
        }
        return page(request, "admin/press/readers.html", context, title=_("Readers by e-mail"))

    def end(self, request):
        """End a subscription for who asks; the admin's history says who did it, without the address.

        It is found by the address that was typed: no number leads from one reader to the next.
        """
        if not self.has_change_permission(request):
            raise PermissionDenied
        typed, language = request.GET.get("email", ""), request.GET.get("language", "")
        subscription = get_object_or_404(Subscription.objects.of_address(typed), language=language)
        if request.method != "POST":
            context = {"subscription": subscription}
            return page(request, "admin/press/reader_end.html", context, title=_("End a subscription"))
        if subscription.ended_at is None:
            subscribing.end(subscription, because=Subscription.End.STAFF)
            self.log_change(request, subscription, _("Ended for its reader."))
        self.message_user(request, _("The subscription has ended."), messages.SUCCESS)
        return redirect("admin:press_subscription_changelist")
