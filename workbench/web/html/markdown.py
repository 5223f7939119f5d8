"""Markdown as text people read: the one place that takes badges, pictures and markup out of a README.

By way of HTML, since half of a README is HTML: what a browser would not show as words is then gone in one go. The
parser needs time as the square of brackets left open (64 KiB of them: more than a second), so only the beginning is
read, which is what one decides by. Parse off the event loop.
"""

from typing import Final

from markdown_it import MarkdownIt

from workbench.curation.text.markup import html_to_text

MAX_MARKDOWN: Final = 20_000
"""Characters that are read: the longest READMEs are lists, and nobody decides by the end of one."""

_PARSER: Final = MarkdownIt("commonmark").enable("table")


def markdown_to_text(markdown: str) -> str:
    """The text with its paragraphs, lists and code; links leave their text. Clean."""
    return html_to_text(_PARSER.render(markdown[:MAX_MARKDOWN]))
