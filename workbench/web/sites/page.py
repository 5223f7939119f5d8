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

from workbench.curation.clipping import Clipping
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Kind, Link
from workbench.curation.text.address import Address, parse_url
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.curation.text.markup import MAX_HTML_CHARS, html_to_text, node_to_text, parse_html
from workbench.web.facts import format_duration, format_reading_time, parse_date
from workbench.web.html.article import extract_article
from workbench.web.html.json_ld import Thing, parse_json_ld
from workbench.web.html.tags import PageTags, extract_tags
from workbench.web.html.titles import letters_of, strip_site_name
from workbench.web.http.failures import find_soft_error, host_of
from workbench.web.http.protocol import FetchError, HttpClient, HttpPage
from workbench.web.site import Site, fetch_each
from workbench.web.sites import pdf
from workbench.web.sites.common import clean_names, find_code

NAME: Final = "page"
_ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
_HTML_TYPES: Final = ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml")
_MIN_ARTICLE_WORDS: Final = 80
"""Words from which on a page's text is worth more than its description."""
_MAX_SHELL_WORDS: Final = 200
"""Words below which a page that names itself in nothing but its `<title>` may be waiting for a browser."""

_PARSER_POOL: Final = ThreadPoolExecutor(1, "pages")
"""One page at a time: more would take turns with the screen, not with each other."""

_SIGN_IN_URL: Final = re.compile(
    r"(?i)^https?://[^/]+/(?:[\w-]+/){0,2}(?:log-?in|sign-?in|sign-?up|register|auth)(?:[/?#.]|$)"
)
"""Where a page lies that asks who one is."""


def _accepts(link: Link) -> bool:
    return isinstance(parse_url(link.url), Address)


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    page = await client.get(public_url(link.identity, link.url), accept=_ACCEPT)
    if pdf.is_pdf(page):
        said = await pdf.parse_pdf(link, page)
    else:
        read = parse_page if page.media_type in _HTML_TYPES else _parse_file
        said = await asyncio.get_running_loop().run_in_executor(_PARSER_POOL, read, link, page)
    return replace(said, redirects=tuple(url for url in map(to_safe_url, page.permanent_redirects) if url))


def _parse_file(link: Link, page: HttpPage) -> Clipping:
    """Text is kept to be read, its title left to the editor; of other files there is nothing to tell."""
    if page.media_type in ("text/plain", "text/markdown"):
        return Clipping(url=link.url, site=NAME, text=clean_lines(page.text).strip("\n"))
    name = clean_line(unquote(urlsplit(page.url).path.rpartition("/")[2])) or "This"
    raise FetchError(
        f"{name} is a file ({clean_line(page.media_type)}), not a page: e writes the title.", permanent=True
    )


def parse_page(link: Link, page: HttpPage) -> Clipping:
    """What a page says of itself; `FetchError` where it says nothing. Parses, so not for the event loop."""
    if _SIGN_IN_URL.search(page.url) and not _SIGN_IN_URL.search(link.url):
        raise FetchError(f"{host_of(page.url)} wants a sign-in before it shows this: e writes the title.")
    html = page.text
    tree = parse_html(html)
    said = extract_tags(tree)
    about = parse_json_ld(said.json_ld)
    paper = "citation_title" in said.meta
    text = "" if paper else extract_article(tree)
    words = len(text.split()) if page.is_complete and len(html) <= MAX_HTML_CHARS else about.word_count
    summary = _summary_of(said, about)
    return Clipping(
        url=link.url,
        site=NAME,
        title=_title_of(said, about, tree, page),
        text=text if len(text.split()) >= _MIN_ARTICLE_WORDS or len(text) > len(summary) else summary,
        authors=clean_names(_iter_authors(said, about)),
        published=_date_of(said, about),
        facts=tuple(fact for fact in _iter_facts(said, about, 0 if paper else words, page) if fact),
        kind=_kind_of(said, about),
        canonical_url=_canonical_url_of(said, page),
        related=find_code(summary, NAME) if paper else (),
    )


