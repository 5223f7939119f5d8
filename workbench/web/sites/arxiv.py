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

from workbench.curation.cleaning import clean
from workbench.curation.clipping import Answer, Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, Related
from workbench.web.facts import date
from workbench.web.net import Failed, Net
from workbench.web.site import Site
from workbench.web.sites import huggingface
from workbench.web.sites.papers import code_in, once, people, unwrapped

NAME: Final = "arXiv"
_UNKNOWN: Final = Failure("arXiv does not know this paper yet.")
_NOT_UNDERSTOOD: Final = "arXiv answered with something that is not understood."
_ID: Final = re.compile(r"(?a)arxiv:(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_FACT: Final = 80
"""Characters of a comment or reference that still reads as a fact: `12 pages, NeurIPS 2025`."""


def _takes(link: Link) -> bool:
    return _ID.fullmatch(link.identity) is not None


async def _ask(links: Sequence[Link], net: Net) -> AsyncIterator[Answer]:
    """An answer for each paper as soon as it is complete. One bad id fails them all: the next site is asked then."""
    try:
        entries = read((await net.get(_question(links, net))).body)
    except Failed as failed:
        for link in links:
            yield Answer(link.id, Failure(failed.reason))
        return
    hub = _Hub(net)
    for link in links:
        entry = entries.get(link.identity)
        yield Answer(link.id, _UNKNOWN if entry is None else await hub.completed(link, clipped(link, entry)))


def _question(links: Sequence[Link], net: Net) -> str:
    """The address that answers for all of these; without `max_results` it would stop at ten."""
    ids = ",".join(link.identity.removeprefix("arxiv:") for link in links)
    return net.at("arxiv_api", f"/api/query?id_list={quote(ids, safe=',/')}&max_results={len(links)}")


class _Hub:
    """Hugging Face beside arXiv. The first sign that it is in trouble ends the asking: it only ever adds."""

    def __init__(self, net: Net) -> None:
        self._net: Final = net
        self._answers = True

    async def completed(self, link: Link, clipping: Clipping) -> Clipping:
        """The clipping with the code that Hugging Face knows, before what arXiv's own text names."""
        if not self._answers or not huggingface.takes_paper(link):
            return clipping
        try:
            known = await huggingface.paper(link, self._net)
        except Failed as failed:
            self._answers = failed.status == 404  # a paper it does not know says nothing of the next
            return clipping
        return replace(clipping, related=once((*known.related, *clipping.related)))


def read(feed: bytes) -> dict[str, Element]:
    """The entries of an answer by the identity of their paper, whatever the version.

    `Failed` where arXiv says that it will not answer, and where this is no feed. A document type is refused unread:
    entities are how a small feed becomes a large one. Bytes are taken as UTF-8, which is all arXiv sends; what
    would hide a declaration from us as UTF-16 is then no XML.
    """
    text = feed.decode("utf-8", "replace")
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise Failed(_NOT_UNDERSTOOD)
    if text.startswith("Rate exceeded"):
        raise Failed("arXiv asks for a pause: f asks again later.")
    try:
        found = ElementTree.fromstring(text).findall(f"{_ATOM}entry")
    except ElementTree.ParseError:
        raise Failed(_NOT_UNDERSTOOD) from None
    entries = {entry.findtext(f"{_ATOM}id", "").strip(): entry for entry in found}
    for address, entry in entries.items():
        if "/api/errors" in address:
            raise Failed(
                f"arXiv will not answer: {clean(entry.findtext(f'{_ATOM}summary', ''), limit=_FACT)}."
            )
    works = ((identify(address), entry) for address, entry in entries.items())
    return {work.key: entry for work, entry in works if isinstance(work, Identity)}


def clipped(link: Link, entry: Element) -> Clipping:
    """What an entry says of its paper. `published` is the day of its first version, `updated` that of its last."""
    comment = entry.findtext(f"{_ARXIV}comment", "")
    abstract = unwrapped(entry.findtext(f"{_ATOM}summary", ""))
    names = (author.findtext(f"{_ATOM}name", "") for author in entry.findall(f"{_ATOM}author"))
    return Clipping(
        url=link.url,
        by=NAME,
        title=clean(entry.findtext(f"{_ATOM}title", "")),
        text=abstract,
        authors=people(names),
        published=date(entry.findtext(f"{_ATOM}published", "")),
        facts=tuple(_facts(entry)),
        related=_named(comment, abstract),
    )


def _named(comment: str, abstract: str) -> tuple[Related, ...]:
    """The comment is the authors' note on this very paper; an abstract may name the code of others."""
    return once((*code_in(comment, NAME), *code_in(abstract, NAME)))


def _facts(entry: Element) -> Iterator[str]:
    """Category, where it appeared, a comment if it is short, the journal's DOI."""
    category = entry.find(f"{_ARXIV}primary_category")
    doi = clean(entry.findtext(f"{_ARXIV}doi", ""))
    facts = [
        clean(category.get("term", "")) if category is not None else "",
        *(clean(entry.findtext(_ARXIV + name, "")) for name in ("journal_ref", "comment")),
        f"doi:{doi}" if doi else "",
    ]
    yield from (fact for fact in facts if 0 < len(fact) <= _FACT)


SITE: Final = Site(
    name=NAME,
    takes=_takes,
    ask=_ask,
    batch=100,
    bases={"arxiv_api": "https://export.arxiv.org", **huggingface.BASES},
)
