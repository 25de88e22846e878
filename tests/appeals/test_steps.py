"""The form in steps, with JavaScript off: what is typed is kept, whatever happens."""

import pytest

from appeals.models import Filing
from tests.appeals.stepping import fill, send
from tests.factories_appeals import evidence, make_commission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commissions():
    make_commission()


def test_steps_lead_to_a_filing(client):
    check = fill(client, evidence=[evidence()])
    print(check.content.decode())
    answer = send(client, check)
    assert answer.status_code == 303
    assert Filing.objects.get()
