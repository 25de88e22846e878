"""Where a release stood on the site that was before this one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.releases import Release


class OldAddressQuerySet(models.QuerySet):
    def at(self, paths, host):
        """What stood at the first of `paths` that is known, on `host` if any did there; None where nothing stood."""
        # one row an old site; Django would take as long to put them in order as to ask for them
        found = self.filter(path__in=paths).select_related("release__superseded_by").order_by()
        return min(found, key=lambda row: (paths.index(row.path), row.host != host, row.pk), default=None)


class OldAddress(models.Model):
    """An address of an old site that leads to a release for good.

    The path holds the question of the address too, in the order of
    `press.old_addresses.normal`. It leads there whatever the host; where two
    old sites had the same path, the host decides.
    """

    host = models.CharField(
        _("host"), max_length=253, blank=True, help_text=_("It decides where two old sites had the same path.")
    )
    path = models.CharField(
        _("old address"), max_length=500, help_text=_("For example /news/view/563 or /?p=123, without the host.")
    )
    release = models.ForeignKey(Release, models.CASCADE, related_name="old_addresses", verbose_name=_("press release"))

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        ordering = ["path", "host"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        # begins with the path: a request that finds no page looks it up
        constraints = [models.UniqueConstraint("path", "host", name="old_address")]

    def __str__(self):
        return f"{self.host}{self.path}"
