"""The forms in which issues are written, and which of them a text has."""

import re
from typing import Final, Literal, TypeAlias

TextForm: TypeAlias = Literal["markdown", "html", "text", "asciidoc", "rst"]
"""How a text marks what is a heading, a list and a link."""

_FORM_BY_ENDING: Final[dict[str, TextForm]] = {
    "md": "markdown", "markdown": "markdown", "mdx": "markdown", "mkd": "markdown", "mdown": "markdown",
    "html": "html", "htm": "html", "xhtml": "html",
    "txt": "text", "text": "text",
    "adoc": "asciidoc", "asciidoc": "asciidoc", "asc": "asciidoc",
    "rst": "rst", "rest": "rst",
}  # fmt: skip
_HTML_START: Final = re.compile(
    r"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype|html|head|body|div|p|h[1-6]|table|article|section|ul)\b",
    re.I | re.S,
)
_HTML_BLOCK: Final = re.compile(r"</(?:p|div|h[1-6]|ul|table)>", re.I)
_MARKDOWN_LINK: Final = re.compile(r"\]\(<?https?://", re.I)
_MARKDOWN_SIGN: Final = re.compile(r"^ {0,3}(?:#{1,6} |[*+-] )|\]\(\S", re.M)


def guess_text_form(text: str, name: str) -> TextForm:
    """The form of a text, by the ending of its file's name, else by how it begins."""
    form = _FORM_BY_ENDING.get(name.rpartition(".")[2].lower())
    if form == "text" and _MARKDOWN_LINK.search(text):
        return "markdown"
    if form is not None:
        return form
    if _HTML_START.match(text) and _HTML_BLOCK.search(text):
        return "html"
    return "markdown" if _MARKDOWN_SIGN.search(text) else "text"
