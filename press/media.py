"""Pictures of releases, through the gate of visibility."""

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils import timezone

from commission.http import public_page
from press.models import Release


def picture(release):
    """The picture of `release` as an answer; whoever calls has checked that it may be seen."""
    return FileResponse(release.image.open("rb"), content_type="image/jpeg")


def url_for_reader(release, token):
    """Where an early reader with this token finds the picture; empty where there is none."""
    return reverse("press:early-picture", args=[token, release.image_key, "picture.jpg"]) if release.image else ""


@public_page
def image(request, uuid, name):
    """The picture of a public release; 404 for any other."""
    release = Release.objects.public(timezone.now()).filter(image_key=uuid).exclude(image="").first()
    if release is None:
        raise Http404
    response = picture(release)
    response["Cache-Control"] = "public, max-age=300"
    return response
