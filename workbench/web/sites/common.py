"""What all sites that tell of papers have in common: names, hard-wrapped abstracts, code named in passing.

A paper is answered by several sites, one after the other, so what one cannot tell is never the last word:
`allow_fallback`
says so.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify, identity_key
from workbench.curation.model import Link, RelatedWork
from workbench.curation.text.cleaning import MAX_TEXT, clean_line, clean_lines, to_safe_url
from workbench.web.http.protocol import FetchError, HttpClient

MAX_AUTHORS: Final = 100
"""Names kept of a paper: a collaboration of three thousand tells nothing that its first hundred do not."""

_PARAGRAPH: Final = re.compile(r"\n(?:[ \t]*\n|(?=[ \t]))")
_CODE_URL: Final = re.compile(
    r"(?ai)\b(?:https?://)?(?:www\.)?"
    r"((?:github\.com|gitlab\.com|codeberg\.org|huggingface\.co|hf\.co)/[^\s<>\"'{}|\\^`\[\]()]+)"
)
_RELATIONS: Final = {
    "github": "its code",
    "gitlab": "its code",
    "codeberg": "its code",
    "huggingface:datasets": "its data",
    "huggingface:spaces": "its demo",
    "huggingface:collections": "its models",
    "huggingface": "its model",
}


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names as clean lines, the empty ones left out, at most `MAX_AUTHORS`."""
    cleaned = filter(None, map(clean_line, names))
    return tuple(name for name, _ in zip(cleaned, range(MAX_AUTHORS), strict=False))


def unwrap_abstract(text: str) -> str:
    """An abstract without the line ends of the form it was typed into; an indented line begins a paragraph."""
    paragraphs = (clean_line(part, limit=MAX_TEXT) for part in _PARAGRAPH.split(clean_lines(text).strip()))
    return "\n\n".join(filter(None, paragraphs))


def make_related(url: str, why: str, said_by: str) -> tuple[RelatedWork, ...]:
    """That work, if the address is one that may be written anywhere; else nothing."""
    safe = to_safe_url(url.strip())
    return (RelatedWork(safe, why, said_by),) if safe else ()


def find_code(text: str, said_by: str) -> tuple[RelatedWork, ...]:
    """The repositories, models and data that a text names, in its order; an owner's page is none of them."""
    named = (identify("https://" + found[1].rstrip(".,;:!?*_~")) for found in _CODE_URL.finditer(text))
    works = [work for work in named if isinstance(work, Identity) and _relation_of(work.key)]
    return deduplicate_related(
        each for work in works for each in make_related(work.url, _relation_of(work.key), said_by)
    )


def _relation_of(key: str) -> str:
    """What a work on a code host is to the paper that names it."""
    host, _, path = key.partition(":")
    return _RELATIONS.get(f"{host}:{path.partition('/')[0]}") or (
        _RELATIONS.get(host, "") if "/" in path else ""
    )


def deduplicate_related(relations: Iterable[RelatedWork]) -> tuple[RelatedWork, ...]:
    """Each work once, as it was named first."""
    kept: dict[str, RelatedWork] = {}
    for relation in relations:
        kept.setdefault(identity_key(relation.url), relation)
    return tuple(kept.values())


def allow_fallback(
    fetch_one: Callable[[Link, HttpClient], Awaitable[Clipping]],
) -> Callable[[Link, HttpClient], Awaitable[Clipping]]:
    """The same question, but no failure lasts: the next site may know."""

    async def fetch_with_fallback(link: Link, net: HttpClient) -> Clipping:
        try:
            return await fetch_one(link, net)
        except FetchError as failed:
            raise FetchError(failed.reason) from None

    return fetch_with_fallback
