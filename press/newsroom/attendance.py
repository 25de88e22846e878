"""What the page of a release asks for while somebody writes on it: keep what is typed, say that I am here."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from press import verbs
from press.models import BODY_CHARACTERS, Presence, Release, Typed
from press.newsroom import conflicts, rights

ADD = "press.add_release"
# what is kept of a page, and how long each may be
LONGEST = {
    "title": 500, "lead": 2_000, "body": BODY_CHARACTERS, "dateline_place": 100, "press_contact": 300,
    "document_number": 60, "slug": 100, "language": 8,
}  # fmt: skip


def offers(user, release):
    """What `user` typed for this release, or for a new one, and neither saved nor dropped: it says something else."""
    found = Typed.objects.offered_to(user, release)
    return [typed for typed in found if _says_something_else(typed, release)]


def taken_up(request, release):
    """What the person typed before and takes up again, as initial values of the form; empty where there is none."""
    try:
        key = uuid.UUID(request.GET.get("typed", ""))
    except ValueError:
        return {}
    typed = Typed.objects.offered_to(request.user, release).filter(key=key).first()
    if typed is None:
        return {}
    words = {name: text for name, text in typed.words.items() if name in LONGEST}
    return words | {"from_version": typed.from_version, "writing": typed.key}


def addresses(release):
    """What the script of the page needs: where to send what is typed, and where to say that somebody is here."""
    return {
        "release": release.pk if release else "",
        "typed_url": reverse("admin:press_release_typed"),
        "presence_url": reverse("admin:press_release_presence", args=[release.pk]) if release else "",
        "names": " ".join(LONGEST),
    }


def _says_something_else(typed, release):
    if release is None:
        return any(text.strip() for name, text in typed.words.items() if name != "language")
    names = [name for name in Release.WORDS if name in typed.words]
    return any(not conflicts.same_words(name, typed.words[name], getattr(release, name)) for name in names)


def _release_of(request):
    """The release that the page is about, None for a new one, where this person may write it."""
    number = request.POST.get("release", "")
    if not number:
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        return None
    if not request.user.has_perm(rights.WRITE):
        raise PermissionDenied
    return get_object_or_404(Release, pk=number if number.isdecimal() else 0)


def _key_of(request):
    try:
        return uuid.UUID(request.POST.get("writing", ""))
    except ValueError:
        return None


@never_cache
@require_POST
def typed(request):
    """Keep what is typed, or drop it where the person says so; 409 where the page was saved meanwhile."""
    release, key = _release_of(request), _key_of(request)
    if "drop" in request.POST:
        verbs.settle_typed(key=key, by=request.user)
        back = (
            reverse("admin:press_release_change", args=[release.pk]) if release else reverse("admin:press_release_add")
        )
        return redirect(back)
    words = {name: request.POST[name] for name in LONGEST if name in request.POST}
    version = request.POST.get("from_version", "0")
    if key is None or not version.isdecimal() or any(len(text) > LONGEST[name] for name, text in words.items()):
        return JsonResponse({"kept": False}, status=422)
    try:
        kept = verbs.keep_typed(key=key, by=request.user, words=words, release=release, from_version=int(version))
    except verbs.NotPossible:
        return JsonResponse({"kept": False}, status=409)
    return JsonResponse({"kept": True, "at": date_format(timezone.localtime(kept.at), "H:i:s")})


@never_cache
@require_POST
def presence(request, pk):
    """Say that this person still has the release open, or has left; answered with who else is here and the version."""
    if not request.user.has_perm(rights.WRITE):
        raise PermissionDenied
    release = get_object_or_404(Release.objects.only("version"), pk=pk)
    if "leaves" in request.POST:
        verbs.leave(release, by=request.user)
        return JsonResponse({"others": []})
    at = timezone.now()
    verbs.attend(release, by=request.user, beats=True, at=at)
    others = [
        {
            "name": each.by.get_full_name() or each.by.get_username(),
            "since": date_format(timezone.localtime(each.since), "H:i"),
        }
        for each in Presence.objects.of_others(release, request.user, at)
    ]
    return JsonResponse({"others": others, "version": release.version})
