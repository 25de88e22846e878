"""What the pages share on which somebody writes to the commission: not too much at once, nothing typed is lost."""

from appeals.evidence import upload_room
from commission import errors, throttle

# twenty at once and then one a minute: more than anybody writes, less than fills a disk unnoticed
TEXTS, SECONDS = 20, 20 * 60


def is_opened_anew(request):
    """Whether a form comes from an error page, which cannot keep files: it is shown with its text, to be completed."""
    return request.POST.get("then") == "reopen"


def too_much(request, form, *, about):
    """The refusal where too much came at once `about` a case or of files; None where `form`, which is valid, may go."""
    wait = throttle.take(about, limit=TEXTS, seconds=SECONDS)
    files = form.cleaned_data["evidence"]
    wait = wait or upload_room.wait_for(files, address=request.visitor_address, at=request.arrived_at)
    return errors.too_many(request, seconds=wait) if wait else None
