from django.http import HttpResponse


def image(request, **kwargs):
    return HttpResponse("")
