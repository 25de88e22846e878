"""A deadline is the first instant that no longer counts, and is told as the end of the day before (design, rule 5)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from appeals.limits import wording

BAKU = ZoneInfo("Asia/Baku")


@pytest.mark.parametrize(
    ("language", "deadline", "said"),
    [
        pytest.param("en", datetime(2020, 2, 13, tzinfo=BAKU), "12 February 2020, 24:00 (Baku, UTC+4)", id="midnight"),
        pytest.param("az", datetime(2020, 2, 13, tzinfo=BAKU), "12 fevral 2020, 24:00 (Bakı, UTC+4)", id="azerbaijani"),
        pytest.param("ru", datetime(2020, 2, 12, 20, tzinfo=UTC), "12 февраля 2020, 24:00 (Баку, UTC+4)", id="russian"),
        pytest.param("en", datetime(2020, 2, 9, 19, tzinfo=BAKU), "9 February 2020, 19:00 (Baku, UTC+4)", id="poll"),
        # the clock went forward at 4:00 of the 29th: the last second of the 28th is still UTC+4
        pytest.param("en", datetime(2015, 3, 29, tzinfo=BAKU), "28 March 2015, 24:00 (Baku, UTC+4)", id="before"),
        pytest.param("en", datetime(2015, 3, 30, tzinfo=BAKU), "29 March 2015, 24:00 (Baku, UTC+5)", id="after"),
    ],
)
def test_deadline_in_words(language, deadline, said):
    with translation.override(language):
        assert wording.last_moment(deadline) == said


def test_zone_of_another_commission():
    with timezone.override(ZoneInfo("Asia/Kathmandu")), translation.override("en"):
        assert wording.zone_of(datetime(2020, 2, 13, tzinfo=BAKU)) == "Kathmandu, UTC+5:45"
