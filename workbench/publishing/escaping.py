r"""Text as Markdown that means just that text: the one place that knows which marks must lose their meaning.

A mark is escaped only where it would act, so that a title such as "Q&A: what's new in C#?" stays readable in
the file. What acts is CommonMark's and GitHub's; property tests parse the result with both.
"""

import re
from typing import Final

from workbench.curation.cleaning import clean_lines

_ACTS: Final = re.compile(
    r"[\\`*\[\]~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word an underscore is a letter
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
)
_LINKS: Final = re.compile(r":(?=//)|(?i:(?<=mailto):|(?<=xmpp):|(?<=www)\.)|(?<=[\w.+-])@(?=\w)")
_CLOSES: Final = re.compile(r"(?<!\S)#(?=#*$)")
_BEGINS: Final = re.compile(
    r"^(?:(?=>|#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|[-=+|:][-=+|: \t]*$)|(\d{1,9})(?=[.)](?:[ \t]|$)))",
    re.MULTILINE,
)


def escaped(text: str) -> str:
    """The text with every mark escaped that would act in the middle of a line."""
    return _ACTS.sub(r"\\\g<0>", text)


def literal(text: str) -> str:
    """Like `escaped`, and no address in it turns into a link either. For titles, labels and fetched text."""
    return _LINKS.sub(r"\\\g<0>", escaped(text))


def lines(markdown: str) -> str:
    """The Markdown of a paragraph, none of whose lines begins a heading, list, quote, rule or table."""
    return _BEGINS.sub(r"\1\\", markdown)


def heading(markdown: str) -> str:
    """The Markdown of a heading's words, none of which closes it."""
    return _CLOSES.sub(r"\\#", markdown)


def escape_prose(text: str) -> str:
    """Fetched text as prose that shows exactly this text; empty lines part its paragraphs."""
    return lines("\n".join(literal(line.strip()) for line in clean_lines(text).split("\n"))).strip()


def destination(url: str) -> str:
    """A safe URL where Markdown wants one: what would end or change it is percent-encoded.

    `;` after a name would make other parsers read a character reference.
    """
    quoted = url.translate(_QUOTED)
    return re.sub(r"(&#?\w+);", r"\1%3B", quoted)


_QUOTED: Final = str.maketrans({char: f"%{ord(char):02X}" for char in ' <>[]\\`"'})
