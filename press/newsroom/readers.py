"""Early readers in the admin: who they are, and the end of their accreditation."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commission.desk import DeskForm, page
from commission.http import form_page
from press import verbs
from press.models import EarlyReader

CHANGE = "press.change_earlyreader"


class EarlyReaderForm(forms.ModelForm):
    class Meta:
        model = EarlyReader
        fields = ["name", "outlet", "email", "language"]

    def clean_email(self):
        """The condition of the constraint reads a column that is no field, so the form asks itself."""
        email = self.cleaned_data["email"]
        others = EarlyReader.objects.current().exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise ValidationError(_("An early reader with this e-mail address is there already."))
        return email


class EndedFilter(admin.SimpleListFilter):
    title = gettext_lazy("accreditation")
    parameter_name = "ended"

    def lookups(self, request, model_admin):
        return [("0", _("current")), ("1", _("ended"))]

    def queryset(self, request, readers):
        return readers.filter(ended_at__isnull=self.value() == "0") if self.value() in ("0", "1") else readers


class EarlyReaderAdmin(admin.ModelAdmin):
    """Accredited journalists: entered and mended here, ended by a page of its own, never deleted."""

    form = EarlyReaderForm
    actions = None
    change_form_template = "admin/press/earlyreader/page.html"
    list_display = ["name", "outlet", "email", "language", "accreditation", "created_at"]
    list_filter = [EndedFilter, "language"]
    search_fields = ["name", "outlet", "email"]
    show_full_result_count = False

    def get_urls(self):
        ending = path("<int:pk>/end/", self.admin_site.admin_view(end), name="press_earlyreader_end")
        return [ending, *super().get_urls()]

    @admin.display(description=gettext_lazy("accreditation"), ordering="ended_at")
    def accreditation(self, reader):
        state, words = ("withdrawn", _("ended")) if reader.ended_at else ("published", _("current"))
        return format_html('<span class="badge badge--{}">{}</span>', state, words)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The page of a reader, with what they were given."""
        if obj is not None:
            at = timezone.now()
            links = obj.links.select_related("release", "reader").with_openings()
            context["links"] = [{"link": link, "state": link.state(at)} for link in links]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_change_permission(self, request, obj=None):
        """Whose accreditation has ended stays as they were."""
        return super().has_change_permission(request, obj) and (obj is None or obj.ended_at is None)

    def has_delete_permission(self, request, obj=None):
        return False


@form_page
def end(request, pk):
    """The end of an accreditation: GET says what it means, POST does it."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    reader = get_object_or_404(EarlyReader, pk=pk)
    standing = reader.links.standing(timezone.now()).count()
    if request.method == "POST":
        try:
            verbs.end_reader(reader, by=request.user)
        except verbs.NotPossible:
            reader.refresh_from_db()
        else:
            messages.success(request, _("The accreditation has ended: %s") % reader)
            return redirect("admin:press_earlyreader_changelist")
    context = {"reader": reader, "standing": standing, "form": DeskForm().with_button(_("End the accreditation"))}
    status = 200 if request.method != "POST" else 409
    return page(request, "admin/press/earlyreader/end.html", context, title=_("End the accreditation"), status=status)
