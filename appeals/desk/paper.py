"""A filing that came on paper, by post, by telephone or in person is entered, registered, and gets its slip."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals import access, codes, verbs
from appeals.desk import slips
from appeals.desk.forms.paper import PaperForm
from appeals.desk.frame import desk_page, page
from commission.models import Election


def _entered(form):
    """File and register what the form holds; sent again, it is the same filing."""
    facts = form.filed()
    election = Election.objects.current(timezone.localdate(facts["arrived_at"]))
    return verbs.file(**facts, election=election, by=form.user)


def _shown(request, form, *, status=200):
    context = {"form": form.laid_out(), "commission": access.commission_of(request.user)}
    return page(request, "paper.html", context, title=_("Enter a filing"), status=status)


@desk_page
def filing_new(request):
    """Enter a filing for one's own commission; the answer is the slip, the same for the same form."""
    if not access.may_enter(request.user):
        raise PermissionDenied
    if request.method != "POST":
        initial = {
            "form_key": codes.new_form_key(),
            "received_at": timezone.localtime(),
            "language": settings.LANGUAGE_CODE,
        }
        return _shown(request, PaperForm(user=request.user, initial=initial))
    form = PaperForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _shown(request, form, status=422)
    try:
        filing = _entered(form)
    except verbs.FiledOtherwise:
        form.add_error(None, _("This form was already used for another filing. Open the form anew to enter this one."))
        return _shown(request, form, status=409)
    code = codes.access_code(form.cleaned_data["form_key"], secret=settings.CODE_KEY)
    if filing.code_digest != codes.code_digest(code, pepper=settings.CODE_PEPPER):
        code = ""  # it was replaced since: the one that this form made opens nothing
    return slips.slip(request, filing, code)
