"""The key of one showing of a public form: its signature tells when that was, so that no script posts without looking.

No third party, no script, nothing stored: part of the spam defence of forms
that anybody may send.
"""

import secrets
from datetime import UTC, datetime, timedelta

from django.core import signing

SHORTEST_TIME = timedelta(seconds=3)  # in which nobody reads and fills in a form
_signer = signing.TimestampSigner(salt="contact-form")


def new_form_key():
    """A random key for one showing of a form."""
    return _signer.sign(secrets.token_urlsafe(16))


def shown_at(form_key):
    """When the form with this key was shown; raises BadSignature for a key that the site did not give."""
    _signer.unsign(form_key)
    return datetime.fromtimestamp(signing.b62_decode(form_key.rsplit(":", 2)[1]), UTC)
