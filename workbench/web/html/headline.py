"""What a text without a title is called by: its first words."""

from typing import Final

from workbench.curation.text.cleaning import clean_line

MAX_HEADLINE: Final = 100
"""Characters of a title that still stand in one line of the screen's widest list."""
_ADDRESS_PREFIXES: Final = ("https://", "http://", "pic.twitter.com/", "pic.x.com/")


def headline_of(text: str, *, max_length: int = MAX_HEADLINE) -> str:
    """The first line of a text that says something, without addresses, cut behind a word where it is longer."""
    lines = (_strip_addresses(line) for line in text.splitlines())
    line = next(filter(None, lines), "")
    if len(line) <= max_length:
        return line
    cut = line[:max_length]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.-–—") + "…"


def _strip_addresses(line: str) -> str:
    return " ".join(word for word in clean_line(line).split(" ") if not word.startswith(_ADDRESS_PREFIXES))
