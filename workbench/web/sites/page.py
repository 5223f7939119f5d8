"""Any page: what it says of itself in its tags, its JSON-LD and its text.

It accepts every link and is asked last. The request goes to the public URL of the link's identity: for a paper that is
its abstract, for a DOI the page it leads to.

Here a page becomes a clipping. Which of its statements to believe, and in which order, is decided in `html/`: in
`titles.py`, `authors.py` and `dates.py`. See https://ogp.me, https://schema.org/docs/gs.html and
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from workbench.curation.clipping import Clipping
from workbench.curation.identity.public_url import public_url
from workbench.curation.landing import is_sign_in, name_page_above
from workbench.curation.model import Kind, Link
from workbench.curation.text.address import Address, parse_url
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.curation.text.markup import MAX_HTML_CHARS, html_to_text, node_to_text, parse_html
from workbench.curation.text.soft_errors import find_soft_error
from workbench.web.article_process import Article
from workbench.web.article_reader import READER
from workbench.web.facts import format_duration, format_reading_time
from workbench.web.html.article import extract_article, find_abstract
from workbench.web.html.authors import authors_of_page
from workbench.web.html.dates import date_of_page
from workbench.web.html.json_ld import Thing, parse_json_ld
from workbench.web.html.source import MAX_HEAD, PageSource, find_refresh, split_source
from workbench.web.html.tags import PageTags, extract_tags
from workbench.web.html.titles import choose_title, letters_of
from workbench.web.http.charset import decode_body
from workbench.web.http.failures import host_of
from workbench.web.http.protocol import FetchError, HttpClient, HttpPage
from workbench.web.site import Site, fetch_each
from workbench.web.sites import pdf
from workbench.web.sites.common import clean_names, convert_tex, find_code

NAME: Final = "page"
ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
_HTML_TYPES: Final = ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml")
_MIN_ARTICLE_WORDS: Final = 80
"""Words from which a page's text is used instead of its description."""
_MAX_SHELL_WORDS: Final = 200
"""Words below which a page without metadata may be an empty one that a script fills in a browser."""

_PAPER_SIGNS: Final = (
    "citation_doi", "citation_journal_title", "citation_conference_title", "citation_inbook_title", "citation_arxiv_id",
    "citation_pdf_url", "citation_issn", "citation_isbn", "citation_volume", "citation_technical_report_institution",
    "citation_dissertation_institution",
)  # fmt: skip

_PARSER_POOL: Final = ThreadPoolExecutor(1, "pages")
"""One thread, since several would compete with the screen for the interpreter."""


def _accepts(link: Link) -> bool:
    return isinstance(parse_url(link.url), Address)


async def _fetch_clipping(link: Link, client: HttpClient) -> Clipping:
    page = await client.get(public_url(link.identity, link.url), accept=ACCEPT)
    refresh = _find_refresh_url(page)
    if refresh and refresh != page.url:
        page = await client.get(refresh, accept=ACCEPT)
    _require_same_page(link, page)
    if pdf.is_pdf(page):
        clipping = await pdf.parse_pdf(link, page)
    else:
        parse = _read_page if page.media_type in _HTML_TYPES else _parse_file
        clipping = await _run_in_pool(parse, link, page)
    return replace(
        clipping, redirects=tuple(url for url in map(to_safe_url, page.permanent_redirects) if url)
    )


def _find_refresh_url(page: HttpPage) -> str:
    """Where the head of a page sends every browser; empty where it stays. Of the rest nothing is decoded here."""
    if page.media_type not in _HTML_TYPES:
        return ""
    return _resolve_url(page, find_refresh(decode_body(page.body[:MAX_HEAD], page.charset)))


def _resolve_url(page: HttpPage, url: str) -> str:
    """The full form of a URL that a page names; empty where it is none that is safe to follow."""
    try:
        return (to_safe_url(urljoin(page.url, url)) or "") if url else ""
    except ValueError:
        return ""


def _require_same_page(link: Link, page: HttpPage) -> None:
    """`FetchError` where a link into a site came out far above: that is how many a site says that a page is gone."""
    place = name_page_above(link.url, page.url)
    if place:
        reason = f"{host_of(page.url)} shows {place} instead of this: e writes the title."
        raise FetchError(reason, permanent=True)


async def _run_in_pool(parse: Callable[[Link, HttpPage], Clipping], link: Link, page: HttpPage) -> Clipping:
    try:
        return await asyncio.get_running_loop().run_in_executor(_PARSER_POOL, parse, link, page)
    except asyncio.CancelledError:
        READER.stop()  # or leaving the program would wait for a page
        raise


def _read_page(link: Link, page: HttpPage) -> Clipping:
    return parse_page(link, page, READER.read(page.text, page.url))


def _parse_file(link: Link, page: HttpPage) -> Clipping:
    """A text file is stored without a title, which the editor writes. `FetchError` for any other file."""
    if page.media_type in ("text/plain", "text/markdown"):
        return Clipping(url=link.url, site=NAME, text=clean_lines(page.text).strip("\n"))
    name = clean_line(unquote(urlsplit(page.url).path.rpartition("/")[2])) or "This"
    raise FetchError(
        f"{name} is a file ({clean_line(page.media_type)}), not a page: e writes the title.", permanent=True
    )


