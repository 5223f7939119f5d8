"""Exports in JSON, tool by tool: each field where the tool has it, and each row that is no link refused."""

import json
import re
from typing import Any

import pytest

from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import UserError
from workbench.intake import parse_import

DATE = "2016-09-08T09:55:58Z"


def parse(document: Any, format: str) -> ImportResult:
    result = parse_import(json.dumps(document).encode(), "export.json")
    assert result.format == format
    return result


def only(document: Any, format: str) -> Clipping:
    (clipping,) = parse(document, format).clippings
    return clipping


FULL: dict[str, Any] = {
    "pinboard": [
        {"href": "https://e.com/x", "description": "Gates", "extended": "why", "time": "2016-09-08T09:55:58Z"}
        | {"tags": "a b,c", "toread": "yes", "shared": "no", "meta": "m", "hash": "h"}
    ],
    "omnivore": [
        {"id": "1", "slug": "s", "title": "Gates", "url": "https://e.com/x", "labels": ["a", "b,c"], "author": "Ada"}
        | {"description": "About gates", "state": "Archived", "savedAt": "2016-09-08T09:55:58.000Z"}
        | {"publishedAt": "2016-09-01T00:00:00Z", "highlights": [{"quote": "why"}, {"quote": None}]}
    ],
    "wallabag": [
        {"id": "7", "title": "Gates", "url": "https://e.com/x", "is_archived": 1, "is_starred": False}
        | {"created_at": "2016-09-08T11:55:58+0200", "tags": ["a", "b,c"], "published_by": ["Ada"]}
        | {"content": "<p>About <a href='https://other.example'>gates</a></p>", "published_at": "2016-09-01"}
        | {"annotations": [{"quote": "", "text": "why"}]}
    ],
    "karakeep": {
        "bookmarks": [
            {"createdAt": 1473328558, "title": "Gates", "tags": ["a", "b,c"], "note": "why", "archived": True}
            | {"content": {"type": "link", "url": "https://e.com/x"}}
        ]
    },
    "linkwarden": {
        "collections": [
            {"id": 1, "name": "Unorganized", "parentId": None}
            | {
                "links": [
                    {"name": "Gates", "url": "https://e.com/x", "description": "why", "createdAt": DATE}
                    | {"tags": [{"name": "a"}, {"name": "b,c"}]}
                ]
            }
        ],
        "pinnedLinks": [],
    },
    "delicious": [
        {"title": "Gates", "tags": ["a", "b,c"], "url": "https://e.com/x", "description": "why"}
        | {"created": "1473328558", "others": 9, "owner": "me", "private": "0"}
    ],
    "readability": {
        "bookmarks": [
            {"article__title": "Gates", "article__url": "https://e.com/x", "article__excerpt": "About gates"}
            | {"date_added": "2016-09-08T09:55:58", "favorite": 0, "archive": True}
        ],
        "recommendations": [],
    },
    "firefox": {
        "guid": "root________", "type": "text/x-moz-place-container", "root": "placesRoot", "title": "",
        "children": [
            {"type": "text/x-moz-place-container", "root": "toolbarFolder", "title": "Barre personnelle", "children": [
                {"type": "text/x-moz-place-separator", "title": ""},
                {"type": "text/x-moz-place", "title": "Gates", "uri": "https://e.com/x", "tags": "a",
                 "dateAdded": 1473328558123456, "annos": [{"name": "bookmarkProperties/description", "value": "why"}]},
            ]}
        ],
    },
    "chrome": {
        "checksum": "x", "version": 1,
        "roots": {"bookmark_bar": {"type": "folder", "name": "Barre de favoris", "children": [
            {"type": "url", "name": "Gates", "url": "https://e.com/x", "date_added": "13117802158000000"}]}},
    },
    "tab-sessions": [
        {"windows": {"1": {"5": {"url": "https://e.com/x", "title": "Gates", "lastAccessed": 1473328558000}}}}
        | {"windowsNumber": 1, "tabsNumber": 1, "name": "s", "date": 1473328558001, "tag": ["a"]}
    ],
    "json-feed": {
        "version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://e.com/",
        "items": [{"id": "tag:1", "url": "/x", "title": "Gates", "content_html": "<p>About gates</p>", "tags": ["a"],
                   "date_published": "2016-09-01T00:00:00Z", "authors": [{"name": "Ada"}]}],
    },
    "json": [{"url": "https://e.com/x", "title": "Gates", "description": "About gates", "tags": ["a"]}],
    "workbench": [{"id": 3, "url": "https://e.com/x", "identity": "https://e.com/x", "title": "Gates", "note": "why"}
                  | {"added": DATE, "tags": ["a"], "state": "inbox"}],
}  # fmt: skip
UNDATED = ("json-feed", "json")
NOTED = ("pinboard", "omnivore", "wallabag", "karakeep", "linkwarden", "delicious", "firefox", "workbench")
ARCHIVED = ("omnivore", "wallabag", "karakeep", "readability")
TEXTS = ("omnivore", "wallabag", "readability", "json-feed", "json")


