"""How test_leaks walks each address that is reached without an account: the one table.

A new address stands here, or the test fails. `plain(…)`: an address without
parameters; `each("releases", …)`: one for each of what a property of
`leak_world.World` lists. What follows are queries to be asked there besides the
empty one: texts, or a function of the world and the language.
"""

from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation

from commission.site_search.forms import QUERY_CHARACTERS
from press import cursors
from tests.factories_press import NOON
from tests.press.leak_world import COMMON, FIELDS, HIDDEN, LANGUAGES, MEDIA, MINUTE, word

NOBODYS = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Walk:
    arguments: object  # a function of the world: the keyword arguments of each address
    queries: tuple = ()


def plain(*queries):
    return Walk(lambda world: [{}], queries)


def each(what, *queries):
    return Walk(lambda world: getattr(world, what), queries)


def given(*queries, **lists):
    """One address for each value of the one parameter that is given."""
    [(name, values)] = lists.items()
    return Walk(lambda world: [{name: value} for value in values], queries)


def cursor_pages(world, language):
    """The pages of a list, among them those that begin where something hidden would stand."""
    instants = (NOON, NOON + MINUTE, world.later)
    shown = [cursors.cursor_of(SimpleNamespace(published_at=at, pk=10**6)) for at in instants]
    return ["page=1", "page=2", *(urlencode({"before": cursor}) for cursor in shown)]


def beginnings(world, language):
    """What is typed into the search before it is sent: the hidden titles, one by one."""
    titles = [word(kind, language, "title") for kind in (*HIDDEN, "proposed")]
    return [urlencode({"q": text}) for text in (*titles, "quill", "quillr", "quilltopicname", COMMON, "open")]


def questions(world, language):
    """What is asked of the search: every hidden word, few by few, and what everything has in common."""
    fields = [*FIELDS.values(), *MEDIA, "reason"]
    asked = [
        " or ".join(word(kind, language, of) for of in some)
        for kind in (*HIDDEN, "proposed", "corrected")
        for some in (fields[::3], fields[1::3], fields[2::3])
    ]
    assert max(map(len, asked)) <= QUERY_CHARACTERS
    return [*(urlencode({"q": text}) for text in asked), *common_questions(world, language)]


def common_questions(world, language):
    """What is asked of the other forms of the search, which find the same: what everything has in common."""
    others = ["quill", "quilltopicname or quillreadername or quillreaderoutlet", "stations", f'"{COMMON}" -open']
    narrowed = [{"language": code} for code in LANGUAGES] + [{"kind": "release"}, {"page": "2"}, {}]
    return [
        urlencode(each) for each in [*({"q": text} for text in others), *({"q": COMMON} | more for more in narrowed)]
    ]


lists = (cursor_pages,)
own = {"uuid": [NOBODYS], "token": ["t" * 43]}

WALKS = {
    "language-redirect": plain(),
    "health-alive": plain(),
    "health-ready": plain(),
    "robots": plain(),
    "favicon": plain(),
    "security-contact": plain(),
    "sitemap-index": plain(),
    "sitemap-section": given(
        section=["standing", "releases-1", "releases-2026", "releases-2027", "releases-2026-2", "decisions-1", "news"]
    ),
    "sitemap-news": plain(),
    "media-file": each("files"),
    "admin:login": plain(),
    "admin:logout": plain(),
    "admin-language": plain(),
    "home": plain(),
    # the newsroom
    "press:release-list": plain(*lists),
    "press:feed-atom": plain(),
    "press:feed-rss": plain(),
    "press:card": plain(),
    "press:export": plain(),
    "press:calendar": plain("page=2", "month=2026-11"),
    "press:calendar-file": plain(),
    "press:calendar-event-file": each("event_keys"),
    "press:topic-releases": each("topics", *lists),
    "press:topic-feed-atom": each("topics"),
    "press:topic-feed-rss": each("topics"),
    "press:release-year": each("years", *lists),
    "press:release-month": each("months", *lists),
    "press:release": each("releases", "format=txt"),
    "press:release-qr": each("releases"),
    "press:early-release": given(token=["t" * 43, "quilltokenofnobody"]),
    "press:early-picture": Walk(lambda world: [{"token": "t" * 43} | file for file in [*world.files][:3]]),
    "press:subscription-new": plain("topic=quilltopicslug"),
    "press:subscription-sent": plain(),
    **{f"press:subscription-{name}": given(token=["t" * 43]) for name in ("confirmation", "settings", "end")},
    # search, contact, pages
    "site_search:search": plain(questions),
    "site_search:suggest": plain(beginnings, "q=quill&form=opensearch"),
    "site_search:description": plain(),
    "site_search:feed": plain(common_questions),
    "site_search:json": plain(common_questions),
    "contact:message-new": plain(),
    "contact:message-sent": given(token=own["token"]),
    "pages:page": given(slug=["about", "privacy", "accessibility", "quilltopicslug"]),
    # complaints and appeals, which know of no release
    **{
        f"appeals:{name}": plain()
        for name in (
            "guide", "commissions", "paper", "filing-new", "filing-act", "filing-circumstances", "filing-applicant",
            "filing-statement", "filing-evidence", "filing-check", "filing-competent", "receipt", "follow", "case-exit",
            "case", "case-decision-pdf", "case-messages", "case-address", "case-withdrawal", "case-appeal", "register",
            "register-csv", "register-json", "statistics", "statistics-csv",
        )
    },
    "appeals:case-file": given(uuid=own["uuid"]),
    "appeals:hearing": given(token=own["token"]),
    **{
        f"appeals:{name}": given(number=["C033-M2026-000001"])
        for name in ("register-filing", "register-decision", "register-decision-pdf")
    },
}  # fmt: skip


def paths(name, walk, world, languages=LANGUAGES):
    """Every path and query to be asked at the address `name`, in each of `languages`."""
    for language in languages:
        queries = [""]
        for query in walk.queries:
            queries += query(world, language) if callable(query) else [query]
        with translation.override(language):
            for arguments in walk.arguments(world):
                path = reverse(name, kwargs=arguments)
                yield from (f"{path}?{query}" if query else path for query in queries)
