"""Addresses as pages write them: whole, or relative to where the page is."""

import re
from typing import Final
from urllib.parse import urljoin

_WHOLE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|www\.)", re.I)
RELATIVE: Final = "a relative address, and the file does not say of which site"
"""Why such an address is refused."""


def is_whole(href: str) -> bool:
    """Whether an address says by itself where it leads, be it to no page of the web."""
    return bool(_WHOLE.match(href))


def resolve_href(href: str, base: str) -> str:
    """The address that is meant on a page at `base`; as it is written where that says nothing."""
    if is_whole(href) or not is_whole(base) or not href.strip():
        return href  # none at all does not mean the page itself
    try:
        return urljoin(base, href.strip())
    except ValueError:  # brackets that are no address
        return href
