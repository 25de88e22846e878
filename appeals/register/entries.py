"""Entries of the public register as the search knows them: what their page says of a filing, and of nobody else.

The worker writes them, since a filing with its journal makes three texts and
who files or decides has no use for the time that they take: the journal notes
what the public sees change (RegisterChange), in the transaction of the change.
"""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Prefetch
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from appeals.limits.wording import day_of, last_day_of
from appeals.models import Event, Filing, Forwarding, RegisterChange
from commission import search_index
from commission.models import SearchEntry
from commission.portions import in_portions
from commission.search_index import Indexed

AT_ONCE = 50  # changes that the worker takes at a time


def _on_register():
    """The entries of the register with all that their texts say; nothing of a person is read."""
    events = Prefetch(
        "events", Event.objects.told_to_public().only("filing", "kind", "happened_at"), to_attr="public_events"
    )
    former = Prefetch(
        "forwardings",
        Forwarding.objects.filter(was_registered=True).select_related("from_commission").defer("reasons"),
        to_attr="former_numbers",
    )
    said = (
        "number", "kind", "status", "contested_kind", "arrived_at", "registered_at", "decision_deadline",
        "commission__number", "commission__name", "contested_commission__number", "contested_commission__name",
        "election__key", "election__name", "decision__number", "decision__outcome", "decision__decided_at",
    )  # fmt: skip
    found = Filing.objects.on_register().select_related("commission", "contested_commission", "election", "decision")
    return found.only(*said).prefetch_related(events, former)


def _facts(filing):
    """What the page says above its journal, a line each. Other filings are found under their own numbers."""
    yield filing.get_contested_kind_display()
    if filing.contested_commission:
        yield f"{_('Commission complained of')}: {filing.contested_commission}"
    if filing.election:
        yield str(filing.election)
    yield f"{_('Received')}: {day_of(filing.arrived_at)}"
    if filing.decision_deadline:
        yield f"{_('Decision due by')}: {last_day_of(filing.decision_deadline)}"
    if filing.decision:
        yield f"{_('Decision')}: {filing.decision.number}, {day_of(filing.decision.decided_at)}"
    for forwarding in filing.former_numbers:
        yield f"{_('Former number')}: {forwarding.old_number}, {forwarding.from_commission}"


def _journal(filing):
    """The lines of the journal, by the day."""
    for event in filing.public_events:
        yield f"{day_of(event.happened_at)}: {event.get_kind_display()}"


def _as_indexed(filing, language):
    with translation.override(language):
        lines = [*_facts(filing), *_journal(filing)]
        return Indexed(
            kind=SearchEntry.Kind.REGISTER,
            object_id=filing.pk,
            language=language,
            address=filing.get_absolute_url(),
            title=f"{filing.number} · {filing.get_kind_display()}",
            lead=f"{capfirst(filing.standing)}. {filing.commission}",
            body="\n".join(dict.fromkeys(lines)),  # of thousands of appeals on one day a line
            commission=filing.commission.number,
            outcome=filing.decision.outcome if filing.decision else "",
            published_at=filing.registered_at,
            visible_from=filing.registered_at,
        )


def texts_of(filings):
    """What the search shall know of rows of `_on_register`: of each a text in every language of the site."""
    for filing in filings:
        for language, _name in settings.LANGUAGES:
            yield _as_indexed(filing, language)


def public_texts():
    """Every entry of the register in every language, for a rebuild of the index."""
    yield from texts_of(in_portions(_on_register()))


@transaction.atomic
def enter_some():
    """Have the search know AT_ONCE changes of the register; True if there was one, else False.

    One worker at a time: two could bring an older state over a newer one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('entries of the register'))")
        if not cursor.fetchone()[0]:
            return False
    changes = dict(RegisterChange.objects.order_by("pk").values_list("pk", "filing")[:AT_ONCE])
    if not changes:
        return False
    RegisterChange.objects.filter(pk__in=changes).delete()
    found = list(_on_register().filter(pk__in=set(changes.values())))
    search_index.put(texts_of(found))
    for pk in set(changes.values()) - {filing.pk for filing in found}:
        search_index.take_out(kind=SearchEntry.Kind.REGISTER, object_id=pk)
    return True
