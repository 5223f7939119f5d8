"""Recognises responses that are not the page: error statuses, bot walls, consent forms and soft 404s.

Many of them have status 200, and their titles must not become titles of links. Each gives a sentence for the editor.
None is circumvented.
"""

import html
from typing import Final
from urllib.parse import urlsplit

from workbench.curation.text.soft_errors import CONSENT, SIGN_IN, WALL, find_soft_error
from workbench.web.http.protocol import FetchError, HttpPage

_WALL_SIGNS: Final = (
    "just a moment", "challenges.cloudflare.com", "cf-turnstile", "verify you are human", "captcha-delivery.com",
    "px-captcha", "_incapsula_resource", "challengerequired", "enable javascript and cookies to continue",
)  # fmt: skip
"""What stands in the body of a wall with an error status; pages that are fine may carry them too."""
_SURE_WALL_SIGNS: Final = (
    "anubis_challenge",
    "sgcaptcha",
    "px-captcha",
    "cf_chl_opt",
    "_incapsula_resource?swudnsai",
)
"""What stands in nothing but a wall, whatever the status, as long as there is little else."""
_MAX_WALL_BYTES: Final = 32 * 1024
_SCAN_BYTES: Final = 64 * 1024
"""Bytes at the beginning of a body in which signs are searched."""


def is_consent_host(host: str) -> bool:
    """Whether a host serves nothing but consent forms."""
    return host.startswith(("consent.", "guce."))


def make_consent_error(host: str) -> FetchError:
    """The failure for a redirect to such a host."""
    return FetchError(f"{host} {CONSENT}: e writes the title.", sign=CONSENT)


def find_page_error(page: HttpPage) -> FetchError | None:
    """The failure that a response means; None where it is a page."""
    host = host_of(page.url)
    sign = WALL if is_bot_wall(page) else find_soft_error(_find_title(page)) if page.status == 200 else None
    if sign is not None:
        # Every program meets the wall. The other signs are only read off a title, so they may be wrong or pass.
        reason = f"{host} {sign}: e writes the title."
        return FetchError(reason, permanent=sign is WALL, status=page.status, sign=sign)
    if page.status == 200:
        return None
    reason, permanent = _explain_status(page.status, host)
    return FetchError(reason, permanent=permanent, status=page.status)


def _explain_status(status: int, host: str) -> tuple[str, bool]:
    """A sentence for a status, and whether it is permanent."""
    if status in (404, 410):
        return f"{host}: this page is gone ({status}).", True
    if status in (401, 402, 407):
        return f"{host} {SIGN_IN} ({status}).", True
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
    head = page.body[:_SCAN_BYTES].lower()
    if len(page.body) <= _MAX_WALL_BYTES and any(sign.encode() in head for sign in _SURE_WALL_SIGNS):
        return True
    return page.status in (403, 405, 429, 503) and any(sign.encode() in head for sign in _WALL_SIGNS)


def _find_title(page: HttpPage) -> str:
    """The title of an HTML page, found without parsing the page; empty where there is none."""
    if page.media_type not in ("text/html", "application/xhtml+xml"):
        return ""
    head = page.body[:_SCAN_BYTES]
    start = head.lower().find(b"<title")
    begins = head.find(b">", start) + 1 if start >= 0 else 0
    ends = head.find(b"<", begins)
    return html.unescape(head[begins:ends].decode("utf-8", "replace")) if 0 < begins < ends else ""
