"""Instants in lists: as the language of the page and the zone of the commission have them, however often they stand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from commission.templatetags.instants import instant

NEARLY_MARCH = datetime(2026, 2, 28, 21, 30, tzinfo=UTC)


def test_the_same_instant_is_written_in_each_language_and_zone():
    for _ in range(2):  # what was written once is kept
        with translation.override("az"):
            assert instant(NEARLY_MARCH, "j E") == '<time datetime="2026-03-01T01:30:00+04:00">1 mart</time>'
        with translation.override("ru"):
            assert instant(NEARLY_MARCH, "j E") == '<time datetime="2026-03-01T01:30:00+04:00">1 марта</time>'
            with timezone.override(ZoneInfo("UTC")):
                assert instant(NEARLY_MARCH, "j E") == '<time datetime="2026-02-28T21:30:00+00:00">28 февраля</time>'
