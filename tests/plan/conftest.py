"""What tests of the plan start from: a plan of one directorate, and who may change it."""

import pytest
from django.test import Client

from tests import making
from tests.plan.accepted import FILE
from throughline.base.models import Place, User
from throughline.plan.changes import importing
from throughline.plan.models import ImportBatch, Plan, Theme


@pytest.fixture
def plan(db: None) -> Plan:
    """Without anything in it."""
    return making.plan(place=making.place("Homes and Streets", "directorate"))


@pytest.fixture
def theme(plan: Plan) -> Theme:
    return making.theme(plan)


@pytest.fixture
def team(db: None) -> User:
    """Somebody of the equality team."""
    return making.account("equality_team")


@pytest.fixture
def officer(team: User) -> Client:
    """The browser of somebody of the equality team."""
    return making.signed_in(team)


@pytest.fixture
def directors(plan: Plan) -> tuple[Client, Client]:
    """The browsers of two of the directorate's management team."""
    return making.signed_in(making.account("dmt", plan.place)), making.signed_in(
        making.account("dmt", plan.place)
    )


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    """Two of the equality team: one who asks, one who agrees."""
    return making.account("equality_team"), making.account("equality_team")


@pytest.fixture
def first(people: tuple[User, User]) -> Client:
    """The browser of who asks."""
    return making.signed_in(people[0])


@pytest.fixture
def second(people: tuple[User, User]) -> Client:
    """The browser of who agrees."""
    return making.signed_in(people[1])


@pytest.fixture
def directorate(db: None) -> Place:
    """The borough as the register knows it: one of the two services, and some of the people."""
    borough = making.place("London Borough of Wexcombe", "authority")
    directorate = making.place("Homes and Streets", "directorate", borough)
    housing = making.place("Housing Options", "service", directorate)
    making.person("Dayo Okafor", housing)
    making.person("Sam Turner", housing)
    making.person("Sam Turner", directorate)
    return directorate


@pytest.fixture
def batch(directorate: Place, people: tuple[User, User]) -> ImportBatch:
    """The document, read; nothing of it is live yet."""
    return importing.upload(
        by=people[0], name=FILE.name, data=FILE.read_bytes(), place=directorate, today=making.TODAY
    )
