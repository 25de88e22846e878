"""Messages in the admin: read, and answered by a letter."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.admin import ReadOnlyAdmin
from commission.contact import correspondence
from commission.contact.forms import AnswerForm
from commission.contact.models import Message, Topic


class Answered(admin.SimpleListFilter):
    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("yes"))]

    def queryset(self, request, found):
        if self.value() == "yes":
            return found.filter(answered_at__isnull=False)
        return found.unanswered() if self.value() == "no" else found


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["__str__", "key", "mailbox", "position", "is_offered"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["reference", "topic", "name", "language", "mark", "arrived_at", "answered_at"]
    list_filter = [Answered, "mark", "topic"]
    list_select_related = ["topic"]
    search_fields = ["=reference", "=email", "name"]
    readonly_fields = ["reference", "answer_address"]
    show_full_result_count = False

    @admin.display(description=_("Reply"))
    def answer_address(self, message):
        if message.answered_at:
            return _("This message is answered.")
        address = reverse("admin:contact_message_answer", args=[message.pk])
        return format_html('<a href="{}">{}</a>', address, _("Write an answer"))

    def get_urls(self):
        view = self.admin_site.admin_view(self.answer_view)
        return [path("<int:pk>/answer/", view, name="contact_message_answer"), *super().get_urls()]

    def answer_view(self, request, pk):
        if not request.user.has_perm("contact.answer_message"):
            raise PermissionDenied
        message = get_object_or_404(Message.objects.select_related("topic"), pk=pk)
        form = AnswerForm(request.POST or None)
        if form.is_valid():
            return self._answer(request, message, form.cleaned_data["text"])
        context = self.admin_site.each_context(request) | {
            "title": _("Answer a message"),
            "message": message,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "contact/admin_answer.html", context)

    def _answer(self, request, message, text):
        try:
            correspondence.answer(message, text=text, by=request.user)
        except correspondence.AlreadyAnswered:
            self.message_user(request, _("This message is answered already. Nothing was sent."), messages.ERROR)
        else:
            self.message_user(request, _("The answer is on its way."), messages.SUCCESS)
        return redirect("admin:contact_message_change", message.pk)
