"""The newsroom in the admin: who may take which step, what a step does, and what the pages tell."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from press import verbs
from press.models import Release
from press.newsroom.steps import STEPS
from tests.factories_media import NOTHING_ADDED
from tests.factories_press import make_release, writer

pytestmark = pytest.mark.django_db
LIST = "/admin/press/release/"
DRAFT, REVIEW, APPROVED, WITHDRAWN = Release.Status
HOUR = timedelta(hours=1)


def signed_in(client, group):
    user = writer(group)
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.user = user
    return client


@pytest.fixture
def editor(client):
    return signed_in(client, "editors")


@pytest.fixture
def publisher(client):
    return signed_in(client, "publishers")


def step(release, noun):
    return reverse("admin:press_release_step", args=[release.pk, noun])


def take(client, release, noun, **fields):
    """Send the form of a step; the answer, and the release as it is then."""
    answer = client.post(step(release, noun), fields | {"end": "1"})
    release.refresh_from_db()
    return answer


def text(answer):
    return " ".join(answer.content.decode().split())


def test_an_editor_writes_and_hands_in(editor):
    form = {"language": "en", "title": "Turnout", "body": "<p>By noon.</p>", "lead": "", "end": "1"} | NOTHING_ADDED
    assert editor.post(reverse("admin:press_release_add"), form).status_code == 302
    release = Release.objects.get()
    assert (release.author, release.status) == (editor.user, DRAFT)
    assert take(editor, release, "submission").status_code == 302
    assert release.status == REVIEW


def test_a_publisher_approves_at_once_then_or_later(publisher):
    now, then, later = (make_release(status=REVIEW, title=title) for title in ("A", "B", "C"))
    take(publisher, now, "approval", publication="now")
    assert now.state(timezone.now()) == Release.State.PUBLISHED
    take(publisher, then, "approval", publication="then", published_at="2050-02-09T12:00", embargoed_until="")
    assert timezone.localtime(then.published_at).isoformat() == "2050-02-09T12:00:00+04:00"
    assert then.state(timezone.now()) == Release.State.SCHEDULED
    take(publisher, later, "approval", publication="later")
    assert later.state(timezone.now()) == Release.State.APPROVED
    take(publisher, later, "publication", embargoed_until="2050-02-09T12:00")
    assert later.state(timezone.now()) == Release.State.EMBARGOED


def test_an_approval_for_an_instant_needs_the_instant(publisher):
    release = make_release(status=REVIEW)
    answer = take(publisher, release, "approval", publication="then")
    assert (answer.status_code, release.status) == (422, REVIEW)
    assert "published_at" in answer.context["form"].errors


def test_an_embargo_that_has_passed_is_refused(publisher):
    release = make_release(status=REVIEW)
    answer = take(publisher, release, "approval", publication="now", embargoed_until="2020-02-09T12:00")
    assert (answer.status_code, release.status) == (422, REVIEW)


def test_the_author_is_asked_why_nobody_else_approves(publisher):
    release = verbs.save(Release(language="en", title="Own", body="<p>Words</p>"), by=publisher.user)
    release = verbs.submit(release, by=publisher.user)
    assert "Why nobody else does it" in text(publisher.get(step(release, "approval")))
    assert take(publisher, release, "approval", publication="now").status_code == 422
    take(publisher, release, "approval", publication="now", override_reason="Election night.")
    assert (release.status, release.override_reason) == (APPROVED, "Election night.")


def test_a_return_needs_a_reason_that_its_author_reads(publisher):
    release = make_release(status=REVIEW)
    assert take(publisher, release, "return", note=" ").status_code == 422
    take(publisher, release, "return", note="The date is wrong.")
    assert release.status == DRAFT
    assert "The date is wrong." in text(publisher.get(reverse("admin:press_release_change", args=[release.pk])))


def test_what_is_public_has_no_form_but_a_correction(publisher):
    release = make_release()
    page = publisher.get(reverse("admin:press_release_change", args=[release.pk]))
    assert 'name="title"' not in page.content.decode()
    assert step(release, "correction") in page.content.decode()
    data = {"title": "Forged", "language": "en", "end": "1"}
    assert publisher.post(reverse("admin:press_release_change", args=[release.pk]), data).status_code == 403


def correction(release, **changed):
    return {name: getattr(release, name) for name in (*Release.WORDS, "version")} | {"note": ""} | changed


def test_a_correction_is_proposed_by_one_and_made_by_another(publisher, client):
    release = make_release()
    said = correction(release, lead="Two visits are enough.", is_major="1", note="One.")
    answer = take(publisher, release, "correction", **said)
    assert (answer.status_code, release.lead) == (302, "One visit is enough.")
    assert take(publisher, release, "change").status_code == 422  # without a reason the same person may not
    other = signed_in(client, "administrators")
    other.user.groups.set([Group.objects.get(name="publishers")])
    page = text(other.get(step(release, "change")))
    assert "<del>One</del><ins>Two</ins>" in page
    take(other, release, "change")
    assert release.lead == "Two visits are enough."
    public = text(other.get(release.get_absolute_url()))
    assert "Corrections" in public
    assert "One." in public


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({}, "__all__", id="nothing changes"),
        pytest.param({"title": "B", "is_major": "1"}, "note", id="a major change without a note"),
        pytest.param({"title": ""}, "title", id="no title"),
    ],
)
def test_a_correction_that_says_too_little_is_refused(publisher, changed, field):
    release = make_release()
    answer = take(publisher, release, "correction", **correction(release, **changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_correction_of_older_words_is_refused_with_what_was_typed(publisher):
    release = make_release()
    form = correction(release, lead="What I typed")
    verbs.make(verbs.propose(release, words={"title": "B"}, is_major=False, by=writer()), by=writer("other"))
    answer = take(publisher, release, "correction", **form)
    assert answer.status_code == 409
    assert "What I typed" in text(answer)
    assert not release.changes.waiting().exists()


def test_a_withdrawal_needs_a_reason_and_says_it_to_the_public(publisher):
    release = make_release()
    assert take(publisher, release, "withdrawal", reason="  ").status_code == 422
    assert take(publisher, release, "withdrawal", reason="Wrong figures.").status_code == 302
    page = publisher.get(release.get_absolute_url())
    assert page.status_code == 410
    assert "Wrong figures." in text(page)
    assert "Quillfeather" not in text(page)


def test_a_newer_release_is_chosen_of_the_same_language(publisher):
    older, newer, foreign = make_release(), make_release(title="Newer"), make_release(language="az")
    choices = publisher.get(step(older, "supersession")).context["form"].fields["newer"].queryset
    assert [*choices] == [newer]
    assert take(publisher, older, "supersession", newer=foreign.pk).status_code == 422
    assert take(publisher, older, "supersession", newer=newer.pk).status_code == 302
    assert older.superseded_by == newer


def test_an_address_is_changed_and_the_old_one_redirects(publisher):
    release = make_release()
    old = release.get_absolute_url()
    take(publisher, release, "address", slug="Yeni ünvan")
    assert release.slug == "yeni-unvan"
    assert publisher.get(old)["Location"] == release.get_absolute_url()


def test_a_translation_is_begun_from_the_languages_side_by_side(editor):
    release = make_release(status=DRAFT)
    page = editor.get(reverse("admin:press_release_languages", args=[release.pk]))
    assert f"{step(release, 'translation')}?language=az" in page.content.decode()
    answer = take(editor, release, "translation", language="az")
    translation = Release.objects.get(language="az")
    assert answer["Location"] == reverse("admin:press_release_change", args=[translation.pk])
    assert take(editor, release, "translation", language="az").status_code == 422
    release.lead = "Two visits."
    verbs.save(release, by=editor.user)
    page = text(editor.get(reverse("admin:press_release_languages", args=[release.pk])))
    assert "out of date" in page
    assert "<ins>Two</ins>" in page
    take(editor, translation, "up-to-date")
    assert "out of date" not in text(editor.get(reverse("admin:press_release_languages", args=[release.pk])))


@pytest.mark.parametrize("noun", sorted(STEPS.keys() - {"restoration"}))  # which wants a version
def test_a_step_that_the_state_does_not_allow_is_no_form(publisher, noun):
    release = make_release(status=WITHDRAWN)
    before = Release.objects.values().get()
    page = publisher.get(step(release, noun))
    assert page.status_code == 200
    assert "The state of the release does not allow this." in text(page)
    fields = {"note": "N", "reason": "R", "publication": "now", "slug": "s", "language": "az", "newer": release.pk}
    answer = publisher.post(step(release, noun), fields | correction(release, lead="L", note="N") | {"end": "1"})
    assert answer.status_code in (409, 422)
    assert Release.objects.values().get() == before


@pytest.mark.parametrize("noun", ["approval", "return", "publication", "call-back", "change", "withdrawal", "address"])
def test_an_editor_does_not_do_what_a_second_person_does(editor, noun):
    release = make_release(status=REVIEW)
    assert editor.get(step(release, noun)).status_code == 403
    assert editor.post(step(release, noun), {"end": "1"}).status_code == 403


def test_an_unknown_step_is_not_found(publisher):
    release = make_release()
    assert publisher.get(step(release, "promotion")).status_code == 404
    assert publisher.get(reverse("admin:press_release_step", args=[0, "approval"])).status_code == 404


@pytest.mark.parametrize(
    ("state", "made"),
    [
        ("draft", {"status": DRAFT}),
        ("review", {"status": REVIEW}),
        ("scheduled", {"published_at": timezone.now() + HOUR}),
        ("embargoed", {"embargoed_until": timezone.now() + HOUR}),
        ("published", {}),
        ("withdrawn", {"status": WITHDRAWN}),
    ],
)
def test_the_list_is_narrowed_to_a_state(publisher, state, made):
    release = make_release(title="The one", **made)
    for other in ({"status": DRAFT}, {"status": REVIEW}, {}, {"status": WITHDRAWN}):
        if other != made:
            make_release(title="Another", **other)
    found = publisher.get(LIST, {"state": state}).context["cl"].result_list
    assert [*found] == [release]


def test_the_list_tells_what_waits(publisher):
    make_release(status=REVIEW)
    make_release(embargoed_until=timezone.now() + HOUR / 2)
    verbs.propose(make_release(), words={"title": "B"}, is_major=False, by=writer())
    waiting = {each["state"]: each["count"] for each in publisher.get(LIST).context["waiting"]}
    assert waiting == {"review": 1, "change": 1, "scheduled": 0, "embargoed": 1}
    assert publisher.get(LIST, {"state": "change"}).context["cl"].result_count == 1


def test_an_embargo_that_ends_soon_is_warned_of(publisher):
    soon, later = (make_release(embargoed_until=timezone.now() + hours * HOUR) for hours in (0.5, 2))
    warning = "then everybody can read this release"
    assert warning in text(publisher.get(reverse("admin:press_release_change", args=[soon.pk])))
    assert warning not in text(publisher.get(reverse("admin:press_release_change", args=[later.pk])))


def test_the_list_asks_few_questions_whatever_it_holds(publisher, django_assert_max_num_queries):
    for _ in range(30):
        make_release()
    with django_assert_max_num_queries(16):
        publisher.get(LIST)


@pytest.mark.parametrize(("status", "code"), [(DRAFT, 302), (REVIEW, 403), (APPROVED, 403), (WITHDRAWN, 403)])
def test_only_a_draft_is_deleted(publisher, status, code):
    release = make_release(status=status)
    address = reverse("admin:press_release_delete", args=[release.pk])
    assert publisher.post(address, {"post": "yes"}).status_code == code
    assert Release.objects.exists() == (status != DRAFT)
