"""Many posts of one form at the same instant (reliability: F10)."""

import threading

from django.db import connection

from appeals import codes
from appeals.models import Evidence
from tests.factories_appeals import evidence, make_filing


def test_fifty_posts_of_one_form_at_once_file_once(committed):
    key = codes.new_form_key()
    make_filing()  # commission and election exist
    numbers, broken = [], []

    def post():
        try:
            numbers.append(make_filing(form_key=key, uploads=[evidence()]).number)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert len(numbers) == 50
    assert set(numbers) == {"C033-M2020-000002"}
    assert Evidence.objects.count() == 1
