"""What somebody is told when a verb of the newsroom was refused."""

from django.utils.translation import gettext as _

from press import verbs


def refusal(error):
    """The sentence for what a verb raised; for None, that of a state which does not allow it."""
    if isinstance(error, verbs.Stale):
        return _(
            "Somebody has saved the release since you opened this page. Nothing was changed: look, and send it again."
        )
    return _("The state of the release does not allow this. Nothing was changed.")
