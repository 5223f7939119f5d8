"""Archived copies, by the Wayback Machine's availability API (https://archive.org/help/wayback_api.php).

It is asked only about pages that are gone.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from workbench.curation.identity import identity_key
from workbench.curation.link_check import ArchivedCopy, PrintedLink
from workbench.curation.text.cleaning import to_safe_url
from workbench.web.fields import pick_text, pick_value
from workbench.web.http.protocol import HttpClient

WAYBACK_URLS: Final[Mapping[str, str]] = {"wayback": "https://archive.org"}
_TIMESTAMP: Final = re.compile(r"(?a)(\d{4})(\d\d)(\d\d)\d{0,6}")


async def find_copy(link: PrintedLink, client: HttpClient) -> ArchivedCopy | None:
    """The copy nearest to the day on which the page was saved, else the newest; None where none is known. `FetchError`
    where the archive does not answer."""
    day = f"&timestamp={link.saved.replace('-', '')}" if link.saved else ""
    url = client.build_url("wayback", f"/wayback/available?url={quote(link.url, safe='')}{day}")
    answer = (await client.get(url, accept="application/json")).json()
    return _read_copy(pick_value(answer, "archived_snapshots", "closest"), link.url)


def _read_copy(closest: object, url: str) -> ArchivedCopy | None:
    """The copy that the answer names, if it is a whole page's and this address's: it is to be printed."""
    written = re.sub(r"^http://", "https://", pick_text(closest, "url"))
    made = _TIMESTAMP.fullmatch(pick_text(closest, "timestamp"))
    copy = to_safe_url(written)
    is_page = pick_value(closest, "available") is True and pick_text(closest, "status") == "200"
    if copy is None or made is None or not is_page or identity_key(copy) != identity_key(url) or copy == url:
        return None
    return ArchivedCopy(copy, "-".join(made.groups()))
