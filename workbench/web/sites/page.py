"""Any page: what it says of itself in its tags, its data and its text.

The last to be asked, and the one that every link can be asked of: at its printable address, so that a paper is
asked for its abstract's page and a DOI where it leads. Which of a page's many statements to believe, in which order,
is decided here. See https://ogp.me, https://schema.org/docs/gs.html and
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.
"""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from workbench.curation.address import Address, parse
from workbench.curation.cleaning import clean, clean_lines, safe_url
from workbench.curation.clipping import Clipping
from workbench.curation.identity.printable import printable
from workbench.curation.markup import MOST, lines, parsed, plain
from workbench.curation.model import Kind, Link
from workbench.web.article import article
from workbench.web.facts import date, length, reading_time
from workbench.web.failures import host_of, soft
from workbench.web.json_ld import Thing, thing
from workbench.web.net import Failed, Net, Page
from workbench.web.site import Site, each
from workbench.web.sites import pdf
from workbench.web.sites.papers import code_in, people
from workbench.web.tags import Tags, tags
from workbench.web.titles import letters, without_site

NAME: Final = "page"
_ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
_HTML: Final = ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml")
_ARTICLE: Final = 80
"""Words from which on a page's text is worth more than its description."""
_SHELL: Final = 200
"""Words below which a page that names itself in nothing but its `<title>` may be waiting for a browser."""

_READER: Final = ThreadPoolExecutor(1, "pages")
"""One page at a time: more would take turns with the screen, not with each other."""

_DOOR: Final = re.compile(
    r"(?i)^https?://[^/]+/(?:[\w-]+/){0,2}(?:log-?in|sign-?in|sign-?up|register|auth)(?:[/?#.]|$)"
)
"""Where a page lies that asks who one is."""


def _takes(link: Link) -> bool:
    return isinstance(parse(link.url), Address)


async def _clip(link: Link, net: Net) -> Clipping:
    page = await net.get(printable(link.identity, link.url), accept=_ACCEPT)
    if pdf.is_pdf(page):
        said = await pdf.clipping(link, page)
    else:
        read = clipping if page.type in _HTML else _file
        said = await asyncio.get_running_loop().run_in_executor(_READER, read, link, page)
    return replace(said, moved=tuple(url for url in map(safe_url, page.moved) if url))


def _file(link: Link, page: Page) -> Clipping:
    """Text is kept to be read, its title left to the editor; of other files there is nothing to tell."""
    if page.type in ("text/plain", "text/markdown"):
        return Clipping(url=link.url, by=NAME, text=clean_lines(page.text).strip("\n"))
    name = clean(unquote(urlsplit(page.url).path.rpartition("/")[2])) or "This"
    raise Failed(f"{name} is a file ({clean(page.type)}), not a page: e writes the title.", lasting=True)


def clipping(link: Link, page: Page) -> Clipping:
    """What a page says of itself; `Failed` where it says nothing. Parses, so not for the event loop."""
    if _DOOR.search(page.url) and not _DOOR.search(link.url):
        raise Failed(f"{host_of(page.url)} wants a sign-in before it shows this: e writes the title.")
    html = page.text
    tree = parsed(html)
    said = tags(tree)
    about = thing(said.json_ld)
    paper = "citation_title" in said.said
    text = "" if paper else article(tree)
    words = len(text.split()) if page.whole and len(html) <= MOST else about.words
    summary = _summary(said, about)
    return Clipping(
        url=link.url,
        by=NAME,
        title=_title(said, about, tree, page),
        text=text if len(text.split()) >= _ARTICLE or len(text) > len(summary) else summary,
        authors=people(_authors(said, about)),
        published=_published(said, about),
        facts=tuple(fact for fact in _facts(said, about, 0 if paper else words, page) if fact),
        kind=_kind(said, about),
        canonical=_canonical(said, page),
        related=code_in(summary, NAME) if paper else (),
    )


