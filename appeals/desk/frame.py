"""The frame of every page of the desk: for staff alone, never stored, a conflict of interest told on its own page."""

from functools import wraps

from django.contrib import admin
from django.shortcuts import render as render_template

from appeals import access
from commission.http import form_page
from commission.rich_text import with_editor_policy


def page(request, template, context, *, title, status=200):
    """A page of the desk; one with the rich text editor carries the policy that the editor needs."""
    frame = admin.site.each_context(request) | {"title": title}
    response = render_template(request, f"admin/appeals/{template}", frame | context, status=status)
    if hasattr(context.get("form"), "media") and context["form"].media:
        return with_editor_policy(response, response.content.decode())
    return response


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