def _title_of(tags: PageTags, thing: Thing, tree: LexborHTMLParser, page: HttpPage) -> str:
    """What the page calls itself, without the name of its site.

    A shell that only a browser can fill calls itself by the name of the program in it: that is no title.
    """
    title = tags.find_first("citation_title", "og:title", "twitter:title") or thing.title
    if not title and _is_shell(tree):
        raise FetchError(
            f"{host_of(page.url)} shows this page to a browser only: e writes the title.", permanent=True
        )
    title = strip_site_name(
        title or tags.title or tags.heading,
        sites=(tags.find_first("og:site_name", "application-name"), thing.publisher, host_of(page.url)),
        heading=tags.heading,
    )
    if not title:
        raise FetchError(f"{host_of(page.url)} gives this page no title: e writes it.", permanent=True)
    no_page = find_soft_error(title)
    if no_page:
        raise FetchError(f"{host_of(page.url)} {no_page}: e writes the title.")
    return title


def _is_shell(tree: LexborHTMLParser) -> bool:
    if tree.body is None:
        return True
    words = len(node_to_text(tree.body).split())
    asks = any("javascript" in node.text().lower() for node in tree.css("noscript"))
    empty = any(not node.text(strip=True) for node in tree.css("#root, #app, #__next, #___gatsby"))
    return words < _MAX_SHELL_WORDS and (asks or empty)


def _summary_of(tags: PageTags, thing: Thing) -> str:
    """The abstract, else the description; either may be markup in itself."""
    names = ("citation_abstract", "og:description", "description", "twitter:description", "dc.description")
    text = tags.find_first(*names) or thing.description
    return html_to_text(text) if "</" in text else text


def _iter_authors(tags: PageTags, thing: Thing) -> Iterator[str]:
    """The people: `Vaswani, Ashish` on a paper is Ashish Vaswani; an address is nobody's name."""
    cited = tags.find_all("citation_author") or tuple(tags.find_first("citation_authors").split(";"))
    if any(cited):
        yield from (" ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name for name in cited)
    elif thing.authors:
        yield from thing.authors
    else:
        named = tags.find_all("author") or tags.find_all("article:author", "parsely-author", "dc.creator")
        names = dict.fromkeys(name for name in named if "://" not in name)
        yield from names or ([tags.byline] if len(tags.byline) < 80 else [])


def _date_of(tags: PageTags, thing: Thing) -> str:
    """The day it first appeared. What was last changed, and when, is not asked; `1970-01-01` is no day."""
    texts = (
        *tags.find_all("citation_publication_date", "citation_date", "citation_online_date"),
        thing.published,
        *tags.find_all("article:published_time", "og:published_time", "parsely-pub-date", "datepublished"),
        *tags.find_all("dc.date.issued", "dc.date", "pubdate", "publish-date", "publishdate", "date"),
        tags.time,
    )
    days = (parse_date(text) for text in texts)
    return next((day for day in days if day and day > "1970-01-01"), "")


def _iter_facts(tags: PageTags, thing: Thing, word_count: int, page: HttpPage) -> Iterator[str]:
    site = tags.find_first("og:site_name")
    yield site if letters_of(site) not in letters_of(host_of(page.url)) else ""
    yield "podcast" if thing.type == "PodcastEpisode" else ""
    yield (
        format_duration(thing.seconds)
        if thing.seconds and thing.type in ("PodcastEpisode", "VideoObject")
        else ""
    )
    yield (
        format_reading_time(word_count)
        if word_count >= _MIN_ARTICLE_WORDS and thing.type != "VideoObject"
        else ""
    )


def _kind_of(tags: PageTags, thing: Thing) -> Kind | None:
    if "citation_title" in tags.meta:
        return "paper"
    if tags.find_first("og:type").lower().startswith("video") or thing.type == "VideoObject":
        return "video"
    return "tool" if thing.type == "SoftwareSourceCode" else None


_UNRELIABLE_CANONICALS: Final = ("youtube.com", "youtu.be", "x.com", "twitter.com")
"""Their canonical addresses keep the playlist, or name the person instead of the post."""


def _canonical_url_of(tags: PageTags, page: HttpPage) -> str:
    """What the page calls its own address, where that can be believed: on its own site, and not merely its front."""
    try:
        url = to_safe_url(urljoin(page.url, tags.canonical)) if tags.canonical else None
    except ValueError:
        return ""
    own, meant = parse_url(page.url), parse_url(url or "")
    if url is None or not isinstance(own, Address) or not isinstance(meant, Address):
        return ""
    front = not meant.path and not meant.query and (own.path or own.query)
    kin = meant.host == own.host or meant.host.endswith("." + own.host) or own.host.endswith("." + meant.host)
    return url if kin and "." in meant.host and not front and own.host not in _UNRELIABLE_CANONICALS else ""


SITE: Final = Site(name=NAME, accepts=_accepts, fetch=fetch_each(_fetch_clipping))
