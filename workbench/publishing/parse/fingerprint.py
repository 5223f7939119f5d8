"""What a platform keeps of a body when it stores it in a form of its own: two forms of one text get one fingerprint.

Ghost turns HTML into a document and back: ids and figures come in, marks change their nesting, the paragraphs of one
list item run together. Whatever somebody does to the text, its marks, its addresses or its blocks shows. What arrived
changed is found in `publishing/compare/`.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

from selectolax.lexbor import LexborNode

from workbench.curation.text import split_names
from workbench.curation.text.markup import FORMATTING_PREFIX, iter_nodes, parse_html

_MARKS: Final = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "a": "a"}
_BLOCK_TAGS: Final = split_names("h1 h2 h3 h4 h5 h6 ul ol li blockquote hr pre iframe img table p br")
_INNER_TAGS: Final = {"li": split_names("p br"), "blockquote": split_names("p br ul ol li")}
"""What a platform may run together in an item and in a quote."""

_Part: TypeAlias = tuple[str, ...]


def compute_fingerprint(html: str) -> list[_Part]:
    """The blocks, and the text between them in pieces of one formatting, without any spaces."""
    parts: list[_Part] = []
    for part in _iter_parts(html):
        if parts and part[0] == "text" and parts[-1][0] == "text" and part[2:] == parts[-1][2:]:
            parts[-1] = ("text", parts[-1][1] + part[1], *part[2:])
        else:
            parts.append(part)
    return parts


def _iter_parts(html: str) -> Iterator[_Part]:
    """Each block where it begins and each piece of text: `("text", "Gates", "strong", "https://…")`."""
    body = parse_html(html).body
    marks: list[str] = []
    ignored: list[frozenset[str]] = [frozenset()]  # one more for each item and quote that is open
    for node, ends in iter_nodes(body, lambda _: False) if body else ():
        tag = (node.tag or "").removeprefix(FORMATTING_PREFIX)
        if node.is_text_node:
            if not ends and (text := "".join((node.text_content or "").split())):
                yield ("text", text, *sorted(set(marks)))
        elif tag in _MARKS:
            marks = marks[:-1] if ends else [*marks, _mark_of(tag, node)]
        elif tag in _BLOCK_TAGS:
            if not ends and tag not in ignored[-1]:
                yield (tag, node.attributes.get("src") or "")
            if tag in _INNER_TAGS and not ends:
                ignored.append(ignored[-1] | _INNER_TAGS[tag])
            elif tag in _INNER_TAGS:
                ignored.pop()


def _mark_of(tag: str, node: LexborNode) -> str:
    name = _MARKS[tag]
    return f"a {(node.attributes.get('href') or '').rstrip('/')}" if name == "a" else name
