"""Safari's own bookmarks, a property list as XML or as bytes."""

import plistlib
from datetime import datetime
from typing import Any

import pytest

from workbench.curation.model import UserError
from workbench.intake import parse_import


def leaf(url: str, title: str, **more: Any) -> dict[str, Any]:
    """A bookmark."""
    return {
        "WebBookmarkType": "WebBookmarkTypeLeaf",
        "URLString": url,
        "URIDictionary": {"title": title},
        **more,
    }


def folder(title: str, *children: Any) -> dict[str, Any]:
    return {"WebBookmarkType": "WebBookmarkTypeList", "Title": title, "Children": list(children)}


READING = {"DateAdded": datetime(2026, 11, 20, 8, 30), "PreviewText": "How gates  help."}
BAR = folder(
    "BookmarksBar",
    leaf("https://gates.example/a", "Gates"),
    folder("AI", folder("Papers", leaf("https://arxiv.org/abs/2510.25445", ""))),
)
BOOKMARKS = folder(
    "",
    {"WebBookmarkType": "WebBookmarkTypeProxy", "Title": "History"},
    BAR,
    folder("BookmarksMenu", leaf("javascript:void(0)", "A bookmarklet"), folder("Empty")),
    folder("com.apple.ReadingList", leaf("https://gates.example/later", "Later", ReadingList=READING)),
)


@pytest.mark.parametrize("form", list(plistlib.PlistFormat))
def test_folders_titles_and_the_reading_list_are_kept(form: plistlib.PlistFormat) -> None:
    result = parse_import(plistlib.dumps(BOOKMARKS, fmt=form), "Bookmarks.plist")
    assert result.format == "safari"
    assert [(one.row, one.url, one.title, one.tags, one.added, one.text) for one in result.clippings] == [
        (1, "https://gates.example/a", "Gates", (), "", ""),
        (2, "https://arxiv.org/abs/2510.25445", "", ("AI", "Papers"), "", ""),
        (4, "https://gates.example/later", "Later", (), "2026-11-20T08:30:00Z", "How gates help."),
    ]
    assert [(row.row, row.text) for row in result.rejected] == [(3, "javascript:void(0)")]


@pytest.mark.parametrize("form", list(plistlib.PlistFormat))
def test_a_cut_file_ends_in_a_sentence(form: plistlib.PlistFormat) -> None:
    data = plistlib.dumps(BOOKMARKS, fmt=form)
    for end in range(200, len(data) - 10, 37):
        with pytest.raises(UserError, match="no whole property list"):
            parse_import(data[:end], "b.plist")


def test_other_values_than_safari_writes_are_met() -> None:
    odd = {"URLString": "https://gates.example/", "URIDictionary": [], "ReadingList": 3}
    data = plistlib.dumps(folder("", {"URLString": 7}, 8, odd), fmt=plistlib.FMT_BINARY)
    result = parse_import(data, "b.plist")
    assert [one.url for one in result.clippings] == ["https://gates.example/"]
    assert [row.reason for row in result.rejected] == ["no address"]
