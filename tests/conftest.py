"""What holds for every test: no network, and the same random examples on every machine."""

import os
import socket
import sys
from typing import Any

import hypothesis
import pytest

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


@pytest.fixture
def client() -> Visitor:
    """Instead of pytest-django's: signs people in as the identity provider does, so that no second factor is asked."""
    return Visitor()


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands at making.TODAY."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: making.TODAY)
