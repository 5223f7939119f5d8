"""Texts that stand in JSON, as HTML or Markdown: made Markdown, and the links in them."""

import re
from collections.abc import Iterator
from typing import Final

from workbench.curation.model import LabelledLink
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.intake.text.html import decode_entities, drop_comments, flatten_html
from workbench.intake.text.lines import join_text, split_lines

_LINK: Final = re.compile(
    r"\[((?:[^\[\]\\]|\\.){0,300})\]\(\s*<?(https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)|(https?://[^\s<>\"')\]]+)"
)
_LINK_MARKS: Final = re.compile(r"\[((?:[^\[\]\\]|\\.){0,300})\]\(<[^<>\n]*>\)")
_ESCAPE: Final = re.compile(r"\\(.)")


def convert_to_prose(text: str) -> str:
    """The text as Markdown: what tags mean is kept, links above all; one without tags stays as it is."""
    if "<" not in text and "&" not in text:
        return clean_lines(text).strip()
    lines = flatten_html(drop_comments(split_lines(text)))
    return clean_lines(decode_entities(join_text(lines))).strip()


def convert_to_line(text: str) -> str:
    """The text on one line as readers see it: without tags, its links as their words."""
    if "<" not in text:
        return clean_line(decode_entities(text))
    words = _LINK_MARKS.sub(r"\1", convert_to_prose(text)).replace("**", "")
    return clean_line(_ESCAPE.sub(r"\1", words))


def list_prose_links(text: str) -> list[LabelledLink]:
    """The links in Markdown, each address once, in their order."""
    return list({link.url: link for link in _iter_links(text)}.values()) if "://" in text else []


def _iter_links(text: str) -> Iterator[LabelledLink]:
    for found in _LINK.finditer(text):
        url = to_safe_url(found[2] or found[3].rstrip(".,;:!?"))
        if url:
            yield LabelledLink(clean_line(_ESCAPE.sub(r"\1", found[1] or "")), url)
