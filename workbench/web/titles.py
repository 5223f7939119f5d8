"""A page's title without the name of its site: the one place that decides which end of a title is not its own.

`Gates after attention | Example Weekly` is about gates, `Attention | Please` is not on a site called Please. So an
end goes only where the page itself, or its address, bears that name, or where its heading is the title without it.
"""

import re
from collections.abc import Iterable
from typing import Final

from workbench.curation.cleaning import clean

_SEPARATOR: Final = re.compile(r" (?:[|\-–—·•»:/]|::|\|\|) ")


def without_site(title: str, *, sites: Iterable[str], heading: str = "") -> str:
    """The title as one clean line. `sites` are names and hosts the page goes by; those that are empty tell nothing."""
    title = clean(title)
    known = {name for site in sites for name in _spellings(site)}
    separators = list(_SEPARATOR.finditer(title))
    for separator in separators:
        own, tail = title[: separator.start()], title[separator.end() :]
        if letters(tail) in known or (heading and letters(own) == letters(heading)):
            return own.strip()
    if separators and letters(title[: separators[0].start()]) in known:
        return title[separators[0].end() :].strip()
    return title


def _spellings(site: str) -> Iterable[str]:
    """`blog.example.org` is also called example.org, Example, Example Blog and Blog Example."""
    yield letters(site)
    labels = site.lower().split(".")
    if len(labels) > 1 and " " not in site:
        yield from (letters(label) for label in labels[:-1] if len(label) > 2)
        yield letters("".join(labels[:-1]))
        yield letters("".join(labels[-2::-1]))
        yield letters("".join(labels[-2:]))


def letters(text: str) -> str:
    """What of a name is left in an address."""
    return "".join(filter(str.isalnum, text.lower()))
