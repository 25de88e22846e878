"""The admin in the portal's clothes."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

# the index shows first what people wait for, last what is set up once
ORDER = ["appeals", "press", "contact", "pages", "commission", "auth"]


def looks_after_the_portal(user):
    """Whether `user` is told how the portal itself is: superusers and those who may have letters sent again."""
    return user.is_superuser or user.has_perm("commission.change_letter")


class PortalAdminSite(AdminSite):
    enable_nav_sidebar = False  # the index and the breadcrumbs lead everywhere, and the lists need the width
    site_header = site_title = _("Portal of the commission")
    index_title = _("What needs doing")

    def index(self, request, extra_context=None):
        """Django's index, with the findings of `manage.py health` for those who look after the portal."""
        from commission import health  # needs the models, which are not there yet when this module is loaded

        findings = list(health.findings()) if looks_after_the_portal(request.user) else []
        return super().index(request, {"health": findings} | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """The apps in the order of the desk; one that is not named there stands at the end."""
        found = super().get_app_list(request, app_label)
        return sorted(
            found, key=lambda app: (app["app_label"] not in ORDER, [*ORDER, app["app_label"]].index(app["app_label"]))
        )


class PortalAdminConfig(AdminConfig):
    default_site = "commission.admin_site.PortalAdminSite"
