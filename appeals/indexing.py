"""What the search shall know of complaints and appeals: published decisions, redacted, and the register."""

from django.utils import translation
from django.utils.translation import gettext as _

from appeals.documents.redaction import redacted, redacted_html
from appeals.models import Decision
from appeals.register import entries
from commission import search_index
from commission.models import SearchEntry
from commission.portions import in_portions
from commission.rich_text import plain_text
from commission.search_index import Indexed
from commission.translated import in_language


def _later(decision):
    """The words of corrections and judgments that the public reads, and how each court decided."""
    for correction in decision.corrections.all():
        if decision.was_published_after(correction.corrected_at):
            yield correction.text
    for outcome in decision.court_outcomes.all():
        yield f"{outcome.get_court_display()}: {outcome.get_result_display()}"
        if decision.was_published_after(outcome.recorded_at):
            yield from (outcome.number, outcome.text)


def as_indexed(decision):
    """The search's view of a published decision: what the public page says, in its language."""
    filing, terms = decision.filing, decision.redactions
    with translation.override(decision.language):
        values = {"number": decision.number, "commission": in_language(decision.commission.name)}
        title = _("Decision %(number)s, %(commission)s") % values
        later = list(_later(decision))
    texts = (decision.facts, decision.law, decision.reasons, decision.operative_part)
    body = [plain_text(redacted_html(text, terms)) for text in texts if text]
    body += [redacted(text, terms) for text in later if text]
    return Indexed(
        kind=SearchEntry.Kind.DECISION,
        object_id=decision.pk,
        language=decision.language,
        address=decision.get_absolute_url(),
        title=f"{title} · {filing.number}",
        lead=redacted(decision.remedy_ordered, terms),
        body="\n".join(body),
        commission=decision.commission.number,
        outcome=decision.outcome,
        published_at=decision.decided_at,
        visible_from=decision.published_at,
    )


def enter_decisions(filing):
    """Have the search know the decisions of a filing as they stand now: of those that are not public, nothing."""
    found = Decision.objects.published().filter(filing=filing).select_related("filing", "commission")
    search_index.put([as_indexed(decision) for decision in found])
    for pk in filing.decisions.exclude(pk__in=found).values_list("pk", flat=True):
        search_index.take_out(kind=SearchEntry.Kind.DECISION, object_id=pk)


def public_texts():
    """Every published decision and every entry of the register, for a rebuild of the index."""
    found = Decision.objects.published().select_related("filing", "commission")
    for decision in in_portions(found.prefetch_related("corrections", "court_outcomes")):
        yield as_indexed(decision)
    yield from entries.public_texts()
