r"""Text as Markdown that means just that text: the one place that knows which marks must lose their meaning.

A mark is escaped only where it would act, so that a title such as "Q&A: what's new in C#?" stays readable in
the file. What acts is CommonMark's and GitHub's; property tests parse the result with both.
"""

import re
from typing import Final

from workbench.curation.text.cleaning import clean_lines

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
    """The text with every mark escaped that would act in the middle of a line."""
    return _ACTIVE_MARKS.sub(r"\\\g<0>", text)


def escape_literal(text: str) -> str:
    """Like `escape_marks`, and no address in it turns into a link either. For titles, labels and fetched text."""
    return _AUTOLINKS.sub(r"\\\g<0>", escape_marks(text))


def escape_line_starts(markdown: str) -> str:
    """The Markdown of a paragraph, none of whose lines begins a heading, list, quote, rule or table."""
    return _LINE_STARTS.sub(r"\1\\", markdown)


def escape_heading(markdown: str) -> str:
    """The Markdown of a heading's words, none of which closes it."""
    return _CLOSING_HASH.sub(r"\\#", markdown)


def escape_prose(text: str) -> str:
    """Fetched text as prose that shows exactly this text; empty lines part its paragraphs."""
    return escape_line_starts(
        "\n".join(escape_literal(line.strip()) for line in clean_lines(text).split("\n"))
    ).strip()


def escape_destination(url: str) -> str:
    """A safe URL where Markdown wants one: what would end or change it is percent-encoded.

    `;` after a name would make other parsers read a character reference.
    """
    quoted = url.translate(_URL_ESCAPES)
    return re.sub(r"(&#?\w+);", r"\1%3B", quoted)


_URL_ESCAPES: Final = str.maketrans({char: f"%{ord(char):02X}" for char in ' <>[]\\`"'})
