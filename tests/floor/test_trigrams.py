import pytest


@pytest.mark.django_db
def test_trigrams_of_letters_beyond_ascii_are_compared():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('москва', 'москве'), similarity('seçkidə', 'seçkisə')")
        assert min(cursor.fetchone()) > 0.4
