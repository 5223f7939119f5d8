"""Titles: the title of a page without the name of its site, and a title for a text that has none."""

import re
from collections.abc import Iterable
from typing import Final

from workbench.curation.text.cleaning import clean_line

_SEPARATOR: Final = re.compile(r" (?:[|\-–—·•»:/]|::|\|\|) ")
MAX_HEADLINE: Final = 100
"""Characters of a title that fit into one line of the screen's widest list."""
_ADDRESS_PREFIXES: Final = ("https://", "http://", "pic.twitter.com/", "pic.x.com/")


def strip_site_name(title: str, *, sites: Iterable[str], heading: str = "") -> str:
    """The title as one clean line, without the name of the site at its beginning or end.

    `sites` are the names and hosts of the page's site; empty ones are ignored. `heading` is that of the page.
    """
    title = clean_line(title)
    known = {name for site in sites for name in _iter_spellings(site)}
    # `Gates after attention | Example Weekly` ends with the name of a site, `Attention | Please` does not. So an end is
    # dropped only if it is one of the names, or if the page's heading is the title without it.
    separators = list(_SEPARATOR.finditer(title))
    for separator in separators:
        own, tail = title[: separator.start()], title[separator.end() :]
        if letters_of(tail) in known or (heading and letters_of(own) == letters_of(heading)):
            return own.strip()
    if separators and letters_of(title[: separators[0].start()]) in known:
        return title[separators[0].end() :].strip()
    return title


def _iter_spellings(site: str) -> Iterable[str]:
    """The names that a site may have in titles: for `blog.example.org` also example.org, Example and Example Blog."""
    yield letters_of(site)
    labels = site.lower().split(".")
    if len(labels) > 1 and " " not in site:
        yield from (letters_of(label) for label in labels[:-1] if len(label) > 2)
        yield letters_of("".join(labels[:-1]))
        yield letters_of("".join(labels[-2::-1]))
        yield letters_of("".join(labels[-2:]))


def letters_of(text: str) -> str:
    """The letters and digits of a name in lower case, to compare it with a host."""
    return "".join(filter(str.isalnum, text.lower()))


def headline_of(text: str, *, max_length: int = MAX_HEADLINE) -> str:
    """A title for a text: its first line that has more than addresses, cut after a word where it is longer."""
    lines = (_strip_addresses(line) for line in text.splitlines())
    line = next(filter(None, lines), "")
    if len(line) <= max_length:
        return line
    cut = line[:max_length]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.-–—") + "…"


def _strip_addresses(line: str) -> str:
    return " ".join(word for word in clean_line(line).split(" ") if not word.startswith(_ADDRESS_PREFIXES))
