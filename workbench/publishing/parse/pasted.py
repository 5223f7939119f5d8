"""Reads HTML and text copied from a platform's editor or page, block by block.

Only what readers can tell apart is kept: headings, paragraphs, list items, and the addresses in each. What is missing
or changed is found in `compare.py`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

from markdown_it import MarkdownIt
from msgspec import Struct
from selectolax.lexbor import LexborNode

from workbench.curation.identity import Identity, identify
from workbench.curation.publication import MarkdownDialect
from workbench.curation.text import split_names
from workbench.curation.text.markup import SKIPPED_TAGS, iter_nodes, parse_html

PastedKind: TypeAlias = Literal["heading", "item", "text"]

_BLOCK_TAGS: Final = split_names(
    "p div section article main aside header footer nav blockquote figure figcaption pre table tr td th form ul ol"
    " li h1 h2 h3 h4 h5 h6 hr body dl dt dd"
)
_HEADING_TAGS: Final = split_names("h1 h2 h3 h4 h5 h6")
_URL_ATTRIBUTES: Final = ("href", "src", "data-attrs", "data-url")
CHARSET_META: Final = '<meta charset="utf-8">'
"""Stands before HTML on some clipboards, so that programs decode it as UTF-8."""
_URL: Final = re.compile(r"https?://[^\s\"'<>&]+")


class PastedBlock(Struct):
    """A heading, a paragraph or a list item: its text on one line, and the identity keys of the works it links to."""

    kind: PastedKind
    text: str = ""
    works: tuple[str, ...] = ()


def parse_pasted_html(html: str) -> list[PastedBlock]:
    """The blocks of a page or fragment. Those without text or address are left out."""
    body = parse_html(html).body
    return [block for block in _iter_blocks(body) if block.text or block.works] if body else []


def parse_pasted_text(text: str) -> list[PastedBlock]:
    """The lines of a plain text, all of kind `text`: headings and items cannot be told in it."""
    lines = (line.strip() for line in text.splitlines())
    return [PastedBlock("text", line, extract_works(line)) for line in lines if line]


def extract_works(text: str) -> tuple[str, ...]:
    """The identity keys of the works behind the addresses in a text, each once."""
    found = (identify(url) for url in _URL.findall(text))
    return tuple(dict.fromkeys(one.key for one in found if isinstance(one, Identity)))


def is_same_content(expected: tuple[str, str], actual: tuple[str, str]) -> bool:
    """Whether a clipboard, HTML and text, has what was written to it.

    Line ends, a `<meta>` before the HTML and the spelling of characters as references may differ.
    """
    return all(
        _normalize_clipboard_text(ours) == _normalize_clipboard_text(theirs)
        for ours, theirs in zip(expected, actual, strict=True)
    )


def render_markdown_as(dialect: MarkdownDialect, text: str) -> str:
    """Markdown as the HTML that a platform of that dialect makes of it, so that its marks do not count as left over."""
    return _HTML_RENDERERS[dialect](text)


def _render_commonmark(text: str) -> str:
    return str(MarkdownIt("commonmark").render(text))


def _render_python_markdown(text: str) -> str:
    from markdown import markdown  # noqa: PLC0415 - 60 ms, and only the proof of such a paste needs it

    return markdown(text, extensions=["tables", "footnotes", "fenced_code"])


_HTML_RENDERERS: Final[dict[MarkdownDialect, Callable[[str], str]]] = {
    "commonmark": _render_commonmark,
    "python-markdown": _render_python_markdown,
}


def _normalize_clipboard_text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(CHARSET_META).strip(" \t\n")
    return plain.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _iter_blocks(root: LexborNode) -> Iterator[PastedBlock]:
    block = PastedBlock("text")
    kinds: list[PastedKind] = ["text"]
    for node, ends in iter_nodes(root, lambda node: node.tag in SKIPPED_TAGS and node.tag != "iframe"):
        tag = node.tag or ""
        if node.is_text_node:
            if not ends:
                block.text += node.text_content or ""
            continue
        if tag in _BLOCK_TAGS:
            yield _finish_block(block)
            kinds = [*kinds, _kind_of(tag, kinds[-1])] if not ends else kinds[:-1]
            block = PastedBlock(kinds[-1])
        elif tag == "br" or _is_bare_link(node):
            block.text += " "
        if not ends:
            block.works += _extract_works_of_tag(node)
    yield _finish_block(block)


def _is_bare_link(node: LexborNode) -> bool:
    """Whether this is a link whose text is its address. It needs a space, or a letter beside it would be part of it."""
    return "href" in node.attributes and (node.text() or "").startswith("http")


def _kind_of(tag: str, around: PastedKind) -> PastedKind:
    if tag in _HEADING_TAGS:
        return "heading"
    # Many editors put the text of an item into a paragraph.
    return "item" if tag == "li" or (tag in ("p", "blockquote") and around == "item") else "text"


def _finish_block(block: PastedBlock) -> PastedBlock:
    text = " ".join(block.text.split())
    return PastedBlock(block.kind, text, tuple(dict.fromkeys((*block.works, *extract_works(text)))))


def _extract_works_of_tag(node: LexborNode) -> tuple[str, ...]:
    """The works that the attributes of a tag link to. Substack's player has the id of its video and no address."""
    attributes = node.attributes
    works = [key for name in _URL_ATTRIBUTES for key in extract_works(attributes.get(name) or "")]
    video = re.search(r'"videoId"\s*:\s*"([\w-]{11})"', attributes.get("data-attrs") or "")
    return (*works, *([f"youtube:{video[1]}"] if video else []))
