"""The tables that other tools export, each with the traps that were met in real files."""

import pytest

from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import UserError
from workbench.intake import parse_import

POCKET = """\
title,url,time_added,tags,status
Gates after attention,https://gates.example/a,1500000000,agents|long reads,unread
"A title
over two lines",https://gates.example/b,1500000001,,archive
https://gates.example/c,https://gates.example/c,1500000002,,unread
"""
INSTAPAPER = """\
URL,Title,Selection,Folder,Timestamp,Tags
https://gates.example/a,Gates,"A passage, quoted",Unread,1500000000,"[""agents"",""long reads""]"
https://gates.example/b,,,Archive,1500000001,[]
https://gates.example/c,Stars,,Starred,1500000002,
https://gates.example/d,Own,,Papers of May,1500000003,"[""x""]"
http://,Broken,,Unread,1500000004,[]
"""
RAINDROP = """\
id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite
1,Gates,"First line

Third line",What the page says,https://gates.example/a,A/B / C & D,"type: paper, agents",2024-01-02T03:04:05.123Z,https://cover.example/x.png,,true
2,Other,,,https://gates.example/b,Unsorted,,2024-01-02T03:04:05Z,,A highlight,false
3,Nested,,,https://gates.example/c,Work/Bills,,2024-01-02T03:04:05Z,,,false
"""
READER = """\
Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
Gates,https://gates.example/a,01gm,"['agents', ""it's""]",2022-11-06 04:33:50.123456+00:00,0.5,archive,True
Lacks its ID,https://gates.example/b,['example'],2022-11-06 04:33:50+00:00,0,new,True
"Listed",https://gates.example/c,01gn,[],2022-11-06 04:33:50+00:00,0,shortlist,False
"""
HIGHLIGHTS = """\
Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags,URL
First passage.,Gates,Ada Writer,,My thought,yellow,key,page,1,2024-05-01 10:00:00+00:00,"['agents']",https://gates.example/a
"Second passage,
over two lines.",Gates,Ada Writer,,,,,page,2,2024-05-02 10:00:00+00:00,,https://gates.example/a
Of a book.,Some Book,Bob Author,B00X,,,,page,3,2024-05-03 10:00:00+00:00,,
"""
MATTER = """\
Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count,Last Interaction Date,File Id
Gates,Ada Writer,The Paper,https://gates.example/a,agents;long reads,900,True,True,False,0,2022-06-24 10:00:00,
Read,,,https://gates.example/b,,100,True,False,True,0,,
Put away,,,https://gates.example/c,,100,False,False,False,0,,
"""
MYMIND = """\
id,type,title,url,content,note,tags,created
a1,Article,Gates,https://gates.example/a,What it says,Mine,"agents,long reads",2022-06-24T10:00:00Z
a2,Note,A thought,,Only words,,,2022-06-24T10:00:00Z
"""


def read(text: str, format: str) -> ImportResult:
    result = parse_import(text.encode(), "export.csv")
    assert result.format == format
    return result


def test_pocket() -> None:
    first, second, third = read(POCKET, "pocket-csv").clippings
    assert (first.row, first.title, first.tags) == (2, "Gates after attention", ("agents", "long reads"))
    assert (first.added, first.is_archived) == ("2017-07-14T02:40:00Z", False)
    assert (second.row, second.title, second.is_archived) == (3, "A title over two lines", True)
    assert (third.row, third.title) == (4, "")


def test_pocket_with_its_older_columns() -> None:
    (clipping,) = read(
        "title,url,time_added,cursor,tags,status\nx y,https://gates.example/a,1500000000,,a|b,archive\n",
        "pocket-csv",
    ).clippings
    assert (clipping.title, clipping.tags, clipping.is_archived) == ("x y", ("a", "b"), True)


def test_a_title_that_pocket_cut_shows_that_it_goes_on() -> None:
    cut, whole = "Gates " * 12 + "and", "Gates " * 12 + "an"
    assert (len(cut), len(whole)) == (75, 74)
    rows = "".join(
        f"{title},https://gates.example/{len(title)},1500000000,,unread\n" for title in (cut, whole)
    )
    titles = [
        clipping.title for clipping in read(POCKET.partition("\n")[0] + "\n" + rows, "pocket-csv").clippings
    ]
    assert titles == [f"{cut}…", whole]


def test_instapaper() -> None:
    result = read(INSTAPAPER, "instapaper-csv")
    told = [
        (clipping.row, clipping.title, clipping.tags, clipping.is_archived) for clipping in result.clippings
    ]
    assert told == [
        (2, "Gates", ("agents", "long reads"), False),
        (3, "", (), True),
        (4, "Stars", ("favorite",), False),
        (5, "Own", ("x", "Papers of May"), False),
    ]
    assert result.clippings[0].note == "A passage, quoted"
    assert [refusal.row for refusal in result.rejected] == [6]


@pytest.mark.parametrize("columns", [4, 5, 6])
def test_instapaper_with_fewer_columns(columns: int) -> None:
    names = ["URL", "Title", "Selection", "Folder", "Timestamp", "Tags"][:columns]
    values = ["https://gates.example/a", "Gates", "", "Unread", "1500000000", '"[""a""]"'][:columns]
    (clipping,) = read(f"{','.join(names)}\n{','.join(values)}\n", "instapaper-csv").clippings
    assert clipping.added == ("2017-07-14T02:40:00Z" if columns > 4 else "")
    assert clipping.tags == (("a",) if columns > 5 else ())


