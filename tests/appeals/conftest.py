"""Who is at the desk."""

import pytest

from tests.appeals.desk_cast import sign_in


@pytest.fixture
def officer(client):
    """A case officer of C033, signed in."""
    return sign_in(client)
