"""Two persons bring a release to the public; what it is at an instant is worked out when asked (rules 2, 3; T10)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from press import verbs
from press.models import Release, Step
from tests.factories_press import NOON, make_release, writer

pytestmark = pytest.mark.django_db
DRAFT, REVIEW, APPROVED, WITHDRAWN = Release.Status
HOUR = timedelta(hours=1)


@pytest.fixture
def author():
    return writer()


@pytest.fixture
def publisher():
    return writer("press-approver")


def stored(release):
    return Release.objects.get(pk=release.pk)


def kinds(release):
    return [*release.steps.order_by("id").values_list("kind", flat=True)]


def test_a_release_goes_from_draft_to_the_public_by_two_persons(author, publisher):
    release = verbs.save(Release(language="en", title="Lists", body="<p>Words</p>"), by=author)
    assert release.state(timezone.now()) == Release.State.DRAFT
    release = verbs.submit(release, by=author)
    release = verbs.approve(release, by=publisher)
    assert release.state(timezone.now()) == Release.State.APPROVED
    release = verbs.publish(release, by=publisher, published_at=NOON)
    assert release.state(NOON) == Release.State.PUBLISHED
    assert kinds(release) == ["submitted", "approved", "scheduled"]
    assert [step.by for step in release.steps.order_by("id")] == [author, publisher, publisher]


@pytest.mark.parametrize(
    ("published", "embargo", "asked", "state"),
    [
        pytest.param(0, None, -1, "scheduled", id="before its instant"),
        pytest.param(0, None, 0, "published", id="at its instant"),
        pytest.param(0, 2, 1, "embargoed", id="under embargo"),
        pytest.param(0, 2, 2, "published", id="at the end of the embargo"),
        pytest.param(3, 2, 2, "scheduled", id="an embargo that ends before the instant"),
    ],
)
def test_the_state_is_worked_out_when_asked(published, embargo, asked, state):
    until = None if embargo is None else NOON + embargo * HOUR
    release = make_release(published_at=NOON + published * HOUR, embargoed_until=until)
    at = NOON + asked * HOUR
    assert release.state(at) == state
    assert Release.objects.public(at).exists() == (state == "published") == release.is_public(at)
    assert Release.objects.in_state(state, at).exists()


def test_the_author_does_not_approve_without_a_reason_that_is_kept(author):
    release = make_release(status=REVIEW)
    with pytest.raises(verbs.NeedsAnother):
        verbs.approve(release, by=author, override_reason="  ")
    assert stored(release).status == REVIEW
    release = verbs.approve(release, by=author, override_reason="Election night, nobody else is here.")
    assert (release.status, release.override_reason) == (APPROVED, "Election night, nobody else is here.")
    last = release.steps.first()
    assert (last.kind, last.note) == (Step.Kind.APPROVED_ALONE, "Election night, nobody else is here.")


def test_whoever_wrote_any_of_it_is_an_author(author, publisher):
    release = make_release(status=DRAFT)
    verbs.save(release, by=publisher)
    verbs.save(stored(release), by=author)
    release = verbs.submit(release, by=author)
    with pytest.raises(verbs.NeedsAnother):
        verbs.approve(release, by=publisher)
    assert verbs.approve(release, by=writer("third")).approved_by == writer("third")


def test_the_database_refuses_an_approval_by_the_author(author):
    release = make_release(status=REVIEW)
    approval = {"status": APPROVED, "approved_at": NOON, "approved_by": author}
    with pytest.raises(IntegrityError, match="release_approved_by_another"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**approval)
    Release.objects.filter(pk=release.pk).update(**approval, override_reason="Nobody else.")


@pytest.mark.parametrize("public", [True, False], ids=["public", "scheduled"])
def test_the_database_refuses_other_words_of_what_was_approved(public):
    release = make_release(published_at=NOON if public else timezone.now() + HOUR)
    for name in Release.WORDS:
        with pytest.raises(IntegrityError, match="other words without a change"), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**{name: "Forged"})


def test_the_database_refuses_to_approve_other_words_than_were_handed_in(publisher):
    release = make_release(status=REVIEW)
    approval = {"status": APPROVED, "approved_at": NOON, "approved_by": publisher}
    with pytest.raises(IntegrityError, match="approved with other words"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**approval, body="<p>Forged</p>")


def test_the_database_takes_nothing_public_back():
    gone = {"status": DRAFT, "approved_at": None, "approved_by": None, "published_at": None, "published_by": None}
    with pytest.raises(IntegrityError, match="is public"), transaction.atomic():
        Release.objects.filter(pk=make_release().pk).update(**gone)
    with pytest.raises(IntegrityError, match="was withdrawn"), transaction.atomic():
        Release.objects.filter(pk=make_release(status=WITHDRAWN).pk).update(**gone)


def test_the_journal_of_the_newsroom_is_only_ever_written(publisher):
    release = make_release()
    for change in (lambda: Step.objects.update(note="Forged"), lambda: Step.objects.all().delete()):
        with pytest.raises(IntegrityError, match="only ever written"), transaction.atomic():
            change()
    draft = verbs.send_back(make_release(status=REVIEW), by=publisher, note="The date is wrong.")
    verbs.remove(draft)
    assert not Step.objects.exclude(release=release).exists()


def test_a_save_before_publication_takes_the_approval_back(author):
    release = make_release(published_at=timezone.now() + HOUR)
    changed = stored(release)
    changed.title = "Another title"
    verbs.save(changed, by=author)
    release = stored(release)
    assert (release.status, release.approved_by, release.published_at, release.title) == (
        DRAFT, None, None, "Another title",
    )  # fmt: skip
    assert kinds(release)[-1] == Step.Kind.CALLED_BACK


def test_a_save_does_not_undo_what_was_decided_since_the_form_was_opened(author, publisher):
    opened = make_release(status=DRAFT)
    verbs.submit(opened, by=author)
    opened.title = "Another title"
    assert verbs.save(opened, by=author).status == REVIEW


def test_a_stale_save_is_refused_with_what_is_stored(author, publisher):
    opened = make_release(status=DRAFT)
    version = opened.version
    first = stored(opened)
    first.title = "The first to save"
    verbs.save(first, by=author, from_version=version)
    opened.title = "The second to save"
    with pytest.raises(verbs.Stale) as refused:
        verbs.save(opened, by=publisher, from_version=version)
    assert refused.value.current.title == stored(opened).title == "The first to save"


def test_what_is_public_is_not_saved_but_corrected(author):
    release = make_release()
    release.title = "Another title"
    with pytest.raises(verbs.NotPossible):
        verbs.save(release, by=author)
    assert stored(release).title == "Lists are checked"


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        pytest.param(DRAFT, ["approve", "publish", "send_back", "withdraw", "call_back"], id="draft"),
        pytest.param(REVIEW, ["submit", "publish", "withdraw", "call_back"], id="review"),
        pytest.param(APPROVED, ["submit", "approve", "publish", "send_back", "call_back"], id="public"),
        pytest.param(WITHDRAWN, ["submit", "approve", "publish", "send_back", "withdraw", "call_back"], id="withdrawn"),
    ],
)
def test_what_the_state_does_not_allow_changes_nothing(publisher, status, refused):
    release = make_release(status=status)
    before = Release.objects.values().get()
    for name in refused:
        told = {"withdraw": {"reason": "Why."}, "send_back": {"note": "Why."}}.get(name, {})
        with pytest.raises(verbs.NotPossible):
            getattr(verbs, name)(release, by=publisher, **told)
    assert Release.objects.values().get() == before


def test_a_correction_needs_a_second_person(author, publisher):
    release = make_release()
    change = verbs.propose(release, words={"title": "Lists were checked"}, is_major=True, note="Tense.", by=author)
    assert stored(release).title == "Lists are checked"
    with pytest.raises(verbs.NeedsAnother):
        verbs.make(change, by=author)
    release = verbs.make(change, by=publisher, at=NOON)
    assert (release.title, release.corrected_at, release.version) == ("Lists were checked", NOON, 2)
    assert [note.note for note in release.changes.notes()] == ["Tense."]
    with pytest.raises(verbs.NotPossible):
        verbs.make(change, by=publisher)


def test_a_minor_correction_is_silent_and_in_the_history(author, publisher):
    release = make_release()
    change = verbs.propose(release, words={"lead": "One visit is enough!"}, is_major=False, by=author)
    release = verbs.make(change, by=publisher)
    assert release.corrected_at is None
    assert not release.changes.notes().exists()
    assert release.history.first().history_user == publisher


def test_what_was_corrected_meanwhile_is_not_overwritten(author, publisher):
    release = make_release()
    verbs.make(verbs.propose(release, words={"title": "B"}, is_major=False, by=author), by=publisher)
    with pytest.raises(verbs.Stale):
        verbs.propose(release, words={"title": "C"}, is_major=False, by=author, from_version=1)


def test_a_dropped_correction_changes_nothing_and_makes_room(author, publisher):
    release = make_release()
    change = verbs.propose(release, words={"title": "B"}, is_major=False, by=author)
    with pytest.raises(verbs.NotPossible):
        verbs.propose(release, words={"title": "C"}, is_major=False, by=author)
    verbs.drop(change, by=publisher)
    verbs.propose(release, words={"title": "C"}, is_major=False, by=author)
    assert stored(release).title == "Lists are checked"


def test_a_newer_release_takes_the_place_when_it_is_public_and_not_before(client, publisher):
    older, later = make_release(title="Older"), timezone.now() + HOUR
    newer = make_release(title="Newer", status=DRAFT)
    verbs.supersede(older, newer=newer, by=publisher)
    assert stored(older).state(later) == Release.State.PUBLISHED
    newer = verbs.approve(verbs.submit(newer, by=writer()), by=publisher)
    verbs.publish(newer, by=publisher, published_at=later)
    older = stored(older)
    assert older.state(timezone.now()) == Release.State.PUBLISHED
    assert "Newer" not in client.get(older.get_absolute_url()).content.decode()
    assert older.state(later) == Release.State.SUPERSEDED
    assert older not in Release.objects.public(later)
    assert older in Release.objects.published(later)


def test_a_superseded_release_is_readable_at_its_address_with_a_link_and_nowhere_else(client, publisher):
    older, newer = make_release(title="Olderword"), make_release(title="Newerword")
    verbs.supersede(older, newer=newer, by=publisher)
    page = client.get(older.get_absolute_url())
    assert page.status_code == 200
    assert newer.get_absolute_url() in page.content.decode()
    assert "noindex" in page.content.decode()
    for address in ("/en/press/", "/en/press/feed/", "/en/search/?q=olderword"):
        assert "Olderword" not in client.get(address).content.decode().replace("olderword", "")


@pytest.mark.parametrize("other", ["itself", "another language", "superseded", "withdrawn"])
def test_nothing_is_superseded_by(publisher, other):
    release = make_release()
    newer = {
        "itself": lambda: release,
        "another language": lambda: make_release(language="az"),
        "superseded": lambda: verbs.supersede(make_release(), newer=make_release(), by=publisher),
        "withdrawn": lambda: make_release(status=WITHDRAWN),
    }[other]()
    with pytest.raises(verbs.NotPossible):
        verbs.supersede(release, newer=newer, by=publisher)


def test_a_translation_tells_when_its_original_was_changed(author):
    original = make_release(status=DRAFT)
    translation = verbs.translate(original, language="ru", by=author)
    assert (translation.translation_key, translation.is_out_of_date) == (original.translation_key, False)
    original.lead = "Two visits."
    verbs.save(original, by=author)
    translation = stored(translation)
    assert translation.is_out_of_date
    assert not verbs.call_up_to_date(translation, by=author).is_out_of_date
    with pytest.raises(verbs.NotPossible):
        verbs.translate(original, language="ru", by=author)


def test_a_public_release_is_translated_as_a_draft(author):
    translation = verbs.translate(make_release(), language="ru", by=author)
    assert (translation.status, translation.published_at, translation.title) == (DRAFT, None, "Lists are checked")


def test_every_save_is_a_version_with_its_person(author, publisher):
    release = make_release(status=DRAFT)
    release.title = "Second"
    verbs.save(release, by=publisher)
    versions = release.history.order_by("history_id").values_list("title", "history_user__username")
    assert [*versions] == [("Lists are checked", "press-writer"), ("Second", "press-approver")]
