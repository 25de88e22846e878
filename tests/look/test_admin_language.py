"""Staff choose the language of their desk."""

import pytest


@pytest.mark.django_db
def test_the_desk_offers_and_takes_another_language(admin_client):
    assert 'value="ru"' in admin_client.get("/admin/").content.decode()
    response = admin_client.post("/admin/language/", {"language": "ru", "next": "/admin/"})
    assert response.status_code == 302
    assert 'lang="ru"' in admin_client.get("/admin/").content.decode().split(">")[1]
