"""Recognises responses that are not the page: error statuses, bot walls, consent forms and soft 404s.

Many of them have status 200, and their titles must not become titles of links. Each gives a sentence for the editor.
None is circumvented.
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
"""Signs that count only as a whole title, since they also occur as the name of a site or as part of a title."""
_TITLE_SEPARATOR: Final = re.compile(r"\s+[|·•–—:-]+\s+")
"""Separates a title from the name of the site, which may stand on either side."""
_WALL_SIGNS: Final = (
    "just a moment", "challenges.cloudflare.com", "cf-turnstile", "verify you are human", "captcha-delivery.com",
    "px-captcha", "_incapsula_resource", "challengerequired", "enable javascript and cookies to continue",
)  # fmt: skip
_SCAN_BYTES: Final = 64 * 1024
"""Bytes at the beginning of a body in which signs are searched."""


def find_soft_error(title: str) -> str | None:
    """What a title that is not the page's own means, as the end of a sentence that begins with the host; else None."""
    parts = _TITLE_SEPARATOR.split(title)
    # After a colon, but not before one: there may stand a subject, as in `Login: a history`.
    ends = (parts[0], parts[-1], title.rpartition(": ")[2])
    named = [part for part in map(_normalize_title, ends) if part not in _STANDALONE_TITLES]
    return next(
        (_TITLE_SIGNS[part] for part in (_normalize_title(title), *named) if part in _TITLE_SIGNS), None
    )


def _normalize_title(text: str) -> str:
    return clean_line(text).casefold().strip(" .!…?").replace("\u2019", "'")


def is_consent_host(host: str) -> bool:
    """Whether a host serves nothing but consent forms."""
    return host.startswith(("consent.", "guce."))


def make_consent_error(host: str) -> FetchError:
    """The failure for a redirect to such a host."""
    return FetchError(f"{host} {_CONSENT}: e writes the title.")


def find_page_error(page: HttpPage) -> FetchError | None:
    """The failure that a response means; None where it is a page."""
    host = host_of(page.url)
    sign = _WALL if is_bot_wall(page) else find_soft_error(_find_title(page)) if page.status == 200 else None
    if sign is not None:
        # Every program meets the wall. The other signs are only read off a title, so they may be wrong or pass.
        return FetchError(f"{host} {sign}: e writes the title.", permanent=sign is _WALL, status=page.status)
    if page.status == 200:
        return None
    reason, permanent = _explain_status(page.status, host)
    return FetchError(reason, permanent=permanent, status=page.status)


def _explain_status(status: int, host: str) -> tuple[str, bool]:
    """A sentence for a status, and whether it is permanent."""
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
    """The host of an address without `www.`, for messages."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_bot_wall(page: HttpPage) -> bool:
    """Whether a response asks to prove that no program is asking. A retry would get the same response."""
    if page.headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    if page.status not in (403, 405, 429, 503):
        return False
    head = page.body[:_SCAN_BYTES].lower()
    return any(sign.encode() in head for sign in _WALL_SIGNS)


def _find_title(page: HttpPage) -> str:
    """The title of an HTML page, found without parsing the page; empty where there is none."""
    if page.media_type not in ("text/html", "application/xhtml+xml"):
        return ""
    head = page.body[:_SCAN_BYTES]
    start = head.lower().find(b"<title")
    begins = head.find(b">", start) + 1 if start >= 0 else 0
    ends = head.find(b"<", begins)
    return html.unescape(head[begins:ends].decode("utf-8", "replace")) if 0 < begins < ends else ""
