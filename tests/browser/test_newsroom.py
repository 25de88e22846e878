"""A release in a real browser, from its first word to its correction: by two persons, read early by a third."""

import json
import re
import urllib.request
from datetime import datetime
from types import SimpleNamespace

import feedparser
import pytest

from tests.browser.checks import assert_accessible, assert_fits_a_telephone
from tests.browser.officers import hours_ahead
from tests.browser.test_admin_pages import assert_nobody_is_shut_out
from tests.browser.test_journeys import sign_in
from tests.mail.conftest import wait_until

pytestmark = pytest.mark.browser

TITLE, LEAD, BODY = "Sample turnout by noon", "Half of a sample has voted.", "Quillfeather of all sample voters came."
RIGHT_LEAD, NOTE = "A third of a sample has voted.", "It was a third of the sample, not half."
READER = {"name": "Ayan Sample", "outlet": "Sample Gazette", "email": "ayan@gazette.example"}
SUBSCRIBER = "reader@sample.example"
SECONDS_AHEAD = 8
# what the publisher would do with the form, whose field has no seconds
EMBARGO_ENDS_IN = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from press import verbs
from press.models import Release
release, now = Release.objects.get(pk={pk}), timezone.now()
by = User.objects.get(username="press-publisher")
verbs.publish(release, by=by, published_at=now, embargoed_until=now + timedelta(seconds={seconds}))
"""


@pytest.fixture
def cast(portal, visitors):
    """Author and publisher at their desks, and two people outside who are nobody in particular."""
    portal.account("press-author", "editors")
    portal.account("press-publisher", "publishers")
    author, publisher, reader, public = (visitors() for _ in range(4))
    sign_in(author, "press-author")
    sign_in(publisher, "press-publisher")
    return SimpleNamespace(author=author, publisher=publisher, reader=reader, public=public)


def takes(page, release, label, **fields):
    """Take the step of this label on the page of a release, with what is to be filled in."""
    page.goto(release.desk)
    page.get_by_role("navigation", name="What may be done now").get_by_role("link", name=label, exact=True).click()
    for name, text in fields.items():
        field = page.locator(f"main [name={name}]")
        field.fill(text)
    page.locator("main").get_by_role("button", name=label, exact=True).click()
    page.locator(".messagelist .success", has_text=f"Done: {label}").wait_for()


def is_written(cast):
    """The author writes it and hands it in; where it lies."""
    page = cast.author
    page.goto("/admin/press/release/add/")
    page.locator("#id_language").select_option("en")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_lead").fill(LEAD)
    page.locator(".ProseMirror[role=textbox]").click()
    page.keyboard.type(BODY)
    page.locator("[name=_continue]").click()
    page.wait_for_url(re.compile(r"/admin/press/release/\d+/change/"))
    assert_nobody_is_shut_out(page, "release that is a draft")
    pk = int(re.search(r"/release/(\d+)/", page.url).group(1))
    release = SimpleNamespace(pk=pk, desk=f"/admin/press/release/{pk}/change/", title=TITLE)
    takes(page, release, "Hand in for review")
    return release


def is_approved_under_embargo(cast, release):
    """Another person approves it; nobody outside reads it."""
    takes(cast.publisher, release, "Approve", embargoed_until=hours_ahead(1))
    year = f"{datetime.now():%Y}"
    release.address = f"/en/press/{year}/sample-turnout-by-noon/"
    assert cast.public.goto(release.address).status == 404
    cast.public.goto("/en/press/")
    assert TITLE not in cast.public.content()


def is_given_to_an_early_reader(cast, release):
    page = cast.publisher
    page.goto("/admin/press/earlyreader/add/")
    for name, text in READER.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_language").select_option("en")
    page.locator("[name=_save]").click()
    page.goto(f"/admin/press/release/{release.pk}/steps/early-readers/")
    assert_nobody_is_shut_out(page, "early readers")
    page.get_by_label(f"{READER['name']}, {READER['outlet']}").check()
    page.locator("main").get_by_role("button", name="Give early readers a link").click()
    page.locator(".messagelist .success").wait_for()


def is_read_early(cast, release, post):
    """The link stands in a letter alone; who opened it is seen at the desk."""
    letter = post.only()
    assert (letter.to, letter.language) == (READER["email"], "en")
    assert TITLE not in letter.subject + letter.body
    release.link = re.search(r"/en/press/early/\S+", letter.body).group(0)
    page = cast.reader
    page.goto(release.link)
    page.get_by_role("heading", name=TITLE).wait_for()
    shown = page.locator("main").inner_text()
    assert f"Personal copy for {READER['name']}, {READER['outlet']}" in shown
    assert BODY in shown
    assert_accessible(page)
    assert_fits_a_telephone(page)
    cast.publisher.goto(release.desk)
    assert_nobody_is_shut_out(cast.publisher, "release that is embargoed")
    assert "1 time," in cast.publisher.locator("main").inner_text()


def somebody_subscribes(cast, post):
    """The letter's link shows a button, and the button confirms."""
    page = cast.public
    page.goto("/en/press/subscriptions/")
    page.locator("[name=email]").fill(SUBSCRIBER)
    page.locator("[name=language][value=en]").check()
    page.wait_for_timeout(3_500)  # who is faster than one can read is asked to look again
    page.locator("main form [type=submit]").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    link = re.search(r"/en/press/subscriptions/confirmation/\S+", post.only().body).group(0)
    page.goto(link)
    page.get_by_role("button", name="Yes, send them to me").click()
    page.get_by_role("heading", name="Your subscription is confirmed").wait_for()


