"""The admin in the portal's clothes."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

# the index shows first what people wait for, last what is set up once
ORDER = ["appeals", "press", "contact", "pages", "site_search", "commission", "auth"]


def looks_after_the_portal(user):
    """Whether `user` is told how the portal itself is: superusers and those who may have letters sent again."""
    return user.is_superuser or user.has_perm("commission.change_letter")


class PortalAdminSite(AdminSite):
    enable_nav_sidebar = False  # the index and the breadcrumbs lead everywhere, and the lists need the width
    site_header = site_title = _("Portal of the commission")
    index_title = _("What needs doing")

    def index(self, request, extra_context=None):
        """Django's index; findings of `manage.py health` and embargoes that end soon are told whom they concern."""
        from commission import health  # both need the models, which are not there yet when this module is loaded
        from press.newsroom.entries import ending_soon

        findings = list(health.findings()) if looks_after_the_portal(request.user) else []
        seen = {"health": findings, "embargoes": ending_soon(request.user, timezone.now())}
        return super().index(request, seen | (extra_context or {}))

    def get_urls(self):
        """Django's addresses; its shortcut to the public page of a row asks who may see the row."""
        route = "r/<path:content_type_id>/<path:object_id>/"
        own = path(route, self.admin_view(self.view_on_site), name="view_on_site")
        return [own, *(pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site")]

    def view_on_site(self, request, content_type_id, object_id):
        """To the public page of a row, for whoever sees the row in the admin; 404 for all that they do not see.

        Django's own leads any member of staff to the address of any row, and an
        address tells: the number of a case, the title of a draft.
        """
        from django.contrib.contenttypes.models import ContentType
        from django.contrib.contenttypes.views import shortcut

        is_number = content_type_id.isascii() and content_type_id.isdigit()
        content_type = ContentType.objects.filter(pk=content_type_id).first() if is_number else None
        of = self._registry.get(content_type.model_class()) if content_type else None
        row = of.get_object(request, object_id) if of and of.view_on_site else None
        if row is None or not of.has_view_or_change_permission(request, row):
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def get_app_list(self, request, app_label=None):
        """The apps in the order of the desk; one that is not named there stands at the end.

        Every page of the admin is given this list and only the index shows
        it, so rights and addresses are asked for when it is read.
        """
        return SimpleLazyObject(lambda: self._app_list(request, app_label))

    def _app_list(self, request, app_label):
        found = super().get_app_list(request, app_label)
        return sorted(
            found, key=lambda app: (app["app_label"] not in ORDER, [*ORDER, app["app_label"]].index(app["app_label"]))
        )


class PortalAdminConfig(AdminConfig):
    default_site = "commission.admin_site.PortalAdminSite"
