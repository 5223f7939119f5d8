"""A page's title without the name of its site: the one place that decides which end of a title is not its own.

`Gates after attention | Example Weekly` is about gates, `Attention | Please` is not on a site called Please. So an
end goes only where the page itself, or its address, bears that name, or where its heading is the title without it.
"""

import re
from collections.abc import Iterable
from typing import Final

from workbench.curation.text.cleaning import clean_line

_SEPARATOR: Final = re.compile(r" (?:[|\-–—·•»:/]|::|\|\|) ")


def strip_site_name(title: str, *, sites: Iterable[str], heading: str = "") -> str:
    """The title as one clean line. `sites` are names and hosts the page goes by; those that are empty tell nothing."""
    title = clean_line(title)
    known = {name for site in sites for name in _iter_spellings(site)}
    separators = list(_SEPARATOR.finditer(title))
    for separator in separators:
        own, tail = title[: separator.start()], title[separator.end() :]
        if letters_of(tail) in known or (heading and letters_of(own) == letters_of(heading)):
            return own.strip()
    if separators and letters_of(title[: separators[0].start()]) in known:
        return title[separators[0].end() :].strip()
    return title


def _iter_spellings(site: str) -> Iterable[str]:
    """`blog.example.org` is also called example.org, Example, Example Blog and Blog Example."""
    yield letters_of(site)
    labels = site.lower().split(".")
    if len(labels) > 1 and " " not in site:
        yield from (letters_of(label) for label in labels[:-1] if len(label) > 2)
        yield letters_of("".join(labels[:-1]))
        yield letters_of("".join(labels[-2::-1]))
        yield letters_of("".join(labels[-2:]))


def letters_of(text: str) -> str:
    """What of a name is left in an address."""
    return "".join(filter(str.isalnum, text.lower()))
