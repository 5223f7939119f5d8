"""Decides who wrote a page, and takes their names out of what stands around them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from workbench.curation.text.cleaning import clean_line
from workbench.web.html.json_ld import Thing
from workbench.web.html.tags import PageTags
from workbench.web.html.titles import letters_of

_MAX_NAME_WORDS: Final = 6

_BEFORE: Final = re.compile(
    r"(?i)^(?:(?:an? )?(?:written|posted|published|reported|contributed|story|words|text|article|report|guest post"
    r"|geschrieben|veröffentlicht|verfasst|(?:ein )?beitrag|(?:ein )?artikel|interview|publié|rédigé|écrit|escrito"
    r"|publicado|scritto|pubblicato|geplaatst) )?(?:(?:by\s?)?by|von|par|por|da|di|door|af|av)\b[:\s]*"
    r"|^(?:(?:view|see|read|show|zeige|voir|ver) )?(?:all|more|alle|tous|todas?|todos?) "
    r"(?:(?:the|les|las|los) )?(?:posts?|articles?|stories|entries|beiträge|artikel|entradas|artículos) "
    r"(?:by|from|of|von|de|par|por) |^(?:about the )?(?:authors?|autor(?:en|in)?|auteur):?\s"
    r"|^(?:text|texte|texto|testo|words|story|interview)\s?:\s*"
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
    r"|\s(?:edited|translated|reviewed|photographs?|photos|pictures|illustrations?) by\b|\s(?:翻訳者|訳者)"
    r"|\s@\w|\s\([^)]*\.[a-z]{2,}/?[^)]*\)|\sam$|\s关注$"
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
    r"|(?:view|see) (?:my )?(?:complete )?profile|.*\bprofile|about (?:me|us|the authors?)|log ?in|sign ?in|subscribe"
    r"|follow|text|interview|datum|date|autor(?:en|in)?|auteur|xxx|by|posts?|article|blog|news|home|contact"
    rf"|.+ (?:says|(?-i:said)|sagt|schreibt|meint)|illustrations? by .*|photo(?:graph)?s? by .*|{_FULL_MONTHS})$"
    r"|://|^(?:www\.|/|@|#)|^[\w.-]+\.(?:com|org|net|io)(?:/|$)|^[\d.:\s]+$|\S(?:@|\[at\])\S+\."
)


def authors_of_page(
    tags: PageTags, thing: Thing, found: Iterable[str] = (), *, sites: Iterable[str] = ()
) -> Iterator[str]:
    """The names of the authors, each once. `found` are those that were found in the whole page by rules of thumb.

    `sites` are the names of the site: one of these is an author only where the page names no person.
    `Vaswani, Ashish` on a paper becomes Ashish Vaswani; an address or the name of an account's role is no name.
    """
    cited = tags.find_all("citation_author") or tuple(tags.find_first("citation_authors").split(";"))
    if any(cited):
        return (" ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name for name in cited)
    own = frozenset(filter(None, map(letters_of, sites)))
    named = tuple(map(_clean_all, _iter_author_texts(tags, thing)))
    guessed = tuple(map(_clean_all, (found, _find_labelled(tags), _iter_byline_names(tags.byline_guesses))))
    persons = (
        *(tuple(name for name in names if letters_of(name) not in own) for names in named),
        *(
            tuple(name for name in names if _is_person(name) and letters_of(name) not in own)
            for names in guessed
        ),
    )
    return iter(next(filter(None, (*persons, *named, *guessed[:2])), ()))


def _iter_author_texts(tags: PageTags, thing: Thing) -> Iterator[Iterable[str]]:
    """What a page says for programs and in its bylines, the surest first."""
    yield thing.authors
    yield tags.find_all("author") or tags.find_all("article:author", "og:article:author", "parsely-author")
    yield map(_reverse_name, tags.find_all("dc.creator", "dc:creator", "dcterms.creator"))
    yield _iter_byline_names(tags.bylines)


_PERSON: Final = re.compile(
    r"[^\W\d_a-z][\w'’.-]*(?: (?:[^\W\d_a-z][\w'’.-]*|d[aeiu]|del|della|der|den|dos|la|le|van|von|bin|al|y|e)){1,4}"
)


def _is_person(name: str) -> bool:
    """Whether a text has the letters of a name: two words at least, in capitals but for particles."""
    return _PERSON.fullmatch(name) is not None


_WRITTEN_BY: Final = re.compile(
    r"(?i)(?:written|posted|published) by|author|(?:geschrieben|verfasst) von|écrit par|escrito por|scritto da|作者"
)


_LABELLED_TAGS: Final = ("sailthru.author", "cxenseparse:author", "branch:deeplink:authorname1")


def _find_labelled(tags: PageTags) -> tuple[str, ...]:
    """Whom a page names beneath its card, or to programs for mail. That may be who has put it there."""
    numbers = (number for number in "12" if _WRITTEN_BY.match(tags.find_first(f"twitter:label{number}")))
    return tags.find_all(*(f"twitter:data{number}" for number in numbers), *_LABELLED_TAGS)


def _reverse_name(name: str) -> str:
    """`Jong, Michiel de` as people say it. More than one comma, or two full names, are a list."""
    parts = name.split(", ")
    is_one = len(parts) == 2 and min(len(part.split()) for part in parts) == 1
    return " ".join(reversed(parts)) if is_one else name


def _clean_all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in texts for name in split_authors(text)))


def split_authors(text: str) -> Iterator[str]:
    """The names in a text that names people, without `By` before and a date or a button after them."""
    text = _AFTER.sub("", _BEFORE.sub("", clean_line(text).strip()))
    reversed_name = _SURNAME_FIRST.fullmatch(text)
    parts = [f"{reversed_name[2]} {reversed_name[1]}"] if reversed_name else _SEPARATOR.split(text)
    for part in parts:
        name = _unrepeat(_AFTER.sub("", _TOPIC.sub("", _BEFORE.sub("", part.strip()))).strip(" ,.:|-–—"))
        if name and not _NO_NAME.search(name) and len(name.split()) <= _MAX_NAME_WORDS:
            yield name


def _unrepeat(name: str) -> str:
    """`Ada Weaver Ada Weaver`, as a picture's text and the name beside it make it, is one name."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def _iter_byline_names(bylines: Iterable[str]) -> Iterator[str]:
    """The names of the first byline that has any."""
    for byline in bylines:
        names = tuple(islice(split_authors(byline), 10))
        if names:
            yield from names
            return
