"""One request to a platform's API: the only place in this room that sends any, and imports httpx.

A request carries a key that opens the editor's account. So it goes to the address it was meant for and nowhere a
redirect points, encrypted unless it stays on this machine, to paths that keep drafts and no others; and no
sentence that comes out of here repeats what was sent.
"""

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from workbench import __version__
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line, to_safe_url

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

REQUEST_TIMEOUT: Final = 30.0
"""How long a platform may take for one answer, all in all."""
MAX_RESPONSE_BYTES: Final = 8 * 1024 * 1024
"""Bytes of an answer: a draft of a megabyte, in the two forms Ghost gives it back, and room."""
_SAFE_METHODS: Final = ("GET",)


class ApiResponse(Struct, frozen=True):
    """What came back. `retry_after` is the seconds it asks to wait, empty where it does not say."""

    status: int
    body: bytes
    retry_after: str = ""

    def parse(self, kind: type[T], name: str) -> T:
        """The body as that shape; `UserError` where it is none."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise UserError(f"{name} answered something else than its documentation says.") from None


class ApiClient:
    """A platform's API.

    `allowed` says which methods on which paths may be asked for (`POST /emails`); `parse_error` takes out of an error's
    body what it says; `key` is told to nobody.
    """

    def __init__(
        self, name: str, base: str, key: str, allowed: re.Pattern[str], parse_error: Callable[[bytes], str]
    ) -> None:
        self.name: Final = name
        self.base: Final = base
        self._key: Final = key
        self._allowed: Final = allowed
        self._parse_error: Final = parse_error

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        query: Mapping[str, str] = {},
        json: Any = None,
        timeout: float = REQUEST_TIMEOUT,
    ) -> ApiResponse:
        """The answer, of status 2xx or 404; `UserError` says what any other means."""
        if not self._allowed.fullmatch(f"{method} {path}"):
            raise UserError(
                f"{self.name} is never asked to {method} {clean_line(path, limit=80)}: that keeps no draft."
            )
        url = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        sent = {**_COMMON_HEADERS, **headers}
        body = None if json is None else msgspec.json.encode(json)
        with self._translate_errors(timeout, writing=method not in _SAFE_METHODS):
            answer = asyncio.run(_send_request(method, url, sent, body, timeout))
        if answer.status == 404 or 200 <= answer.status < 300:
            return answer
        raise UserError(self._explain_status(answer, [self._key, *headers.values()]))

    def _explain_status(self, response: ApiResponse, secrets: list[str]) -> str:
        status = response.status
        if 300 <= status < 400:
            return (
                f"{self.name} is not at {self.base} but sends elsewhere, where the key does not follow: "
                f"write the address it really has into workbench.toml, as the target's url."
            )
        if status in (401, 403):
            said = self._describe_error(response, secrets) or status
            return f"{self.name} does not accept the key ({said}): look whether it is the right one, or make another."
        if status == 409:
            return f"{self.name} says that this draft is being changed there: nothing was written, look at it first."
        if status == 429:
            wait = f"{response.retry_after} seconds" if response.retry_after.isdecimal() else "a while"
            return f"{self.name} asks to wait {wait} before the next request."
        if status >= 500:
            return f"{self.name} is in trouble ({status}): try again later."
        reason = self._describe_error(response, secrets) or "it does not say why"
        return f"{self.name} refuses this ({status}): {reason}."

    def _describe_error(self, response: ApiResponse, secrets: list[str]) -> str:
        """What an error says. It comes from strangers, and might repeat what it was sent."""
        try:
            said = self._parse_error(response.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""
        parts = {part for secret in secrets for part in (secret, *re.split(r"[ :]", secret)) if len(part) > 8}
        for part in sorted(parts, key=len, reverse=True):
            said = said.replace(part, "…")
        return clean_line(said, limit=300).rstrip(".")

    @contextmanager
    def _translate_errors(self, timeout: float, *, writing: bool) -> "Iterator[None]":
        """What went wrong on the way, as a sentence. The fault itself may quote a header, so it goes no further."""
        import httpx  # noqa: PLC0415 - only who asks a platform pays for it

        lost = (
            " Whether it took the draft is not known: run the same again, it looks first." if writing else ""
        )
        host = urlsplit(self.base).netloc
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            message = f"{self.name} cannot be reached at {host}: nothing was sent."
            if _is_certificate_error(fault):
                message = f"{host} cannot prove that it is {host}, so nothing was sent: its certificate does not hold."
            raise UserError(message) from None
        except (TimeoutError, httpx.TimeoutException):
            raise UserError(f"{self.name} did not answer within {timeout:g} seconds.{lost}") from None
        except httpx.HTTPError:
            raise UserError(f"{self.name} broke off its answer.{lost}") from None
        except (httpx.InvalidURL, ValueError):
            raise UserError(
                f"{self.name} cannot be asked at {clean_line(host)}: that is no address."
            ) from None


_COMMON_HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": f"curation-workbench/{__version__}",
}


async def _send_request(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float
) -> ApiResponse:
    import httpx  # noqa: PLC0415 - as above

    client = httpx.AsyncClient(
        verify=_build_ssl_context(), trust_env=False, follow_redirects=False, timeout=timeout
    )
    asked = client.stream(method, url, headers=dict(headers), content=body)
    async with asyncio.timeout(timeout), client, asked as answer:  # httpx bounds each read, not all together
        read = bytearray()
        async for chunk in answer.aiter_raw():
            read += chunk
            if len(read) > MAX_RESPONSE_BYTES:
                raise httpx.ReadError("longer than any draft")
        return ApiResponse(answer.status_code, bytes(read), answer.headers.get("retry-after", ""))


@cache
def _build_ssl_context() -> ssl.SSLContext:
    import httpx  # noqa: PLC0415 - as above

    return httpx.create_ssl_context()


def _is_certificate_error(fault: BaseException | None) -> bool:
    while fault is not None and not isinstance(fault, ssl.SSLError):
        fault = fault.__cause__ or fault.__context__
    return isinstance(fault, ssl.SSLCertVerificationError)


def require_site(url: str, name: str) -> str:
    """An address that a key may be sent to, no slash at its end: https, or this machine. `UserError` where it is
    none."""
    wanted = f'write url = "https://..." to the target of {name} in workbench.toml'
    try:
        address = urlsplit(to_safe_url(url) or "")
    except ValueError:
        address = urlsplit("")
    if not address.hostname:
        raise UserError(f"{name} needs the address of its site: {wanted}.")
    if "@" in address.netloc or address.query or address.fragment:
        raise UserError(f"The address of {name} holds more than a site has (a name, a query): {wanted}.")
    if address.scheme != "https" and not is_loopback(url):
        raise UserError(
            f"The key for {name} would be read by anybody on the way to {address.hostname}: {wanted}."
        )
    return url.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
