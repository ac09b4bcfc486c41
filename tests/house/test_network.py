"""Tests reach this machine and no other, by whichever door they try."""

import socket
import threading
import urllib.request
from collections.abc import Callable

import pytest

from tests.conftest import NetworkRefused

FAR = "192.0.2.1"  # an address reserved for documentation: nobody answers there


def _udp() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


@pytest.mark.parametrize(
    "reach",
    [
        pytest.param(lambda: socket.create_connection((FAR, 80), timeout=2), id="connect"),
        pytest.param(lambda: socket.socket().connect_ex((FAR, 80)), id="connect_ex"),
        pytest.param(lambda: _udp().sendto(b"", (FAR, 53)), id="sendto"),
        pytest.param(lambda: _udp().sendmsg([b""], [], 0, (FAR, 53)), id="sendmsg"),
        pytest.param(lambda: socket.getaddrinfo("council.example", 443), id="getaddrinfo"),
        pytest.param(lambda: socket.gethostbyname("council.example"), id="gethostbyname"),
        pytest.param(lambda: socket.gethostbyaddr("council.example"), id="gethostbyaddr"),
        pytest.param(lambda: urllib.request.urlopen("http://council.example/"), id="urlopen"),
    ],
)
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_another_machine_is_out_of_reach(reach: Callable[[], object]) -> None:
    with pytest.raises(NetworkRefused, match=r"A test tried to reach '(192\.0\.2\.1|council\.example)'"):
        reach()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = threading.Thread(target=lambda: server.accept()[0].close())
        answer.start()
        with socket.create_connection((host, server.getsockname()[1]), timeout=5) as caller:
            assert caller.recv(1) == b""
        answer.join()


def test_unix_sockets_can_be_used() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"word")
        assert other.recv(4) == b"word"
