"""Every address of the portal has a declared policy, and each is tried by nine kinds of visitor (T2).

The table stands in `url_policies.py` beside this file. One case is the touchstone:
it lies with the commission C033 and complains of the central commission, so its
officer may open it, a sister's officer does not find it, and the central
commission's officer, who sees everything below, is told of the conflict. Its
applicant has opened it with number and code; another applicant has opened a
case and begun a filing of their own.
"""

import re
import uuid
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone, translation

from appeals import codes, verbs
from appeals.cookies import case_cookie, draft_cookie, receipt_cookie
from appeals.models import Event, Filing
from appeals.verbs import drafting
from press import verbs as verbs_of_press
from press.models import CalendarEvent, Topic
from tests.factories_appeals import evidence, make_commission, make_filing, make_staff
from tests.factories_media import file
from tests.factories_press import make_early_reader, make_release
from tests.factories_readers import make_reader
from tests.house.url_policies import POLICIES, PUBLIC, Policy, case, member, of_the_commission, staff

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SECRET = "Quillwortfeather"  # stands in the touchstone's statement and in the name of its file
OWN_KEY, FOREIGN_KEY = "1" * codes.KEY_CHARACTERS, "0" * codes.KEY_CHARACTERS
OWN_TOKEN, FOREIGN_TOKEN = draft_cookie.new_token(), draft_cookie.new_token()
# addresses that have no name, or whose name does not tell them
PATHS = {
    "admin:press_subscription_end": "/admin/press/subscription/end/?email=reader@example.org&language=en",
    "admin/(?P<url>.*)$": "/admin/nothing-of-the-kind/",
    "admin:app_list": "/admin/press/",
    "admin:autocomplete": "/admin/autocomplete/?app_label=commission&model_name=electioncommission&field_name=superior",
}
VISITORS = {
    "anonymous": None,
    "applicant": None,
    "applicant of another case": None,
    "officer": ("case officers", "C033"),
    "commissioner": ("commissioners", "C033"),
    "officer of a sister": ("case officers", "C001"),
    "officer of the commission complained of": ("case officers", "CEC"),
    "administrator": ("administrators", None),
    "superuser": None,
}
HAVE_OPENED = {"applicant", "applicant of another case"}


