"""OPML, feeds that were saved as files, and files that hold one link."""

import plistlib

import pytest

from workbench.curation.model import UserError
from workbench.intake import parse_import
from workbench.intake.content import Content
from workbench.intake.formats.feed import MAX_ENTRIES, parse_web_feed


def test_links_of_an_outline_are_taken_with_their_folders() -> None:
    data = (
        b'<?xml version="1.0"?>\n<opml version="2.0"><head><title>x</title></head><body>\n'
        b'<outline text="AI"><outline TYPE="link" Text="Gates &amp; caf\xe9" URL=" https://e.com/x?a=1&amp;b " '
        b'created="Thu, 08 Sep 2016 09:55:58 GMT" category="/a,/b"/>\n'
        b'<outline type="include" text="more" url="https://e.com/more.opml"/></outline>\n'
        b'<outline title="two" htmlUrl="https://e.com/two"></outline>'
        b'<outline text="plain"/><outline text="feed" xmlURL="https://e.com/feed"/></body></opml>'
    )
    result = parse_import(data, "links.opml")
    assert [(c.row, c.url, c.title, c.tags, c.added) for c in result.clippings] == [
        (1, "https://e.com/x?a=1&b", "Gates & café", ("a", "b", "AI"), "2016-09-08T09:55:58Z"),
        (3, "https://e.com/two", "two", (), ""),
    ]
    assert [(refusal.row, refusal.text) for refusal in result.rejected] == [(2, "https://e.com/more.opml")]
    assert result.notes[-1] == "One feed was left out: `workbench feeds import` takes it."


@pytest.mark.parametrize("attribute", ["xmlUrl", "xmlurl", "XMLURL"])
def test_an_outline_of_feeds_is_for_the_feeds(attribute: str) -> None:
    feeds = (
        f'<opml><body><outline type="rss" text="a" {attribute}="https://e.com/feed" htmlUrl="https://e.com"/>'
    )
    with pytest.raises(
        UserError, match=r"“feeds.opml” is a list of one feed and no links: `workbench feeds import`"
    ):
        parse_import(feeds.encode(), "feeds.opml")


FEEDS = {
    "RSS": '<rss version="2.0"><channel><link>https://e.com/</link><item><title>Gates &amp;amp; more</title>'
    "<link>https://e.com/x</link><guid isPermaLink='false'>7</guid><pubDate>Thu, 08 Sep 2016 09:55:58 GMT</pubDate>"
    "<description>&lt;p&gt;About gates&lt;/p&gt;</description></item></channel></rss>",
    "relative": '<rss version="2.0"><channel><link>https://e.com/</link><item><title>Gates &amp;amp; more</title>'
    "<link>/x</link><pubDate>2016-09-08T09:55:58Z</pubDate><description>About gates</description></item></channel>"
    "</rss>",
    "Atom": '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://e.com/blog/"><entry>'
    '<link rel="self" href="https://e.com/api/1"/><link rel="alternate" href="../x"/><id>tag:e.com,2016:1</id>'
    '<title type="html">&lt;b&gt;Gates&lt;/b&gt; &amp;amp; more</title><published>2016-09-08T09:55:58Z</published>'
    "<summary>About gates</summary></entry></feed>",
    "RDF": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://e.com/x"><title>Gates &amp;amp; more</title>'
    "<link>https://e.com/x</link><dc:date>2016-09-08T09:55:58Z</dc:date><description>About gates</description>"
    "</item></rdf:RDF>",
    "proxy": '<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>'
    "<title>Gates &amp;amp; more</title><link>https://feedproxy.google.com/~r/e/~3/1/</link>"
    "<feedburner:origLink>https://e.com/x</feedburner:origLink><pubDate>2016-09-08</pubDate>"
    "<description>About gates</description></item></channel></rss>",
}


@pytest.mark.parametrize("kind", FEEDS)
@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>\n<!-- made by x -->\n', "\ufeff\n"])
def test_each_entry_of_a_feed_is_a_link(kind: str, head: str) -> None:
    result = parse_import((head + FEEDS[kind]).encode(), "feed.xml")
    (clipping,) = result.clippings
    assert (result.format, clipping.row, clipping.url) == ("feed", 1, "https://e.com/x")
    assert (clipping.title, clipping.text) == ("Gates & more", "About gates")
    assert (clipping.published, clipping.added) == ("2016-09-08", "")


