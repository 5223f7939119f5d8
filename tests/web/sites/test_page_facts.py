"""Who wrote a page, when, under which title: as real pages say it, with what stands around it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from tests.support.http_server import FakeSite
from tests.web.sites.test_page import PROSE, clip_page, make_meta, reject_reason
from workbench.curation.clipping import Clipping, FetchResult
from workbench.curation.model import Failure
from workbench.web.article_process import Article
from workbench.web.sites.page import SITE

AskSite: TypeAlias = Callable[..., Awaitable[FetchResult]]
TITLE = "<title>Gates</title>"


def as_json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (as_json_ld('{"@type": "NewsArticle", "datePublished": "Sun, 11 Oct 2020 07:34:36 GMT"}'), "2020-10-11"),
        (as_json_ld('{"@type": "Article", "dateCreated": "2016-05-24"}'), "2016-05-24"),
        (as_json_ld('{"@type": "Review", "headline": "Gates", "datePublished": "2024-05-06"}'), "2024-05-06"),
        (as_json_ld('{"@type": "DiscussionForumPosting", "headline": "x", "datePublished": "2024-05-06",'
                    '"mainEntityOfPage": {"@type": "WebPage", "@id": "x"}}'), "2024-05-06"),
        (as_json_ld('{"@type": "OpinionNewsArticle", "datePublished": "2024-05-06"}'), "2024-05-06"),
        (as_json_ld('{"@type": "NewsArticle", "datePublished": "2020-10-26T18:10:00+01:00"}}'), "2020-10-26"),
        (as_json_ld('{"@type": "Organization"} {"@type": "NewsArticle", "datePublished": "2020-10-26"}'), "2020-10-26"),
        (as_json_ld('{"@type": "NewsArticle", "image": , "datePublished": "2020-10-26"}'), "2020-10-26"),
        (as_json_ld('{"@type": "NewsArticle", "name": "a "bad" name", "datePublished": "2020-10-26"'), "2020-10-26"),
        (make_meta(pubdate="20231102"), "2023-11-02"),
        (make_meta(og__article__published_time="2019-05-07T10:00:00Z"), "2019-05-07"),
        (make_meta(date="April 7, 2020"), "2020-04-07"),
        ('<abbr class="published" title="2024-02-03T12:00:00Z">3.2.24</abbr>', "2024-02-03"),
        ('<span itemprop="datePublished" content="2024-02-03">3.2.24</span>', "2024-02-03"),
        ("<time>February 3, 2024</time>", "2024-02-03"),
        ('<time datetime="Tue, 13 Dec 2016 22:33:06 +0000">13 Dec</time>', "2016-12-13"),
        ("<aside><a href=/x>Older</a> <time datetime=2009-04-11>2009</time></aside>"
         "<article><h1>Gates</h1><time datetime=2019-10-22>2019</time></article>", "2019-10-22"),
        ("<div class=related-posts><time datetime=2009-04-11>2009</time></div>", ""),
        (make_meta(citation_title="Gates", citation_date="Dec 20, 2006"), "2006-12-20"),
        (make_meta(citation_publication_date="2021/08", citation_online_date="2021/07/15"), "2021-07-15"),
        (make_meta(citation_date="2020-01-01", citation_online_date="2020/03/27"), "2020-03-27"),
        (make_meta(citation_date="2020-01-01"), "2020"),
    ],
)  # fmt: skip
def test_a_day_is_found_however_a_page_says_it(html: str, day: str) -> None:
    assert clip_page(TITLE + html).published == day


@pytest.mark.parametrize(
    ("path", "found", "day"),
    [
        ("2022/01/07/first-impressions", "", "2022-01-07"),
        ("posts/2016-12-22-gates.html", "", "2016-12-22"),
        ("2020/12/free-markets.html", "", "2020-12"),
        ("2020/12/free-markets.html", "2020-12-01", "2020-12"),
        ("2020/12/free-markets.html", "2020-12-14", "2020-12-14"),
        ("2020/12/free-markets.html", "2024-03-01", "2020-12"),
        ("posts/gates", "2024-03-01", "2024-03-01"),
        ("compare/2022/99/99/gates", "", ""),
        ("posts/2022?from=2021/02/03", "", ""),
    ],
)
def test_an_address_may_say_the_day_and_what_was_found_comes_last(path: str, found: str, day: str) -> None:
    page = clip_page(TITLE, f"https://weekly.example.org/{path}", article=Article(published=found))
    assert page.published == day


ADA_AND_COREY = ("Ada Weaver", "Corey Vale")
GATES_WEEKLY = make_meta(og__site_name="Gates Weekly", author="Gates Weekly")


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<a rel=author href=/a>By Corey Vale</a>", ("Corey Vale",)),
        ("<p rel=author>Dan Good - Apr 16, 2015 8:02 pm UTC</p>", ("Dan Good",)),
        ("<a rel=author href=/a>View all posts by Daniel Marsh</a>", ("Daniel Marsh",)),
        ("<a rel=author href=/a>View my complete profile</a><b class=author>Ada Weaver</b>", ("Ada Weaver",)),
        (make_meta(article__author="www.facebook.com/someone") + "<b class=author>Marisa Kent</b>", ("Marisa Kent",)),
        (make_meta(author="admin") + "<div class=byline>By <b class=author-name>Ada Weaver</b></div>", ("Ada Weaver",)),
        ("<p class=byline>Written by Ada Weaver and Carl Gauss | Print this</p>", ("Ada Weaver", "Carl Gauss")),
        ("<div itemprop=author><span itemprop=name>Ada Weaver</span> <i>4 badges</i></div>", ("Ada Weaver",)),
        ("<div class=comments><a rel=author>First Reader</a></div>", ()),
        (as_json_ld('{"@type": "Article", "author": {"name": "<a href=\\"/m\\">Mateusz Gor</a>"}}'), ("Mateusz Gor",)),
        (make_meta(author="Martin Luther King, Jr."), ("Martin Luther King, Jr",)),
        (make_meta(author="Ludwig van der Berg, Ada Weaver"), ("Ludwig van der Berg", "Ada Weaver")),
        (make_meta(author="219.79.38.192"), ()),
        (make_meta(author="ada[at]weaver.example"), ()),
        (make_meta(author="Veröffentlicht von Ada Weaver"), ("Ada Weaver",)),
        (make_meta(author="Ada Weaver (https://weaver.example/)"), ("Ada Weaver",)),
        (make_meta(author="Ada Weaver @adaweaver"), ("Ada Weaver",)),
        (make_meta(author="Written by Ada Weaver Edited by Corey Vale"), ("Ada Weaver",)),
        (make_meta(author="Corey Said"), ("Corey Said",)),
        ('<meta property="dc:creator twitter:site" content="Ada Weaver">', ("Ada Weaver",)),
        (make_meta(dc__creator="Jong, Michiel de"), ("Michiel de Jong",)),
        (make_meta(dc__creator="Ada Weaver, Corey Vale"), ("Ada Weaver", "Corey Vale")),
        ("<p class=byline>By <a rel=author>Ada Weaver</a> and <a rel=author>Corey Vale</a></p>", ADA_AND_COREY),
        ("<ul><li class=author>Ada Weaver<li class=author>Corey Vale</ul>", ADA_AND_COREY),
        ("<div class=author><div>By <span>Ada Weaver</span></div><div>DAILY NEWS</div></div>", ("Ada Weaver",)),
        ("<p class=author>Ada Weaver Ada Weaver</p>", ("Ada Weaver",)),
        ("<p class=author><a href=/author-bio.asp?id=1>Ada Weaver</a> News</p>", ("Ada Weaver",)),
        ("<article><footer><a rel=author>Ada Weaver</a></footer></article>", ("Ada Weaver",)),
        ("<main class=has-sidebar><h1>Gates</h1><a rel=author>Ada Weaver</a></main>", ("Ada Weaver",)),
        ("<footer><a rel=author>The Agency</a></footer>", ()),
        # What only looks like a byline counts where nothing else is, and if it has the letters of a name.
        ("<p class=article_byline>By Ada Weaver</p>", ("Ada Weaver",)),
        ("<p>By <a href=/authors/ada>Ada Weaver</a></p>", ("Ada Weaver",)),
        ("<p class=author-subs>Launched a year ago</p>", ()),
        (make_meta(twitter__label1="Written by", twitter__data1="Ada Weaver"), ("Ada Weaver",)),
        (make_meta(twitter__label1="Reading time", twitter__data1="Five Minutes"), ()),
        # The site is no author where a person is named.
        (GATES_WEEKLY + "<b class=author>Ada Weaver</b>", ("Ada Weaver",)),
        (make_meta(og__site_name="Gates Weekly", author="Ada Weaver, Gates Weekly"), ("Ada Weaver",)),
        (GATES_WEEKLY, ("Gates Weekly",)),
    ],
)  # fmt: skip
def test_a_name_is_taken_out_of_what_stands_around_it(html: str, names: tuple[str, ...]) -> None:
    assert clip_page(TITLE + html).authors == names


def test_names_that_were_found_by_rules_of_thumb_come_last() -> None:
    article = Article(authors=("Somebody Else",))
    assert clip_page(TITLE, article=article).authors == ("Somebody Else",)
    assert clip_page(TITLE + make_meta(author="Ada Weaver"), article=article).authors == ("Ada Weaver",)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>The Weekly » Blog Archive » Small integers</title><h1>The Weekly</h1>", "Small integers"),
        (
            make_meta(og__title="Solar - Gates - Weekly") + "<h1>solar</h1><article><h2>Gates</h2></article>",
            "Gates",
        ),
        (
            make_meta(og__title="Weekly", og__site_name="Weekly") + "<title>The machine that writes</title>",
            "The machine that writes",
        ),
        (
            "<title>A long night for the vote count | Weekly Politics</title>",
            "A long night for the vote count",
        ),
        ("<title>門と注意｜Weekly</title>", "門と注意"),
        (make_meta(og__title="Above Meshes: Gates Are Here", og__site_name="Above Meshes"), "Gates Are Here"),
        ("<title>Example: a history of names</title>", "Example: a history of names"),
        ("<title>Blog | Weekly</title>", "Blog | Weekly"),
        (
            make_meta(og__site_name="Seven words of a title stand here")
            + "<title>Seven words of a title stand here</title>",
            "Seven words of a title stand here",
        ),
        (
            as_json_ld('{"@type": "Article", "headline": "gated layer of a network", "name": "Gate"}')
            + "<title>Gate - Encyclopedia</title><h1>Gate</h1>",
            "Gate",
        ),
        (
            "<title>Meshes: The Long Way — mesh tools</title><h1>mesh tools</h1>",
            "Meshes: The Long Way — mesh tools",
        ),
    ],
)
def test_a_title_is_not_the_sites_nor_the_sections(html: str, title: str) -> None:
    assert clip_page(html).title == title


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://x.com/i/lists/1234567", "x.com"),
        ("https://www.twitch.tv/videos/106400740", "Twitch"),
        ("http://output.jsbin.com/vonesu/10", "JS Bin"),
        ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv", " - YouTube"),
    ],
)
def test_the_name_of_the_site_alone_is_no_title_of_a_page_in_it(url: str, title: str) -> None:
    assert "gives this page no title" in reject_reason(f"<title>{title}</title><p>x", url)


def test_a_front_page_is_called_by_its_site() -> None:
    assert clip_page("<title>Twitch</title>", "https://www.twitch.tv/").title == "Twitch"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (as_json_ld('[{"@type": "VideoObject", "name": "Clip"}, {"@type": "Recipe", "name": "Gates"}]'), None),
        (as_json_ld('{"@type": "VideoObject", "name": "Gates"}'), "video"),
        (make_meta(og__type="video.other") + as_json_ld('{"@type": "PodcastEpisode", "name": "Gates"}'), None),
        (make_meta(citation_title="Gates", citation_author="Ada Weaver"), None),
        (make_meta(citation_title="Gates", citation_doi="10.1/x"), "paper"),
    ],
)  # fmt: skip
def test_a_kind_is_that_of_the_page_and_not_of_something_in_it(html: str, kind: str | None) -> None:
    assert clip_page(TITLE + html + PROSE).kind == kind


def test_a_post_on_a_forum_of_researchers_keeps_its_text() -> None:
    said = make_meta(citation_title="Gates", citation_author="Ada", description="Short teaser.")
    assert "cost little" in clip_page(TITLE + said + f"<article>{PROSE}</article>").text


def test_a_papers_abstract_may_stand_in_the_page_alone() -> None:
    said = make_meta(citation_title="Gates", description="A teaser.")
    page = clip_page(
        f"{TITLE}{said}<section id=abstract><h2>Abstract</h2>{PROSE}</section><p>{'Intro. ' * 99}</p>"
    )
    assert page.kind == "paper"
    assert page.text.startswith("Gates after attention cost little")
    assert "Intro" not in page.text


@pytest.mark.parametrize(
    "before", ["<script>" + "x=1;" * 150_000 + "</script>", "<svg>" + "M1 1 " * 120_000 + "</svg>"]
)
def test_what_nobody_reads_does_not_hide_what_stands_behind_it(before: str) -> None:
    data = as_json_ld('{"@type": "Article", "datePublished": "2026-11-03", "author": {"name": "Ada Weaver"}}')
    page = clip_page(f"{before}{TITLE}<article>{PROSE}{before}</article>{data}")
    assert (page.title, page.authors, page.published) == ("Gates", ("Ada Weaver",), "2026-11-03")
    assert "cost little" in page.text


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("Words of an essay without paragraphs.<br><br>", "<div>"),
        ("<div>Words of a post in divs of its own.</div>", "<article>"),
        ("Sentences in a cell with breaks.<br>", "<table><tr><td><font>"),
    ],
)
def test_a_text_without_paragraphs_is_one_where_the_library_was_stopped(sentence: str, before: str) -> None:
    assert clip_page(TITLE + before + sentence * 30, article=None).text.count(".") == 30


def test_comments_that_are_longer_than_their_article_are_not_it() -> None:
    comments = (
        "<ol id=comments>" + "<li class=comment><p>A reader says many things about this.</p>" * 60 + "</ol>"
    )
    page = clip_page(
        f"{TITLE}<div><p>{'The article is short and says it well. ' * 4}</p></div>{comments}", article=None
    )
    assert page.text.startswith("The article is short")
    assert "A reader says" not in page.text


async def test_a_page_that_only_sends_on_is_read_where_it_leads(ask_site: AskSite, site: FakeSite) -> None:
    site.reply(
        "/p/old", '<meta http-equiv="refresh" content="0; url=/p/real"><title>Moved</title>', type="text/html"
    )
    site.reply("/p/real", TITLE, type="text/html")
    said = await ask_site(SITE, site.url + "/p/old")
    assert isinstance(said, Clipping)
    assert said.title == "Gates"


@pytest.mark.parametrize(
    ("asked", "got", "shown"),
    [
        ("/posts/2019/gates", "/", "its front page"),
        ("/video/view/gates", "/video/", "its section /video"),
    ],
)
async def test_a_link_that_comes_out_far_above_is_gone(
    fail_site: Callable[..., Awaitable[Failure]], site: FakeSite, asked: str, got: str, shown: str
) -> None:
    site.reply(asked, status=302, Location=site.url + got)
    site.reply(got, "<title>The best of the week</title>", type="text/html")
    said = await fail_site(SITE, site.url + asked)
    assert said == Failure(f"127.0.0.1 shows {shown} instead of this: e writes the title.", lasting=True)


@pytest.mark.parametrize(
    ("asked", "got"),
    [("/posts/gates", "/posts"), ("/8123/gates/print", "/8123"), ("/a/b/c/d", "/a/b"), ("/old/b/c", "/new")],
)
async def test_a_link_may_lead_to_a_shorter_address_of_its_page(
    ask_site: AskSite, site: FakeSite, asked: str, got: str
) -> None:
    site.reply(asked, status=301, Location=site.url + got)
    site.reply(got, TITLE, type="text/html")
    said = await ask_site(SITE, site.url + asked)
    assert isinstance(said, Clipping)
    assert said.title == "Gates"


def test_an_address_is_no_title() -> None:
    page = clip_page("<title>https://short.example/2uSO</title><h1>Gates in practice</h1>")
    assert page.title == "Gates in practice"
