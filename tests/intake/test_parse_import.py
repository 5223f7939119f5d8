"""The front of intake: which format bytes are in, how they are decoded, and what is said about it."""

import pytest

from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import UserError
from workbench.intake import detect_format, formats, parse_import, parse_text
from workbench.intake.content import Content
from workbench.intake.decode import decode_head
from workbench.intake.format import Format
from workbench.intake.formats import FORMATS, READABLE_FORMATS

LINE = "Café https://example.com/café"


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b'---\ntitle: "x"\nnumber: 11\n---\n\nHello\n', "markdown"),
        (b"\xef\xbb\xbf---\r\nnumber: 11\r\n---\r\n", "markdown"),
        (b"---\nnote\n---\nnumber: 1\n---\n", "list"),
        (b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n", "bookmarks"),
        (b"<!-- made by x -->\n<html>", "html"),
        (b'{"bookmarks": []}', "json"),
        (b'[{"url": "https://example.com"}]', "json"),
        (b"[title](https://example.com)\n", "list"),
        (b"title,url,tags\nx,https://example.com,y\n", "csv"),
        (b"Title\tURL\tNotes\nx\thttps://example.com\ty\n", "csv"),
        (b"\xef\xbb\xbfurl;title\r\nhttps://example.com;x\r\n", "csv"),
        (b"https://example.com, then a url\n", "list"),
        (b"PK\x03\x04abc", "zip"),
        (b"%PDF-1.7", "binary"),
        (b"a\x00b", "binary"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
    ],
)
def test_a_format_is_told_by_what_is_in_the_bytes(data: bytes, format: str) -> None:
    assert detect_format(Content(data)).name == format


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


def test_a_file_that_nothing_reads_is_refused_with_its_name_and_format() -> None:
    with pytest.raises(UserError, match=r"“paper\.pdf” is a binary file"):
        parse_import(b"%PDF-1.7 https://example.com", "paper.pdf")


def test_a_format_asked_for_is_used_and_the_contradiction_told() -> None:
    reading = parse_import(b"title,url\nx,https://example.com\n", "a.csv", "list")
    assert [clipping.url for clipping in reading.clippings] == ["https://example.com"]
    assert reading.notes == (
        "Read as a plain list of links, as asked; it looks like a table of comma-separated values.",
    )


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_a_table_with_the_columns_of_links_is_read_pasted_or_from_a_file(separator: str) -> None:
    text = "\n".join(
        (
            separator.join(("Title", "URL", "Notes")),
            separator.join(("Gates", "https://example.com/x", "good")),
        )
    )
    for reading in (parse_text(text, "paste"), parse_import(text.encode(), "week.csv")):
        ((title, note),) = ((clipping.title, clipping.note) for clipping in reading.clippings)
        assert (title, note, reading.rejected) == ("Gates", "good", ())
        assert reading.notes == ("Columns taken: “Title” as title, “URL” as url, “Notes” as note.",)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(UserError, match=r"“a\.csv” is empty: there is nothing to read"):
        parse_import(data, "a.csv")


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    said = f"no format “lsit”: {', '.join(READABLE_FORMATS)}"
    with pytest.raises(UserError, match=said):
        parse_import(b"", "a", "lsit")
    with pytest.raises(UserError, match=said):
        parse_text("", "a", "lsit")


def test_every_format_has_a_name_of_its_own_and_says_why_it_stands_where_it_stands() -> None:
    assert len({format.name for format in FORMATS}) == len(FORMATS)
    assert all(format.order and format.description for format in FORMATS)
    assert FORMATS[-1].matches(Content(b""))
    assert FORMATS[-1].parse is not None


def test_what_is_text_from_the_start_is_read_as_the_same_text_in_a_file_is() -> None:
    for text in (LINE, "a,b\n1,https://example.com\n", "[t](https://example.com)\n# x\nno link"):
        assert parse_text(text, "paste") == parse_import(text.encode(), "paste")
    with pytest.raises(UserError, match="“paste” is a binary file"):
        parse_text("a\0b", "paste")


def test_half_a_character_in_a_paste_is_no_fault_of_the_row() -> None:
    reading = parse_text("a \ud800 title | https://example.com/x\nhttps://example.com/\ud800", "paste")
    assert reading.clippings[0].title == "a � title"
    assert [refusal.row for refusal in reading.rejected] == [2]
    assert "\ud800" not in reading.rejected[0].text


def test_a_format_that_is_no_text_gets_the_bytes_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = b"PK\x03\x04\x00\xff https://example.com/\xe9"

    def parse_archive(content: Content) -> ImportResult:
        assert content.data == archive
        return ImportResult(format="archive", clippings=(Clipping(row=1, url="https://example.com"),))

    row = Format(
        name="archive",
        description="an archive",
        order="before other binary files",
        matches=lambda content: content.data.startswith(b"PK"),
        parse=parse_archive,
        is_text=False,
    )
    monkeypatch.setattr(formats, "FORMATS", (row, *FORMATS))
    assert parse_import(archive, "week.zip").format == "archive"
    assert parse_import(archive, "week.zip").notes == ()
    with pytest.raises(UserError, match="“paste” is an archive"):
        parse_text("PK", "paste", "archive")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("size", [4095, 4096, 4097])
def test_a_character_cut_at_the_end_of_the_head_does_not_spoil_it(encoding: str, size: int) -> None:
    head = decode_head(("é漢" * 4096).encode(encoding)[:size])
    assert ("é漢" * 4096).startswith(head.lstrip("\ufeff"))
    assert len(head) > 900
