"""What a text without a title is called by: its first words."""

from typing import Final

from workbench.curation.cleaning import clean

MOST: Final = 100
"""Characters of a title that still stand in one line of the screen's widest list."""
_ADDRESSES: Final = ("https://", "http://", "pic.twitter.com/", "pic.x.com/")


def headline(text: str, *, most: int = MOST) -> str:
    """The first line of a text that says something, without addresses, cut behind a word where it is longer."""
    lines = (_said(line) for line in text.splitlines())
    line = next(filter(None, lines), "")
    if len(line) <= most:
        return line
    cut = line[:most]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.-–—") + "…"


def _said(line: str) -> str:
    return " ".join(word for word in clean(line).split(" ") if not word.startswith(_ADDRESSES))
