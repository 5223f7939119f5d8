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
from workbench.curation.cleaning import clean, safe_url
from workbench.curation.model import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

SECONDS: Final = 30.0
"""How long a platform may take for one answer, all in all."""
MOST: Final = 8 * 1024 * 1024
"""Bytes of an answer: a draft of a megabyte, in the two forms Ghost gives it back, and room."""
_READS: Final = ("GET",)


class Answer(Struct, frozen=True):
    """What came back. `wait` is the seconds it asks to wait, empty where it does not say."""

    status: int
    body: bytes
    wait: str = ""

    def read(self, kind: type[T], name: str) -> T:
        """The body as that shape; `Refused` where it is none."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Refused(f"{name} answered something else than its documentation says.") from None


class Api:
    """A platform's API.

    `allowed` says which methods on which paths may be asked for (`POST /emails`); `detail` takes out of an error's
    body what it says; `key` is told to nobody.
    """

    def __init__(
        self, name: str, base: str, key: str, allowed: re.Pattern[str], detail: Callable[[bytes], str]
    ) -> None:
        self.name: Final = name
        self.base: Final = base
        self._key: Final = key
        self._allowed: Final = allowed
        self._detail: Final = detail

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        query: Mapping[str, str] = {},
        content: Any = None,
        seconds: float = SECONDS,
    ) -> Answer:
        """The answer, of status 2xx or 404; `Refused` says what any other means."""
        if not self._allowed.fullmatch(f"{method} {path}"):
            raise Refused(
                f"{self.name} is never asked to {method} {clean(path, limit=80)}: that keeps no draft."
            )
        url = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        sent = {**_ALWAYS, **headers}
        body = None if content is None else msgspec.json.encode(content)
        with self._told(seconds, writing=method not in _READS):
            answer = asyncio.run(_exchanged(method, url, sent, body, seconds))
        if answer.status == 404 or 200 <= answer.status < 300:
            return answer
        raise Refused(self._refusal(answer, [self._key, *headers.values()]))

    def _refusal(self, answer: Answer, secrets: list[str]) -> str:
        status = answer.status
        if 300 <= status < 400:
            return (
                f"{self.name} is not at {self.base} but sends elsewhere, where the key does not follow: "
                f"write the address it really has into workbench.toml, as the target's url."
            )
        if status in (401, 403):
            said = self._said(answer, secrets) or status
            return f"{self.name} does not accept the key ({said}): look whether it is the right one, or make another."
        if status == 409:
            return f"{self.name} says that this draft is being changed there: nothing was written, look at it first."
        if status == 429:
            wait = f"{answer.wait} seconds" if answer.wait.isdecimal() else "a while"
            return f"{self.name} asks to wait {wait} before the next request."
        if status >= 500:
            return f"{self.name} is in trouble ({status}): try again later."
        return f"{self.name} refuses this ({status}): {self._said(answer, secrets) or 'it does not say why'}."

    def _said(self, answer: Answer, secrets: list[str]) -> str:
        """What an error says. It comes from strangers, and might repeat what it was sent."""
        try:
            said = self._detail(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""
        parts = {part for secret in secrets for part in (secret, *re.split(r"[ :]", secret)) if len(part) > 8}
        for part in sorted(parts, key=len, reverse=True):
            said = said.replace(part, "…")
        return clean(said, limit=300).rstrip(".")

    @contextmanager
    def _told(self, seconds: float, *, writing: bool) -> "Iterator[None]":
        """What went wrong on the way, as a sentence. The fault itself may quote a header, so it goes no further."""
        import httpx  # noqa: PLC0415 - only who asks a platform pays for it

        lost = (
            " Whether it took the draft is not known: run the same again, it looks first." if writing else ""
        )
        host = urlsplit(self.base).netloc
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            told = f"{self.name} cannot be reached at {host}: nothing was sent."
            if _is_untrusted(fault):
                told = f"{host} cannot prove that it is {host}, so nothing was sent: its certificate does not hold."
            raise Refused(told) from None
        except (TimeoutError, httpx.TimeoutException):
            raise Refused(f"{self.name} did not answer within {seconds:g} seconds.{lost}") from None
        except httpx.HTTPError:
            raise Refused(f"{self.name} broke off its answer.{lost}") from None
        except (httpx.InvalidURL, ValueError):
            raise Refused(f"{self.name} cannot be asked at {clean(host)}: that is no address.") from None


_ALWAYS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": f"curation-workbench/{__version__}",
}


async def _exchanged(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None, seconds: float
) -> Answer:
    import httpx  # noqa: PLC0415 - as above

    client = httpx.AsyncClient(verify=_trust(), trust_env=False, follow_redirects=False, timeout=seconds)
    asked = client.stream(method, url, headers=dict(headers), content=body)
    async with asyncio.timeout(seconds), client, asked as answer:  # httpx bounds each read, not all together
        read = bytearray()
        async for chunk in answer.aiter_raw():
            read += chunk
            if len(read) > MOST:
                raise httpx.ReadError("longer than any draft")
        return Answer(answer.status_code, bytes(read), answer.headers.get("retry-after", ""))


@cache
def _trust() -> ssl.SSLContext:
    import httpx  # noqa: PLC0415 - as above

    return httpx.create_ssl_context()


def _is_untrusted(fault: BaseException | None) -> bool:
    while fault is not None and not isinstance(fault, ssl.SSLError):
        fault = fault.__cause__ or fault.__context__
    return isinstance(fault, ssl.SSLCertVerificationError)


def site_of(url: str, name: str) -> str:
    """An address that a key may be sent to, no slash at its end: https, or this machine. `Refused` where it is none."""
    wanted = f'write url = "https://..." to the target of {name} in workbench.toml'
    try:
        address = urlsplit(safe_url(url) or "")
    except ValueError:
        address = urlsplit("")
    if not address.hostname:
        raise Refused(f"{name} needs the address of its site: {wanted}.")
    if "@" in address.netloc or address.query or address.fragment:
        raise Refused(f"The address of {name} holds more than a site has (a name, a query): {wanted}.")
    if address.scheme != "https" and not is_here(url):
        raise Refused(
            f"The key for {name} would be read by anybody on the way to {address.hostname}: {wanted}."
        )
    return url.rstrip("/")


def is_here(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
