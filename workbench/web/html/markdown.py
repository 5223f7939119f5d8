"""Turns a README in Markdown into plain text, without badges, images and markup.

It is rendered to HTML first, since READMEs contain much HTML; the text of that is what a browser shows. Call it off
the event loop.
"""

from typing import Final

from markdown_it import MarkdownIt

from workbench.curation.text.markup import html_to_text

MAX_MARKDOWN: Final = 20_000
"""Characters that are read. The longest READMEs are lists, of which the beginning is enough to decide by.

It is also a bound on time, which grows with the square of unclosed brackets: 64 KiB of them take more than a second.
"""

_PARSER: Final = MarkdownIt("commonmark").enable("table")


def markdown_to_text(markdown: str) -> str:
    """The clean text with its paragraphs, lists and code. Of links the text remains."""
    return html_to_text(_PARSER.render(markdown[:MAX_MARKDOWN]))
