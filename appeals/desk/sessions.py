"""Sessions of a commission: called, their agenda in order, what they decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appeals import access, verbs
from appeals.desk.forms.sessions import SessionForm
from appeals.desk.frame import desk_page, page
from appeals.desk.time_left import time_left

SHOWN = 100


@desk_page
@require_safe
def sessions(request):
    """The sessions of one's own commission, the newest first."""
    access.refuse_reading(request.user)
    context = {
        "sessions": access.sessions_of(request.user).select_related("opened_by")[:SHOWN],
        "commission": access.commission_of(request.user),
        "may_open": access.may_hold_sessions(request.user),
        "now": timezone.now(),
    }
    return page(request, "sessions/list.html", context, title=_("Sessions"))


@desk_page
def session_new(request):
    """Call a session."""
    if not access.may_hold_sessions(request.user):
        raise PermissionDenied
    commission = access.commission_of(request.user)
    form = SessionForm(request.POST if request.method == "POST" else None, commission=commission)
    if request.method == "POST" and form.is_valid():
        try:
            opened = verbs.open_session(commission=commission, by=request.user, **form.cleaned_data)
        except IntegrityError:  # somebody else has just called it
            form.add_error("number", _("This number is taken in that year."))
        else:
            messages.success(request, _("The session is called."))
            return redirect("admin:appeals_session_change", opened.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form.with_button(_("Call the session")), "commission": commission}
    return page(request, "sessions/new.html", context, title=_("Call a session"), status=status)


@desk_page
@require_safe
def session(request, pk):
    """The agenda of one session in order, and what it decided."""
    found = access.session_or_404(request.user, pk)
    visible = access.visible_to(request.user)
    items = found.agenda.filter(taken_off_at=None, filing__in=visible)
    items = list(items.select_related("filing__expert", "filing__decision", "filing__commission"))
    for item in items:
        item.time_left = time_left(item.filing)
    context = {
        "session": found,
        "items": items,
        "may_decide": access.has_right(request.user, "decide"),
        "decisions": found.decisions.filter(filing__in=visible).select_related("filing").order_by("decided_at", "pk"),
        "opened_by": found.opened_by,
    }
    return page(request, "sessions/session.html", context, title=_("Session %s") % found.number)
