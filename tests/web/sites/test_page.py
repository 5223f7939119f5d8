"""Pages of each kind, read as an editor would want them, and responses that are no page."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping, FetchResult
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, LinkId
from workbench.web.article_process import Article
from workbench.web.http.protocol import MAX_BODY, FetchError, HttpPage
from workbench.web.sites.page import SITE, parse_page

AskSite: TypeAlias = Callable[..., Awaitable[FetchResult]]
URL = "https://weekly.example.org/posts/gates"
PROSE = "<p>" + "Gates after attention cost little and help a lot. " * 20 + "</p>"


def make_link(url: str = URL) -> Link:
    work = identify(url)
    assert isinstance(work, Identity)
    return Link(id=LinkId(1), url=url, identity=work.key)


def clip_page(
    html: str, url: str = URL, asked: str = "", article: Article | None = None, **page: Any
) -> Clipping:
    """What the editor gets of a page at that address, of which the library found that much."""
    return parse_page(
        make_link(asked or url),
        HttpPage(url=url, media_type="text/html", charset="utf-8", body=html.encode(), **page),
        article,
    )


def reject_reason(html: str, url: str = URL, asked: str = "") -> str:
    """Why the editor gets nothing of it."""
    with pytest.raises(FetchError) as failed:
        clip_page(html, url, asked)
    return failed.value.reason


def make_meta(**said: str) -> str:
    """Tags by name; two underscores stand for a colon."""
    return "".join(f'<meta name="{name.replace("__", ":")}" content="{text}">' for name, text in said.items())


def test_a_papers_page_gives_its_title_people_first_day_abstract_and_code() -> None:
    page = clip_page(
        "<title>[2401.01234] Gates | Server</title>"
        + make_meta(
            og__title="Gates (v2)", citation_title="Gates After Attention", citation_author="Weaver, Ada"
        )
        + make_meta(citation_author="Gauss, Carl Friedrich", citation_online_date="2024/03/05")
        + make_meta(citation_date="2024/01/02")
        + make_meta(citation_abstract="We gate. Code: https://github.com/ada/gates.")
        + PROSE
    )
    assert page.title == "Gates After Attention"
    assert page.authors == ("Ada Weaver", "Carl Friedrich Gauss")
    assert page.published == "2024-01-02"
    assert page.text == "We gate. Code: https://github.com/ada/gates."
    assert page.kind == "paper"
    assert page.facts == ()
    assert [(work.url, work.why) for work in page.related] == [("https://github.com/ada/gates", "its code")]


def test_an_article_gives_people_and_first_day_from_its_data_and_its_text_to_read() -> None:
    page = clip_page(
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "x"},'
        '{"@type": ["BlogPosting"], "headline": "Gates", "author": [{"@id": "#ada"}, {"name": "Carl Gauss"}],'
        '"datePublished": "2026-11-03T10:00:00+01:00", "dateModified": "2026-11-20"},'
        '{"@id": "#ada", "@type": "Person", "name": "Ada Weaver"}]}</script>'
        + make_meta(og__title="Gates &amp; Meshes | The Weekly", og__site_name="The Weekly", author="The Weekly")
        + "<nav><p>" + "Menu. " * 99 + "</p></nav><article><header>3 likes</header><h1>Gates &amp; Meshes</h1>"
        + PROSE + "<h2>Why</h2><ul><li>cheap<li>good</ul><div class=related-posts><p>More</p></div></article>"
        + "<section class=comments><p>First!</p></section>"
    )  # fmt: skip
    assert page.title == "Gates & Meshes"
    assert page.authors == ("Ada Weaver", "Carl Gauss")
    assert page.published == "2026-11-03"
    assert page.text.startswith("Gates after attention")
    assert page.text.endswith("\n\nWhy\n\n- cheap\n- good")
    assert "Menu" not in page.text
    assert page.facts == ("The Weekly", "1 min")
    assert page.kind is None


def test_an_article_of_paragraphs_among_menus_is_its_paragraphs() -> None:
    menu = "<div><ul>" + "<li><a href=/x>Menu</a>" * 30 + "</ul></div>"
    page = clip_page(f"<h1>Gates</h1>{menu}<div>{PROSE}</div><div><h2>More</h2>{PROSE}</div>")
    assert "Menu" not in page.text
    assert "\n\nMore\n\n" in page.text


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (make_meta(og__title="Graph") + make_meta(twitter__title="Card"), "Graph"),
        (make_meta(twitter__title="Card") + "<title>Title</title>", "Card"),
        ("<title>Title</title><h1>Heading</h1>", "Title"),
        ("<h1>Bare <em>heading</em></h1>", "Bare heading"),
        ("<title>Gates — Weekly</title>", "Gates"),
        ("<title>Gates | Example.org</title>", "Gates"),
        ("<title>Gates - Read later</title><h1>Gates</h1>", "Gates"),
        ("<title>Weekly: Gates</title>", "Weekly: Gates"),
        ("<title>Attention | Please</title>", "Attention | Please"),
        (
            "<title>The Weekly | Gates | Meshes</title>" + make_meta(og__site_name="The Weekly"),
            "Gates | Meshes",
        ),
        ("<title>0</title>", "0"),
        ("<title>\x1b[31mRed\n flag</title>", "Red flag"),
    ],
)
def test_a_title_is_the_pages_own_without_its_sites_name(html: str, title: str) -> None:
    assert clip_page(html).title == title


@pytest.mark.parametrize(
    ("html", "kind", "facts"),
    [
        (make_meta(og__type="video.other"), "video", ()),
        (
            '{"@type": "VideoObject", "duration": "PT1H2M3S", "uploadDate": "2026-11-01"}',
            "video",
            ("1:02:03",),
        ),
        ('{"@type": "PodcastEpisode", "timeRequired": "PT42M"}', None, ("podcast", "42:00")),
        ('{"@type": "http://schema.org/SoftwareSourceCode"}', "tool", ()),
        ('[{"@type": "VideoObject"}, {"@type": "NewsArticle"}]', None, ()),
    ],
)
def test_what_a_page_is_about_gives_its_kind_and_length(html: str, kind: str | None, facts: object) -> None:
    data = html if html.startswith("<") else f'<script type="application/ld+json">{html}</script>'
    page = clip_page(data + "<title>Gates</title>")
    assert (page.kind, page.facts) == (kind, facts)


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Article", "author": "Ada Weaver"} -->',
        '{"@type": "Article", "headline": "two\nlines", "author": {"name": "Ada Weaver"}}',
        '[{"@type": "Article", "author": ["Ada Weaver", "https://social.example/ada"],}]',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;author&quot;: &quot;Ada Weaver&quot;}",
        '//<![CDATA[\n{"@type": "Article", "author": "By Ada Weaver"};\n//]]>',
    ],
)
def test_data_written_carelessly_still_tells_who_wrote(script: str) -> None:
    page = clip_page(f'<script type="application/ld+json">{script}</script><title>Gates</title>')
    assert page.authors == ("Ada Weaver",)


@pytest.mark.parametrize(
    "script", ["{oops", "[" * 100_000, "9" * 5_000, '{"@type": 5, "author": 7}', '{"@type": "Article", "author": [[]]}']
)  # fmt: skip
def test_data_that_cannot_be_read_costs_nothing_but_itself(script: str) -> None:
    page = clip_page(
        f'<script type="application/ld+json">{script}</script>{make_meta(author="Ada")}<title>Gates</title>'
    )
    assert (page.title, page.authors) == ("Gates", ("Ada",))


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (make_meta(article__modified_time="2026-11-20", article__published_time="2026-11-03T08:00:00Z"), "2026-11-03"),
        (make_meta(date="Tue, 3 Nov", pubdate="2026-11-03"), "2026-11-03"),
        ('<time datetime="2026-11-03">3 Nov</time>', "2026-11-03"),
        (make_meta(date="1970-01-01"), ""),
        (make_meta(article__modified_time="2026-11-20"), ""),
    ],
)  # fmt: skip
def test_the_day_is_that_of_first_publication(html: str, day: str) -> None:
    assert clip_page(html + "<title>Gates</title>").published == day


@pytest.mark.parametrize(
    ("canonical", "believed"),
    [
        ("/posts/gates-after-attention", "https://weekly.example.org/posts/gates-after-attention"),
        ("https://example.org/posts/gates", "https://example.org/posts/gates"),
        ("https://elsewhere.net/gates", ""),
        ("https://notexample.org/gates", ""),
        ("https://org/gates", ""),
        ("https://weekly.example.org/", ""),
        ("javascript:alert(1)", ""),
        ("http://[broken", ""),
    ],
)
def test_a_page_is_believed_about_its_address_on_its_own_site(canonical: str, believed: str) -> None:
    assert clip_page(f'<link rel=canonical href="{canonical}"><title>Gates</title>').canonical_url == believed


def test_a_front_page_may_call_itself_the_front() -> None:
    page = clip_page(
        '<link rel=canonical href="https://example.org/"><title>x</title>', "https://www.example.org/"
    )
    assert page.canonical_url == "https://example.org/"


def test_the_canonical_address_of_a_video_keeps_its_playlist_so_it_is_not_used() -> None:
    url = "https://www.youtube.com/watch?v=kCc8FmEb1nY"
    page = clip_page(f'<link rel=canonical href="{url}&list=PL1"><title>Gates</title>', url)
    assert page.canonical_url == ""


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<title>React App</title><div id=root></div><noscript>Enable JavaScript.</noscript>",
         "weekly.example.org shows this page to a browser only: e writes the title."),
        ("<p>Nothing to see</p>", "weekly.example.org gives this page no title: e writes it."),
        ("", "weekly.example.org gives this page no title: e writes it."),
        ("<h1>Page not found</h1>", "weekly.example.org has no such page: e writes the title."),
        (make_meta(og__title="Before you continue") + "<title>Weekly</title>",
         "weekly.example.org wants consent before it shows anything: e writes the title."),
    ],
)  # fmt: skip
def test_a_page_without_a_title_of_its_own_is_a_failure_in_words(html: str, reason: str) -> None:
    assert reject_reason(html) == reason


def test_a_page_that_only_a_browser_can_fill_is_told_by_its_tags() -> None:
    page = clip_page(
        "<title>App</title>" + make_meta(og__title="Gates", description="On gates") + "<div id=root></div>"
    )
    assert (page.title, page.text) == ("Gates", "On gates")


def test_a_redirect_to_a_sign_in_page_is_not_what_was_saved() -> None:
    assert reject_reason("<title>Log in</title>", "https://example.org/accounts/login?next=/x", URL) == (
        "example.org wants a sign-in before it shows this: e writes the title."
    )


@pytest.mark.parametrize(
    "html",
    [
        "<title>Gates</title>" + "<a " * 20_000,
        "<title>Gates</title>" + "<div>" * 52_000,
        "<title>Gates</title>" + "<div><p>x" * 30_000,
        "<title>Gates</title>" + "<p><object>x" * 20_000,
        "<title>Gates</title>" + "<article><p>x" * 20_000,
        "<title>Gates</title>" + f'<script type="application/ld+json">{"[{" * 100_000}</script>',
        "<title>Gates</title>" + '<script type="application/ld+json">[' + '{"@type":"Article"},' * 12_000,
        "<title>Gates</title>" + '<meta name=author content="Ada">' * 8_000,
        "<title>Gates</title>" + f'<link rel=canonical href="{"/." * 100_000}">',
        make_meta(og__title="Gates") + "<title" * 170_000,
        make_meta(og__title="Gates" + " | x" * 50_000),
    ],
    ids=lambda html: html[21:41],
)
def test_a_hostile_page_is_read_in_a_moment(html: str) -> None:
    started = time.thread_time()
    assert clip_page(html[:MAX_BODY]).title.startswith("Gates")
    assert time.thread_time() - started < 3


async def test_a_page_is_asked_for_at_its_own_address_and_read_in_its_own_letters(
    ask_site: AskSite, site: FakeSite
) -> None:
    page = '<meta charset="windows-1251"><title>Привет</title>'.encode("windows-1251")
    site.reply("/gates", page, type="text/html")
    said = await ask_site(SITE, site.url + "/gates?utm_source=x")
    assert isinstance(said, Clipping)
    assert said.title == "Привет"
    assert site.requested_paths == ["/gates"]


def test_what_arxivs_own_page_says_in_tex_is_text_and_no_other_page_is_touched() -> None:
    said = make_meta(
        citation_title=r"H$_2$O for \$50",
        citation_author=r"Erd\H{o}s, Paul",
        citation_abstract=r"On $\beta$.",
    )
    paper = clip_page(said, "https://arxiv.org/abs/2505.06708")
    assert (paper.title, paper.authors, paper.text) == ("H₂O for $50", ("Paul Erdős",), "On β.")
    assert clip_page(said).title == r"H$_2$O for \$50"


@pytest.mark.parametrize(
    ("path", "type", "reason"),
    [
        ("/gates.zip", "application/zip", "gates.zip is a file (application/zip), not a page: e writes the title."),
        ("/api/", "application/json", "This is a file (application/json), not a page: e writes the title."),
    ],
)  # fmt: skip
async def test_a_file_is_said_to_be_one(
    fail_site: Callable[..., Awaitable[Failure]], site: FakeSite, path: str, type: str, reason: str
) -> None:
    site.reply(path, b"PK\x03\x04", type=type)
    assert await fail_site(SITE, site.url + path) == Failure(reason, lasting=True)


async def test_a_plain_text_is_kept_to_be_read(ask_site: AskSite, site: FakeSite) -> None:
    site.reply("/notes.md", "# Gates\n\nThey help.", type="text/markdown")
    notes = await ask_site(SITE, site.url + "/notes.md")
    assert isinstance(notes, Clipping)
    assert (notes.title, notes.text) == ("", "# Gates\n\nThey help.")


async def test_what_turns_out_to_be_a_pdf_is_read_as_one(
    fail_site: Callable[..., Awaitable[Failure]], site: FakeSite
) -> None:
    site.reply("/gates", b"%PDF-1.7", type="application/octet-stream")
    said = await fail_site(SITE, site.url + "/gates")
    assert said == Failure("This PDF does not say what it is: e writes the title.", lasting=True)


async def test_an_address_it_moved_to_for_good_is_told(ask_site: AskSite, site: FakeSite) -> None:
    site.reply("/old", status=301, Location=site.url + "/new")
    site.reply("/new", "<title>Gates</title>", type="text/html")
    said = await ask_site(SITE, site.url + "/old")
    assert isinstance(said, Clipping)
    assert said.redirects == (site.url + "/new",)
