"""Writing to the commission."""

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commission import errors, throttle
from commission.contact import correspondence
from commission.contact.forms import MessageForm
from commission.form_key import new_form_key
from commission.http import form_page

MESSAGES, WITHIN_SECONDS = 20, 600
_signer = signing.Signer(salt="contact-reference")


@form_page
def message_new(request):
    """The form; a message that is stored leads to the page with its reference."""
    form = MessageForm(request.POST or None, arrived_at=request.arrived_at, initial={"form_key": new_form_key()})
    if not form.is_valid():
        return render(request, "contact/message_new.html", {"form": form})
    wait = throttle.take(f"contact {request.visitor_address}", limit=MESSAGES, seconds=WITHIN_SECONDS)
    if wait:
        return errors.too_many(request, seconds=wait)
    message = correspondence.receive(**form.cleaned_data, language=request.LANGUAGE_CODE, at=request.arrived_at)
    response = redirect("contact:message-sent", token=_signer.sign(message.reference))
    response.status_code = 303  # See Other: a reload repeats the page, not the form
    return response


@never_cache
@require_safe
def message_sent(request, token):
    """The reference, from a signed address that holds nothing else: nobody can show a false one."""
    try:
        reference = _signer.unsign(token)
    except signing.BadSignature as error:
        raise Http404 from error
    return render(request, "contact/message_sent.html", {"reference": reference})
