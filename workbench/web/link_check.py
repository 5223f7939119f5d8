"""Asks printed links whether they still lead to their pages.

By GET and not by HEAD: many servers refuse HEAD or answer it otherwise, and that a page is gone, or stands behind a
wall, is often said in its title alone. Of each page no more than its beginning is read. Who waits for whom, and what
is asked at all, is decided in `http/`; what a redirect means in `curation/landing.py`.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, TypeAlias
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.identity import identity_key
from workbench.curation.landing import find_move, is_lost_at_front, is_sign_in, name_page_above
from workbench.curation.link_check import CheckedLink, LinkOutcome, PrintedLink
from workbench.curation.model import Failure, format_time
from workbench.curation.text.soft_errors import NOT_FOUND, PARKED, PAYWALL, UNTITLED
from workbench.web.http.failures import host_of
from workbench.web.http.protocol import FetchError, HttpClient, HttpPage, UnknownHostError
from workbench.web.sites.page import ACCEPT
from workbench.web.wayback import find_copy

CHECK_SECONDS: Final = 180.0
"""Seconds for all links together. What has no answer by then is asked the next time."""
_VIDEO: Final = re.compile(r"(?a)youtube:[\w-]{11}")
_GONE_STATUSES: Final = (404, 410)
_GONE: Final[tuple[LinkOutcome, ...]] = ("gone", "perhaps gone")


class CheckAnswer(Struct, frozen=True):
    """What came of an address; a failure where that may only mean that this machine has no network."""

    link: PrintedLink
    result: CheckedLink | Failure


_Task: TypeAlias = "asyncio.Task[CheckedLink | Failure]"
_Verdict: TypeAlias = tuple[LinkOutcome, str]
_NO_TIME: Final[_Verdict] = ("unchecked", "there was no time left to ask it")


async def check_pages(
    links: Sequence[PrintedLink],
    client: HttpClient,
    clock: Callable[[], datetime],
    *,
    max_seconds: float = CHECK_SECONDS,
) -> AsyncGenerator[CheckAnswer, None]:
    """One answer for each link, in the order in which they arrive. Closing the generator cancels the other requests."""
    tasks = {asyncio.create_task(_check_link(link, client, clock)): link for link in links}
    try:
        async for task in _iter_done(tasks, max_seconds):
            yield CheckAnswer(tasks[task], task.result())
        for task, link in tasks.items():
            if not task.done():
                yield CheckAnswer(link, _build_checked(link.url, _NO_TIME, clock))
    finally:
        for task in tasks:
            task.cancel()
        # Wait for them: the caller closes the client next, which they may still use.
        await asyncio.gather(*tasks, return_exceptions=True)


async def _iter_done(tasks: Iterable[_Task], max_seconds: float) -> AsyncGenerator[_Task, None]:
    """Each task as it is done, as long as there is time."""
    loop = asyncio.get_running_loop()
    end, waiting = loop.time() + max_seconds, set(tasks)
    while waiting and (left := end - loop.time()) > 0:
        done, waiting = await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            yield task


async def _check_link(
    link: PrintedLink, client: HttpClient, clock: Callable[[], datetime]
) -> CheckedLink | Failure:
    try:
        page = await client.get(_choose_address(link.url, client), accept=ACCEPT)
        verdict = _judge_page(link.url, page)
        moved_to = "" if _is_video(link.url) else find_move(link.url, page.permanent_redirects)
        if moved_to and verdict[0] == "answers":
            return replace(_build_checked(link.url, ("moved", ""), clock), moved_to=moved_to)
    except UnknownHostError as fault:
        return fault.failure
    except FetchError as fault:
        verdict = _judge_failure(fault, is_video=_is_video(link.url))
    except Exception as broken:  # an unforeseen page must not end the check of other links
        verdict = "unchecked", f"it answers with something that is not understood ({type(broken).__name__})"
    return await _add_copy(link, _build_checked(link.url, verdict, clock), client)


async def settle_answer(
    answer: CheckAnswer, client: HttpClient, clock: Callable[[], datetime], *, was_reached: bool
) -> CheckedLink:
    """What is said of a link in the end. That its host is unknown counts where any other host was reached."""
    if isinstance(answer.result, CheckedLink):
        return answer.result
    url = answer.link.url
    if not was_reached:
        return _build_checked(url, ("unchecked", _trim_reason(answer.result.reason)), clock)
    return await _add_copy(
        answer.link, _build_checked(url, ("gone", f"there is no {host_of(url)} any more"), clock), client
    )


async def _add_copy(link: PrintedLink, checked: CheckedLink, client: HttpClient) -> CheckedLink:
    """The same with an archived copy, if the page is gone and there is one."""
    if checked.outcome not in _GONE:
        return checked
    try:
        return replace(checked, copy=await find_copy(link, client))
    except FetchError:
        return replace(checked, is_archive_silent=True)


def _build_checked(url: str, verdict: _Verdict, clock: Callable[[], datetime]) -> CheckedLink:
    return CheckedLink(url=url, outcome=verdict[0], reason=verdict[1], at=format_time(clock()))


def _is_video(url: str) -> bool:
    return _VIDEO.fullmatch(identity_key(url)) is not None


def _choose_address(url: str, client: HttpClient) -> str:
    """What is asked about an address. YouTube's pages are fine whatever became of the video: its oEmbed is not."""
    if _is_video(url):
        return client.build_url("youtube", f"/oembed?format=json&url={quote(url, safe='')}")
    return url


def _judge_page(url: str, page: HttpPage) -> _Verdict:
    """A page came. Where redirects led to it, it may be another one than was asked for."""
    if _is_video(url):
        return "answers", ""
    if is_sign_in(url, page.url):
        return "unchecked", f"{host_of(page.url)} wants a sign-in first"
    if place := name_page_above(url, page.url):
        return "perhaps gone", f"{host_of(page.url)} shows {place} instead"
    if is_lost_at_front(url, page.url):
        return "perhaps gone", f"it leads to the front page of {host_of(page.url)}"
    return "answers", ""


def _judge_failure(fault: FetchError, *, is_video: bool) -> _Verdict:
    if fault.sign in (NOT_FOUND, PARKED):
        return "perhaps gone", _trim_reason(fault.reason)
    if fault.sign in (PAYWALL, UNTITLED):  # a page, of which nothing else is wanted here
        return "answers", ""
    if fault.sign:
        return "unchecked", _trim_reason(fault.reason)
    if is_video and fault.status == 401:  # it is there, and its owner wants it shown nowhere else
        return "answers", ""
    if fault.status in _GONE_STATUSES or (is_video and fault.status == 400):
        return "gone", f"it answers {fault.status}"
    return "unchecked", _trim_reason(fault.reason)


def _trim_reason(reason: str) -> str:
    """The reason as the end of a sentence, without what it offers to whoever wants a title."""
    for offer in (": e writes the title", ": f asks again later", ": is this machine online?"):
        reason = reason.replace(offer, "")
    return reason.rstrip(".")
