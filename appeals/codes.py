"""Form keys and access codes. Pure functions; the database holds neither.

A form carries a random key of 128 bits. The access code is derived from it, so
that a retry after a lost answer shows the same code, and the database keeps
only digests: one of the key, one of the code (reliability, findings 2 and 3).
"""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
SYMBOLS = 24  # 120 bits: above the 112 from which a plain keyed hash is enough (NIST SP 800-63B-4, 3.1.2.2)
GROUP = 4
KEY_CHARACTERS = 32
_TYPED = str.maketrans("OIL", "011", " -–—\t")


def new_form_key():
    """A random form key, 32 hexadecimal characters."""
    return secrets.token_hex(KEY_CHARACTERS // 2)


def is_form_key(text):
    """Whether `text` has the shape of a form key."""
    return len(text) == KEY_CHARACTERS and all(char in "0123456789abcdef" for char in text)


def form_key_digest(form_key):
    """What the database keeps of the form key."""
    return hashlib.sha256(form_key.encode()).hexdigest()


def access_code(form_key, *, secret):
    """The access code that belongs to a form key: six groups of four symbols."""
    number = int.from_bytes(hmac.digest(secret.encode(), form_key.encode(), "sha256")[:15])
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * SYMBOLS - 5, -1, -5))
    return "-".join(symbols[start : start + GROUP] for start in range(0, SYMBOLS, GROUP))


def code_digest(typed, *, pepper):
    """What the database keeps of a code, the same for every usual way to type it."""
    plain = typed.upper().translate(_TYPED)
    return hmac.new(pepper.encode(), plain.encode("utf-8", "replace"), "sha256").hexdigest()
