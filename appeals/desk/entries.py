"""How the desk stands in the admin: its entries on the index, and its addresses instead of the admin's own pages."""

from django.contrib import admin

from appeals import access
from appeals.desk import addresses


class DeskEntry(admin.ModelAdmin):
    """An entry for who reads filings; nothing is changed or deleted here."""

    pages = []
    view_on_site = False  # the address of a case tells its number, also of one that is not on the register

    def has_view_permission(self, request, obj=None):
        may_read = request.user.has_perm(access.READ)
        return may_read and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    has_module_permission = has_view_permission

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return self.pages


class FilingEntry(DeskEntry):
    """The queue; a filing is added by entering what came on paper."""

    pages = addresses.FILINGS

    def get_queryset(self, request):
        return access.visible_to(request.user)

    def has_add_permission(self, request):
        return access.may_enter(request.user)


class SessionEntry(DeskEntry):
    """The sessions of one's own commission."""

    pages = addresses.SESSIONS

    def get_queryset(self, request):
        return access.sessions_of(request.user)

    def has_add_permission(self, request):
        return access.may_hold_sessions(request.user)
