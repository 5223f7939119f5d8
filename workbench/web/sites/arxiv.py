"""arXiv: papers by its API, up to a hundred in one request (https://info.arxiv.org/help/api/user-manual.html).

- One request for all papers, since arXiv limits the rate more than its documents say.
- The response is an Atom feed in any order. Unknown ids are left out of it.
- Titles, abstracts, comments and names are TeX.
- arXiv rarely says where the code of a paper is, so Hugging Face is asked for that.
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
from workbench.curation.text.cleaning import MAX_TEXT, clean_line
from workbench.curation.text.tex import tex_to_text
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
"""Characters of a comment or journal reference that is short enough for a fact: `12 pages, NeurIPS 2025`."""


def _accepts(link: Link) -> bool:
    return _IDENTITY.fullmatch(link.identity) is not None


async def _fetch_papers(links: Sequence[Link], client: HttpClient) -> AsyncIterator[FetchAnswer]:
    """An answer for each paper as soon as it is complete."""
    try:
        entries = parse_feed((await client.get(_build_query_url(links, client))).body)
    except FetchError as fault:
        # One bad id fails the whole request. No failure is permanent, so the next site is asked for each paper.
        for link in links:
            yield FetchAnswer(link.id, Failure(fault.reason))
        return
    hub = _HubEnricher(client)
    for link in links:
        entry = entries.get(link.identity)
        yield FetchAnswer(
            link.id, _UNKNOWN_PAPER if entry is None else await hub.enrich(link, parse_entry(link, entry))
        )


def _build_query_url(links: Sequence[Link], client: HttpClient) -> str:
    """The request for all these papers."""
    # Without `max_results` the response would stop at ten.
    ids = ",".join(link.identity.removeprefix("arxiv:") for link in links)
    return client.build_url(
        "arxiv_api", f"/api/query?id_list={quote(ids, safe=',/')}&max_results={len(links)}"
    )


class _HubEnricher:
    """Adds what Hugging Face knows of the papers. It is no longer asked after its first failure other than a 404."""

    def __init__(self, client: HttpClient) -> None:
        self._client: Final = client
        self._is_available = True

    async def enrich(self, link: Link, clipping: Clipping) -> Clipping:
        """The clipping with the related works that Hugging Face knows, before those in arXiv's texts."""
        if not self._is_available or not huggingface.accepts_paper(link):
            return clipping
        try:
            known = await huggingface.fetch_paper(link, self._client)
        except FetchError as fault:
            self._is_available = fault.status == 404  # an unknown paper says nothing about the next one
            return clipping
        return replace(clipping, related=deduplicate_related((*known.related, *clipping.related)))


def parse_feed(feed: bytes) -> dict[str, Element]:
    """The entries of a feed by the identity key of their paper, without its version.

    `FetchError` where the feed reports an error, and where it is no feed.
    """
    # Always as UTF-8: in UTF-16 a declaration could pass the check below, but read as UTF-8 it is no XML.
    text = feed.decode("utf-8", "replace")
    # Entities can make a small feed a large one, and arXiv uses none.
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise FetchError(_NOT_UNDERSTOOD)
    if text.startswith("Rate exceeded"):
        raise FetchError("arXiv asks for a pause: f asks again later.")
    try:
        elements = ElementTree.fromstring(text).findall(f"{_ATOM_NAMESPACE}entry")
    except ElementTree.ParseError:
        raise FetchError(_NOT_UNDERSTOOD) from None
    entries = {entry.findtext(f"{_ATOM_NAMESPACE}id", "").strip(): entry for entry in elements}
    for address, entry in entries.items():
        if "/api/errors" in address:
            reason = clean_line(entry.findtext(f"{_ATOM_NAMESPACE}summary", ""), limit=_MAX_FACT)
            raise FetchError(f"arXiv will not answer: {reason}.")
    works = ((identify(address), entry) for address, entry in entries.items())
    return {work.key: entry for work, entry in works if isinstance(work, Identity)}


def parse_entry(link: Link, entry: Element) -> Clipping:
    """The clipping of an entry."""
    comment = _text_of(entry, f"{_ARXIV_NAMESPACE}comment")
    abstract = unwrap_abstract(_text_of(entry, f"{_ATOM_NAMESPACE}summary"))
    names = (
        _text_of(author, f"{_ATOM_NAMESPACE}name") for author in entry.findall(f"{_ATOM_NAMESPACE}author")
    )
    return Clipping(
        url=link.url,
        site=NAME,
        title=clean_line(_text_of(entry, f"{_ATOM_NAMESPACE}title")),
        text=abstract,
        authors=clean_names(names),
        published=parse_date(entry.findtext(f"{_ATOM_NAMESPACE}published", "")),  # of the first version
        facts=tuple(_iter_facts(entry)),
        related=_find_related(comment, abstract),
    )


def _text_of(entry: Element, name: str) -> str:
    """The text of an element as people read it."""
    return tex_to_text(entry.findtext(name, "")[:MAX_TEXT])


def _find_related(comment: str, abstract: str) -> tuple[RelatedWork, ...]:
    # The comment comes first: it is about this paper, while an abstract may link to the code of others.
    return deduplicate_related((*find_code(comment, NAME), *find_code(abstract, NAME)))


def _iter_facts(entry: Element) -> Iterator[str]:
    """The category, the journal, a short comment, and the DOI of the journal's version."""
    category = entry.find(f"{_ARXIV_NAMESPACE}primary_category")
    doi = clean_line(entry.findtext(f"{_ARXIV_NAMESPACE}doi", ""))
    facts = [
        clean_line(category.get("term", "")) if category is not None else "",
        *(clean_line(_text_of(entry, _ARXIV_NAMESPACE + name)) for name in ("journal_ref", "comment")),
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