def addresses(resolver=None, namespace="", prefix=""):
    """Every address of the urlconf: its name, or its route where it has none, and its parameters."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else re.sub(r"^\^|(?<=/)\^", "", route)
            yield name, tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex)
        else:
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, below, route)


ADDRESSES = dict(addresses())


def test_every_address_declares_its_policy():
    missing = sorted(set(ADDRESSES) - set(POLICIES))
    assert not missing, f"say in tests/house/url_policies.py who may have: {', '.join(missing)}"


def test_no_policy_is_declared_for_an_address_that_is_gone():
    gone = sorted(set(POLICIES) - set(ADDRESSES))
    assert not gone, f"take out of tests/house/url_policies.py: {', '.join(gone)}"


@pytest.fixture(scope="module")
def world(shared_rows):
    """The touchstone and one of everything else; what the parameters of the addresses are."""
    with shared_rows(), translation.override("en"):
        officer = make_staff("clerk")
        filing = make_filing(
            form_key=OWN_KEY, statement=f"What I saw: {SECRET}.", uploads=[evidence(f"{SECRET}.txt")],
            arrived_at=timezone.now(), contested_commission=make_commission().superior,
        )  # fmt: skip
        session = verbs.open_session(commission=make_commission(), number=1, held_at=timezone.now(), by=officer)
        make_filing(form_key=FOREIGN_KEY, applicant_name="Somebody Else")
        for token, statement in ((OWN_TOKEN, SECRET), (FOREIGN_TOKEN, "Nothing happened.")):
            digest = draft_cookie.digest_of(token)
            drafting.begin(token_digest=digest, language="en", answers={"statement": statement}, at=timezone.now())
        release = verbs_of_press.enclose(make_release(), files=[file()], by=officer)
        reader = make_early_reader()
        attachment = release.attachments.get()
        make_reader("reader@example.org")
        at = timezone.now()
        event = CalendarEvent.objects.create(title={"en": "Session"}, starts_at=at, ends_at=at + timedelta(hours=1))
        Topic.objects.get_or_create(slug="results", defaults={"name": {"en": "Results"}})
        return {
            "pk": filing.pk, "uuid": filing.evidence.get().uuid, "number": filing.number, "step": "registration",
            "session": session.pk, "release": release.pk, "early_reader": reader.pk,
            "slug": release.slug, "year": 2026, "month": 2,
            "token": "t" * 43, "section": "standing", "name": "a.jpg", "object_id": "999999", "id": "999999",
            "content_type_id": "999999", "decision_pk": 999999, "noun": "withdrawal",
            "attachment": attachment.key, "attachment_name": attachment.name,
            "key": event.uuid.hex,
        }  # fmt: skip


# where a parameter means something else than it does for a case
OTHERWISE = {
    "admin:appeals_session_change": {"pk": "session"},
    "admin:press_earlyreader_end": {"pk": "early_reader"},
    "admin:press_release_preview": {"pk": "release"},
    "admin:press_release_languages": {"pk": "release"},
    "admin:press_release_step": {"pk": "release"},
    "admin:press_release_media": {"pk": "release"},
    "admin:press_release_media_file": {"pk": "release", "uuid": "attachment", "name": "attachment_name"},
    "admin:press_release_presence": {"pk": "release"},
}


def path_of(name, world):
    """A path to the address `name`, for the things of `world`."""
    if name in PATHS:
        return PATHS[name]
    if "<" in name:
        return "/" + name.replace("<path:object_id>", world["object_id"])
    known = {key: world[value] for key, value in OTHERWISE.get(name, {}).items()}
    values = world | known | ({"uuid": uuid.uuid4()} if name == "media-file" else {})
    unknown = [parameter for parameter in ADDRESSES[name] if parameter not in values]
    assert not unknown, f"say in `world` of this test what {unknown} of {name} is"
    if name.startswith(("press:topic", "pages:")):
        values |= {"slug": "results" if name.startswith("press:") else "about"}
    with translation.override("en"):
        return reverse(name, kwargs={parameter: values[parameter] for parameter in ADDRESSES[name]})


def visitor_of(kind):
    """The account of a visitor, None for somebody without one; and the cookies that they bring."""
    if kind == "superuser":
        user = User.objects.create_superuser("minister")
    elif VISITORS[kind] is None:
        user = None
    else:
        group, number = VISITORS[kind]
        user = make_staff(kind, group=group, commission=commission_of(number))
        if number is None:
            user.membership.delete()
            user = User.objects.get(pk=user.pk)
    client = Client()
    if user:
        client.force_login(user)
    cookies = cookies_of(kind) if kind in HAVE_OPENED else client.cookies
    return user, cookies.output(header="", sep=";")


def cookies_of(kind):
    """What an applicant's browser has kept: the receipt, the case that was opened, the filing that was begun."""
    form_key, token = (OWN_KEY, OWN_TOKEN) if kind == "applicant" else (FOREIGN_KEY, FOREIGN_TOKEN)
    filing = Filing.objects.get(form_key_digest=codes.form_key_digest(form_key))
    response = receipt_cookie.hand_over(HttpResponse(), form_key)
    with translation.override("en"):
        return draft_cookie.hand_over(case_cookie.hand_over(response, filing), token).cookies


def commission_of(number):
    return make_commission().superior if number == "CEC" else make_commission(number or "C033")


def has_one_of(user, permissions):
    return any(user.has_perm(permission) for permission in permissions)


def refusal(policy, user, kind, method="GET"):
    """What a visitor is told instead of the page: `login`, 403 or 404; None where they get it."""
    if policy.kind in ("public", "own case"):
        return None
    if policy.kind == "token":
        return 404
    if policy.kind == "opened case":
        return None if kind in HAVE_OPENED else "number and code"
    if user is None:
        return "login"
    if policy.kind == "signed in":
        return None
    needed = policy.to_post if method == "POST" and policy.to_post is not None else policy.permissions
    if policy.kind == "nobody" or not has_one_of(user, needed):
        return 403
    is_member = hasattr(user, "membership")
    if policy.kind != "staff" and not is_member:
        return 403
    if policy.kind == "case":
        return {"officer of a sister": 404, "officer of the commission complained of": 403}.get(kind)
    if policy.kind == "of the commission":
        return None if user.membership.commission.number == "C033" else 404
    return None


