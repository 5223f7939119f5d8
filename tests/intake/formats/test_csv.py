"""Tables of comma-separated values: rows that are too long, too short, never closed, and tables nobody described."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import UserError
from workbench.intake import detect_format, parse_import
from workbench.intake.content import Content
from workbench.intake.table import MAX_CELL, Table

HEADER = "title,url,time_added,tags,status\n"


def read_table(text: str) -> Table:
    table = Content(text.encode()).table
    assert table is not None
    return table


def read_urls(text: str) -> list[tuple[int, str]]:
    return [(clipping.row, clipping.url) for clipping in parse_import(text.encode(), "a.csv").clippings]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rows_are_counted_as_a_spreadsheet_counts_them(separator: str, end: str) -> None:
    lines = [["Title", "URL", "X"], [f'"a{end}b"', "u1", ""], [""], ["c", "u2", "2"]]
    table = read_table(end.join(separator.join(cells) for cells in lines))
    assert table.keys == ("title", "url", "x")
    assert [(row.number, row.cells[1]) for row in table] == [(2, "u1"), (4, "u2")]


def test_a_separator_may_be_stated_as_spreadsheets_do() -> None:
    table = read_table("sep=;\na,b;url;x\n1;2;3\n")
    assert (table.names, [row.cells for row in table]) == (("a,b", "url", "x"), [["1", "2", "3"]])


def test_columns_may_have_one_name_twice() -> None:
    (clipping,) = parse_import(
        b"url,title,tags,Tags,title\nhttps://a.example,,x,y,Gates\n", "a.csv"
    ).clippings
    assert (clipping.title, clipping.tags) == ("Gates", ("x", "y"))


@pytest.mark.parametrize(
    "row",
    [
        "Gates, and what follows,https://a.example/1,1500000000,x,unread",
        "Gates, and what follows,https://a.example/1,1500000000,x",
        "https://a.example/1,1500000000,x,unread",
        "Gates,https://a.example/1,1500000000,x,unread,,,",
        "Gates,https://a.example/1,1500000000,x,unread,more,and more",
        "Gates,https://a.example/1",
        '"Gates,https://a.example/1,1500000000,x,unread',
        'Gates "quoted" here,https://a.example/1,1500000000,x,unread',
    ],
)
def test_a_row_whose_cells_moved_keeps_its_address_and_spoils_no_other(row: str) -> None:
    before, behind = (
        "a,https://b.example,1500000000,,unread\n",
        '"c","https://c.example",1500000000,"x|y",unread\n',
    )
    rows = read_urls(HEADER + before + row + "\n" + behind * 2)
    assert rows == [
        (2, "https://b.example"),
        (3, "https://a.example/1"),
        (4, "https://c.example"),
        (5, "https://c.example"),
    ]


def test_an_address_with_an_unquoted_comma_is_whole() -> None:
    assert read_urls(f"{HEADER}Gates,https://a.example/1,b,1500000000,x,unread\n") == [
        (2, "https://a.example/1,b")
    ]


def test_an_open_quotation_mark_at_the_end_costs_no_row() -> None:
    rows = "".join(f"t,https://a.example/{n},1500000000,,unread\n" for n in range(5))
    result = parse_import((HEADER + '"t,nothing here\n' + rows).encode(), "a.csv")
    assert [clipping.row for clipping in result.clippings] == [3, 4, 5, 6, 7]
    assert [(row.row, row.reason) for row in result.rejected] == [
        (2, "a quotation mark is opened and never closed")
    ]


def test_many_open_quotation_marks_cost_no_more_time_than_few() -> None:
    rows = "".join(f'"t,https://a.example/{n},1500000000,,unread\n' for n in range(20_000))
    assert len(read_urls(HEADER + rows)) == 20_000


def test_a_cell_without_end_is_no_row() -> None:
    text = HEADER + f'"{"x" * (MAX_CELL + 10)}\nt,https://a.example,1500000000,,unread\n'
    assert read_urls(text) == [(3, "https://a.example")]


@pytest.mark.parametrize("row", ["x,y", '"', "", ","])
def test_more_rows_than_anybody_saves_are_refused_in_a_sentence(row: str) -> None:
    with pytest.raises(UserError, match=r"“a\.csv” holds more than 120,000 rows: split it"):
        parse_import((HEADER + f"{row}\n" * 810_000).encode(), "a.csv")


@pytest.mark.parametrize("name", ["url", "URL", "Link", "href", "URI", "Adresse", "链接"])
def test_any_table_with_a_column_of_addresses_is_read(name: str) -> None:
    result = parse_import(f"No,Name,{name},Labels,Cover\n1,Gates,https://a.example,x;y,c\n".encode(), "a.csv")
    (clipping,) = result.clippings
    assert (result.format, clipping.url, clipping.title, clipping.tags) == (
        "csv",
        "https://a.example",
        "Gates",
        ("x", "y"),
    )
    assert result.notes == (
        f"Columns taken: “Name” as title, “{name}” as url, “Labels” as tags. Left out: “No”, “Cover”.",
    )


def test_the_column_that_holds_addresses_is_found_where_no_name_tells() -> None:
    result = parse_import(
        b"Thing,Where,Cost\nGates,https://a.example,3\nDoors,https://b.example,4\n", "a.csv"
    )
    assert [clipping.url for clipping in result.clippings] == ["https://a.example", "https://b.example"]
    assert "“Where” as url" in result.notes[0]


def test_a_cell_with_several_addresses_is_as_many_links() -> None:
    assert read_urls("name,url\nGates,https://a.example/1 https://a.example/2\n") == [
        (2, "https://a.example/1"),
        (2, "https://a.example/2"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "email,active_subscription,created_at\na@example.com,true,2024-01-01\nb@example.com,true,2024-01-01\n",
        "name;age;town\nA;1;x\nB;2;y\n",
    ],
)
def test_a_table_without_addresses_is_refused_whole(text: str) -> None:
    with pytest.raises(UserError, match=r"“a\.csv” is a table .* in which no column holds web addresses"):
        parse_import(text.encode(), "a.csv")


@pytest.mark.parametrize(
    "text",
    [
        "Hello, this is prose, as one writes it.\nAnd more, with commas, on every line.\nhttps://a.example, see it.\n",
        "https://a.example,Title\nhttps://b.example,Other\n",
        "One, two\nhttps://a.example\n",
        "- [a](https://a.example), and b\n- [c](https://c.example), and d\n",
    ],
)
def test_prose_and_lists_are_no_tables(text: str) -> None:
    assert detect_format(Content(text.encode())).name == "list"


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('\n,;"|'), max_size=30)
WORD = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=8)


@given(
    rows=st.lists(st.tuples(TEXT, WORD, st.integers(1_000_000_000, 1_600_000_000), TEXT), max_size=20),
    order=st.permutations(["name", "url", "created", "comment"]),
    separator=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_reads_back_as_it_was_written(
    rows: list[tuple[str, str, int, str]], order: list[str], separator: str, end: str
) -> None:
    written = io.StringIO()
    writer = csv.DictWriter(written, order, delimiter=separator, lineterminator=end)
    writer.writeheader()
    for title, word, created, comment in rows:
        url = f"https://{word}.example/{word}"
        writer.writerow({"name": title, "url": url, "created": created, "comment": comment})
    result = parse_import(written.getvalue().encode(), "a.csv")
    assert (result.format, result.rejected) == ("csv", ())
    assert [(clipping.row, clipping.url) for clipping in result.clippings] == [
        (number, f"https://{word}.example/{word}") for number, (_, word, _, _) in enumerate(rows, 2)
    ]
    assert all(clipping.added for clipping in result.clippings)
    for clipping, (_, _, _, comment) in zip(result.clippings, rows, strict=True):
        assert bool(clipping.note) <= bool(comment)
