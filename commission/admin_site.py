"""The admin in the portal's clothes."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_header = site_title = _("Portal of the commission")
    index_title = _("What needs doing")


class PortalAdminConfig(AdminConfig):
    default_site = "commission.admin_site.PortalAdminSite"
