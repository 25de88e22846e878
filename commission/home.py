from django.http import HttpResponse


def language_redirect(request, **kwargs):
    return HttpResponse("")


def robots(request, **kwargs):
    return HttpResponse("")


def favicon(request, **kwargs):
    return HttpResponse("")


def security_contact(request, **kwargs):
    return HttpResponse("")


def home(request, **kwargs):
    return HttpResponse("")
