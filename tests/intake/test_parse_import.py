"""The front of intake: which format bytes are in, how they are decoded, and what is said about it."""

import pytest

from workbench.curation.model import UserError
from workbench.intake import detect_format, parse_import

LINE = "Café https://example.com/café"


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b'---\ntitle: "x"\nnumber: 11\n---\n\nHello\n', "markdown"),
        (b"\xef\xbb\xbf---\r\nnumber: 11\r\n---\r\n", "markdown"),
        (b"---\nnote\n---\nnumber: 1\n---\n", "list"),
        (b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n", "html"),
        (b"<!-- made by x -->\n<html>", "html"),
        (b'{"bookmarks": []}', "json"),
        (b'[{"url": "https://example.com"}]', "json"),
        (b"[title](https://example.com)\n", "list"),
        (b"title,url,tags\nx,https://example.com,y\n", "csv"),
        (b"https://example.com, then a url\n", "list"),
        (b"PK\x03\x04abc", "binary"),
        (b"a\x00b", "binary"),
        (b"", "list"),
    ],
)
def test_a_format_is_told_by_what_is_in_the_bytes(data: bytes, format: str) -> None:
    assert detect_format(data) == format


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    (clipping,) = parse_import(LINE.encode(encoding), "list.txt").clippings
    assert (clipping.url, clipping.note) == ("https://example.com/café", "Café")


def test_a_guess_at_the_encoding_is_told() -> None:
    assert parse_import(LINE.encode(), "list.txt").notes == ()
    assert parse_import(LINE.encode("utf-16"), "list.txt").notes == ("Read as UTF-16.",)
    (note,) = parse_import(LINE.encode("latin-1"), "list.txt").notes
    assert "not UTF-8" in note
    assert "could not be decoded" in parse_import(b"\xef\xbb\xbf\xff https://a.example", "x").notes[0]


def test_a_file_that_is_no_list_is_refused_with_its_name_and_format() -> None:
    with pytest.raises(UserError, match=r"“marks\.html” is HTML or XML"):
        parse_import(b"<!DOCTYPE html><a href='https://example.com'>x</a>", "marks.html")


def test_a_format_asked_for_is_used_and_the_contradiction_told() -> None:
    reading = parse_import(b"title,url\nx,https://example.com\n", "a.csv", "list")
    assert [clipping.url for clipping in reading.clippings] == ["https://example.com"]
    assert reading.notes == (
        "Read as a plain list of links, as asked; it looks like a table of comma-separated values.",
    )


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UserError, match="no format “lsit”: list"):
        parse_import(b"", "a", "lsit")
