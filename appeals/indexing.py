"""What the search shall know of decisions: the redacted text of those that were published."""

from django.utils import translation
from django.utils.translation import gettext as _

from appeals.models import Decision
from appeals.redaction import redacted, redacted_html
from commission.models import SearchEntry
from commission.portions import in_portions
from commission.rich_text import plain_text
from commission.search_index import Indexed
from commission.translated import in_language


def as_indexed(decision):
    """The search's view of a published decision: what the public page says, in its language."""
    filing, terms = decision.filing, decision.redactions
    with translation.override(decision.language):
        values = {"number": decision.number, "commission": in_language(decision.commission.name)}
        title = _("Decision %(number)s, %(commission)s") % values
    texts = (decision.facts, decision.law, decision.reasons, decision.operative_part)
    return Indexed(
        kind=SearchEntry.Kind.DECISION,
        object_id=decision.pk,
        language=decision.language,
        address=decision.get_absolute_url(),
        title=f"{title} · {filing.number}",
        lead=redacted(decision.remedy_ordered, terms),
        body="\n".join(plain_text(redacted_html(text, terms)) for text in texts if text),
        published_at=decision.decided_at,
        visible_from=decision.published_at,
    )


def public_texts():
    """Every published decision, for a rebuild of the index."""
    found = Decision.objects.published().select_related("filing", "commission")
    for decision in in_portions(found):
        yield as_indexed(decision)