def test_raindrop() -> None:
    first, second, third = read(RAINDROP, "raindrop-csv").clippings
    assert (first.note, first.text) == ("First line\n\nThird line", "What the page says")
    assert first.tags == ("type: paper", "agents", "A/B", "C & D", "favorite")
    assert first.added == "2024-01-02T03:04:05Z"
    assert (second.tags, second.note) == ((), "A highlight")
    assert third.tags == ("Work", "Bills")


def test_raindrop_as_it_imports() -> None:
    text = 'created,url,tags,title,folder\n1500000000,https://gates.example/a,"x, y",Gates,A / B\n'
    (clipping,) = read(text, "raindrop-csv").clippings
    assert (clipping.title, clipping.tags, clipping.added) == (
        "Gates",
        ("x", "y", "A", "B"),
        "2017-07-14T02:40:00Z",
    )


def test_readwise_reader_with_a_row_that_lacks_its_id() -> None:
    first, second, third = read(READER, "reader-csv").clippings
    assert (first.tags, first.is_archived) == (("agents", "it's"), True)
    assert (second.url, second.tags, second.added) == (
        "https://gates.example/b",
        ("example",),
        "2022-11-06T04:33:50Z",
    )
    assert second.is_archived is False
    assert third.tags == ("shortlist",)


def test_tags_are_read_and_never_run() -> None:
    row = (
        "Gates,https://gates.example/a,1,\"[__import__('os').system('false'), 'a']\",2022-11-06,0,new,True\n"
    )
    (clipping,) = read(READER.partition("\n")[0] + "\n" + row, "reader-csv").clippings
    assert clipping.url == "https://gates.example/a"


def test_highlights_of_one_article_are_the_notes_of_its_link() -> None:
    result = read(HIGHLIGHTS, "highlights-csv")
    first, second = result.clippings
    assert first.url == second.url == "https://gates.example/a"
    assert (first.note, first.tags, first.authors) == (
        "First passage.\nMy thought",
        ("key", "agents"),
        ("Ada Writer",),
    )
    assert second.note == "Second passage,\nover two lines."
    assert [(row.row, row.reason, row.text) for row in result.rejected] == [
        (4, "a highlight without an address", "Some Book")
    ]


def test_highlights_as_readwise_imports_them() -> None:
    text = "Highlight,Title,Author,URL,Note,Location,Date\nA passage.,Gates,Ada,https://gates.example/a,,1,2024-05-01\n"
    (clipping,) = read(text, "highlights-csv").clippings
    assert (clipping.title, clipping.note, clipping.added) == ("Gates", "A passage.", "2024-05-01T00:00:00Z")


def test_matter() -> None:
    first, read_one, put_away = read(MATTER, "matter-csv").clippings
    assert (first.tags, first.authors) == (("agents", "long reads", "favorite"), ("Ada Writer",))
    assert [clipping.is_archived for clipping in (first, read_one, put_away)] == [False, True, True]


def test_mymind_and_its_notes_without_an_address() -> None:
    result = read(MYMIND, "mymind-csv")
    (clipping,) = result.clippings
    assert (clipping.text, clipping.note, clipping.tags) == ("What it says", "Mine", ("agents", "long reads"))
    assert [(row.row, row.reason, row.text) for row in result.rejected] == [
        (3, "a note without an address", "A thought")
    ]


@pytest.mark.parametrize(
    "header",
    [
        "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url",
        '"post_id","post_date","is_published","type","audience","title","subtitle"',
        "id,secondary_id,subject,publish_date,source,slug",
        "id,web_title,status,audience,content_tags,url,web_subtitle,email_subject_line,email_preview_text,content_html",
    ],
)
def test_past_issues_are_told_apart_from_links(header: str) -> None:
    with pytest.raises(UserError, match=r"“posts\.csv” holds a newsletter's past issues"):
        parse_import(f"{header}\n1,2,3\n".encode(), "posts.csv")


def test_what_is_no_web_address_is_refused_with_the_reason() -> None:
    bad = (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "about:blank",
        "chrome://tabs",
        "/relative",
    )
    rows = "".join(f'x,"{url}",1500000000,,unread\n' for url in bad)
    result = read(POCKET.partition("\n")[0] + "\n" + rows, "pocket-csv")
    assert not result.clippings
    assert [row.text for row in result.rejected] == list(bad)
    assert [row.row for row in result.rejected] == list(range(2, 2 + len(bad)))
    assert all(row.reason for row in result.rejected)


def test_a_bad_field_never_refuses_a_row_with_an_address() -> None:
    row = "Gates,https://gates.example/a,9999999999999999999999,|||,wrong\n"
    result = read(POCKET.partition("\n")[0] + "\n" + row, "pocket-csv")
    assert result.clippings == (
        Clipping(row=2, url="https://gates.example/a", work=result.clippings[0].work, title="Gates"),
    )
    assert result.notes == ("The date in row 2 is none that can be, and was left out.",)
