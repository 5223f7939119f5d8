"""arXiv: all papers of a fetch in one question, since it throttles harder than its documents say.

It answers in Atom, in an order of its own, and is silent about ids it does not know. What it knows least is where
the code is, so each paper is completed by Hugging Face, which is asked beside it; see
https://info.arxiv.org/help/api/user-manual.html.
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, RelatedWork
from workbench.curation.text.cleaning import clean_line
from workbench.web.facts import parse_date
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site
from workbench.web.sites import huggingface
from workbench.web.sites.common import clean_names, deduplicate_related, find_code, unwrap_abstract

NAME: Final = "arXiv"
_UNKNOWN_PAPER: Final = Failure("arXiv does not know this paper yet.")
_NOT_UNDERSTOOD: Final = "arXiv answered with something that is not understood."
_IDENTITY: Final = re.compile(r"(?a)arxiv:(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_ATOM_NAMESPACE: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV_NAMESPACE: Final = "{http://arxiv.org/schemas/atom}"
_MAX_FACT: Final = 80
"""Characters of a comment or reference that still reads as a fact: `12 pages, NeurIPS 2025`."""


def _accepts(link: Link) -> bool:
    return _IDENTITY.fullmatch(link.identity) is not None


async def _fetch_papers(links: Sequence[Link], client: HttpClient) -> AsyncIterator[FetchAnswer]:
    """An answer for each paper as soon as it is complete. One bad id fails them all: the next site is asked then."""
    try:
        entries = parse_feed((await client.get(_build_query_url(links, client))).body)
    except FetchError as failed:
        for link in links:
            yield FetchAnswer(link.id, Failure(failed.reason))
        return
    hub = _HubEnricher(client)
    for link in links:
        entry = entries.get(link.identity)
        yield FetchAnswer(
            link.id, _UNKNOWN_PAPER if entry is None else await hub.enrich(link, parse_entry(link, entry))
        )


def _build_query_url(links: Sequence[Link], client: HttpClient) -> str:
    """The address that answers for all of these; without `max_results` it would stop at ten."""
    ids = ",".join(link.identity.removeprefix("arxiv:") for link in links)
    return client.build_url(
        "arxiv_api", f"/api/query?id_list={quote(ids, safe=',/')}&max_results={len(links)}"
    )


class _HubEnricher:
    """Hugging Face beside arXiv. The first sign that it is in trouble ends the asking: it only ever adds."""

    def __init__(self, client: HttpClient) -> None:
        self._client: Final = client
        self._is_available = True

    async def enrich(self, link: Link, clipping: Clipping) -> Clipping:
        """The clipping with the code that Hugging Face knows, before what arXiv's own text names."""
        if not self._is_available or not huggingface.accepts_paper(link):
            return clipping
        try:
            known = await huggingface.fetch_paper(link, self._client)
        except FetchError as failed:
            self._is_available = failed.status == 404  # a paper it does not know says nothing of the next
            return clipping
        return replace(clipping, related=deduplicate_related((*known.related, *clipping.related)))


def parse_feed(feed: bytes) -> dict[str, Element]:
    """The entries of an answer by the identity of their paper, whatever the version.

    `FetchError` where arXiv says that it will not answer, and where this is no feed. A document type is refused unread:
    entities are how a small feed becomes a large one. Bytes are taken as UTF-8, which is all arXiv sends; what
    would hide a declaration from us as UTF-16 is then no XML.
    """
    text = feed.decode("utf-8", "replace")
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise FetchError(_NOT_UNDERSTOOD)
    if text.startswith("Rate exceeded"):
        raise FetchError("arXiv asks for a pause: f asks again later.")
    try:
        found = ElementTree.fromstring(text).findall(f"{_ATOM_NAMESPACE}entry")
    except ElementTree.ParseError:
        raise FetchError(_NOT_UNDERSTOOD) from None
    entries = {entry.findtext(f"{_ATOM_NAMESPACE}id", "").strip(): entry for entry in found}
    for address, entry in entries.items():
        if "/api/errors" in address:
            reason = clean_line(entry.findtext(f"{_ATOM_NAMESPACE}summary", ""), limit=_MAX_FACT)
            raise FetchError(f"arXiv will not answer: {reason}.")
    works = ((identify(address), entry) for address, entry in entries.items())
    return {work.key: entry for work, entry in works if isinstance(work, Identity)}


def parse_entry(link: Link, entry: Element) -> Clipping:
    """What an entry says of its paper. `published` is the day of its first version, `updated` that of its last."""
    comment = entry.findtext(f"{_ARXIV_NAMESPACE}comment", "")
    abstract = unwrap_abstract(entry.findtext(f"{_ATOM_NAMESPACE}summary", ""))
    names = (
        author.findtext(f"{_ATOM_NAMESPACE}name", "") for author in entry.findall(f"{_ATOM_NAMESPACE}author")
    )
    return Clipping(
        url=link.url,
        site=NAME,
        title=clean_line(entry.findtext(f"{_ATOM_NAMESPACE}title", "")),
        text=abstract,
        authors=clean_names(names),
        published=parse_date(entry.findtext(f"{_ATOM_NAMESPACE}published", "")),
        facts=tuple(_iter_facts(entry)),
        related=_find_related(comment, abstract),
    )


def _find_related(comment: str, abstract: str) -> tuple[RelatedWork, ...]:
    """The comment is the authors' note on this very paper; an abstract may name the code of others."""
    return deduplicate_related((*find_code(comment, NAME), *find_code(abstract, NAME)))


def _iter_facts(entry: Element) -> Iterator[str]:
    """Category, where it appeared, a comment if it is short, the journal's DOI."""
    category = entry.find(f"{_ARXIV_NAMESPACE}primary_category")
    doi = clean_line(entry.findtext(f"{_ARXIV_NAMESPACE}doi", ""))
    facts = [
        clean_line(category.get("term", "")) if category is not None else "",
        *(clean_line(entry.findtext(_ARXIV_NAMESPACE + name, "")) for name in ("journal_ref", "comment")),
        f"doi:{doi}" if doi else "",
    ]
    yield from (fact for fact in facts if 0 < len(fact) <= _MAX_FACT)


SITE: Final = Site(
    name=NAME,
    accepts=_accepts,
    fetch=_fetch_papers,
    batch_size=100,
    base_urls={"arxiv_api": "https://export.arxiv.org", **huggingface.HUGGINGFACE_URLS},
)
