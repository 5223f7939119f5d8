"""OneTab's list of tabs."""

from workbench.intake import parse_import

TABS = """\
https://gates.example/a | Gates | after attention
https://gates.example/b

https://gates.example/c | Third, of another group
chrome://newtab/ | New Tab


file:///home/x/a.pdf | A file
https://gates.example/d | Fourth
"""


def test_every_group_of_tabs_is_read_and_titles_are_whole() -> None:
    result = parse_import(TABS.encode(), "tabs.txt")
    assert result.format == "onetab"
    assert [(clipping.row, clipping.url, clipping.title) for clipping in result.clippings] == [
        (1, "https://gates.example/a", "Gates | after attention"),
        (2, "https://gates.example/b", ""),
        (4, "https://gates.example/c", "Third, of another group"),
        (9, "https://gates.example/d", "Fourth"),
    ]
    assert [(row.row, row.text) for row in result.rejected] == [
        (5, "chrome://newtab/"),
        (8, "file:///home/x/a.pdf"),
    ]


def test_a_list_of_addresses_without_bars_is_a_plain_list() -> None:
    assert parse_import(b"https://a.example\nhttps://b.example\n", "a.txt").format == "list"
    assert parse_import(b"Some | words\nhttps://b.example | b\n", "a.txt").format == "list"