@pytest.mark.parametrize("tool", FULL)
def test_every_field_of_a_tool_arrives(tool: str) -> None:
    clipping = only(FULL[tool], tool)
    assert (clipping.row, clipping.url, clipping.title) == (1, "https://e.com/x", "Gates")
    assert clipping.added == ("" if tool in UNDATED else DATE)
    assert clipping.note == ("why" if tool in NOTED else "")
    assert clipping.is_archived == (tool in ARCHIVED)
    assert clipping.text == ("About gates" if tool in TEXTS else "")
    assert set(clipping.tags) <= {"a", "b,c"}
    assert bool(clipping.tags) != (tool in ("chrome", "readability"))


def test_who_wrote_it_and_when_arrives() -> None:
    for tool in ("omnivore", "wallabag", "json-feed"):
        clipping = only(FULL[tool], tool)
        assert (clipping.authors, clipping.published) == (("Ada",), "2016-09-01")


def test_wallabag_1_has_its_values_twice_and_as_texts() -> None:
    row = {
        "id": "3",
        "title": "Gates",
        "url": "https://e.com/x",
        "is_read": "1",
        "is_fav": "1",
        "tags": "",
        "content": "",
    }
    clipping = only([row | {str(at): value for at, value in enumerate(row.values())}], "wallabag-1")
    assert (clipping.title, clipping.is_archived, clipping.tags) == ("Gates", True, ("favorite",))


def test_an_article_that_could_not_be_fetched_is_no_text() -> None:
    row = FULL["wallabag"][0] | {
        "content": "wallabag can't retrieve contents for this article. Please <a>x</a>"
    }
    assert only([row], "wallabag").text == ""


def test_lists_of_karakeep_and_collections_of_linkwarden_are_folders() -> None:
    lists = [{"id": "a", "name": "AI", "parentId": None}, {"id": "b", "name": "Papers", "parentId": "a"},
             {"id": "c", "name": "Loop", "parentId": "c"}]  # fmt: skip
    bookmark = FULL["karakeep"]["bookmarks"][0] | {"lists": ["b", "c", "gone"], "tags": []}
    assert only({"bookmarks": [bookmark], "lists": lists}, "karakeep").tags == ("AI", "Papers", "Loop")
    link = {"id": 5, "name": "Gates", "url": "https://e.com/x"}
    collections = [
        {"id": 1, "name": "AI", "links": []},
        {"id": 2, "name": "Papers", "parentId": 1, "links": [link]},
    ]
    document = {"collections": collections, "pinnedLinks": [link]}
    assert only(document, "linkwarden").tags == ("AI", "Papers", "favorite")


