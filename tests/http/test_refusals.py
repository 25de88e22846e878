"""What the portal refuses before any view sees it, and the headers that every answer carries."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.management import call_command
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone, translation

from commission import home, middleware, wsgi
from commission.contact.models import Message
from press.models import CalendarEvent, Topic
from tests.factories_press import make_release

CONTACT = "/en/contact/"
URLENCODED = "application/x-www-form-urlencoded"
UNREADABLE = "We could not read this request"
TYPED = {
    "topic": "general",
    "name": "Ayan Sample",
    "email": "ayan@example.org",
    "text": "Where is my <polling> station?",
}


@pytest.fixture(autouse=True)
def in_english():
    """Refusals that come before the language of the address is known are in the language in force."""
    with translation.override("en"):
        yield


def says(answer, title):
    return f"<h1>{title}</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/en/search/?q=%00", id="NUL in the query"),
        pytest.param("/en/search/?q=%FF", id="broken query"),
        pytest.param("/en/search/?q=%ED%A0%80", id="surrogate in the query"),
        pytest.param("/en/search/?%FF=x", id="broken name in the query"),
        pytest.param("/en/%00", id="NUL in the path"),
    ],
)
def test_address_that_is_no_text_is_refused(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert says(answer, UNREADABLE)
    assert "no-store" in answer["Cache-Control"]


@pytest.fixture
def connection_kept():
    """A request that comes without Django's test client closes the connection that holds the test's transaction."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param(b"/en/\x00", "400 Bad Request", id="NUL"),
        pytest.param(b"/en/press/\xff/", "400 Bad Request", id="broken"),
        pytest.param(b"/en/press/\xed\xa0\x80/", "400 Bad Request", id="surrogate"),
        pytest.param(b"/en/press/\xc3", "400 Bad Request", id="half a character"),
        pytest.param(b"/en/%FF", "404 Not Found", id="percent sign, which is text"),
        pytest.param("/en/ş/".encode(), "404 Not Found", id="any script"),
    ],
)
def test_path_is_read_once_as_it_came(path, status, connection_kept):
    """Through the application that gunicorn calls: it gets the path with its percent-encoding already undone."""
    environ, said = {"PATH_INFO": path.decode("latin-1"), "HTTP_HOST": "localhost"}, []
    setup_testing_defaults(environ)
    page = b"".join(wsgi.application(environ, lambda status, headers: said.append(status))).decode()
    assert said == [status]
    assert (f"<h1>{UNREADABLE}</h1>" in page) == status.startswith("400")


@pytest.mark.django_db
def test_address_in_any_script_is_read(client):
    assert client.get("/en/search/?q=%C5%9F%D0%B4%F0%9F%97%B3").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"text=a%00b&end=1", id="NUL"),
        pytest.param(b"text=a%FFb&end=1", id="broken UTF-8"),
        pytest.param(b"text=a%ED%A0%80b&end=1", id="surrogate"),
        pytest.param(b"te%00xt=a&end=1", id="NUL in a name"),
        pytest.param(b"text=a\xffb&end=1", id="broken UTF-8 as it is"),
        pytest.param(b"te\xc3=a&end=1", id="half a character in a name"),
    ],
)
def test_form_that_is_no_text_is_refused(client, body):
    answer = client.post(CONTACT, body, content_type=URLENCODED)
    assert answer.status_code == 400
    assert says(answer, UNREADABLE)


@pytest.mark.django_db
def test_whole_form_with_a_byte_that_is_no_text_stores_nothing(client):
    fields = TYPED | {"end": "1"}
    broken = urlencode(fields).encode().replace(b"Ayan", b"Ay\xe4n")
    assert client.post(CONTACT, broken, content_type=URLENCODED).status_code == 400
    assert not Message.objects.exists()
    text_as_it_is = urlencode(fields).encode().replace(b"Ayan", "Ayän".encode())
    assert client.post(CONTACT, text_as_it_is, content_type=URLENCODED).status_code == 303
    assert Message.objects.get().name == "Ayän Sample"


