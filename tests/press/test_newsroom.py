"""What an editor cannot do by mistake in the admin."""

import pytest
from django.urls import reverse

from tests.factories_press import make_release


@pytest.mark.django_db
def test_newsroom_public_release_keeps_its_instant(admin_client):
    release = make_release()
    data = {"language": "en", "title": "Changed", "translation_key": str(release.translation_key), "end": "1"}
    answer = admin_client.post(reverse("admin:press_release_change", args=[release.pk]), data)
    assert answer.status_code == 200
    assert "published_at" in answer.context["adminform"].form.errors
    release.refresh_from_db()
    assert release.title == "Lists are checked"
