"""People leave: ended by an extract that lacks them or says so, on their day, with what follows."""

import pytest

pytestmark = pytest.mark.django_db
