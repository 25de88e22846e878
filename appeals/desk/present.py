"""What there is in a case at all, asked in one question: most cases lack most kinds of papers."""

from functools import cache

from django.db import connection

from appeals.models import Filing

KINDS = (
    "messages", "information_requests", "hearings", "opinions", "referrals", "forwardings", "agenda_items", "joined",
    "appeals", "co_applicants", "decisions",
)  # fmt: skip


@cache
def _question():
    quote, relations = connection.ops.quote_name, [Filing._meta.get_field(name) for name in KINDS]
    asked = [
        f"EXISTS (SELECT FROM {quote(each.related_model._meta.db_table)} WHERE {quote(each.field.column)} = %(pk)s)"  # noqa: S608  our own names
        for each in relations
    ]
    return f"SELECT {', '.join(asked)}"


def kinds_in(filing):
    """Those of KINDS of which the case of `filing` holds at least one."""
    with connection.cursor() as cursor:
        cursor.execute(_question(), {"pk": filing.pk})
        return {name for name, is_there in zip(KINDS, cursor.fetchone(), strict=True) if is_there}


class Papers:
    """The papers of a case by kind; of a kind that it lacks nothing more is asked."""

    def __init__(self, filing):
        self.filing, self.kinds = filing, kinds_in(filing)

    def of(self, kind, *related, files=False, only=(), among=None):
        """The papers of one of KINDS with what they refer to, their files and these fields only; [] of none.

        `among`: no others than these filings, of a kind that consists of filings.
        """
        if kind not in self.kinds:
            return []
        found = getattr(self.filing, kind).only(*only)
        found = found.select_related(*related) if related else found
        found = found if among is None else found.filter(pk__in=among.values("pk"))
        return found.prefetch_related("files") if files else found
