"""The identity of an ordinary page: which differences between two URLs mean nothing.

A wrong merge hides a link, a missed one only shows it twice. So a parameter is dropped only where it is noise
(`params.py`), and a fragment only where it is known to point into one work (`fragments.py`).
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.identity.fragments import format_fragment
from workbench.curation.identity.params import format_params, select_significant_params
from workbench.curation.model import Kind
from workbench.curation.text.address import Address


class Work(Struct, frozen=True):
    """What is behind a URL: its key, which all URLs of the work share, and its kind."""

    key: str
    kind: Kind = "read"


HostRule: TypeAlias = Callable[[Address], Work | None]
"""The work behind an address on one host; None treats the address as an ordinary page.

The patterns of rules are strings and not compiled: `re` compiles and caches each at its first use, so that start-up
does not pay for hosts that do not occur.
"""

_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.I)
_INDEX: Final = re.compile(r"/index\.html?$")
_AMP_PAGE: Final = re.compile(r"((?:/\d{4}/\d\d?/.*|/[^/]*-[^/]*-[^/]*))/amp$")
_FORMS: Final = ("/amp", "/index.html", "/index.htm")
_AMP_FILE: Final = re.compile(r"\.amp(\.html?)$")
_GIT_SUFFIX: Final = re.compile(r"(/[^/]+/.+?)(?:\.git)+$")


def work_of_page(address: Address, kind: Kind = "read") -> Work:
    """The work of an address that no host's rule knows. Its key is a URL: https, bare host, sorted query, and the
    fragment where that may tell works apart."""
    path = _simplify_path(address.path)
    address = replace(address, path=path)
    host = f"{address.host}:{address.port}" if address.port else address.host
    params = format_params(select_significant_params(address)) if address.query else ""
    fragment = format_fragment(address) if address.fragment else ""
    return Work(f"https://{host}{path}{params}{fragment}", kind)


def _simplify_path(path: str) -> str:
    """The path without session id, index page, AMP form and `.git`."""
    if ";" in path:
        path = _SESSION.sub("", path).rstrip("/")
    while path.endswith(_FORMS):  # one form may hide another: `/story/amp/index.html`
        shorter = _AMP_PAGE.sub(r"\1", _INDEX.sub("", path)).rstrip("/")
        if shorter == path:
            break
        path = shorter
    if ".amp" in path or ".git" in path:
        path = _GIT_SUFFIX.sub(r"\1", _AMP_FILE.sub(r"\1", path))
    return path
