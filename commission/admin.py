"""The floor in the admin: letters that wait or are stuck, elections, commissions, the search index."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission import outbox
from commission.models import Election, ElectionCommission, Letter, Membership, SearchEntry


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the portal writes itself: to be looked at, never edited."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LetterState(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("stuck", _("stuck")), ("waiting", _("waiting")), ("sent", _("sent"))]

    def queryset(self, request, letters):
        if self.value() == "sent":
            return letters.filter(sent_at__isnull=False)
        return {"stuck": letters.stuck, "waiting": letters.waiting}.get(self.value(), letters.all)()


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["subject", "about", "created_at", "attempts", "next_try_at", "last_error", "sent_at"]
    list_filter = [LetterState]
    search_fields = ["=about", "=to", "=message_id"]
    readonly_fields = ["message_id"]
    show_full_result_count = False
    actions = ["try_again_now"]

    def has_retry_permission(self, request):
        return request.user.has_perm("commission.change_letter")

    @admin.action(description=_("Try again now"), permissions=["retry"])
    def try_again_now(self, request, letters):
        tried = outbox.try_again(letters)
        text = ngettext("%(count)d letter will be tried now.", "%(count)d letters will be tried now.", tried)
        self.message_user(request, text % {"count": tried}, messages.SUCCESS)


@admin.register(Election)
class ElectionAdmin(admin.ModelAdmin):
    list_display = ["key", "__str__", "announced_on", "voting_on"]
    search_fields = ["key", "name"]


@admin.register(ElectionCommission)
class ElectionCommissionAdmin(admin.ModelAdmin):
    list_display = ["number", "__str__", "tier", "superior"]
    list_filter = ["tier"]
    list_select_related = ["superior"]
    search_fields = ["number", "name"]
    autocomplete_fields = ["superior"]
    show_full_result_count = False


class MembershipForm(forms.ModelForm):
    """The commission is typed by its number: a list of thousands helps nobody."""

    commission = forms.ModelChoiceField(
        ElectionCommission.objects.all(), to_field_name="number", widget=forms.TextInput, label=_("commission"),
        help_text=_("Its number, for example C033."),
    )  # fmt: skip

    class Meta:
        model = Membership
        fields = ["user", "commission"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = self.fields["user"].queryset.filter(is_staff=True)
        if self.instance.pk:
            self.initial["commission"] = self.instance.commission.number


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """For which commission somebody works; what they do there is their group, on the page of their account."""

    list_display = ["user", "commission", "groups"]
    list_select_related = ["user", "commission"]
    search_fields = ["user__username", "user__last_name", "commission__number", "commission__name"]
    form = MembershipForm

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user__groups")

    @admin.display(description=_("groups"))
    def groups(self, membership):
        return ", ".join(group.name for group in membership.user.groups.all())


@admin.register(SearchEntry)
class SearchEntryAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "language", "published_at", "visible_from", "visible_until"]
    list_filter = ["kind", "language"]
    search_fields = ["title"]
    exclude = ["vector", "length", "entered_at"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(address="").defer("vector", "body", "attached")


class _Checkboxes:
    """Many-to-many fields as checkboxes: they work without scripts, and with every screen reader."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)


admin.site.unregister([User, Group])


@admin.register(Group)
class StaffGroupAdmin(_Checkboxes, GroupAdmin):
    pass


@admin.register(User)
class StaffAdmin(_Checkboxes, UserAdmin):
    """Accounts of staff. What one may do comes from groups alone; only a superuser makes or changes another."""

    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Personal info"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, "is_superuser"]

    def has_change_permission(self, request, obj=None):
        is_allowed = super().has_change_permission(request, obj)
        return is_allowed and (request.user.is_superuser or obj is None or not obj.is_superuser)
