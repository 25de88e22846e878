"""Pictures on the form of a release."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch
from django.forms.widgets import Script
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from press import verbs
from press.media.receiving import PICTURE_MAX_BYTES, cut_anew, received_picture
from press.models import Release, ReleasePicture, Rendition
from press.newsroom.media_inlines import MediaFormSet, MediaInline, PlacedForm

MOST = 24  # with their fields the form stays below DATA_UPLOAD_MAX_NUMBER_FIELDS


class PictureForm(PlacedForm):
    """A picture of a release: sent, or there already, with its words and its focus."""

    may_publish = False

    upload = forms.FileField(
        label=_("picture"), required=False,
        help_text=_("JPEG, PNG, WebP, AVIF, GIF or TIFF, at most %d MB.") % (PICTURE_MAX_BYTES // 1_000_000),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    credit = forms.CharField(label=_("credit"), max_length=200, required=False)
    focal_x = forms.IntegerField(label=_("focus from the left, %"), min_value=0, max_value=100, initial=50)
    focal_y = forms.IntegerField(label=_("focus from the top, %"), min_value=0, max_value=100, initial=50)

    class Meta:
        model = ReleasePicture
        fields = ["alternative", "caption"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.received, self.crops = None, ()
        if self.instance.pk:
            picture = self.instance.picture
            self.initial |= {"credit": picture.credit, "focal_x": picture.focal_x, "focal_y": picture.focal_y}
            # what the public sees of it in another language is not changed by the way
            for name in ("credit", "focal_x", "focal_y"):
                self.fields[name].disabled = self.instance.is_public_elsewhere and not self.may_publish

    def clean(self):
        """Have the picture made, or cut anew where its focus has moved; errors stand beside the field."""
        cleaned = super().clean()
        if "focal_x" not in cleaned or "focal_y" not in cleaned or cleaned.get("DELETE"):
            return cleaned
        focus = cleaned["focal_x"], cleaned["focal_y"]
        try:
            if cleaned.get("upload"):
                self.received = received_picture(cleaned["upload"], focus=focus)
            elif self.instance.pk and focus != self.instance.picture.focus:
                self.crops = cut_anew(self.instance.picture, focus=focus)
            elif not self.instance.pk and "upload" not in self.errors:
                self.add_error("upload", _("Choose a picture."))
        except forms.ValidationError as error:
            self.add_error("upload", error)
        return cleaned

    def illustration(self):
        """What the verb shall show."""
        data = self.cleaned_data
        return verbs.Illustration(
            alternative=data["alternative"], caption=data["caption"], credit=data["credit"],
            focus=(data["focal_x"], data["focal_y"]), received=self.received, crops=self.crops,
            picture=self.instance.picture if self.instance.pk and self.received is None else None,
        )  # fmt: skip


class PictureFormSet(MediaFormSet):
    def store(self, forms):
        verbs.illustrate(self.instance, pictures=[form.illustration() for form in forms], by=self.by)


class PictureInline(MediaInline):
    model = ReleasePicture
    form, formset = PictureForm, PictureFormSet
    verbose_name, verbose_name_plural = _("picture"), _("pictures")
    max_num = MOST
    readonly_fields = ["shown", "credited"]
    fields_to_change = [
        "shown", "upload", "alternative", "caption", "credit", ("focal_x", "focal_y"), "place",
    ]  # fmt: skip
    fields_to_see = ["shown", "alternative", "caption", "credited"]

    class Media:
        js = [Script("js/focal_point.js", type="module")]

    def get_queryset(self, request):
        smallest = Rendition.objects.filter(purpose=Rendition.Purpose.PAGE, format=Rendition.Format.WEBP)
        renditions = Prefetch("picture__renditions", queryset=smallest.order_by("width"), to_attr="small")
        public = ReleasePicture.objects.filter(picture=OuterRef("picture")).exclude(pk=OuterRef("pk"))
        public = public.filter(release__in=Release.objects.published(timezone.now()))
        rows = super().get_queryset(request).annotate(is_public_elsewhere=Exists(public))
        return rows.select_related("picture").prefetch_related(renditions)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        may_publish = request.user.has_perm("press.publish_release")
        formset.form = type(formset.form.__name__, (formset.form,), {"may_publish": may_publish})
        return formset

    @admin.display(description=_("shown as"))
    def shown(self, use):
        """The picture, small; a click on it moves its focus."""
        if not use.pk or not use.picture.small:
            return "–"
        small = use.picture.small[0]
        address = reverse("admin:press_release_media_file", args=[use.release_id, use.picture.key, small.name])
        return format_html(
            '<span class="focus" data-focus title="{}"><img src="{}" width="{}" height="{}" alt="{}"></span>',
            _("A click sets the focus, which crops keep in sight."),
            address, small.width, small.height, use.alternative,
        )  # fmt: skip

    @admin.display(description=_("credit"))
    def credited(self, use):
        return use.picture.credit if use.pk else ""
