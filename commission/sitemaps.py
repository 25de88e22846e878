from django.http import HttpResponse


def index(request, **kwargs):
    return HttpResponse("")


def section(request, **kwargs):
    return HttpResponse("")
