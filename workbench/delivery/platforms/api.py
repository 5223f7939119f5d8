"""Requests to the API of a newsletter platform. What to ask for is in the module of each platform.

A request carries a key that opens the editor's account. Therefore:

- It goes to the address of the target; redirects are not followed.
- It is encrypted, unless it stays on this machine.
- Method and path must be on the platform's list, which allows drafts and nothing else.
- No error message repeats what was sent.

Pages of the web are requested in `web/http/client.py`; its bounds (GET only, public addresses only) do not fit here.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine, Mapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from workbench import __version__
from workbench.curation.model import UserError
from workbench.curation.platform_draft import LostAnswerError
from workbench.curation.text.address import strip_user_info
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.tls import is_certificate_error, make_ssl_context

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

REQUEST_TIMEOUT: Final = 30.0
"""Seconds for one request and its whole response."""
MAX_RESPONSE_BYTES: Final = 8 * 1024 * 1024
"""Room for a draft of a megabyte, which Ghost returns in two formats."""
_SAFE_METHODS: Final = ("GET",)
_OUTCOME_UNKNOWN: Final = "Whether it took the draft is not known: run the same again, it looks first."


class ApiResponse(Struct, frozen=True):
    """A response. `retry_after` is the header of that name, empty where there is none."""

    status: int
    body: bytes
    retry_after: str = ""

    def parse(self, kind: type[T], name: str) -> T:
        """The body decoded from JSON as that type. `UserError`, naming the platform, where it has another shape."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise UserError(f"{name} answered something else than its documentation says.") from None