def _title(said: Tags, about: Thing, tree: LexborHTMLParser, page: Page) -> str:
    """What the page calls itself, without the name of its site.

    A shell that only a browser can fill calls itself by the name of the program in it: that is no title.
    """
    told = said.first("citation_title", "og:title", "twitter:title") or about.title
    if not told and _is_shell(tree):
        raise Failed(
            f"{host_of(page.url)} shows this page to a browser only: e writes the title.", lasting=True
        )
    title = without_site(
        told or said.title or said.heading,
        sites=(said.first("og:site_name", "application-name"), about.publisher, host_of(page.url)),
        heading=said.heading,
    )
    if not title:
        raise Failed(f"{host_of(page.url)} gives this page no title: e writes it.", lasting=True)
    no_page = soft(title)
    if no_page:
        raise Failed(f"{host_of(page.url)} {no_page}: e writes the title.")
    return title


def _is_shell(tree: LexborHTMLParser) -> bool:
    if tree.body is None:
        return True
    words = len(lines(tree.body).split())
    asks = any("javascript" in node.text().lower() for node in tree.css("noscript"))
    empty = any(not node.text(strip=True) for node in tree.css("#root, #app, #__next, #___gatsby"))
    return words < _SHELL and (asks or empty)


def _summary(said: Tags, about: Thing) -> str:
    """The abstract, else the description; either may be markup in itself."""
    names = ("citation_abstract", "og:description", "description", "twitter:description", "dc.description")
    text = said.first(*names) or about.description
    return plain(text) if "</" in text else text


def _authors(said: Tags, about: Thing) -> Iterator[str]:
    """The people: `Vaswani, Ashish` on a paper is Ashish Vaswani; an address is nobody's name."""
    cited = said.every("citation_author") or tuple(said.first("citation_authors").split(";"))
    if any(cited):
        yield from (" ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name for name in cited)
    elif about.authors:
        yield from about.authors
    else:
        named = said.every("author") or said.every("article:author", "parsely-author", "dc.creator")
        names = dict.fromkeys(name for name in named if "://" not in name)
        yield from names or ([said.byline] if len(said.byline) < 80 else [])


def _published(said: Tags, about: Thing) -> str:
    """The day it first appeared. What was last changed, and when, is not asked; `1970-01-01` is no day."""
    told = (
        *said.every("citation_publication_date", "citation_date", "citation_online_date"),
        about.published,
        *said.every("article:published_time", "og:published_time", "parsely-pub-date", "datepublished"),
        *said.every("dc.date.issued", "dc.date", "pubdate", "publish-date", "publishdate", "date"),
        said.time,
    )
    days = (date(text) for text in told)
    return next((day for day in days if day and day > "1970-01-01"), "")


def _facts(said: Tags, about: Thing, words: int, page: Page) -> Iterator[str]:
    site = said.first("og:site_name")
    yield site if letters(site) not in letters(host_of(page.url)) else ""
    yield "podcast" if about.type == "PodcastEpisode" else ""
    yield length(about.seconds) if about.seconds and about.type in ("PodcastEpisode", "VideoObject") else ""
    yield reading_time(words) if words >= _ARTICLE and about.type != "VideoObject" else ""


def _kind(said: Tags, about: Thing) -> Kind | None:
    if "citation_title" in said.said:
        return "paper"
    if said.first("og:type").lower().startswith("video") or about.type == "VideoObject":
        return "video"
    return "tool" if about.type == "SoftwareSourceCode" else None


_OWN_WAYS: Final = ("youtube.com", "youtu.be", "x.com", "twitter.com")
"""Their canonical addresses keep the playlist, or name the person instead of the post."""


def _canonical(said: Tags, page: Page) -> str:
    """What the page calls its own address, where that can be believed: on its own site, and not merely its front."""
    try:
        url = safe_url(urljoin(page.url, said.canonical)) if said.canonical else None
    except ValueError:
        return ""
    own, meant = parse(page.url), parse(url or "")
    if url is None or not isinstance(own, Address) or not isinstance(meant, Address):
        return ""
    front = not meant.path and not meant.query and (own.path or own.query)
    kin = meant.host == own.host or meant.host.endswith("." + own.host) or own.host.endswith("." + meant.host)
    return url if kin and "." in meant.host and not front and own.host not in _OWN_WAYS else ""


SITE: Final = Site(name=NAME, takes=_takes, ask=each(_clip))
