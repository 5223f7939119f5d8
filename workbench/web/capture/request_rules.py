"""Which requests may do what. All of it is looked at before anything is done.

A page of the web can send requests to 127.0.0.1 and cannot read the answers. So a request has to have what such a page
cannot give it: the token, a type of content that a browser asks about first, and an origin of ours where it has one.
`Host` names us, so no name that somebody points at 127.0.0.1 will do.
"""

from collections.abc import Callable, Sequence
from hmac import compare_digest
from typing import Final, TypeAlias

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]
"""Names in small letters, and values, as they came, doubled ones as well."""

PAGE_PATHS: Final = ("/", "/add")
SAVE_PATH: Final = "/add"

MAX_HEADER_BYTES: Final = 16 << 10
MAX_BODY_BYTES: Final = 64 << 10
MAX_SAVES: Final = 60
"""Links that are saved within `SAVES_WITHIN` seconds."""
SAVES_WITHIN: Final = 60.0


class RefusedRequestError(Exception):
    """The request may not be answered as it wants; `status` is that of the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status: Final = status


def require_page_request(port: int, method: str, path: str, headers: Headers) -> None:
    """Refuse whatever is no plain request for our page."""
    _require_from_here(port, path, headers)
    if method != "GET":
        raise RefusedRequestError(405)


def require_save_request(
    port: int, path: str, query: bytes, headers: Headers, read_token: Callable[[], str]
) -> int:
    """Refuse whatever may not save a link; returns how many bytes the body has."""
    _require_from_here(port, path, headers)
    # A token in a query would stand in histories and logs, so there is no query.
    if path != SAVE_PATH or query:
        raise RefusedRequestError(404)
    if _get_only(headers, b"content-type").split(b";")[0].strip().lower() != b"application/json":
        raise RefusedRequestError(415)
    length = _require_length(headers)
    scheme, _, given = _get_only(headers, b"authorization").partition(b" ")
    if scheme.lower() != b"bearer" or not compare_digest(given.strip(), read_token().encode()):
        raise RefusedRequestError(401)
    return length


def _require_from_here(port: int, path: str, headers: Headers) -> None:
    if sum(len(name) + len(value) + 4 for name, value in headers) > MAX_HEADER_BYTES:
        raise RefusedRequestError(431)
    hosts = [f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()]
    host = _get_only(headers, b"host")
    if host not in hosts:
        raise RefusedRequestError(403)
    origins = [value for name, value in headers if name == b"origin"]
    if any(origin != b"http://" + host for origin in origins):
        raise RefusedRequestError(403)
    if path not in PAGE_PATHS:
        raise RefusedRequestError(404)


def _require_length(headers: Headers) -> int:
    if any(name == b"transfer-encoding" for name, _ in headers):
        raise RefusedRequestError(411)
    length = _get_only(headers, b"content-length")
    if not length.isdigit():
        raise RefusedRequestError(411)
    if len(length) > 9 or int(length) > MAX_BODY_BYTES:
        raise RefusedRequestError(413)
    return int(length)


def _get_only(headers: Headers, name: bytes) -> bytes:
    """The value of a header that may be there once; empty where it is not there. One that is there twice is refused."""
    values = [value for given, value in headers if given == name]
    if len(values) > 1:
        raise RefusedRequestError(400)
    return values[0] if values else b""


class SaveRate:
    """How often links may be saved, by a clock in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock: Final = clock
        self._times: list[float] = []

    def count(self) -> None:
        """Count one; refused where there were too many lately."""
        now = self._clock()
        self._times = [time for time in self._times if now - time < SAVES_WITHIN]
        if len(self._times) >= MAX_SAVES:
            raise RefusedRequestError(429)
        self._times.append(now)
