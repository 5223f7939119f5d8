"""The front of intake: which format bytes are in, how they are decoded, and what is said about it."""

import pytest

from workbench.curation.model import Refused
from workbench.intake import read, sniff

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
    assert sniff(data) == format


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    (clipping,) = read(LINE.encode(encoding), "list.txt").clippings
    assert (clipping.url, clipping.note) == ("https://example.com/café", "Café")


def test_a_guess_at_the_encoding_is_told() -> None:
    assert read(LINE.encode(), "list.txt").notes == ()
    assert read(LINE.encode("utf-16"), "list.txt").notes == ("Read as UTF-16.",)
    (note,) = read(LINE.encode("latin-1"), "list.txt").notes
    assert "not UTF-8" in note
    assert "could not be decoded" in read(b"\xef\xbb\xbf\xff https://a.example", "x").notes[0]


def test_a_file_that_is_no_list_is_refused_with_its_name_and_format() -> None:
    with pytest.raises(Refused, match=r"“marks\.html” is HTML or XML"):
        read(b"<!DOCTYPE html><a href='https://example.com'>x</a>", "marks.html")


def test_a_format_asked_for_is_used_and_the_contradiction_told() -> None:
    reading = read(b"title,url\nx,https://example.com\n", "a.csv", "list")
    assert [clipping.url for clipping in reading.clippings] == ["https://example.com"]
    assert reading.notes == (
        "Read as a plain list of links, as asked; it looks like a table of comma-separated values.",
    )


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="no format “lsit”: list"):
        read(b"", "a", "lsit")
