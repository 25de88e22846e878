"""The sample page about privacy promises what the settings keep, in each language."""

import pytest

from commission.pages import samples
from commission.pages.models import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(1_825, {"az": "5 il", "en": "5 years", "ru": "5 лет"}, id="five-years"),
        pytest.param(365, {"az": "1 il", "en": "1 year ", "ru": "1 год"}, id="one-year"),
        pytest.param(400, {"az": "400 gün", "en": "400 days", "ru": "400 дней"}, id="no-whole-years"),
    ],
)
def test_privacy_page_names_the_times_that_the_settings_keep(settings, days, said):
    settings.FILINGS_KEPT_DAYS, settings.MESSAGES_KEPT_DAYS = days, 45
    settings.SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS, settings.SUBSCRIPTIONS_ENDED_KEPT_DAYS = 13, 26
    samples.load()
    for page in Page.objects.filter(slug="privacy"):
        assert said[page.language] in page.body
        assert all(f"{kept} " in page.body for kept in (45, 13, 26))
    assert not Page.objects.filter(body__contains="{").exists()


def test_page_that_staff_have_edited_is_left_alone(settings):
    samples.load()
    Page.objects.filter(slug="privacy", language="en").update(body="<p>Ours.</p>")
    settings.FILINGS_KEPT_DAYS = 1
    samples.load()
    assert Page.objects.get(slug="privacy", language="en").body == "<p>Ours.</p>"
