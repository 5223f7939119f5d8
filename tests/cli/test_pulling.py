"""Pulling feeds from servers that answer as real ones do, and finding the feed of a page."""

import gzip
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.support.commands import CommandLine
from tests.support.http_server import FakeSite, SeenRequest

ITEMS = "".join(
    f"<item><title>Item {at}</title><link>https://e.example/{at}</link><guid>g{at}</guid>"
    "<pubDate>Thu, 08 Oct 2026 09:55:58 GMT</pubDate><description>About it.</description></item>"
    for at in range(3)
)


def make_rss(items: str = ITEMS, head: str = "<title>Gates</title><link>https://e.example/</link>") -> str:
    """A feed with these items."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


@pytest.fixture
def reader(workbench: CommandLine) -> CommandLine:
    """The command line on a workspace that may ask 127.0.0.1."""
    file = workbench.folder / "workbench.toml"
    file.write_text(
        file.read_text("utf-8")
        .replace("allow = []", 'allow = ["127.0.0.1"]')
        .replace("automatic = true", "automatic = false"),
        "utf-8",
    )
    return workbench


@pytest.fixture
def follow(reader: CommandLine, site: FakeSite) -> Callable[..., str]:
    """Let the site answer `/feed` so, and read that feed from now on; returns its address."""

    def add(body: str | bytes, type: str = "application/rss+xml", status: int = 200, **headers: str) -> str:
        site.reply("/feed", body, type=type, status=status, **headers)
        ran = reader("feeds", "import", "-", stdin=f'<outline xmlUrl="{site.url}/feed"/>')
        assert ran.exit == 0, ran.err
        return f"{site.url}/feed"

    return add


def titles_in(reader: CommandLine, view: str = "feeds") -> list[str]:
    return [link["title"] for link in reader("list", f"is:{view}", "--json").json]


def test_a_pull_brings_each_item_once_and_tells_so_in_json(
    reader: CommandLine, follow: Callable[..., str]
) -> None:
    url = follow(make_rss())
    ran = reader("feeds", "pull", "--json")
    assert ran.exit == 0
    assert ran.json == {"feeds": [{"url": url, "title": "Gates", "new": 3, "known": 0, "failure": ""}]}
    assert "[1/1] 127.0.0.1" in ran.err
    assert ran.err.endswith("3 new\n1 feed: 3 new links.\n")
    assert titles_in(reader) == ["Item 0", "Item 1", "Item 2"]
    assert reader("feeds", "pull", "--json").json["feeds"][0] | {"url": ""} == {
        "url": "", "title": "Gates", "new": 0, "known": 3, "failure": "",
    }  # fmt: skip
    assert titles_in(reader, "inbox") == []
    assert reader("doctor").exit == 0


def test_an_unchanged_feed_is_not_sent_again(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    follow(make_rss(), ETag='"1"', Last_Modified="Thu, 08 Oct 2026 09:55:58 GMT")
    site.reply("/feed", status=304)
    reader("feeds", "pull")
    assert reader("feeds", "pull", "--json").json["feeds"][0]["known"] == 3
    asked: SeenRequest = site.requests[-1]
    assert asked.headers["if-none-match"] == '"1"'
    assert asked.headers["if-modified-since"] == "Thu, 08 Oct 2026 09:55:58 GMT"


UMLAUTS = make_rss("<item><title>Größe – “neu”</title><link>/a</link></item>").replace(
    "https://e.example/", "https://e.example/blog/"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://e.example/"><title>Gates</title>'
    '<entry><title>Größe – “neu”</title><link href="a"/></entry></feed>'
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Gates", '
    '"items": [{"url": "a", "title": "Größe – “neu”"}]}'
)


@pytest.mark.parametrize(
    ("body", "type", "headers"),
    [
        (UMLAUTS.encode(), "application/rss+xml", {}),
        (UMLAUTS.encode(), "text/xml; charset=iso-8859-1", {}),
        (UMLAUTS.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?').encode(), "text/xml", {}),
        (UMLAUTS.replace('"1.0"?', '"1.0" encoding="utf-8"?').encode("cp1252"), "text/xml", {}),
        (UMLAUTS.encode("cp1252"), "text/xml; charset=windows-1252", {}),
        (UMLAUTS.encode("utf-16"), "text/xml", {}),
        (gzip.compress(UMLAUTS.encode()), "text/xml", {"Content_Encoding": "gzip"}),
        (UMLAUTS.encode(), "text/html", {}),
        (UMLAUTS.encode(), "application/octet-stream", {}),
        (ATOM.encode(), "application/atom+xml", {}),
        (JSON.encode(), "application/feed+json", {}),
        (JSON.encode(), "application/json", {}),
    ],
)
def test_a_feed_is_read_however_it_is_sent(
    reader: CommandLine, follow: Callable[..., str], body: bytes, type: str, headers: dict[str, str]
) -> None:
    follow(body, type, **headers)
    assert reader("feeds", "pull").exit == 0
    assert titles_in(reader) == ["Größe – “neu”"]


def test_items_without_dates_and_ids_come_once(reader: CommandLine, follow: Callable[..., str]) -> None:
    url = follow(make_rss("<item><link>/a</link></item><item><title>No link</title></item>", "<title/>"))
    assert reader("feeds", "pull", "--json").json["feeds"][0]["new"] == 1
    [link] = reader("list", "--json").json
    assert link["url"] == url.replace("/feed", "/a")
    assert reader("feeds", "pull", "--json").json["feeds"][0]["new"] == 0


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite, status: int
) -> None:
    url = follow("", status=status, Location="/new")
    site.reply("/new", make_rss(), type="text/xml")
    reader("feeds", "pull")
    assert reader("feeds", "list", "--json").json[0]["url"] == url.replace("/feed", "/new")
    site.requests.clear()
    reader("feeds", "pull")
    assert site.requested_paths == ["/new"]
    assert len(titles_in(reader)) == 3


@pytest.mark.parametrize("status", [302, 307])
def test_one_that_moved_for_now_keeps_its_address(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite, status: int
) -> None:
    url = follow("", status=status, Location="/new")
    site.reply("/new", make_rss(), type="text/xml")
    assert reader("feeds", "pull", "--json").json["feeds"][0]["new"] == 3
    assert reader("feeds", "list", "--json").json[0]["url"] == url


def test_a_feed_that_moved_to_a_page_keeps_its_address(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    url = follow("", status=301, Location="/login")
    site.reply("/login", "<html><title>Welcome</title></html>", type="text/html")
    ran = reader("feeds", "pull", "--json")
    assert (ran.exit, ran.json["feeds"][0]["failure"]) == (1, "Its address holds something that is no feed.")
    assert reader("feeds", "list", "--json").json[0]["url"] == url


def test_a_feed_that_is_gone_for_good_is_ended_with_a_sentence(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    follow("", status=410)
    ran = reader("feeds", "pull", "--json")
    assert (ran.exit, ran.json["feeds"][0]["failure"]) == (1, "127.0.0.1 has ended this feed for good (410).")
    site.requests.clear()
    assert reader("feeds", "pull").err == "No feed is to be asked now: `workbench feeds add` adds one.\n"
    assert site.requests == []
    reader("feeds", "pull", "1")  # who names it has it asked
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "type"),
    [(404, "", "text/xml"), (403, "", "text/xml"), (200, "<html><title>Hi</title>", "text/html"), (200, "", "text/xml"),
     (200, '{"version": "https://jsonfeed.org/version/1", "items": [', "application/json")],
)  # fmt: skip
def test_a_feed_that_breaks_says_so_and_waits(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite, status: int, body: str, type: str
) -> None:
    follow(body, type, status=status)
    ran = reader("feeds", "pull", "--json")
    assert ran.exit == 1
    [feed] = reader("feeds", "list", "--json").json
    assert feed["failure"] == ran.json["feeds"][0]["failure"] != ""
    assert (feed["failures"], feed["ended"], feed["next_try"] > feed["added"]) == (1, False, True)
    site.requests.clear()
    reader("feeds", "pull")
    assert site.requests == []


def test_one_broken_feed_does_not_hinder_another(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    follow(make_rss())
    reader("feeds", "import", "-", stdin=f'<outline xmlUrl="{site.url}/none"/>')
    ran = reader("feeds", "pull")
    assert (ran.exit, ran.err.endswith("2 feeds: 3 new links, 1 failed.\n")) == (1, True)


def test_half_a_file_gives_its_whole_items(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    whole = make_rss()
    follow(whole[: whole.rindex("About it") + 4])
    reader("feeds", "pull")
    assert titles_in(reader) == ["Item 0", "Item 1"]
    site.replies["/feed"] = []
    site.reply("/feed", whole, type="text/xml")
    reader("feeds", "pull")
    assert titles_in(reader) == ["Item 2", "Item 0", "Item 1"]


def test_an_answer_that_breaks_off_is_a_failure(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    def break_off(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        request.wfile.write(make_rss().encode())
        request.close_connection = True

    site.reply_with("/feed", break_off)
    site.replies["/feed"] = [break_off]
    reader("feeds", "import", "-", stdin=f'<outline xmlUrl="{site.url}/feed"/>')
    assert "broke off its answer" in reader("feeds", "pull").err
    assert titles_in(reader) == []


def test_a_feed_of_more_than_5_mb_gives_what_stands_in_its_beginning(
    reader: CommandLine, follow: Callable[..., str]
) -> None:
    filler = "".join(
        f"<item><title>Long {at}</title><link>https://e.example/long/{at}</link><description>{'x' * 1_000_000}"
        "</description></item>"
        for at in range(6)
    )
    follow(make_rss(ITEMS + filler))
    assert reader("feeds", "pull").exit == 0
    found = titles_in(reader)
    assert found[:3] == ["Item 0", "Item 1", "Item 2"]
    assert 3 <= len(found) - 3 <= 5


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', "/feed"),
        ('<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
         '<LINK REL="alternate home" TYPE="application/Atom+xml" HREF="feed?a=1&amp;b=2">', "/feed?a=1&b=2"),
        ('<link rel="alternate" hreflang="de" href="/de"><link rel=alternate type=application/feed+json href=/feed>',
         "/feed"),
    ],
)  # fmt: skip
def test_the_feed_of_a_page_is_found(reader: CommandLine, site: FakeSite, head: str, feed: str) -> None:
    site.reply("/blog/", f"<html><head>{head}</head></html>", type="text/html; charset=utf-8")
    site.reply("/blog/feed", make_rss(), type="text/xml")
    site.reply("/feed", make_rss(), type="text/xml")
    ran = reader("feeds", "add", f"{site.url}/blog/", "--query", "kind:paper", "--cap", "3", "--json")
    assert ran.exit == 0, ran.err
    [added] = ran.json
    assert added["url"].removeprefix(site.url).removeprefix("/blog") == feed
    assert (added["title"], added["site"]) == ("Gates", "https://e.example/")
    assert (added["query"], added["cap"]) == ("kind:paper", 3)


def test_a_page_without_a_feed_is_told_and_nothing_added(reader: CommandLine, site: FakeSite) -> None:
    site.reply("/", "<html><title>Hi</title></html>", type="text/html")
    ran = reader("feeds", "add", site.url)
    assert (ran.exit, reader("feeds", "list").out) == (3, "")
    assert "is no feed and names none" in ran.err
    ran = reader("feeds", "add", f"{site.url}/none")
    assert (ran.exit, "gone (404)" in ran.err) == (3, True)


def test_a_known_feed_is_changed_by_adding_it_with_options(
    reader: CommandLine, follow: Callable[..., str], site: FakeSite
) -> None:
    url = follow(make_rss())
    ran = reader("feeds", "add", url, "--title", "Mine", "--query", "-survey")
    assert ran.exit == 0, ran.err
    assert site.requests == []
    assert reader("feeds", "list").rows[0][1] == "Mine"
    assert reader("feeds", "add", url, "--query", "kind:poem").exit == 3


def test_an_address_that_is_out_of_order_is_refused_without_advice_on_links(
    reader: CommandLine, site: FakeSite
) -> None:
    site.reply("/feed", status=500)
    ran = reader("feeds", "add", f"{site.url}/feed")
    assert (ran.exit, ran.err) == (3, "127.0.0.1 is out of order (500).\n")
