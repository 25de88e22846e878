"""What the search of the desk knows of a filing."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from appeals.models.filing import Filing
from commission.models import Searchable


class FilingEntry(Searchable):
    """One filing with all that was written in its case, as the search of the desk sees it; the worker writes it.

    Of an emptied filing the row stays without a word, so that nobody who read
    it before enters it again.
    """

    filing = models.OneToOneField(Filing, models.CASCADE, primary_key=True, related_name="entry")
    newest_event = models.BigIntegerField()  # the line of the journal up to which its words are known; 0 before any

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="filing_entry_vector", fastupdate=False)]
