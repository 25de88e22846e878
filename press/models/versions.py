"""Histories that nobody changes by hand."""

from simple_history.models import HistoricalRecords


class Versions(HistoricalRecords):
    """A history without rights of its own: who may see a release may see what it was."""

    def get_meta_options(self, model):
        return super().get_meta_options(model) | {"default_permissions": ()}
