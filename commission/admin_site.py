"""The admin in the portal's clothes."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

# the index shows first what people wait for, last what is set up once
ORDER = ["appeals", "press", "contact", "pages", "commission", "auth"]


class PortalAdminSite(AdminSite):
    enable_nav_sidebar = False  # the index and the breadcrumbs lead everywhere, and the lists need the width
    site_header = site_title = _("Portal of the commission")
    index_title = _("What needs doing")

    def get_app_list(self, request, app_label=None):
        """The apps in the order of the desk; one that is not named there stands at the end."""
        found = super().get_app_list(request, app_label)
        return sorted(
            found, key=lambda app: (app["app_label"] not in ORDER, [*ORDER, app["app_label"]].index(app["app_label"]))
        )


class PortalAdminConfig(AdminConfig):
    default_site = "commission.admin_site.PortalAdminSite"
