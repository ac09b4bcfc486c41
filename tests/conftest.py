"""What holds for every test: no network, and the same random examples on every machine."""

import collections
import os
import socket
import sys
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase

from tests import audit_guard, making
from tests.visitor import Visitor

NEAR = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::", socket.gethostname()}  # this machine
HOST_OF = {
    "socket.connect": lambda sock, address: address,
    "socket.sendto": lambda sock, address: address,
    "socket.sendmsg": lambda sock, address: address,
    "socket.getaddrinfo": lambda host, *rest: (host,),
    "socket.gethostbyname": lambda host: (host,),
    "socket.gethostbyaddr": lambda host: (host,),
}


class NetworkRefused(RuntimeError):
    """A test tried to reach another machine."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Python asks this hook before each call, also for calls made deep inside libraries; it cannot be taken off."""
    if event not in HOST_OF:
        return
    address = HOST_OF[event](*arguments)
    if not isinstance(address, tuple):  # the path of a Unix socket, or an address given earlier, by connect
        return
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host not in NEAR:
        raise NetworkRefused(f"A test tried to reach {host!r}. Tests use this machine only.")


sys.addaudithook(_refuse_network)
audit_guard.tests_may_empty_the_tables()

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("nightly", max_examples=2000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


LONGEST = (
    "test_sweep test_own_plan test_look test_publishing test_import test_settings test_done test_dev".split()
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "database: may reach a database (every test that may is marked by itself)"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what may reach a database. With several workers the files that take longest come first, and not at the end."""
    for item in items:
        if _may_reach_a_database(item):
            item.add_marker("database")
    if hasattr(config, "workerinput"):
        slow = collections.Counter(item.path for item in items if item.get_closest_marker("slow"))
        place = {name: number for number, name in enumerate(LONGEST)}
        items.sort(key=lambda item: (place.get(item.path.stem, len(place)), -slow[item.path]))


def _may_reach_a_database(item: pytest.Item) -> bool:
    """Whom pytest-django does not keep from it: by a mark, by a fixture (also one that a fixture asks for), by its class."""
    asks = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    own_class = getattr(item, "cls", None)
    of_django = own_class is not None and issubclass(own_class, TransactionTestCase)
    return bool(asks or of_django or item.get_closest_marker("django_db"))


@pytest.fixture
def client() -> Visitor:
    """Instead of pytest-django's: signs people in as the identity provider does, so that no second factor is asked."""
    return Visitor()


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands at making.TODAY."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: making.TODAY)
