from django.http import HttpResponse


def alive(request, **kwargs):
    return HttpResponse("")


def ready(request, **kwargs):
    return HttpResponse("")
