"""Titles: the title of a page without the name of its site, and a title for a text that has none."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from workbench.curation.text.cleaning import clean_line

_SEPARATOR: Final = re.compile(r"(?:^|\s+)(?:[|\-–—·•»«:/›]|::|\|\|)(?:\s+|$)|\s*[｜：]\s*|:\s")
_SECTION_SIGNS: Final = ("|", "｜", "||")
"""Separators behind which a site's name may have a section's behind it: ` | CNN Politics`."""
_GENERIC_PARTS: Final = frozenset({"blogarchive", "blog", "home", "homepage", "article", "news"})
"""What programs for blogs put between the site and the title."""
_MAX_PARTS: Final = 8
_MAX_SITE_WORDS: Final = 6
"""Words of a site's name. What has more is a title that was put where the name belongs."""
MAX_HEADLINE: Final = 100
"""Characters of a title that fit into one line of the screen's widest list."""
_ADDRESS: Final = re.compile(r"https?://\S+", re.I)
_ADDRESS_PREFIXES: Final = ("https://", "http://", "pic.twitter.com/", "pic.x.com/")


def choose_title(
    titles: Iterable[str], *, sites: Iterable[str], headings: Iterable[str] = (), is_front: bool
) -> str:
    """The first of these titles that is more than the name of the site, without that; empty where none is.

    `sites` are the names and hosts of the page's site, `headings` are texts that may be the title alone: the page's
    headings and the last words of its address. A front page is called by its site.
    """
    names = (site for site in sites if 0 < len(site.split()) <= _MAX_SITE_WORDS)
    known = frozenset(name for site in names for name in _iter_spellings(site))
    proofs = Counter(letters for letters in map(letters_of, headings) if letters not in known)
    stripped = (_strip_site_name(clean_line(title), known, proofs) for title in titles)
    return next((title for title in stripped if _says_something(title, known, is_front=is_front)), "")


def _says_something(title: str, known: frozenset[str], *, is_front: bool) -> bool:
    """Whether a title is neither empty, an address, nor the name of the site of an inner page."""
    own = letters_of(title)
    return bool(own) and not _ADDRESS.fullmatch(title) and (is_front or own not in known)


class _Part(NamedTuple):
    """A piece of a title: where it begins and ends, its letters, and the separator before it."""

    start: int
    end: int
    letters: str
    sign: str


def _strip_site_name(title: str, known: frozenset[str], proofs: Mapping[str, int]) -> str:
    """`Gates after attention | Example Weekly` ends with the name of a site, `Attention | Please` does not.

    So an end is dropped only if it is one of the names, or if what remains is what the page says as a heading. A
    heading that is shorter than what it would drop, or has something before it, may be one of a section: there the
    address has to say the same.
    """
    parts = _split_title(title)
    while len(parts) > 1 and _is_site_part(parts[-1], known):
        parts.pop()
    while len(parts) > 1 and _is_site_part(parts[0], known) and not _is_subject(parts):
        parts.pop(0)
    if not parts:
        return ""
    if all(part.letters in _GENERIC_PARTS for part in parts):
        return title
    length = sum(len(part.letters) for part in parts)
    for run in _iter_runs(parts):
        letters = "".join(part.letters for part in run)
        is_beginning = run[0] is parts[0] and 2 * len(letters) > length
        if proofs.get(letters, 0) >= (1 if is_beginning else 2):
            parts = run
            break
    return title[parts[0].start : parts[-1].end].strip()


def _split_title(title: str) -> list[_Part]:
    parts, start, sign = [], 0, ""
    for separator in islice(_SEPARATOR.finditer(title), _MAX_PARTS):
        parts.append(_Part(start, separator.start(), letters_of(title[start : separator.start()]), sign))
        start, sign = separator.end(), separator[0].strip()
    parts.append(_Part(start, len(title), letters_of(title[start:]), sign))
    return [part for part in parts if part.letters]


def _is_site_part(part: _Part, known: frozenset[str]) -> bool:
    if part.letters in known or part.letters in _GENERIC_PARTS:
        return True
    names = (name for name in known if len(name) > 2)
    return part.sign in _SECTION_SIGNS and len(part.letters) < 30 and any(map(part.letters.startswith, names))


def _is_subject(parts: Sequence[_Part]) -> bool:
    """Whether the name at the beginning may be what the title is about: `Example: a history` on example.org."""
    return parts[1].sign == ":" and len(parts[0].letters) < 9


def _iter_runs(parts: list[_Part]) -> Iterator[list[_Part]]:
    """All pieces that stand side by side, the longest first, without the whole."""
    for count in range(len(parts) - 1, 0, -1):
        yield from (parts[at : at + count] for at in range(len(parts) - count + 1))


def _iter_spellings(site: str) -> Iterable[str]:
    """The names that a site may have in titles: for `blog.example.org` also example.org, Example and Example Blog."""
    yield letters_of(site)
    yield f"the{letters_of(site)}"
    labels = site.lower().split(".")
    if len(labels) > 1 and " " not in site:
        for label in labels[:-1]:
            if len(label) > 2:
                yield from (letters_of(label), f"the{letters_of(label)}")
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
