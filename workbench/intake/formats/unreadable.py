"""What is told apart from text in order to be refused with its name, instead of line by line."""

import re
from typing import Final

from workbench.intake.format import Format

_HTML: Final = re.compile(
    r"\s*(?:<!--[^>]*-->\s*)*<(?:!doctype|\?xml|html|head|body|title|meta|dl|dt|h1|opml|rss|feed)\b", re.I
)

EMPTY: Final = Format(
    name="empty",
    description="an empty file",
    order="first: there is nothing that another could tell",
    matches=lambda content: not content.head.strip() and not content.text.strip("\ufeff \t\r\n"),
    refusal="is empty: there is nothing to read.",
)
BINARY: Final = Format(
    name="binary",
    description="a binary file",
    order="before text: decoded as text, its bytes could look like anything",
    matches=lambda content: content.data.startswith(b"%PDF-") or "\0" in content.head,
    is_text=False,
)
HTML: Final = Format(
    name="html",
    description="HTML or XML",
    order="before JSON and tables: its first mark is the surest of the three",
    matches=lambda content: bool(_HTML.match(content.head)),
)
JSON: Final = Format(
    name="json",
    description="JSON",
    order="before tables: a bracket and a quote are not how a header row begins",
    matches=lambda content: content.looks_like_json,
)
