"""Any page: what it says of itself in its tags, its JSON-LD and its text.

It accepts every link and is asked last. The request goes to the public URL of the link's identity: for a paper that is
its abstract, for a DOI the page it leads to.

Here is decided which of a page's statements to believe, and in which order. See https://ogp.me,
https://schema.org/docs/gs.html and https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.
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
from workbench.web.sites.common import clean_names, convert_tex, find_code

NAME: Final = "page"
_ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
_HTML_TYPES: Final = ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml")
_MIN_ARTICLE_WORDS: Final = 80
"""Words from which a page's text is used instead of its description."""
_MAX_SHELL_WORDS: Final = 200
"""Words below which a page without metadata may be an empty one that a script fills in a browser."""

_PARSER_POOL: Final = ThreadPoolExecutor(1, "pages")
"""One thread, since several would compete with the screen for the interpreter."""

_SIGN_IN_URL: Final = re.compile(
    r"(?i)^https?://[^/]+/(?:[\w-]+/){0,2}(?:log-?in|sign-?in|sign-?up|register|auth)(?:[/?#.]|$)"
)
"""The URL of a page that asks to sign in."""


def _accepts(link: Link) -> bool:
    return isinstance(parse_url(link.url), Address)


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    page = await client.get(public_url(link.identity, link.url), accept=_ACCEPT)
    if pdf.is_pdf(page):
        clipping = await pdf.parse_pdf(link, page)
    else:
        parse = parse_page if page.media_type in _HTML_TYPES else _parse_file
        clipping = await asyncio.get_running_loop().run_in_executor(_PARSER_POOL, parse, link, page)
    return replace(
        clipping, redirects=tuple(url for url in map(to_safe_url, page.permanent_redirects) if url)
    )


def _parse_file(link: Link, page: HttpPage) -> Clipping:
    """A text file is stored without a title, which the editor writes. `FetchError` for any other file."""
    if page.media_type in ("text/plain", "text/markdown"):
        return Clipping(url=link.url, site=NAME, text=clean_lines(page.text).strip("\n"))
    name = clean_line(unquote(urlsplit(page.url).path.rpartition("/")[2])) or "This"
    raise FetchError(
        f"{name} is a file ({clean_line(page.media_type)}), not a page: e writes the title.", permanent=True
    )


def parse_page(link: Link, page: HttpPage) -> Clipping:
    """The clipping of a page. `FetchError` where it has no title. Parses, so call it off the event loop."""
    # A redirect led there. A link to such a page itself is meant.
    if _SIGN_IN_URL.search(page.url) and not _SIGN_IN_URL.search(link.url):
        raise FetchError(f"{host_of(page.url)} wants a sign-in before it shows this: e writes the title.")
    html = page.text
    tree = parse_html(html)
    tags = extract_tags(tree)
    thing = parse_json_ld(tags.json_ld)
    is_paper = "citation_title" in tags.meta
    text = "" if is_paper else extract_article(tree)  # of a paper its abstract is enough
    words = len(text.split()) if page.is_complete and len(html) <= MAX_HTML_CHARS else thing.word_count
    summary = _summary_of(tags, thing)
    clipping = Clipping(
        url=link.url,
        site=NAME,
        title=_title_of(tags, thing, tree, page),
        text=text if len(text.split()) >= _MIN_ARTICLE_WORDS or len(text) > len(summary) else summary,
        authors=clean_names(_iter_authors(tags, thing)),
        published=_date_of(tags, thing),
        facts=tuple(fact for fact in _iter_facts(tags, thing, 0 if is_paper else words, page) if fact),
        kind=_kind_of(tags, thing),
        canonical_url=_canonical_url_of(tags, page),
        related=find_code(summary, NAME) if is_paper else (),
    )
    return convert_tex(clipping) if link.identity.startswith("arxiv:") else clipping


def _title_of(tags: PageTags, thing: Thing, tree: LexborHTMLParser, page: HttpPage) -> str:
    """The title of the page without the name of its site. `FetchError` where it has none of its own."""
    title = tags.find_first("citation_title", "og:title", "twitter:title") or thing.title
    if not title and _is_shell(tree):  # its `<title>` is the name of a program
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
    soft_error = find_soft_error(title)
    if soft_error:
        raise FetchError(f"{host_of(page.url)} {soft_error}: e writes the title.")
    return title


def _is_shell(tree: LexborHTMLParser) -> bool:
    """Whether a script would have to fill the page in a browser."""
    if tree.body is None:
        return True
    words = len(node_to_text(tree.body).split())
    asks_for_script = any("javascript" in node.text().lower() for node in tree.css("noscript"))
    has_empty_root = any(not node.text(strip=True) for node in tree.css("#root, #app, #__next, #___gatsby"))
    return words < _MAX_SHELL_WORDS and (asks_for_script or has_empty_root)


def _summary_of(tags: PageTags, thing: Thing) -> str:
    """The abstract, else the description."""
    names = ("citation_abstract", "og:description", "description", "twitter:description", "dc.description")
    text = tags.find_first(*names) or thing.description
    return html_to_text(text) if "</" in text else text  # some sites put markup into it


def _iter_authors(tags: PageTags, thing: Thing) -> Iterator[str]:
    """The names of the authors. `Vaswani, Ashish` on a paper becomes Ashish Vaswani; a URL is not a name."""
    cited = tags.find_all("citation_author") or tuple(tags.find_first("citation_authors").split(";"))
    if any(cited):
        yield from (" ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name for name in cited)
    elif thing.authors:
        yield from thing.authors
    else:
        authors = tags.find_all("author") or tags.find_all("article:author", "parsely-author", "dc.creator")
        names = dict.fromkeys(name for name in authors if "://" not in name)
        byline = [tags.byline] if len(tags.byline) < 80 else []  # a longer one is more than a name
        yield from names or byline


def _date_of(tags: PageTags, thing: Thing) -> str:
    """The date of the first publication; dates of changes are not used."""
    texts = (
        *tags.find_all("citation_publication_date", "citation_date", "citation_online_date"),
        thing.published,
        *tags.find_all("article:published_time", "og:published_time", "parsely-pub-date", "datepublished"),
        *tags.find_all("dc.date.issued", "dc.date", "pubdate", "publish-date", "publishdate", "date"),
        tags.time,
    )
    days = (parse_date(text) for text in texts)
    # The first day of Unix time is what a site writes that has no date.
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
"""Hosts whose canonical URLs keep a playlist, or name an account instead of the post."""


def _canonical_url_of(tags: PageTags, page: HttpPage) -> str:
    """The page's canonical URL, if it is on the page's own site and not its front page; else empty."""
    try:
        url = to_safe_url(urljoin(page.url, tags.canonical)) if tags.canonical else None
    except ValueError:
        return ""
    own, target = parse_url(page.url), parse_url(url or "")
    if url is None or not isinstance(own, Address) or not isinstance(target, Address):
        return ""
    if own.host in _UNRELIABLE_CANONICALS or "." not in target.host:
        return ""
    is_front_page = not target.path and not target.query and (own.path or own.query)
    is_same_site = target.host == own.host or (
        target.host.endswith(f".{own.host}") or own.host.endswith(f".{target.host}")
    )
    return url if is_same_site and not is_front_page else ""


SITE: Final = Site(name=NAME, accepts=_accepts, fetch=fetch_each(_fetch_clipping))
