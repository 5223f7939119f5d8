"""Bookmark files of browsers and tools, dialect by dialect."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.text.cleaning import clean_line
from workbench.intake import parse_import

HEAD = (
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<!-- generated -->\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n"
)
DATE = "2016-06-06T15:52:28Z"


def parse(text: str) -> ImportResult:
    result = parse_import(text.encode(), "bookmarks.html")
    assert result.format == "bookmarks"
    return result


def only(text: str) -> Clipping:
    (clipping,) = parse(text).clippings
    return clipping


DIALECTS = {
    "Chrome": '<DL><p><DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Lesezeichenleiste</H3><DL><p>'
    '<DT><A HREF="https://example.com/a?x=1&amp;y=2" ADD_DATE="1465228348" ICON="data:image/png;base64,iVB=">'
    "Gates &amp; more</A></DL><p></DL><p>",
    "Firefox": '<DL><p><DT><A HREF="https://example.com/a?x=1&y=2" ADD_DATE="1465228348" LAST_MODIFIED="1" '
    'LAST_CHARSET="UTF-8">Gates &amp; more</A>\n<DD></DL>',
    "Google": '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">\n<H1>x</H1><DL><p>'
    "<DT><H3>Unlabeled</H3><DL><p>"
    '<DT><A HREF="https://example.com/a?x=1&amp;y=2" ADD_DATE="1465228348943160">Gates &amp; more</A></DL></DL>',
    "Internet Explorer": '\ufeff<DL><p><DT><A HREF="https://example.com/a?x=1&amp;y=2" ADD_DATE="1465228348" '
    'LAST_VISIT="1" ICON_URI="https://example.org/i.png" >Gates &amp; more</A></DL>',
    "closed tags": "<dl>"
    '<dt><a href="https://example.com/a?x=1&amp;y=2" add_date="1465228348">Gates &amp; more</a></dt></dl>',
    "wrapped lines": "<DL><p><DT><A\n HREF='https://example.com/a?x=1&#38;y=2'\n"
    " ADD_DATE=1465228348>Gates &amp;\n more</A>",
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n\r"])
def test_every_dialect_gives_address_title_and_date(dialect: str, line_end: str) -> None:
    head = "" if dialect in ("Google", "Internet Explorer") else HEAD
    clipping = only((head + DIALECTS[dialect]).replace("\n", line_end))
    assert (clipping.row, clipping.url) == (1, "https://example.com/a?x=1&y=2")
    assert (clipping.title, clipping.added) == ("Gates & more", DATE)
    assert (clipping.tags, clipping.note, clipping.is_archived) == ((), "", False)


def test_folders_become_tags_and_end_where_their_list_ends() -> None:
    text = HEAD + (
        "<DL><p><DT><A HREF='https://e.com/0'>zero</A><DT><H3 FOLDED>Favorites</H3><DL><p><DT><H3>AI, models</H3>"
        "<DD>What I read\n<DL><p><DT><A HREF='https://e.com/1' TAGS='a,b c'>one</A></DL><p>"
        "<DT><A HREF='https://e.com/2'>two</A></DL><p><HR><DT><A HREF='https://e.com/3'>three</A></DL><p>"
    )
    assert [(c.row, c.title, c.tags, c.note) for c in parse(text).clippings] == [
        (1, "zero", (), ""),
        (2, "one", ("a", "b c", "AI, models"), ""),
        (3, "two", (), ""),
        (4, "three", (), ""),
    ]


def test_a_note_is_of_the_link_before_it_and_may_run_over_lines_and_hold_html() -> None:
    text = HEAD + (
        "<DL><p><DT><A HREF='https://e.com/1'>one</A>\n<DD>List:\n- a &lt;b&gt;\n- c\n\nEnd. <b>Bold</b><br>line"
        " <a href='https://thumb.example/x'><img src='y'></a>\n<DT><A HREF='https://e.com/2'>two</A></DL>after"
    )
    one, two = parse(text).clippings
    assert one.note == "List:\n- a <b>\n- c\n\nEnd. Bold\nline https://thumb.example/x"
    assert (two.title, two.note) == ("two", "")


def test_notes_of_other_tools_and_what_they_keep_in_tags() -> None:
    scuttle = only(
        '<DL><dt><a href="https://e.com" description="&quot;Two\nlines&quot;" tags="x">one</a></DL>'
    )
    assert (scuttle.note, scuttle.tags) == ('"Two\nlines"', ("x",))
    linkding = only(
        HEAD
        + '<DT><A HREF="https://e.com" PRIVATE="1" TOREAD="1" TAGS="x,linkding:bookmarks.archived">one</A>'
        "<DD>Short[linkding-notes]Long &amp; **bold**[/linkding-notes]"
    )
    assert (linkding.note, linkding.tags, linkding.is_archived) == ("Short\nLong & **bold**", ("x",), True)
    raindrop = only(HEAD + '<DT><A HREF="https://e.com" DATA-IMPORTANT="true" TAGS="">one</A>')
    assert raindrop.tags == ("favorite",)


def test_several_notes_of_a_link_are_all_kept() -> None:
    assert (
        only(f"{HEAD}<DL><DT><A HREF='https://e.com'>one</A><DD>first\n<DD>second</DL>").note
        == "first\nsecond"
    )


def test_a_file_without_marks_of_items_begins_a_link_by_each_anchor() -> None:
    text = f"{HEAD}<DL><A HREF='https://e.com/1'>one</A><DD>note\n<A HREF='https://e.com/2'>two</A></DL>"
    assert [(c.title, c.note) for c in parse(text).clippings] == [("one", "note"), ("two", "")]


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("?KvNdlQ", "a relative address"),
        ("/page.html", "a relative address"),
        ("place:sort=8", "not a web address: place"),
        ("javascript:void(0)", "not a web address: javascript"),
        ("chrome://settings", "not a web address: chrome"),
        ("data:text/html,x", "not a web address: data"),
        ("https://www.mercari.comundefined", "not a host"),
        ("", "no address"),
    ],
)
def test_one_bad_row_is_refused_and_spoils_nothing(href: str, reason: str) -> None:
    result = parse(
        f'{HEAD}<DL><p><DT><A HREF="{href}">bad</A><DT><A HREF="https://e.com" ADD_DATE="soon">good</A></DL>'
    )
    assert [(c.row, c.title, c.added) for c in result.clippings] == [(2, "good", "")]
    ((row, said),) = [(refusal.row, refusal.reason) for refusal in result.rejected]
    assert row == 1
    assert said.startswith(reason)
    assert result.notes == ("The date in row 2 is none that can be, and was left out.",)


def test_links_in_comments_are_none_and_titles_that_are_addresses_unknown() -> None:
    text = HEAD + (
        "<DL><!-- <DT><A HREF='https://gone.example'>x</A> --><DT><A HREF='https://e.com/1'>https://e.com/1</A>"
        "<DT><A HREF='https://e.com/2'>&lt;b&gt; &amp;amp;</A>"
    )
    assert [(c.url, c.title) for c in parse(text).clippings] == [
        ("https://e.com/1", ""),
        ("https://e.com/2", "<b> &amp;"),
    ]


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=3, max_size=12).filter(
    lambda word: clean_line(word) == word  # some letters cannot be seen
)


@given(
    st.lists(
        st.tuples(
            WORDS,
            st.lists(WORDS, max_size=3, unique_by=str.casefold),
            st.integers(800_000_000, 4_000_000_000),
        ),
        max_size=8,
    )
)
def test_what_is_written_in_the_format_comes_back(rows: list[tuple[str, list[str], int]]) -> None:
    lines = (
        f'<DT><A HREF="https://example.com/{at}?a=1&amp;b" ADD_DATE="{date}" TAGS="{escape(",".join(tags))}">'
        f"{escape('“' + title)}</A>\n<DD>{escape('<' + title)}\n"
        for at, (title, tags, date) in enumerate(rows)
    )
    result = parse(f"{HEAD}<DL><p>\n{''.join(lines)}</DL><p>")
    assert result.rejected == ()
    assert [(c.url, c.title, c.note, len(c.tags)) for c in result.clippings] == [
        (f"https://example.com/{at}?a=1&b", f"“{title}", f"<{title}", len(tags))
        for at, (title, tags, _) in enumerate(rows)
    ]
    assert all(c.added for c in result.clippings)
