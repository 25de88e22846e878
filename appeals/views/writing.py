"""What the pages share on which somebody writes to the commission: not too much at once, nothing typed is lost."""

from appeals.evidence import upload_room
from commission import errors, throttle

# twenty at once and then one a minute: more than anybody writes, less than fills a disk unnoticed
TEXTS, SECONDS = 20, 20 * 60


def is_opened_anew(request):
    """Whether a form comes from an error page, which cannot keep files: it is shown with its text, to be completed."""
    return request.POST.get("then") == "reopen"


def refused(request, form, *, about, shown):
    """The answer to a form of text and files that cannot be taken; None where it may go on.

    With errors it is `shown` again (a function of form and status); too much at
    once `about` a case (a key of the throttle), or of files, is told with what
    was typed.
    """
    if not form.is_valid():
        return shown(form, status=422)
    wait = throttle.take(about, limit=TEXTS, seconds=SECONDS)
    files = form.cleaned_data["evidence"]
    wait = wait or upload_room.wait_for(files, address=request.visitor_address, at=request.arrived_at)
    return errors.too_many(request, seconds=wait) if wait else None