def test_folders_of_chrome_and_firefox_are_tags() -> None:
    inner = {
        "type": "folder",
        "name": "AI",
        "children": [{"type": "url", "name": "G", "url": "https://e.com/x"}],
    }
    assert only(
        {"roots": {"other": {"name": "Autres", "children": [inner]}, "synced": None}}, "chrome"
    ).tags == ("AI",)
    place = {"type": "text/x-moz-place", "uri": "https://e.com/x"}
    folder = {"type": "text/x-moz-place-container", "title": "AI", "children": [place]}
    root = {"type": "text/x-moz-place-container", "root": "placesRoot", "title": "", "children": [folder]}
    assert only(root, "firefox").tags == ("AI",)


@pytest.mark.parametrize(
    ("bookmark", "reason"),
    [
        ({"content": {"type": "text", "text": "a thought"}, "tags": []}, "a text and no link"),
        ({"content": None, "tags": []}, "a bookmark without content"),
        ({"content": {"type": "link", "url": "not a url"}, "tags": []}, "not a web address"),
        ({"content": {"type": "link", "url": None}, "tags": []}, "no address"),
        ("text", "a bookmark without content"),
    ],
)
def test_what_is_no_link_in_karakeep_is_refused_with_the_reason(bookmark: object, reason: str) -> None:
    result = parse({"bookmarks": [FULL["karakeep"]["bookmarks"][0], bookmark]}, "karakeep")
    assert len(result.clippings) == 1
    assert [(refusal.row, refusal.reason) for refusal in result.rejected] == [(2, reason)]


def test_values_of_any_type_spoil_no_row() -> None:
    odd: dict[str, object] = {
        "href": "https://e.com/x",
        "description": None,
        "extended": 7,
        "time": [],
        "tags": {"a": 1},
    }
    clipping = only([odd], "pinboard")
    assert (clipping.title, clipping.note, clipping.tags, clipping.added) == ("", "", (), "")
    result = parse([FULL["pinboard"][0], "text", None, {"href": 5}], "pinboard")
    assert [refusal.row for refusal in result.rejected] == [2, 3, 4]


def test_what_is_no_address_is_refused_and_the_rest_kept() -> None:
    nodes = [
        {"type": "url", "name": "n", "url": url}
        for url in ("apt:firefox", "file:///x", "https://e.com", "place:x")
    ]
    result = parse({"roots": {"bookmark_bar": {"children": nodes}}}, "chrome")
    assert [clipping.row for clipping in result.clippings] == [3]
    assert [refusal.reason.rpartition(" ")[2] for refusal in result.rejected] == ["apt", "file", "place"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[{"href": "https://e.com"},\n {"href": ]', "is no whole JSON: line 2, column 11"),
        (b'{"bookmarks": [{"cont', "is no whole JSON: line 1"),
        (b'{"a":' * 100_000, "nests too deep"),
        (b'{"numbers": [1, 2]}', "none of these was found in it: bookmarks of Chrome"),
        (
            b'[{"number": 5, "categories": [{"items": [{"url": "https://e.com"}]}]}]',
            "`workbench archive import` takes them",
        ),
        (b"[]", "is an empty list"),
    ],
)
def test_json_that_cannot_be_read_is_told_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_import(data, "odd.json")
    assert said in str(refusal.value)
    assert re.match("“odd.json” (is|holds) ", str(refusal.value))


def test_a_format_asked_for_says_that_json_is_broken() -> None:
    with pytest.raises(UserError, match="no whole JSON"):
        parse_import(b'[{"href": "https://e.com"', "x.json", "pinboard")


def test_json_that_only_the_standard_library_reads_is_read() -> None:
    text = '\ufeff[{"href": "https:\\/\\/e.com\\/x", "description": "half \\ud83d", "rank": NaN}]'
    (clipping,) = parse_import(text.encode(), "x.json").clippings
    assert (clipping.url, clipping.title) == ("https://e.com/x", "half \ufffd")
