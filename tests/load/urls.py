"""The portal's addresses and one more, at which a load test files in a single post: the verb, the middleware, no form.

What a citizen passes is several pages long and not what breaks when a process
is killed; the file's way to the disk and the filing's into the database are
the same.
"""

import json

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from appeals import receiving, verbs
from commission import urls
from commission.models import ElectionCommission

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@csrf_exempt
def filings(request):
    """File what was posted and say so: number and digests, as the receipt does."""
    filing = verbs.file(
        form_key=request.POST["form_key"],
        commission=ElectionCommission.objects.get(number=request.POST["commission"]),
        election=None,
        language="az",
        content=json.loads(request.POST["content"]),
        files=[receiving.measured(upload) for upload in request.FILES.getlist("evidence")],
        arrived_at=request.arrived_at,
    )
    received = {"number": filing.number, "sha256": [item.sha256 for item in filing.evidence.all()]}
    return HttpResponse(json.dumps(received), content_type="application/json")


urlpatterns = [path("load/filings/", filings), *urls.urlpatterns]
