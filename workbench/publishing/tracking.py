"""Parameters on outgoing links that tell the site from where its readers came, such as `utm_source=the-sieve`.

They are added only where they do no harm: never to an address that has one of them, that is signed, whose query or
fragment is read as a whole, or that leads into a private network. No identity knows of them as long as they are
named as statistics name them (`utm_…`).
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from workbench.curation.publication import Target, fill_pattern
from workbench.curation.text.address import (
    Unidentified,
    has_param_without_value,
    is_private_host,
    parse_url,
)
from workbench.curation.text.cleaning import to_safe_url
from workbench.publishing.tree import Node

_SIGNATURES: Final = re.compile(r"(?i)(?:.*[-_])?(?:sig|signature|hmac|hash|token|expires)")
_ROUTE: Final = re.compile(r"[!/]")


def build_tracking_params(target: Target, newsletter: str, number: int) -> str:
    """The parameters that the target wants on its links, `name=value&name=value`; empty for none."""
    words = re.findall(r"[^\W_]+", newsletter.casefold())
    return fill_pattern(
        target.tracking, newsletter=quote("-".join(words)), number=str(number), target=target.key
    )


def add_tracking(url: str, params: str) -> str:
    """The URL with the parameters, or as it is where they could do harm."""
    address = parse_url(url)
    if isinstance(address, Unidentified) or to_safe_url(url) is None or is_private_host(address.host):
        return url
    given = {name for name, _ in address.query}
    if (
        given & {part.partition("=")[0] for part in params.split("&")}
        or any(map(_SIGNATURES.fullmatch, given))
        or has_param_without_value(url)
        or _ROUTE.match(address.fragment)
    ):
        return url
    page, hash, fragment = url.partition("#")
    path, _, query = page.partition("?")
    return f"{path}?{'&'.join(part for part in (query.strip('&'), params) if part)}{hash}{fragment}"


def track_links(nodes: Sequence[Node], params: str) -> tuple[Node, ...]:
    """The nodes with the parameters on every link. An address that is its own label is still shown without them."""
    return tuple(_track_node(node, params) for node in nodes)


def _track_node(node: Node, params: str) -> Node:
    children = track_links(node.children, params)
    url = add_tracking(node.text, params) if node.kind == "link" else node.text
    if url == node.text:
        return replace(node, children=children) if children else node
    if children:
        return replace(node, text=url, children=children)
    return replace(node, text=url, children=(Node("literal", node.text),), markup="tracked")