def test_a_guid_is_no_address_unless_it_is_one() -> None:
    item = "<rss version='2.0'><channel><item><title>t</title><guid>{}</guid></item></channel></rss>"
    assert parse_import(item.format("https://e.com/x").encode(), "f").clippings[0].url == "https://e.com/x"
    (refusal,) = parse_import(item.format("tag:7").encode(), "f").rejected
    assert refusal.row == 1


def test_an_entry_without_a_link_is_refused_and_does_not_become_the_site() -> None:
    feed = (
        "<rss version='2.0'><channel><link>https://e.com/</link><item><title>t</title></item></channel></rss>"
    )
    (refusal,) = parse_import(feed.encode(), "f").rejected
    assert (refusal.row, refusal.reason, refusal.text) == (1, "no address", "t")


def test_entities_that_grow_without_end_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
    item = "<channel><item><title>&l9;</title><link>https://e.com/x</link></item></channel>"
    (clipping,) = parse_import(f'{head}<rss version="2.0">{item}</rss>'.encode(), "bomb.xml").clippings
    assert (clipping.url, len(clipping.title) < 500) == ("https://e.com/x", True)
    assert parse_import(f"{head}<opml>{item}</opml>".encode(), "bomb.opml").clippings == ()
    with pytest.raises(UserError, match="entity"):
        parse_import(f"{head}<plist>{item}</plist>".encode(), "bomb.webloc")


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_webloc_is_one_link(form: plistlib.PlistFormat) -> None:
    result = parse_import(plistlib.dumps({"URL": "https://e.com/x?a=1&b"}, fmt=form), "Gates.webloc")
    assert [(c.row, c.url) for c in result.clippings] == [(1, "https://e.com/x?a=1&b")]
    assert result.notes == ()
    with pytest.raises(UserError, match="without a URL"):
        parse_import(plistlib.dumps({"Name": "x"}, fmt=form), "x.plist")


@pytest.mark.parametrize(
    "text",
    [
        "[InternetShortcut]\r\nURL=https://e.com/x?a=1&b\r\nIconIndex=0\r\n",
        "\ufeff[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,2\r\n"
        "[InternetShortcut]\r\nIDList=\r\nurl = https://e.com/x?a=1&b\r\n",
        "#!/usr/bin/env xdg-open\n[Desktop Entry]\nType=Link\nName=Gates\nURL=https://e.com/x?a=1&b\n",
        "[DEFAULT]\nBASEURL=https://e.com/\n[InternetShortcut]\nURL=https://e.com/x?a=1&b\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_shortcut_is_one_link(text: str, encoding: str) -> None:
    result = parse_import(text.encode(encoding), "Gates.url")
    assert (result.format, [c.url for c in result.clippings]) == ("shortcut", ["https://e.com/x?a=1&b"])


def test_a_shortcut_without_an_address_is_told() -> None:
    with pytest.raises(UserError, match="a line that begins with URL= was looked for"):
        parse_import(b"[InternetShortcut]\nIconIndex=0\n", "x.url")


def test_xml_of_another_kind_is_told() -> None:
    with pytest.raises(UserError, match="is XML, and none of these was found in it"):
        parse_import(
            b"<?xml version='1.0'?><urlset><url><loc>https://e.com</loc></url></urlset>", "sitemap.xml"
        )


@pytest.mark.parametrize(
    "entry",
    [
        "<item><title>x</title><link>https://e.com/{}</link></item>",
        "<item><title>x</title><link>https://e.com/{}</link>",  # none of them has an end
    ],
)
def test_of_a_feed_that_is_pulled_the_first_entries_are_read(entry: str) -> None:
    text = "<rss><channel>" + "".join(entry.format(at) for at in range(MAX_ENTRIES + 500))
    clippings = parse_web_feed(Content(b"", text), "https://e.com/feed").result.clippings
    assert 2 <= len(clippings) <= MAX_ENTRIES
    assert [clipping.url for clipping in clippings[:2]] == ["https://e.com/0", "https://e.com/1"]
