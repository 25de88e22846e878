from django.urls import path

from commission.contact import views

app_name = "contact"
urlpatterns = [
    path("", views.message_new, name="message-new"),
    path("sent/<token>/", views.message_sent, name="message-sent"),
]
