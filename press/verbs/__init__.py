"""What happens to releases, by subject. Each verb is one transaction, with its line in the journal.

`by` is who does it, `at` the instant at which it is done, now unless told
otherwise. A verb whose release is in no state for it raises NotPossible.
"""

from press.verbs.announcing import announce, cancel
from press.verbs.attending import attend, keep_typed, leave, settle_typed
from press.verbs.correcting import drop, make, propose
from press.verbs.early_reading import end_reader, give_early, open_early, revoke_early
from press.verbs.illustrating import Enclosure, Illustration, as_illustrations, enclose, illustrate, keep_text
from press.verbs.journal import NotPossible
from press.verbs.pinning import pin, unpin
from press.verbs.publishing import publish, readdress, supersede, withdraw
from press.verbs.restoring import restore
from press.verbs.reviewing import NeedsAnother, approve, call_back, send_back, submit
from press.verbs.writing import Stale, call_up_to_date, remove, save, take_over, translate

__all__ = [
    "Enclosure", "Illustration", "NeedsAnother", "NotPossible", "Stale", "announce", "approve", "as_illustrations",
    "attend", "call_back", "call_up_to_date", "cancel", "drop", "enclose", "end_reader", "give_early", "illustrate",
    "keep_text", "keep_typed", "leave", "make", "open_early", "pin", "propose", "publish", "readdress", "remove",
    "restore", "revoke_early", "save", "send_back", "settle_typed", "submit", "supersede", "take_over", "translate",
    "unpin", "withdraw",
]  # fmt: skip