class ApiClient:
    """The API of a platform.

    `allowed` matches each method and path that may be requested, such as `POST /emails`. `parse_error` returns the
    message in the body of an error response. `key` is removed from every message.

    One thread makes the requests, and `abort` may be called from any other.
    """

    def __init__(
        self, name: str, base: str, key: str, allowed: re.Pattern[str], parse_error: Callable[[bytes], str]
    ) -> None:
        self.name: Final = name
        self.base: Final = base
        self._key: Final = key
        self._allowed: Final = allowed
        self._parse_error: Final = parse_error
        self._is_aborted = False
        self._under_way: tuple[asyncio.AbstractEventLoop, asyncio.Task[ApiResponse]] | None = None

    def abort(self) -> None:
        """Break off the request under way, whose answer is then lost, and make no other."""
        self._is_aborted = True
        if self._under_way is not None:
            loop, task = self._under_way
            with suppress(RuntimeError):  # the loop is closed: the answer came first
                loop.call_soon_threadsafe(task.cancel)

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        query: Mapping[str, str] = {},
        json: Any = None,
    ) -> ApiResponse:
        """The response, if its status is 2xx or 404. `UserError` for any other, and where none arrived.

        `LostAnswerError` where a request to write was sent and no response arrived.
        """
        if not self._allowed.fullmatch(f"{method} {path}"):
            raise UserError(
                f"{self.name} is never asked to {method} {clean_line(path, limit=80)}: that keeps no draft."
            )
        url = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        all_headers = {**_COMMON_HEADERS, **headers}
        body = None if json is None else msgspec.json.encode(json)
        writing = method not in _SAFE_METHODS
        with self._translate_errors(writing=writing):
            response = asyncio.run(self._send(_send_request(method, url, all_headers, body)))
        if response.status == 404 or 200 <= response.status < 300:
            return response
        raise UserError(self._explain_status(response, [self._key, *headers.values()], writing=writing))

    async def _send(self, request: Coroutine[Any, Any, ApiResponse]) -> ApiResponse:
        task = asyncio.create_task(request)
        self._under_way = asyncio.get_running_loop(), task
        if self._is_aborted:
            task.cancel()
        return await task

    def _explain_status(self, response: ApiResponse, secrets: list[str], *, writing: bool) -> str:
        status = response.status
        if 300 <= status < 400:
            return (
                f"{self.name} is not at {self.base} but sends elsewhere, where the key does not follow: "
                f"write the address it really has into workbench.toml, as the target's url."
            )
        if status in (401, 403):
            reason = self._describe_error(response, secrets) or str(status)
            return f"{self.name} does not accept the key ({reason}): look whether it is the right one, or make another."
        if status == 409:
            return f"{self.name} says that this draft is being changed there: nothing was written, look at it first."
        if status == 429:
            wait = f"{response.retry_after} seconds" if response.retry_after.isdecimal() else "a while"
            return f"{self.name} asks to wait {wait} before the next request."
        if status >= 500:
            return f"{self.name} is in trouble ({status})" + (
                f". {_OUTCOME_UNKNOWN}" if writing else ": try again later."
            )
        reason = self._describe_error(response, secrets) or "it does not say why"
        return f"{self.name} refuses this ({status}): {reason}."

    def _describe_error(self, response: ApiResponse, secrets: list[str]) -> str:
        """The message of an error response, clean and without secrets; empty where there is none."""
        try:
            message = self._parse_error(response.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""
        # A server may quote the request, also a part of a header: `Token ...` without the word, `id:secret` without id.
        parts = {part for secret in secrets for part in (secret, *re.split(r"[ :]", secret)) if len(part) > 8}
        for part in sorted(parts, key=len, reverse=True):
            message = message.replace(part, "…")
        return clean_line(message, limit=300).rstrip(".")

    @contextmanager
    def _translate_errors(self, *, writing: bool) -> "Iterator[None]":
        """Turn each error of httpx into a sentence. The error itself is dropped, since it may quote a header."""
        import httpx  # noqa: PLC0415 - it takes long to load, and most commands send nothing

        host = urlsplit(self.base).netloc
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            message = f"{self.name} cannot be reached at {host}: nothing was sent."
            if is_certificate_error(fault):
                message = f"{host} cannot prove that it is {host}, so nothing was sent: its certificate does not hold."
            raise UserError(message) from None
        except (TimeoutError, httpx.TimeoutException):
            raise _make_lost_answer(
                f"{self.name} did not answer within {REQUEST_TIMEOUT:g} seconds.", writing
            ) from None
        except httpx.HTTPError:
            raise _make_lost_answer(f"{self.name} broke off its answer.", writing) from None
        except asyncio.CancelledError:
            raise _make_lost_answer(f"{self.name} was not waited for any longer.", writing) from None
        except (httpx.InvalidURL, ValueError):
            raise UserError(
                f"{self.name} cannot be asked at {clean_line(host)}: that is no address."
            ) from None


def _make_lost_answer(sentence: str, writing: bool) -> UserError:
    return LostAnswerError(f"{sentence} {_OUTCOME_UNKNOWN}") if writing else UserError(sentence)


_COMMON_HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # so that the limit on the bytes read is the limit on the body
    "Content-Type": "application/json",
    "User-Agent": f"curation-workbench/{__version__}",
}


async def _send_request(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> ApiResponse:
    import httpx  # noqa: PLC0415 - see above

    client = httpx.AsyncClient(
        verify=make_ssl_context(), trust_env=False, follow_redirects=False, timeout=REQUEST_TIMEOUT
    )
    stream = client.stream(method, url, headers=dict(headers), content=body)
    # The timeout of httpx is for each read, so a slow server could take forever; this one is for all of them.
    async with asyncio.timeout(REQUEST_TIMEOUT), client, stream as response:
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += chunk
            if len(content) > MAX_RESPONSE_BYTES:
                raise httpx.ReadError("longer than any draft")
        return ApiResponse(response.status_code, bytes(content), response.headers.get("retry-after", ""))


def require_site(url: str, name: str) -> str:
    """The address without a slash at its end, if a key may be sent there: over https, or to this machine.

    `UserError` for any other; `name` is what the sentence calls the platform.
    """
    advice = f'write url = "https://..." to the target of {name} in workbench.toml'
    try:
        address = urlsplit(to_safe_url(url) or "")
    except ValueError:
        address = urlsplit("")
    if not address.hostname:
        raise UserError(f"{name} needs the address of its site: {advice}.")
    if strip_user_info(url) != url or address.query or address.fragment:
        raise UserError(f"The address of {name} holds more than a site has (a name, a query): {advice}.")
    if address.scheme != "https" and not is_loopback(url):
        raise UserError(
            f"The key for {name} would be read by anybody on the way to {address.hostname}: {advice}."
        )
    return url.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