@pytest.mark.django_db
@pytest.mark.parametrize("value", [pytest.param(b"a\x00b", id="NUL"), pytest.param(b"a\xffb", id="broken UTF-8")])
def test_form_in_parts_that_is_no_text_is_refused(client, value):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + value + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="end"\r\n\r\n1\r\n--x--\r\n'
    )
    answer = client.post(CONTACT, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert says(answer, UNREADABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [CONTACT, "/en/appeals/new/", "/en/appeals/follow/"])
@pytest.mark.parametrize("end", [pytest.param({}, id="none"), pytest.param({"end": ""}, id="empty")])
def test_form_without_its_end_is_refused_and_stores_nothing(client, address, end):
    answer = client.post(address, TYPED | end)
    assert answer.status_code == 400
    assert says(answer, "The form did not arrive whole")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"HTTP_TRANSFER_ENCODING": "chunked"}, id="chunked"),
        pytest.param({"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}, id="chunked without length"),
        pytest.param({"CONTENT_LENGTH": ""}, id="no length"),
        pytest.param({"CONTENT_LENGTH": "-1"}, id="negative length"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_body_of_unknown_length_is_refused(client, method, headers):
    answer = client.generic(method, CONTACT, b"end=1", content_type=URLENCODED, **headers)
    assert answer.status_code == 411
    assert says(answer, UNREADABLE)


@pytest.mark.django_db
def test_body_over_the_size_is_refused_and_one_of_the_size_is_not(client, settings):
    settings.REQUEST_MAX_BYTES = 20
    answer = client.post(CONTACT, b"end=1&text=" + b"a" * 10, content_type=URLENCODED)
    assert answer.status_code == 413
    assert says(answer, "This is too large to be sent")
    assert client.post(CONTACT, b"end=1&text=" + b"a" * 9, content_type=URLENCODED).status_code == 200


STAMP = datetime(2026, 2, 9, 20, 0, tzinfo=UTC)
ON_TIME = STAMP.timestamp()


def arrived(peer="203.0.113.5", stamp=ON_TIME, **headers):
    """The request as the views get it, from this peer with this stamp."""
    seen = []

    def view(request):
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Arrived": str(stamp)} | headers)
    middleware.arrival(view)(request)
    return seen[0]


@pytest.mark.parametrize(
    ("header", "proxies", "believed"),
    [
        pytest.param("X-Arrived", ["203.0.113.5"], True, id="both set"),
        pytest.param("X-Arrived", ["203.0.113.6"], False, id="another proxy"),
        pytest.param("X-Arrived", [], False, id="no proxy"),
        pytest.param("", ["203.0.113.5"], False, id="no header"),
    ],
)
def test_arrival_is_believed_from_a_trusted_proxy_alone(settings, header, proxies, believed):
    settings.ARRIVAL_HEADER, settings.TRUSTED_PROXIES = header, proxies
    before = timezone.now()
    request = arrived()
    assert (request.arrived_at == STAMP) is believed
    assert believed or before <= request.arrived_at <= timezone.now()


@pytest.mark.parametrize("stamp", ["", "yesterday", "nan", "inf", "1e300", "-1e300"])
def test_arrival_that_is_no_instant_is_this_moment(settings, stamp):
    settings.ARRIVAL_HEADER, settings.TRUSTED_PROXIES = "X-Arrived", ["203.0.113.5"]
    before = timezone.now()
    assert before <= arrived(stamp=stamp).arrived_at <= timezone.now()


def test_arrival_is_never_in_the_future(settings):
    settings.ARRIVAL_HEADER, settings.TRUSTED_PROXIES = "X-Arrived", ["203.0.113.5"]
    future = timezone.now() + timedelta(hours=1)
    assert arrived(stamp=future.timestamp()).arrived_at <= timezone.now()


@pytest.mark.parametrize(
    ("proxies", "address"),
    [
        pytest.param([], "203.0.113.5", id="forged"),
        pytest.param(["203.0.113.5"], "198.51.100.7", id="from the proxy, which adds the last"),
    ],
)
def test_visitor_address_is_forwarded_by_a_trusted_proxy_alone(settings, proxies, address):
    settings.TRUSTED_PROXIES = proxies
    request = arrived(**{"X-Forwarded-For": "192.0.2.1, 198.51.100.7"})
    assert request.visitor_address == address


@pytest.mark.django_db
def test_csrf_failure_keeps_what_was_typed_in_a_form_with_a_fresh_token():
    client = Client(enforce_csrf_checks=True)
    forged = "f" * 32
    answer = client.post(CONTACT, TYPED | {"end": "1", "csrfmiddlewaretoken": forged})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert says(answer, "The form was open for too long")
    assert '<textarea hidden name="text">\nWhere is my &lt;polling&gt; station?</textarea>' in page
    assert '<textarea hidden name="email">\nayan@example.org</textarea>' in page
    assert forged not in page
    assert not Message.objects.exists()
    again = {"end": "1", "csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    assert client.post(CONTACT, TYPED | again).status_code == 303
    assert Message.objects.get().text == TYPED["text"]


@pytest.mark.django_db
def test_public_page_has_strict_headers(client):
    headers = client.get("/en/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-ID"]) == 32


def test_refusal_has_strict_headers(client):
    headers = client.get("/en/%00").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


WITH_A_FORM = {
    "contact:message-new",
    "contact:message-sent",
    "press:subscription-new",
    "press:subscription-confirmation",
    "press:subscription-settings",
    "press:subscription-end",
    "appeals:filing-new",
    "appeals:filing-act",
    "appeals:filing-circumstances",
    "appeals:filing-applicant",
    "appeals:filing-statement",
    "appeals:filing-evidence",
    "appeals:filing-check",
    "appeals:filing-competent",
    "appeals:receipt",
    "appeals:follow",
    "appeals:hearing",
}
OF_THE_CASE = {
    "appeals:case",
    "appeals:case-exit",
    "appeals:case-file",
    "appeals:case-messages",
    "appeals:case-address",
    "appeals:case-withdrawal",
    "appeals:case-appeal",
    "appeals:case-decision-pdf",
}
OF_THE_STAFF = {"admin", "admin-language"}
OF_ONE_READER = {"press:early-release", "press:early-picture"}


def names(resolver, namespace=""):
    """Every named address of the urlconf outside the admin, as `namespace:name`."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif pattern.namespace not in OF_THE_STAFF:
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)


PUBLIC = sorted(set(names(get_resolver())) - WITH_A_FORM - OF_THE_CASE - OF_THE_STAFF - OF_ONE_READER)


def test_public_addresses_are_found_in_the_urlconf():
    assert {"home", "press:release", "pages:page", "appeals:register-filing", "site_search:search"} <= set(PUBLIC)
    assert set(names(get_resolver())) >= WITH_A_FORM | OF_THE_CASE


@pytest.fixture(scope="module")
def arguments(shared_rows):
    """What the addresses with a variable part need; things that exist wherever they are cheap to make."""
    with shared_rows(), translation.override("en"):
        return things()


def things():
    call_command("load_samples", verbosity=0)
    release = make_release()
    published = timezone.localtime(release.published_at)
    topic = Topic.objects.order_by("pk").first()
    event = CalendarEvent.objects.first()
    return {
        "media-file": {"uuid": uuid.uuid4(), "name": "a.jpg"},
        "sitemap-section": {"section": "standing"},
        "press:topic-releases": {"slug": topic.slug},
        "press:topic-feed-atom": {"slug": topic.slug},
        "press:topic-feed-rss": {"slug": topic.slug},
        "press:release-year": {"year": published.year},
        "press:release-month": {"year": published.year, "month": published.month},
        "press:release": {"year": published.year, "slug": release.slug},
        "press:release-qr": {"year": published.year, "slug": release.slug},
        "press:calendar-event-file": {"key": event.uuid.hex},
        "appeals:register-filing": {"number": "a-1"},
        "appeals:register-decision": {"number": "a-1"},
        "appeals:register-decision-pdf": {"number": "a-1"},
        "pages:page": {"slug": "about"},
    }


MISSING = {
    "media-file",
    "appeals:register-filing",
    "appeals:register-decision",
    "appeals:register-decision-pdf",
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_sets_no_cookie_and_is_the_same_for_everybody(client, arguments, name):
    answer = client.get(reverse(name, kwargs=arguments.get(name)))
    assert answer.status_code in ({404} if name in MISSING else {200, 302})
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("day", [(2026, 1, 1), (2026, 12, 31), (2028, 2, 29), (2026, 11, 24)])
def test_security_contact_holds_for_months_and_less_than_a_year(day):
    request = RequestFactory().get("/.well-known/security.txt")
    request.arrived_at = datetime(*day, 23, 59, tzinfo=UTC)
    text = home.security_contact(request).content.decode()
    expires = datetime.fromisoformat(re.search(r"^Expires: (.*)$", text, re.MULTILINE)[1])
    assert timedelta(days=90) <= expires - request.arrived_at <= timedelta(days=365)
