"""Texts and questions of the tests of the search."""

from datetime import timedelta

from django.utils import timezone

from commission import search_index
from commission.searching import counts
from commission.site_search.narrowing import Narrowing
from commission.site_search.search import PublicSearch, answered

NOW = timezone.now()


def text(number, title, *, language="az", body="", lead="", kind="release", age=0, **more):
    at = NOW - timedelta(days=age + 1)
    known = {"address": f"/{language}/press/2026/{number}/", "published_at": at, "visible_from": at}
    return search_index.Indexed(
        kind=kind, object_id=number, language=language, title=title, lead=lead, body=body, **known | more
    )


def enter(*texts):
    """Enter `texts` and count their words, as the worker does."""
    search_index.put(texts)
    counts.add_up(NOW)


def enter_many(texts):
    """Enter many texts as a rebuild does, which counts them at once."""
    words = {}
    for _visible_from, known in search_index.put_again(list(texts), older_than=NOW):
        words |= known
    counts.recount(words)


def asked(question, *, own_language="az", **narrowing):
    return PublicSearch(question, at=NOW, own_language=own_language, narrowing=Narrowing(**narrowing))


def answer(question, *, own_language="az", **narrowing):
    return answered(question, at=NOW, own_language=own_language, narrowing=Narrowing(**narrowing))


def found(question, **options):
    """The numbers of the texts that hold all words, best first."""
    search = asked(question, **options)
    return [result.entry.object_id for result in search.page(1) if result.is_whole]
