"""What it means that asking for an address ended at another one: a sign-in, a page above, or the page's new address.

Only the addresses are read. Whoever asks knows what came, and at which status.
"""

import re
from typing import Final

from workbench.curation.identity import identity_key
from workbench.curation.identity.public_url import strip_tracking
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, parse_url
from workbench.curation.text.cleaning import to_safe_url

_SIGN_IN_URL: Final = re.compile(
    r"(?i)^https?://[^/]+/(?:[\w-]+/){0,2}(?:log-?in|sign-?in|sign-?up|register|auth)(?:[/?#.]|$)"
)
_FRONT_PATH: Final = re.compile(
    r"(?i)/?(?:[a-z]{2}(?:[-_][a-z]{2})?)?(?:/?(?:index|home|default)(?:\.\w{2,5})?)?"
)
"""The path of a front page, perhaps of one in a language."""
_MIN_SLUG: Final = 6
"""Letters of a path's only part from which, with a number or a hyphen in it, it is a page and no section."""
_PERMANENT_NAMES: Final = split_names("doi.org dx.doi.org hdl.handle.net purl.org w3id.org n2t.net")
"""Hosts whose addresses are made to be printed, wherever they lead just now."""


def is_sign_in(asked: str, landed: str) -> bool:
    """Whether a redirect led to a page that asks to sign in. A link to such a page itself is meant."""
    return bool(_SIGN_IN_URL.search(landed)) and not _SIGN_IN_URL.search(asked)


def name_page_above(asked: str, landed: str) -> str:
    """`its front page`, or a section, where an address into a site came out far above; empty for any other.

    That is how many a site says that a page is gone. A section's path has no number: `/posts/8123/gates` may well be
    `/posts/8123` for good.
    """
    here, there = parse_url(asked), parse_url(landed)
    if (
        not isinstance(here, Address)
        or not isinstance(there, Address)
        or here.host != there.host
        or there.query
    ):
        return ""
    path, above = here.path.strip("/"), there.path.strip("/")
    if "/" not in path or (above and not path.startswith(f"{above}/")):
        return ""
    if not above:
        return "its front page"
    is_section = "/" not in above and "/" in path.removeprefix(f"{above}/") and not re.search(r"\d", above)
    return f"its section /{above}" if is_section else ""


def is_lost_at_front(asked: str, landed: str) -> bool:
    """Whether the address of a single page came out at a front page, its site's or another's.

    A short one that leads to another site is no page: so do shorteners and campaigns.
    """
    here, there = parse_url(asked), parse_url(landed)
    if not isinstance(here, Address) or not isinstance(there, Address):
        return False
    if _is_front(here) or not _is_front(there):
        return False
    parts = [part for part in here.path.split("/") if part]
    is_page = len(parts) == 1 and len(parts[0]) >= _MIN_SLUG and bool(re.search(r"[\d-]", parts[0]))
    return len(parts) > 1 or (is_page and here.host == there.host)


def _is_front(address: Address) -> bool:
    return not address.query and _FRONT_PATH.fullmatch(address.path) is not None


def find_move(asked: str, permanent_redirects: tuple[str, ...]) -> str:
    """The address to print in place of this one, which leads there for good; empty where this one may stay.

    It may where it leads to the same page by another spelling (`https`, a slash), or where it was made to last. What
    the redirects add to be told who sent the reader is left out, and the place on the page is kept.
    """
    new = strip_tracking((permanent_redirects and to_safe_url(permanent_redirects[-1])) or "")
    here = parse_url(asked)
    if not new or not isinstance(here, Address) or here.host in _PERMANENT_NAMES:
        return ""
    if is_sign_in(asked, new) or is_lost_at_front(asked, new):
        return ""
    if here.fragment and "#" not in new:
        new = f"{new}#{here.fragment}"
    return "" if identity_key(new) == identity_key(asked) else new
