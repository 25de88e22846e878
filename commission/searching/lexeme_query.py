"""Questions to a stored vector in its own lexemes, which no configuration of PostgreSQL shall take apart again."""

from django.contrib.postgres.search import SearchQuery


class LexemeQuery(SearchQuery):
    """A tsquery as PostgreSQL writes it; see `all_of` and its like."""

    def __init__(self, text):
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.text]


def one(lexeme, label=""):
    """The query for a single lexeme, with `label` "A" only where it stands in the title."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}':{label}" if label else f"'{doubled}'"


def all_of(queries):
    return "(" + " & ".join(queries) + ")"


def any_of(queries):
    return "(" + " | ".join(queries) + ")"


def none_of(queries):
    return "!" + any_of(queries)
