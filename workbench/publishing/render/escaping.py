r"""Escapes text for Markdown, so that it shows exactly this text.

A mark is escaped only where it would have a meaning, so a title such as "Q&A: what's new in C#?" stays readable in the
file. The meanings are those of CommonMark and of GitHub's Markdown; property tests parse the results with both.
"""

import re
from typing import Final

from workbench.curation.text.cleaning import clean_lines
from workbench.publishing.typed_bullets import escape_typed_bullets

_ACTIVE_MARKS: Final = re.compile(
    r"[\\`*\[\]~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word an underscore is a letter
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
)
_AUTOLINKS: Final = re.compile(r":(?=//)|(?i:(?<=mailto):|(?<=xmpp):|(?<=www)\.)|(?<=[\w.+-])@(?=\w)")
_CLOSING_HASH: Final = re.compile(r"(?<!\S)#(?=#*$)")
_LINE_STARTS: Final = re.compile(
    r"^(?:(?=>|#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|[-=+|:][-=+|: \t]*$)|(\d{1,9})(?=[.)](?:[ \t]|$)))",
    re.MULTILINE,
)


def escape_marks(text: str) -> str:
    """The text with all marks escaped that have a meaning within a line."""
    return _ACTIVE_MARKS.sub(r"\\\g<0>", text)


def escape_literal(text: str) -> str:
    """Like `escape_marks`; addresses do not become links either. For titles, labels and fetched text."""
    return _AUTOLINKS.sub(r"\\\g<0>", escape_marks(text))


def escape_line_starts(markdown: str) -> str:
    """The Markdown of a paragraph with all marks escaped that begin a heading, list, quote, rule or table."""
    return escape_typed_bullets(_LINE_STARTS.sub(r"\1\\", markdown))


def escape_heading(markdown: str) -> str:
    """The Markdown of a heading with the `#` at its end escaped, which would otherwise disappear."""
    return _CLOSING_HASH.sub(r"\\#", markdown)


def escape_prose(text: str) -> str:
    """Fetched text as prose that shows exactly this text. Empty lines separate its paragraphs."""
    return escape_line_starts(
        "\n".join(escape_literal(line.strip()) for line in clean_lines(text).split("\n"))
    ).strip()


def escape_destination(url: str) -> str:
    """A safe URL as the destination of a link: characters that would end or change it are percent-encoded."""
    encoded = url.translate(_URL_ESCAPES)
    return re.sub(r"(&#?\w+);", r"\1%3B", encoded)  # `&name;` would be read as a character reference


_URL_ESCAPES: Final = str.maketrans({char: f"%{ord(char):02X}" for char in ' <>[]\\`"'})
