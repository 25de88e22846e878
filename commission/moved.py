"""What answers where there is no page: the release that an old site had at this address, else the page that says so."""

from commission import errors
from press import old_addresses

# where no old site can have had a page: what stands below is the portal's own
OWN = ("/admin/", "/static/", "/media/")


def not_found(request, exception=None):
    """301 to the release that stood here on an old site, 410 where it was withdrawn, else 404."""
    is_own = request.path.startswith(OWN)
    moved = None if is_own else old_addresses.answer(request)
    return moved or errors.not_found(request, exception)
