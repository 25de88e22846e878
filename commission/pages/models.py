"""Standing pages: privacy, accessibility, about."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

BODY_CHARACTERS = 100_000


class Page(models.Model):
    """A page in one language; the pages of one address say the same in other languages."""

    slug = models.SlugField(_("address"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("text"), validators=[MaxLengthValidator(BODY_CHARACTERS)])
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["slug", "language"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [models.UniqueConstraint("slug", "language", name="page_once_a_language")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        with translation.override(self.language):
            return reverse("pages:page", args=[self.slug])