def subscriber_gets_the_mail(release, post):
    """The worker finds that the release is public, and writes; nobody has told it."""
    letters = []

    def has_come():
        letters.extend(letter for letter in post.new() if TITLE in letter.subject + letter.body)
        return bool(letters)

    wait_until(has_come, seconds=60)
    [letter] = letters
    assert (letter.to, letter.language) == (SUBSCRIBER, "en")
    assert LEAD in letter.body
    assert release.address in letter.body


def embargo_ends_by_itself(cast, release, portal):
    """The clock passes the embargo: nothing runs, and everybody reads it; the early reader is led there."""
    portal.shell(EMBARGO_ENDS_IN.format(pk=release.pk, seconds=SECONDS_AHEAD))
    page = cast.public
    wait_until(lambda: page.goto(release.address).status == 200, seconds=SECONDS_AHEAD + 30)
    assert BODY in page.locator("main").inner_text()
    page.goto("/en/press/")
    page.locator("main").get_by_role("link", name=TITLE).wait_for()
    cast.reader.goto(release.link)
    assert cast.reader.url.endswith(release.address)


def is_corrected_by_two(cast, release):
    """The author proposes, the publisher makes it."""
    page = cast.author
    page.goto(f"/admin/press/release/{release.pk}/steps/correction/")
    page.locator(".ProseMirror[role=textbox]").wait_for()
    page.locator("main [name=lead]").fill(RIGHT_LEAD)
    page.locator("main [name=is_major][value='1']").check()
    page.locator("main [name=note]").fill(NOTE)
    page.locator("main").get_by_role("button", name="Propose a correction").click()
    page.locator(".messagelist .success").wait_for()
    cast.public.goto(release.address)
    assert RIGHT_LEAD not in cast.public.content()
    takes(cast.publisher, release, "Make the proposed correction")


def correction_is_seen(cast, release, portal):
    """On the page with its note, in the feed by a new `updated`, in JSON-LD; the old words are gone from all."""
    page = cast.public
    page.goto(release.address)
    shown = page.locator("main").inner_text()
    assert RIGHT_LEAD in shown
    assert NOTE in shown
    assert LEAD not in page.content()
    corrected = datetime.fromisoformat(page.locator("#corrections ~ p time").first.get_attribute("datetime"))
    assert_in_feed(portal, release, corrected)
    assert_in_json_ld(page, corrected)


def assert_in_feed(portal, release, corrected):
    with urllib.request.urlopen(f"{portal.address}/en/press/feed/") as answer:
        feed = feedparser.parse(answer.read())
    assert not feed.bozo
    entry = next(entry for entry in feed.entries if entry.link.endswith(release.address))
    assert entry.title == TITLE
    assert datetime.fromisoformat(entry.updated).replace(microsecond=0) == corrected.replace(microsecond=0)
    assert datetime.fromisoformat(entry.published) < datetime.fromisoformat(entry.updated)


def assert_in_json_ld(page, corrected):
    said = json.loads(page.locator("script[type='application/ld+json']").first.text_content())
    assert said["description"] == RIGHT_LEAD
    assert [(each["@type"], each["text"]) for each in said["correction"]] == [("CorrectionComment", NOTE)]
    assert datetime.fromisoformat(said["dateModified"]).replace(microsecond=0) == corrected.replace(microsecond=0)


def test_a_release_goes_from_its_first_word_through_an_embargo_to_its_correction(cast, portal, post):
    release = is_written(cast)
    post.about(f"release {release.pk}")
    post.about("subscription")
    is_approved_under_embargo(cast, release)
    is_given_to_an_early_reader(cast, release)
    is_read_early(cast, release, post)
    somebody_subscribes(cast, post)
    embargo_ends_by_itself(cast, release, portal)
    subscriber_gets_the_mail(release, post)
    is_corrected_by_two(cast, release)
    correction_is_seen(cast, release, portal)
