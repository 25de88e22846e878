"""Real questions to real texts in three languages: what answers them stands among the first three.

The table (relevance.tsv) was written by reading the texts. Texts without a date
of their own are as old as the oldest.
"""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.search import relevance
from tests.search.texts import answer, enter_many, text

OTHERS = 300  # releases of another commission, beside those that the questions want
LEAST = 0.97  # of the questions
OLDEST = datetime(2003, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker, shared_data):
    """The real texts in the index; a dict of their numbers to their identities."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        identities = {}
        entries = []
        for number, each in enumerate(relevance.texts(shared_data, limit=OTHERS)):
            identities[number] = each["identity"]
            at = timezone.make_aware(datetime.combine(each["date"], datetime.min.time())) if each["date"] else OLDEST
            entries.append(
                text(
                    number,
                    each["title"],
                    body=each["body"],
                    language=each["language"],
                    published_at=at,
                    visible_from=at,
                )
            )
        enter_many(entries)
        yield identities
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_questions_have_their_answer_among_the_first_three(archive):
    missed = []
    for question in relevance.questions():
        shown = answer(question.asked, own_language=question.language).search.page(1)[:3]
        if not {archive[result.entry.object_id] for result in shown} & question.wanted:
            missed.append(f"{question.kind}: {question.asked} ({[result.title for result in shown]})")
    asked = len(relevance.questions())
    assert len(missed) <= (1 - LEAST) * asked, "\n".join([f"{len(missed)} of {asked}", *missed])
