"""What came back from a platform, block by block: the one place that reads an editor's draft or a published page.

Only what readers would tell apart counts: headings, paragraphs, list items, and which addresses stand in each.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from markdown_it import MarkdownIt
from msgspec import Struct
from selectolax.lexbor import LexborNode

from workbench.curation.identity import Identity, identify
from workbench.curation.identity.pages import names
from workbench.curation.markup import UNREAD, parsed, walk

Kind: TypeAlias = Literal["heading", "item", "text"]

_BLOCKS: Final = names(
    "p div section article main aside header footer nav blockquote figure figcaption pre table tr td th form ul ol"
    " li h1 h2 h3 h4 h5 h6 hr body dl dt dd"
)
_HEADINGS: Final = names("h1 h2 h3 h4 h5 h6")
_ADDRESSES: Final = ("href", "src", "data-attrs", "data-url")
META: Final = '<meta charset="utf-8">'
"""What stands before HTML on some clipboards, so that programs read its letters right."""
_URL: Final = re.compile(r"https?://[^\s\"'<>&]+")


class Block(Struct):
    """A heading, a paragraph or a list item: its text on one line, and the works its addresses lead to."""

    kind: Kind
    text: str = ""
    works: tuple[str, ...] = ()


def from_html(html: str) -> list[Block]:
    """The blocks of a page or a fragment, those without text or address left out."""
    body = parsed(html).body
    return [block for block in _blocks(body) if block.text or block.works] if body else []


def from_text(text: str) -> list[Block]:
    """The lines of a plain text. What was a heading or an item is not told in it."""
    lines = (line.strip() for line in text.splitlines())
    return [Block("text", line, works(line)) for line in lines if line]


def works(text: str) -> tuple[str, ...]:
    """The works behind the addresses in a text, each once."""
    found = (identify(url) for url in _URL.findall(text))
    return tuple(dict.fromkeys(one.key for one in found if isinstance(one, Identity)))


def same(put: tuple[str, str], there: tuple[str, str]) -> bool:
    """Whether what is on a clipboard, HTML and text, says what was put there: line ends and references apart."""
    return all(_bare(given) == _bare(held) for given, held in zip(put, there, strict=True))


def rendered(markdown: str) -> str:
    """Markdown as the page a platform makes of it, so that its marks are no faults."""
    return str(MarkdownIt("commonmark").render(markdown))


def _bare(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(META).strip(" \t\n")
    return plain.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _blocks(root: LexborNode) -> Iterator[Block]:
    at = Block("text")
    kinds: list[Kind] = ["text"]
    for node, ends in walk(root, lambda node: node.tag in UNREAD and node.tag != "iframe"):
        tag = node.tag or ""
        if node.is_text_node:
            if not ends:
                at.text += node.text_content or ""
            continue
        if tag in _BLOCKS:
            yield _whole(at)
            kinds = [*kinds, _kind(tag, kinds[-1])] if not ends else kinds[:-1]
            at = Block(kinds[-1])
        elif tag == "br" or _is_bare(node):
            at.text += " "
        if not ends:
            at.works += _addresses(node)
    yield _whole(at)


def _is_bare(node: LexborNode) -> bool:
    """Whether an address is written out here, so that no letter beside it is read as part of it."""
    return "href" in node.attributes and (node.text() or "").startswith("http")


def _kind(tag: str, around: Kind) -> Kind:
    if tag in _HEADINGS:
        return "heading"
    return "item" if tag == "li" or (tag in ("p", "blockquote") and around == "item") else "text"


def _whole(block: Block) -> Block:
    text = " ".join(block.text.split())
    return Block(block.kind, text, tuple(dict.fromkeys((*block.works, *works(text)))))


def _addresses(node: LexborNode) -> tuple[str, ...]:
    """The works a tag's addresses lead to; a player that knows no more than its video's id tells it, too."""
    given = node.attributes
    found = [key for name in _ADDRESSES for key in works(given.get(name) or "")]
    id = re.search(r'"videoId"\s*:\s*"([\w-]{11})"', given.get("data-attrs") or "")
    return (*found, *([f"youtube:{id[1]}"] if id else []))