def parse_page(link: Link, page: HttpPage, article: Article | None = None) -> Clipping:
    """The clipping of a page. `FetchError` where it has no title. Parses, so call it off the event loop.

    `article` is what the library found in it, None where it found out nothing.
    """
    if is_sign_in(link.url, page.url):
        raise FetchError(f"{host_of(page.url)} wants a sign-in before it shows this: e writes the title.")
    source = split_source(page.text)
    tree = parse_html(source.markup)
    tags = extract_tags(tree)
    thing = _find_thing(source, tags)
    abstract = tags.find_first("citation_abstract") or find_abstract(tree)
    is_paper = _is_paper(tags, abstract)
    text = "" if is_paper else _choose_text(article, tree)  # of a paper its abstract is enough
    is_whole = page.is_complete and (article is not None or len(source.markup) <= MAX_HTML_CHARS)
    words = len(text.split()) if is_whole else thing.word_count
    summary = (is_paper and abstract) or _summary_of(tags, thing)
    found = article or Article()
    clipping = Clipping(
        url=link.url,
        site=NAME,
        title=_title_of(tags, thing, tree, page),
        text=text if len(text.split()) >= _MIN_ARTICLE_WORDS or len(text) > len(summary) else summary,
        authors=clean_names(
            authors_of_page(tags, thing, found.authors, sites=_site_names(tags, thing, page))
        ),
        published=date_of_page(tags, thing, page.url, found.published),
        facts=tuple(fact for fact in _iter_facts(tags, thing, 0 if is_paper else words, page) if fact),
        kind=_kind_of(tags, thing, is_paper=is_paper),
        canonical_url=_canonical_url_of(tags, page),
        related=find_code(summary, NAME) if is_paper else (),
    )
    return convert_tex(clipping) if link.identity.startswith("arxiv:") else clipping


def _find_thing(source: PageSource, tags: PageTags) -> Thing:
    """What the page says as JSON-LD that it is about. A video in it that has another name is only a part of it."""
    thing = parse_json_ld(source.json_ld)
    names = (*tags.find_all("og:title", "twitter:title"), tags.title, *tags.headings)
    is_part = thing.type == "VideoObject" and not any(
        letters_of(thing.title) in letters_of(name) for name in names
    )
    return Thing() if is_part else thing


def _is_paper(tags: PageTags, abstract: str) -> bool:
    """Whether a page is a paper's. Forums of researchers name title and author in the same way for posts."""
    return "citation_title" in tags.meta and bool(abstract or any(name in tags.meta for name in _PAPER_SIGNS))


def _choose_text(article: Article | None, tree: LexborHTMLParser) -> str:
    """The article as the library found it, or as the paragraphs tell where it was stopped or found next to nothing."""
    text = article.text if article else ""
    words = len(text.split())
    if words >= _MIN_ARTICLE_WORDS:
        return text
    own = extract_article(tree)
    return own if len(own.split()) > 2 * words else text


def _title_of(tags: PageTags, thing: Thing, tree: LexborHTMLParser, page: HttpPage) -> str:
    """The title of the page without the name of its site. `FetchError` where it has none of its own."""
    titles = (*tags.find_all("citation_title", "og:title", "twitter:title"), *_titles_of_thing(thing, tags))
    if not any(titles) and _is_shell(tree):  # its `<title>` is the name of a program
        raise FetchError(
            f"{host_of(page.url)} shows this page to a browser only: e writes the title.", permanent=True
        )
    path = urlsplit(page.url).path
    title = choose_title(
        (*titles, tags.title, *tags.headings[:1]),
        sites=_site_names(tags, thing, page),
        headings=(*dict.fromkeys(tags.headings), _slug_of(path)),
        is_front=not path.strip("/"),
    )
    if not title:
        raise FetchError(f"{host_of(page.url)} gives this page no title: e writes it.", permanent=True)
    soft_error = find_soft_error(title)
    if soft_error:
        raise FetchError(f"{host_of(page.url)} {soft_error}: e writes the title.")
    return title


def _site_names(tags: PageTags, thing: Thing, page: HttpPage) -> tuple[str, str, str]:
    return tags.find_first("og:site_name", "application-name"), thing.publisher, host_of(page.url)


def _titles_of_thing(thing: Thing, tags: PageTags) -> tuple[str, ...]:
    """The titles in the JSON-LD, those first that the page shows."""
    shown = letters_of(" ".join((tags.title, *tags.headings)))
    return tuple(sorted((thing.title, thing.name), key=lambda title: letters_of(title) not in shown))


def _slug_of(path: str) -> str:
    """The last words of a path, which often are the title in other letters."""
    return unquote(path).rstrip("/").rpartition("/")[2].removesuffix(".html")


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


def _kind_of(tags: PageTags, thing: Thing, *, is_paper: bool) -> Kind | None:
    if is_paper:
        return "paper"
    is_video = tags.find_first("og:type").lower().startswith("video") and thing.type in ("", "WebPage")
    if is_video or thing.type == "VideoObject":
        return "video"
    return "tool" if thing.type == "SoftwareSourceCode" else None


_UNRELIABLE_CANONICALS: Final = ("youtube.com", "youtu.be", "x.com", "twitter.com")
"""Hosts whose canonical URLs keep a playlist, or name an account instead of the post."""


def _canonical_url_of(tags: PageTags, page: HttpPage) -> str:
    """The page's canonical URL, if it is on the page's own site and not its front page; else empty."""
    url = _resolve_url(page, tags.canonical)
    own, target = parse_url(page.url), parse_url(url)
    if not isinstance(own, Address) or not isinstance(target, Address):
        return ""
    if own.host in _UNRELIABLE_CANONICALS or "." not in target.host:
        return ""
    is_front_page = not target.path and not target.query and (own.path or own.query)
    is_same_site = target.host == own.host or (
        target.host.endswith(f".{own.host}") or own.host.endswith(f".{target.host}")
    )
    return url if is_same_site and not is_front_page else ""


SITE: Final = Site(name=NAME, accepts=_accepts, fetch=fetch_each(_fetch_clipping))
