"""Decides who wrote a page, and takes their names out of what stands around them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from workbench.curation.text.cleaning import clean_line
from workbench.web.html.json_ld import Thing
from workbench.web.html.tags import PageTags

MAX_BYLINE: Final = 80
"""Characters of a byline. A longer one is more than names."""
_MAX_NAME_WORDS: Final = 6

_BEFORE: Final = re.compile(
    r"(?i)^(?:written |posted |published |reported |story |words |text )?(?:by|von|par|por|di|door|af)\b[:\s]*"
    r"|^(?:(?:view|see|read|show) )?(?:all|more) (?:posts?|articles?|stories|entries) (?:by|from|of) |^authors?:? "
    r"|^(?:作者|著者|文|記者|记者|撰文|取材)\s*[：:／|｜●]\s*"
)
_WEEKDAYS: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?\b[,.]"
_MONTHS: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d"
_FULL_MONTHS: Final = r"(?:january|february|march|april|june|july|august|september|october|november|december)"
_ROLES: Final = (
    r"(?:(?:senior|staff|chief|games|managing|contributing|deputy|associate|political|guest|special)\s)+"
    r"(?:writer|editor|reporter|correspondent|columnist|contributor)"
)
_AFTER: Final = re.compile(
    rf"(?i)\s*(?:[|·•–—\n]|\s-\s|,?\s*\b(?:on |at |updated |published |posted )?(?:{_WEEKDAYS}|{_MONTHS}|\d)"
    rf"|\s{_FULL_MONTHS}$|\s{_ROLES}$|\slink copied$|\s\((?:avec|with|mit|con)\b|\s/\s"
    r"|\b(?:follow|print this|share|updated|posted|published|comments?)\b).*$"
)
_TOPIC: Final = re.compile(r"\sin\s(?=[A-Z]).*$")
"""`Ada Weaver in Technology`: a byline in which the section follows."""
_SEPARATOR: Final = re.compile(
    r"\s*(?:;|,\s*(?:and|und|et|&)\s|,(?! ?(?:jr|sr|ii|iii|phd|ph\.d|md|ma)\b)|\s(?:and|und|et|&)\s)\s*", re.I
)
_SURNAME_FIRST: Final = re.compile(r"([^\W\d_]+), ([^\W\d_]+)")
_NO_NAME: Final = re.compile(
    rf"(?i)^(?:admin(?:istrator)?|editor|staff|author|guest|unknown|anonymous|webmaster|root|null|none|undefined"
    r"|user ?name|user|last|cond[eé] nast"
    r"|(?:view|see) (?:my )?(?:complete )?profile|.*\bprofile|about (?:me|us)|log ?in|sign ?in|subscribe|follow"
    rf"|{_FULL_MONTHS})$"
    r"|://|^(?:www\.|/|@|#)|^[\w.-]+\.(?:com|org|net|io)(?:/|$)|^[\d.:\s]+$"
)


def authors_of_page(tags: PageTags, thing: Thing, found: Iterable[str] = ()) -> Iterator[str]:
    """The names of the authors, each once. `found` are those that were found in the whole page by rules of thumb.

    `Vaswani, Ashish` on a paper becomes Ashish Vaswani; an address or the name of an account's role is no name.
    """
    cited = tags.find_all("citation_author") or tuple(tags.find_first("citation_authors").split(";"))
    if any(cited):
        return (" ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name for name in cited)
    said = tags.find_all("author") or tags.find_all(
        "article:author", "parsely-author", "dc.creator", "dcterms.creator"
    )
    sources = (thing.authors, said, _iter_byline_names(tags.bylines), found)
    return next((iter(names) for source in sources if (names := _clean_all(source))), iter(()))


def _clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in texts for name in split_authors(text)))


def split_authors(text: str) -> Iterator[str]:
    """The names in a text that names people, without `By` before and a date or a button after them."""
    text = _AFTER.sub("", _BEFORE.sub("", clean_line(text).strip()))
    reversed_name = _SURNAME_FIRST.fullmatch(text)
    parts = [f"{reversed_name[2]} {reversed_name[1]}"] if reversed_name else _SEPARATOR.split(text)
    for part in parts:
        name = _AFTER.sub("", _TOPIC.sub("", _BEFORE.sub("", part.strip()))).strip(" ,.:|-–—")
        if name and not _NO_NAME.search(name) and len(name.split()) <= _MAX_NAME_WORDS:
            yield name


def _iter_byline_names(bylines: Iterable[str]) -> Iterator[str]:
    """The names of the first byline that has any."""
    for byline in bylines:
        names = tuple(islice(split_authors(byline), 10)) if len(byline) < MAX_BYLINE else ()
        if names:
            yield from names
            return
