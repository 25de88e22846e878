"""Where the texts come from that the search knows."""

from appeals import indexing as appeals
from commission.pages import indexing as pages
from press import indexing as press


def public_texts():
    """Every text that belongs in the index, as commission.search_index.Indexed."""
    yield from press.public_texts()
    yield from pages.public_texts()
    yield from appeals.public_texts()
