"""The links of a prose, found in its tree, and rewritten in its text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from workbench.publishing.prose import parse_prose, parse_prose_line
from workbench.publishing.render.escaping import escape_destination
from workbench.publishing.tree import Node

_END: Final = r"(?=[\s<>()\[\]\"“”'’*_|]|[.,;:!?…]+(?:[\s<>()\[\]*_]|\Z)|\Z)"
"""What stands behind an address that does not go on. Whether the parser agrees is looked at afterwards."""


def list_printed_addresses(text: str, *, is_line: bool) -> Sequence[str]:
    """The addresses to which readers are led, in order, as they are printed."""
    return tuple(_iter_links(parse_prose_line(text) if is_line else parse_prose(text)))


def _iter_links(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind == "link":
            yield node.text
        yield from _iter_links(node.children)


def replace_printed_address(text: str, old: str, new: str, label: str, *, is_line: bool) -> str | None:
    """The text with another address wherever it leads to `old`; None where it is written in a way that only a person
    can change. An address that stands there by itself gets `label`, if that is given."""
    new = escape_destination(new)
    printed = list_printed_addresses(text, is_line=is_line)
    wanted = [new if url == old else url for url in printed]
    for pattern in _iter_patterns(old) if old in printed else ():
        made = pattern.sub(lambda found: _write_link(found, new, label), text)
        if made != text and list(list_printed_addresses(made, is_line=is_line)) == wanted:
            return made
    return None


def _iter_patterns(url: str) -> Iterator[re.Pattern[str]]:
    """How the address may be written: as it is printed, or without the scheme that a bare `www.` is printed with."""
    labelled, opened, closed = r"(?P<labelled>\]\()?", "(?P<opened><)?", "(?(opened)>)"
    yield re.compile(f"{labelled}{opened}{re.escape(url)}{_END}{closed}")
    if url.startswith("https://www."):
        yield re.compile(rf"(?<![\w/.@-]){labelled}{opened}{re.escape(url[8:])}{_END}{closed}")


def _write_link(found: re.Match[str], new: str, label: str) -> str:
    address = f"<{new}>" if found["opened"] else new
    if found["labelled"]:
        return f"]({address}"
    return f"[{label}]({new})" if label else address
