"""What tests of second persons start from: a borough, something in it, and two people of the equality team."""

import pytest

from tests import making
from tests.organisation import Borough, borough
from throughline.base.models import User
from throughline.base.permission_grid import Scope


@pytest.fixture
def places(db: None) -> Borough:
    return borough()


@pytest.fixture
def homes(places: Borough) -> Scope:
    """Something of the directorate Homes."""
    return Scope(places=places.lineage("lettings"))


@pytest.fixture
def team(places: Borough) -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")
