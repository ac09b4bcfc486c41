"""Public pages as they were last made: kept in each process, so that many readers cost no more than one."""

import dataclasses
import gzip
import hashlib
import time
from collections.abc import Callable, Hashable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

MOST = 256  # addresses
SHORTEST = 1000  # bytes: less is not worth compressing
FRESH = "public, max-age=60"  # a withdrawal is seen everywhere within a minute
TRUSTED = 1.0  # seconds for which a page is given again without asking the database whether it still holds


@dataclasses.dataclass(frozen=True)
class Made:
    """A page, ready to be sent. `of`: what it was made of; when that is something else now, it is made anew."""

    of: Hashable
    body: bytes
    small: bytes  # the body, compressed; empty when it is short
    content_type: str
    etag: str
    at: int  # seconds since 1970


_made: dict[str, Made] = {}
_looked: dict[str, float] = {}  # address -> when the database was asked last, by time.monotonic


def trusted(request: HttpRequest, address: str) -> HttpResponse | None:
    """The page as it was a moment ago: under load the database is asked once a second, not once a reader."""
    address = f"{request.get_host()} {address}"
    made = _made.get(address)
    if made is None or time.monotonic() - _looked.get(address, 0) >= TRUSTED:
        return None
    return _answer(request, made)


def kept(
    request: HttpRequest,
    *,
    address: str,
    of: Hashable,
    make: Callable[[], str],
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """The page of this address, made by `make` when `of` is not what it was; 304 when the reader has it already.

    `address`: what tells pages apart; not the whole address that was asked for, or else anybody could fill the memory.
    """
    address = f"{request.get_host()} {address}"
    looked = time.monotonic()
    made = _made.get(address)
    if made is None or made.of != of:
        made = _make(of, make, content_type)
        if len(_made) >= MOST:
            oldest = next(iter(_made))
            _made.pop(oldest, None)
            _looked.pop(oldest, None)
        _made[address] = made
    _looked[address] = looked
    return _answer(request, made)


def _answer(request: HttpRequest, made: Made) -> HttpResponse:
    small = bool(made.small) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(made.small if small else made.body, content_type=made.content_type)
    if small:
        response.headers["Content-Encoding"] = "gzip"
    etag = quote_etag(f"{made.etag}-gz" if small else made.etag)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(made.at)
    response.headers["Cache-Control"] = FRESH
    patch_vary_headers(response, ["Accept-Encoding"])
    found = get_conditional_response(request, etag=etag, last_modified=made.at, response=response)
    return found or response


def forget() -> None:
    """Throw everything away: for tests."""
    _made.clear()
    _looked.clear()


def _make(of: Hashable, make: Callable[[], str], content_type: str) -> Made:
    body = make().encode()
    small = gzip.compress(body, mtime=0) if len(body) >= SHORTEST else b""
    return Made(of, body, small, content_type, hashlib.sha256(body).hexdigest()[:32], int(time.time()))
