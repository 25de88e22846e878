"""What the search shall know of decisions: the redacted text of those that were published."""

from appeals.models import Decision
from appeals.redaction import redacted, redacted_html
from commission.models import SearchEntry
from commission.rich_text import plain_text
from commission.search_index import Indexed


def as_indexed(decision):
    """The search's view of a published decision."""
    filing, terms = decision.filing, decision.redactions
    texts = (decision.facts, decision.law, decision.reasons, decision.operative_part)
    return Indexed(
        kind=SearchEntry.Kind.DECISION,
        object_id=decision.pk,
        language=decision.language,
        address=filing.get_absolute_url(),
        title=f"{decision.number} · {filing.number}",
        lead=redacted(decision.remedy_ordered, terms),
        body="\n".join(plain_text(redacted_html(text, terms)) for text in texts if text),
        published_at=decision.decided_at,
        visible_from=decision.published_at,
    )


def public_texts():
    """Every published decision, for a rebuild of the index."""
    for decision in Decision.objects.published().select_related("filing").order_by("pk").iterator(chunk_size=500):
        yield as_indexed(decision)
