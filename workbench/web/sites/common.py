"""Functions for the modules of sites: names, abstracts, related works, and failures.

`explain_statuses` makes statuses the site's own sentences. `allow_fallback` lets the next site try after any failure.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from msgspec.structs import replace

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify, identity_key
from workbench.curation.model import Link, RelatedWork
from workbench.curation.text.cleaning import MAX_TEXT, clean_line, clean_lines, to_safe_url
from workbench.curation.text.tex import tex_to_text
from workbench.web.http.protocol import FetchError, HttpClient

MAX_AUTHORS: Final = 100
"""Authors that are stored. A paper of a collaboration may have three thousand."""

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
    """The names as clean lines, without empty ones, at most `MAX_AUTHORS`."""
    cleaned = filter(None, map(clean_line, names))
    return tuple(name for name, _ in zip(cleaned, range(MAX_AUTHORS), strict=False))


def unwrap_abstract(text: str) -> str:
    """An abstract without hard line ends. An empty line or an indented one begins a paragraph."""
    paragraphs = (clean_line(part, limit=MAX_TEXT) for part in _PARAGRAPH.split(clean_lines(text).strip()))
    return "\n\n".join(filter(None, paragraphs))


def convert_tex(clipping: Clipping) -> Clipping:
    """The clipping with title, text and names as people read them, where a source copies what arXiv has as TeX."""
    return replace(
        clipping,
        title=clean_line(tex_to_text(clipping.title)),
        text=tex_to_text(clipping.text),
        authors=clean_names(map(tex_to_text, clipping.authors)),
    )


def make_related(url: str, why: str, said_by: str) -> tuple[RelatedWork, ...]:
    """The related work at an address, as a tuple of one; empty where the address is not safe."""
    safe = to_safe_url(url.strip())
    return (RelatedWork(safe, why, said_by),) if safe else ()


def find_code(text: str, said_by: str) -> tuple[RelatedWork, ...]:
    """The repositories, models and datasets that a text links to, in its order. Pages of their owners do not count."""
    found = (identify("https://" + match[1].rstrip(".,;:!?*_~")) for match in _CODE_URL.finditer(text))
    works = [work for work in found if isinstance(work, Identity) and _relation_of(work.key)]
    return deduplicate_related(
        each for work in works for each in make_related(work.url, _relation_of(work.key), said_by)
    )


def _relation_of(key: str) -> str:
    """What a work on a code host is to the paper that links to it; empty for an owner's page and other hosts."""
    host, _, path = key.partition(":")
    return _RELATIONS.get(f"{host}:{path.partition('/')[0]}") or (
        _RELATIONS.get(host, "") if "/" in path else ""
    )


def deduplicate_related(relations: Iterable[RelatedWork]) -> tuple[RelatedWork, ...]:
    """The relations without those to a work that an earlier one leads to."""
    unique: dict[str, RelatedWork] = {}
    for relation in relations:
        unique.setdefault(identity_key(relation.url), relation)
    return tuple(unique.values())


@contextmanager
def explain_statuses(messages: Mapping[int, str]) -> Iterator[None]:
    """Give a `FetchError` within the block, with one of these statuses, its message, and make it permanent."""
    # Only the site's module knows what a status means there: GitHub's 404 is a repository that is gone or private.
    try:
        yield
    except FetchError as fault:
        if fault.status not in messages:
            raise
        raise FetchError(messages[fault.status], status=fault.status, permanent=True) from None


def allow_fallback(
    fetch_one: Callable[[Link, HttpClient], Awaitable[Clipping]],
) -> Callable[[Link, HttpClient], Awaitable[Clipping]]:
    """The same function with no failure permanent: the next site may know the link."""

    async def fetch_with_fallback(link: Link, client: HttpClient) -> Clipping:
        try:
            return await fetch_one(link, client)
        except FetchError as fault:
            raise FetchError(fault.reason) from None

    return fetch_with_fallback
