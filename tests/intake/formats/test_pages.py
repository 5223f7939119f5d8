"""Pages in HTML that are no bookmark files: Pocket's export, and any other."""

import pytest

from workbench.curation.clipping import ImportResult
from workbench.intake import parse_import

POCKET = """<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1><ul>
<li><a href="https://e.com/1?a=1&amp;b=2" time_added="1465228348" tags="a,b c">Gates &amp; more</a></li>
<li><a
  href="https://e.com/2" time_added="0" tags="">https://e.com/2</a></li></ul>
<h1>Read Archive</h1><ul><li><a href="https://e.com/3" time_added="x" tags="">three</a></li>
<li><a href="javascript:x" tags="">four</a></li></ul></body></html>"""


def test_pockets_export_tells_what_was_read() -> None:
    result = parse_import(POCKET.encode(), "ril_export.html")
    assert result.format == "pocket-html"
    assert [(c.row, c.url, c.title, c.tags, c.added, c.is_archived) for c in result.clippings] == [
        (1, "https://e.com/1?a=1&b=2", "Gates & more", ("a", "b c"), "2016-06-06T15:52:28Z", False),
        (2, "https://e.com/2", "", (), "", False),
        (3, "https://e.com/3", "three", (), "", True),
    ]
    assert [(refusal.row, refusal.reason) for refusal in result.rejected] == [
        (4, "not a web address: javascript")
    ]


def test_instapapers_export_has_folders() -> None:
    item = "<ol><li><a href='https://e.com/{0}'>{0}</a></ol>"
    headings = ("Starred", "AI", "Archive")
    page = "".join(f"<h1>{heading}</h1>{item.format(heading)}" for heading in headings)
    result = parse_import(f"<html><h1>Unread</h1>{page}".encode(), "instapaper.html")
    assert [(c.tags, c.is_archived) for c in result.clippings] == [
        (("favorite",), False),
        (("AI",), False),
        ((), True),
    ]


def read(body: str, head: str = "") -> ImportResult:
    result = parse_import(
        f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>".encode(), "x.html"
    )
    assert result.format == "html"
    return result


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ('<a href="https://e.com/x">Gates <b>after</b>\n attention</a>', "Gates after attention"),
        ("<A class=x HREF=https://e.com/x>Gates</A>", "Gates"),
        ('<a href="https://e.com/x"><h3>Gates</h3><p>after</p></a>', "Gates after"),
        ('<a href="https://e.com/x"><img src="i.png" alt="Gates &amp; more"></a>', "Gates & more"),
        ('<a href="https://e.com/x" title="Gates"></a>', "Gates"),
        ('<a href="https://e.com/x">Read more</a>', ""),
        ('<a href="https://e.com/x">e.com/x</a>', ""),
        ('<a href="https://e.com/x">unclosed', "unclosed"),
        ('<a href="//e.com/x">Gates</a>', "Gates"),
    ],
)
def test_each_link_of_a_page_has_its_text(anchor: str, title: str) -> None:
    (clipping,) = read(anchor).clippings
    assert clipping.url.endswith("e.com/x")
    assert clipping.title == title


@pytest.mark.parametrize(
    "anchor",
    [
        "<!-- <a href='https://e.com/x'>gone</a> -->",
        "<script>x = '<a href=\"https://e.com/x\">gone</a>'</script>",
        "<template><a href='https://e.com/x'>gone</a></template>",
        "<a href='#top'>up</a>",
        "<a name='here'>here</a>",
        "<a href='mailto:me@e.com'>write</a>",
        "<a href='tel:+1'>call</a>",
        "<a href='https://e.com/u?id=1'>Unsubscribe</a>",
        "<a href='https://e.com/unsubscribe/1'>here</a>",
        "<a href='https://e.com/u'>Abmelden</a>",
    ],
)
def test_what_leads_to_no_page_is_no_link(anchor: str) -> None:
    result = read(anchor)
    assert (result.clippings, result.rejected) == ((), ())


def test_a_title_may_speak_of_leaving() -> None:
    title = "How a one-click way to unsubscribe became the law for every mailing list"
    assert read(f"<a href='https://e.com/x'>{title}</a>").clippings[0].title == title


@pytest.mark.parametrize(
    "head",
    [
        "<base href='https://e.com/blog/'>",
        "<link rel='canonical' href='https://e.com/blog/today'>",
        "<!-- saved from url=(0024)https://e.com/blog/today -->",
    ],
)
def test_a_relative_link_is_resolved_where_the_page_says_where_it_is(head: str) -> None:
    (clipping,) = read("<a href='../x?a=1&amp;b'>Gates</a>", head).clippings
    assert clipping.url == "https://e.com/x?a=1&b"


def test_a_relative_link_is_refused_where_it_does_not() -> None:
    result = read("<a href='/x'>Gates</a><a href='https://e.com/y'>More gates</a>")
    assert [(refusal.row, refusal.text) for refusal in result.rejected] == [(1, "/x Gates")]
    assert [clipping.row for clipping in result.clippings] == [2]
