"""What all sites that tell of papers have in common: names, hard-wrapped abstracts, code named in passing.

A paper is answered by several sites, one after the other, so what one cannot tell is never the last word: `passing`
says so.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from workbench.curation.cleaning import TEXT, clean, clean_lines, safe_url
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify, key_of
from workbench.curation.model import Link, Related
from workbench.web.net import Failed, Net

AUTHORS: Final = 100
"""Names kept of a paper: a collaboration of three thousand tells nothing that its first hundred do not."""

_PARAGRAPH: Final = re.compile(r"\n(?:[ \t]*\n|(?=[ \t]))")
_CODE: Final = re.compile(
    r"(?ai)\b(?:https?://)?(?:www\.)?"
    r"((?:github\.com|gitlab\.com|codeberg\.org|huggingface\.co|hf\.co)/[^\s<>\"'{}|\\^`\[\]()]+)"
)
_WHY: Final = {
    "github": "its code",
    "gitlab": "its code",
    "codeberg": "its code",
    "huggingface:datasets": "its data",
    "huggingface:spaces": "its demo",
    "huggingface:collections": "its models",
    "huggingface": "its model",
}


def people(names: Iterable[str]) -> tuple[str, ...]:
    """The names as clean lines, the empty ones left out, at most `AUTHORS`."""
    cleaned = filter(None, map(clean, names))
    return tuple(name for name, _ in zip(cleaned, range(AUTHORS), strict=False))


def unwrapped(text: str) -> str:
    """An abstract without the line ends of the form it was typed into; an indented line begins a paragraph."""
    paragraphs = (clean(part, limit=TEXT) for part in _PARAGRAPH.split(clean_lines(text).strip()))
    return "\n\n".join(filter(None, paragraphs))


def related(url: str, why: str, said_by: str) -> tuple[Related, ...]:
    """That work, if the address is one that may be written anywhere; else nothing."""
    safe = safe_url(url.strip())
    return (Related(safe, why, said_by),) if safe else ()


def code_in(text: str, said_by: str) -> tuple[Related, ...]:
    """The repositories, models and data that a text names, in its order; an owner's page is none of them."""
    named = (identify("https://" + found[1].rstrip(".,;:!?*_~")) for found in _CODE.finditer(text))
    works = [work for work in named if isinstance(work, Identity) and _why(work.key)]
    return once(each for work in works for each in related(work.url, _why(work.key), said_by))


def _why(key: str) -> str:
    """What a work on a code host is to the paper that names it."""
    host, _, path = key.partition(":")
    return _WHY.get(f"{host}:{path.partition('/')[0]}") or (_WHY.get(host, "") if "/" in path else "")


def once(relations: Iterable[Related]) -> tuple[Related, ...]:
    """Each work once, as it was named first."""
    kept: dict[str, Related] = {}
    for relation in relations:
        kept.setdefault(key_of(relation.url), relation)
    return tuple(kept.values())


def passing(clip: Callable[[Link, Net], Awaitable[Clipping]]) -> Callable[[Link, Net], Awaitable[Clipping]]:
    """The same question, but no failure lasts: the next site may know."""

    async def asked(link: Link, net: Net) -> Clipping:
        try:
            return await clip(link, net)
        except Failed as failed:
            raise Failed(failed.reason) from None

    return asked