def ask(method, path, cookies):
    """The answer to a request after which nothing has changed, and whether it had written to the journal."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        before = Event.objects.count()
        answer = client.get(path) if method == "GET" else client.post(path, {"end": "1"})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        has_written = Event.objects.count() != before
        transaction.set_rollback(True)
    return answer, body.decode("utf-8", "replace"), has_written


def is_refused(answer, expected):
    """Whether an answer refuses as expected; a page that takes no such method says so to everybody alike."""
    where = answer.get("Location", "")
    if expected == "login":
        return answer.status_code == 302 and where.startswith(reverse("admin:login"))
    if expected == "number and code":
        return answer.status_code in (403, 405) or (answer.status_code == 303 and where == reverse("appeals:follow"))
    leads_nowhere = answer.status_code == 302 and where == reverse(
        "admin:index"
    )  # the admin, of a row that is not there
    return answer.status_code in (expected, 405) or (expected == 403 and leads_nowhere)


def may_read(policy, kind):
    """Whether the touchstone may stand in an answer that a visitor is allowed."""
    return policy.kind == "case" or (kind == "applicant" and policy.kind in ("own case", "opened case"))


def offences(name, policy, kind, user, cookies, world):
    """What is wrong with the answers that one visitor gets at one address."""
    for method in ("GET", "POST"):
        answer, body, has_written = ask(method, path_of(name, world), cookies)
        told = f"{kind}: {method} {name} → {answer.status_code}"
        expected = refusal(policy, user, kind, method)
        if answer.status_code >= 500:
            yield told
        elif expected is None and answer.status_code in (401, 403):
            yield f"{told}, though the policy is: {policy.kind}"
        elif expected is not None and (has_written or not is_refused(answer, expected)):
            yield f"{told}, expected {expected} (policy: {policy.kind} {policy.permissions})"
        if SECRET in body and (expected is not None or not may_read(policy, kind)):
            yield f"{told} shows what stands in a case that is not theirs"


@pytest.mark.parametrize("kind", VISITORS)
def test_every_policy_holds_for_a_visitor(world, kind):
    user, cookies = visitor_of(kind)
    declared = {name: POLICIES[name] for name in ADDRESSES if name in POLICIES}
    found = [
        offence for name, policy in declared.items() for offence in offences(name, policy, kind, user, cookies, world)
    ]
    assert not found, "\n".join(found)


def test_the_applicant_of_the_touchstone_does_see_it(world):
    _user, cookies = visitor_of("applicant")
    for name in ("appeals:case", "appeals:filing-statement", "appeals:receipt"):
        answer, body, _ = ask("GET", path_of(name, world), cookies)
        assert answer.status_code == 200
        assert SECRET in body


def test_the_file_of_the_touchstone_is_its_applicants_alone(world):
    got = {kind: ask("GET", path_of("appeals:case-file", world), visitor_of(kind)[1])[0] for kind in HAVE_OPENED}
    assert {kind: answer.status_code for kind, answer in got.items()} == {
        "applicant": 200,
        "applicant of another case": 404,
    }


def test_the_officer_of_the_touchstone_does_see_it(world):
    _user, cookies = visitor_of("officer")
    for name in ("admin:appeals_filing_change", "admin:appeals_filing_step"):
        answer, body, _ = ask("GET", path_of(name, world), cookies)
        assert answer.status_code == 200
    assert SECRET in ask("GET", path_of("admin:appeals_filing_change", world), cookies)[1]


@pytest.mark.parametrize(
    ("policy", "kind", "expected"),
    [
        (PUBLIC, "anonymous", None),
        (staff("appeals.read_filing"), "anonymous", "login"),
        (staff("appeals.read_filing"), "administrator", 403),
        (staff("appeals.read_filing"), "superuser", None),
        (member("appeals.handle_filing"), "superuser", 403),
        (case("appeals.read_filing"), "officer", None),
        (case("appeals.read_filing"), "superuser", 403),
        (case("appeals.read_filing"), "officer of a sister", 404),
        (case("appeals.read_filing"), "officer of the commission complained of", 403),
        (of_the_commission("appeals.read_filing"), "officer of the commission complained of", 404),
        (Policy("nobody"), "superuser", 403),
    ],
)
def test_policies_mean_what_they_say(world, policy, kind, expected):
    user, _cookies = visitor_of(kind)
    assert refusal(policy, user, kind) == expected


def test_the_touchstone_is_real():
    """A settings mistake that opened the admin to nobody would make every refusal look right."""
    assert settings.LOGIN_URL == "admin:login"
    assert len(ADDRESSES) > 90
