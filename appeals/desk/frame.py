"""The frame of every page of the desk: for staff alone, never stored, a conflict of interest told on its own page."""

from functools import wraps

from django.contrib import admin

from appeals import access
from commission import desk
from commission.http import form_page


def page(request, template, context, *, title, status=200):
    """A page of the officers' desk."""
    return desk.page(request, f"admin/appeals/{template}", context, title=title, status=status)


def _conflict(request, conflict):
    commission = access.commission_of(request.user)
    context = {"text": str(conflict), "above": commission.superior, "commission": commission}
    return page(request, "conflict.html", context, title=access.Conflict.title(), status=403)


def desk_page(view):
    """A view of the desk: signed in, GET, HEAD or POST; whoever has a conflict of interest is told which."""

    @wraps(view)
    def seen(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except access.Conflict as conflict:
            return _conflict(request, conflict)

    return admin.site.admin_view(form_page(seen))
