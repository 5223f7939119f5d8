"""Answers that are no page, though some come with a status of 200: the one table of signs and what they mean.

Bot walls, consent forms and soft 404s must never become titles. Each is told in one sentence for the editor; none is
evaded.
"""

import html
import re
from typing import Final
from urllib.parse import urlsplit

from workbench.curation.text.cleaning import clean_line
from workbench.web.http.protocol import FetchError, HttpPage

_WALL: Final = "lets no program read it"
_CONSENT: Final = "wants consent before it shows anything"
_SIGN_IN: Final = "shows this only to those who have signed in"
_NOT_FOUND: Final = "has no such page"

_TITLE_SIGNS: Final = {
    **dict.fromkeys(
        (
            "just a moment", "attention required", "access denied", "verify you are human", "are you a robot",
            "security check", "security checkpoint", "vercel security checkpoint", "pardon our interruption",
            "one more step", "ddos-guard", "checking your browser", "please wait", "robot check", "openreview",
            "human verification", "client challenge", "bot verification",
        ),
        _WALL,
    ),
    **dict.fromkeys(("before you continue", "before you continue to youtube", "consent", "cookie consent"), _CONSENT),
    **dict.fromkeys(("sign in", "log in", "login", "sign up", "log in or sign up"), _SIGN_IN),
    **dict.fromkeys(
        (
            "page not found", "404 not found", "404 page not found", "error 404", "404 error", "404", "not found",
            "this page could not be found", "page could not be found", "page doesn't exist", "page does not exist",
            "page unavailable", "410 gone",
        ),
        _NOT_FOUND,
    ),
}  # fmt: skip
_STANDALONE_TITLES: Final = frozenset(
    {"openreview", "404", "login", "consent", "please wait", "security check"}
)
"""Words that are a sign only where nothing else stands in the title."""
_TITLE_SEPARATOR: Final = re.compile(r"\s+[|·•–—:-]+\s+")
"""What stands between a title and the name of the site, on either side."""
_WALL_SIGNS: Final = (
    "just a moment", "challenges.cloudflare.com", "cf-turnstile", "verify you are human", "captcha-delivery.com",
    "px-captcha", "_incapsula_resource", "challengerequired", "enable javascript and cookies to continue",
)  # fmt: skip
_SCAN_BYTES: Final = 64 * 1024
"""Bytes in which signs are looked for."""


def find_soft_error(title: str) -> str | None:
    """What a title says if it is no title of a page, to follow the host's name: `has no such page`; else None."""
    parts = _TITLE_SEPARATOR.split(title)
    ends = (parts[0], parts[-1], title.rpartition(": ")[2])  # behind a colon only: before it stands a subject
    named = [part for part in map(_normalize_title, ends) if part not in _STANDALONE_TITLES]
    return next(
        (_TITLE_SIGNS[part] for part in (_normalize_title(title), *named) if part in _TITLE_SIGNS), None
    )


def _normalize_title(text: str) -> str:
    return clean_line(text).casefold().strip(" .!…?").replace("\u2019", "'")


def is_consent_host(host: str) -> bool:
    """Whether a redirect to that host means a consent form, so that nothing there is worth asking for."""
    return host.startswith(("consent.", "guce."))


def make_consent_error(host: str) -> FetchError:
    """What to say when it does."""
    return FetchError(f"{host} {_CONSENT}: e writes the title.")


def find_page_error(page: HttpPage) -> FetchError | None:
    """What is wrong with an answer; None where it is a page. What lasts is lost for any who ask."""
    host = host_of(page.url)
    said = _WALL if is_bot_wall(page) else find_soft_error(_find_title(page)) if page.status == 200 else None
    if said is not None:
        return FetchError(f"{host} {said}: e writes the title.", permanent=said is _WALL, status=page.status)
    if page.status == 200:
        return None
    reason, lasting = _explain_status(page.status, host)
    return FetchError(reason, permanent=lasting, status=page.status)


def _explain_status(status: int, host: str) -> tuple[str, bool]:
    if status in (404, 410):
        return f"{host}: this page is gone ({status}).", True
    if status in (401, 402, 407):
        return f"{host} {_SIGN_IN} ({status}).", True
    if status == 403:
        return f"{host} refuses to show this (403): e writes the title.", True
    if status == 451:
        return f"{host} may not show this by law (451).", True
    if status >= 500:
        return f"{host} is out of order ({status}): f asks again later.", False
    return f"{host} answered {status} and no page.", False


def host_of(url: str) -> str:
    """The host of an address as people call it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_bot_wall(page: HttpPage) -> bool:
    """Whether a program is told to prove that it is none. Asking again would only be told so again."""
    if page.headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    if page.status not in (403, 405, 429, 503):
        return False
    head = page.body[:_SCAN_BYTES].lower()
    return any(sign.encode() in head for sign in _WALL_SIGNS)


def _find_title(page: HttpPage) -> str:
    """The title of an HTML page, found without parsing it."""
    if page.media_type not in ("text/html", "application/xhtml+xml"):
        return ""
    head = page.body[:_SCAN_BYTES]
    start = head.lower().find(b"<title")
    begins = head.find(b">", start) + 1 if start >= 0 else 0
    ends = head.find(b"<", begins)
    return html.unescape(head[begins:ends].decode("utf-8", "replace")) if 0 < begins < ends else ""
