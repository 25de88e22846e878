"""Who may do what to a release, and what makes sense now: the only place of the newsroom that decides."""

from datetime import timedelta

from django.utils import timezone

from press.models import Release

PUBLISH = "press.publish_release"
WRITE = "press.change_release"
State = Release.State
BEFORE_PUBLICATION = (State.APPROVED, State.SCHEDULED, State.EMBARGOED)
SOON = timedelta(hours=1)  # so long before its end an embargo is warned of
READABLE = (State.PUBLISHED, State.SUPERSEDED)

# verb: the permission, the states in which it makes sense
VERBS = {
    "submit": (WRITE, (State.DRAFT,)),
    "send_back": (PUBLISH, (State.REVIEW,)),
    "approve": (PUBLISH, (State.REVIEW,)),
    "publish": (PUBLISH, BEFORE_PUBLICATION),
    "call_back": (PUBLISH, BEFORE_PUBLICATION),
    "give_early": (PUBLISH, (State.SCHEDULED, State.EMBARGOED)),
    "revoke_early": (PUBLISH, (State.SCHEDULED, State.EMBARGOED)),
    "propose": (WRITE, READABLE),
    "make": (PUBLISH, READABLE),
    "drop": (WRITE, READABLE),
    "supersede": (PUBLISH, (State.PUBLISHED,)),
    "readdress": (PUBLISH, READABLE),
    "withdraw": (PUBLISH, READABLE),
    "translate": (WRITE, tuple(set(State) - {State.WITHDRAWN})),
    "restore": (WRITE, tuple(set(State) - {State.WITHDRAWN})),
    "call_up_to_date": (WRITE, tuple(set(State) - {State.WITHDRAWN})),
}


def has_right(user, verb):
    """Whether `user` may do `verb` to releases at all."""
    return user.has_perm(VERBS[verb][0])


def may(user, release, verb, at=None):
    """Whether `user` may do `verb` to `release` at the instant `at`."""
    return has_right(user, verb) and release.state(at or timezone.now()) in VERBS[verb][1]


def may_edit(release, at=None):
    """Whether the words are changed by saving them: until the public has read them."""
    return release.state(at or timezone.now()) in (State.DRAFT, State.REVIEW, *BEFORE_PUBLICATION)


def may_change_media(user, release):
    """Whether `user` may change pictures and files of `release` (None: one that is just being written).

    Of one that the public can read it needs the right to publish: nobody looks at it a second time.
    """
    if not user.has_perm(WRITE if release else "press.add_release"):
        return False
    if release is None or release.is_published(timezone.now()):
        return release is None or user.has_perm(PUBLISH)
    return release.status != Release.Status.WITHDRAWN


def may_see(user):
    return user.has_perm("press.view_release") or user.has_perm("press.change_release")
