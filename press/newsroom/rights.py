"""Who may change what goes with the words of a release."""

from django.utils import timezone

from press.models import Release


def may_change_media(user, release):
    """Whether `user` may change pictures and files of `release` (None: one that is just being written).

    Of one that the public can read it needs the right to publish: nobody looks at it a second time.
    """
    if not user.has_perm("press.change_release" if release else "press.add_release"):
        return False
    if release is None or release.is_published(timezone.now()):
        return release is None or user.has_perm("press.publish_release")
    return release.status != Release.Status.WITHDRAWN


def may_see(user):
    return user.has_perm("press.view_release") or user.has_perm("press.change_release")
