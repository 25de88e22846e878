"""The admin in the portal's clothes."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


def looks_after_the_portal(user):
    """Whether `user` is told how the portal itself is: superusers and those who may have letters sent again."""
    return user.is_superuser or user.has_perm("commission.change_letter")


class PortalAdminSite(AdminSite):
    site_header = site_title = _("Portal of the commission")
    index_title = _("What needs doing")

    def index(self, request, extra_context=None):
        """Django's index, with the findings of `manage.py health` for those who look after the portal."""
        from commission import health  # needs the models, which are not there yet when this module is loaded

        findings = list(health.findings()) if looks_after_the_portal(request.user) else []
        return super().index(request, {"health": findings} | (extra_context or {}))


class PortalAdminConfig(AdminConfig):
    default_site = "commission.admin_site.PortalAdminSite"
