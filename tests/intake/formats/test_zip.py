"""Zip files: each file in them is read by its content, and whatever is wrong with one spoils none of the others."""

import io
import struct
import warnings
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import UserError
from workbench.intake import archive, parse_import, parse_parts
from workbench.intake.content import Content

POCKET = b"title,url,time_added,tags,status\nGates,https://gates.example/%d,1500000000,a|b,unread\n"


def make_zip(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these members."""
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", compression) as made:
        warnings.simplefilter("ignore")  # a name may stand in it twice
        for name, data in members:
            made.writestr(name, data)
    return written.getvalue()


def read_urls(data: bytes) -> list[str]:
    return [clipping.url for clipping in parse_import(data, "export.zip").clippings]


def read_reasons(data: bytes) -> list[str]:
    return [refusal.reason for refusal in parse_import(data, "export.zip").rejected]


def test_every_file_in_it_is_read_as_what_it_is_and_keeps_its_own_rows() -> None:
    data = make_zip(
        ("part_000000.csv", POCKET % 1),
        ("more/part_000001.csv", POCKET % 2),
        ("tabs.txt", b"https://gates.example/3 | Tab\n"),
        ("__MACOSX/._part_000000.csv", b"\0\0"),
        (".DS_Store", b"\0\0"),
        ("annotations/part_000000.json", b"[]\n"),
        ("none.csv", b""),
        ("empty/", b""),
    )
    parts = parse_parts(Content(data), "export.zip")
    assert [(part.name, part.result.format) for part in parts] == [
        ("export.zip/part_000000.csv", "pocket-csv"),
        ("export.zip/more/part_000001.csv", "pocket-csv"),
        ("export.zip/tabs.txt", "onetab"),
    ]
    assert [clipping.row for part in parts for clipping in part.result.clippings] == [2, 2, 1]
    assert read_urls(data) == [f"https://gates.example/{n}" for n in (1, 2, 3)]
    assert parse_import(data, "export.zip").format == "pocket-csv onetab"


def spoil_checksum(data: bytes) -> bytes:
    """The zip file with another checksum of its first member, in the list at its end."""
    at = data.index(b"PK\x01\x02") + 16
    return data[:at] + b"\0\0\0\1" + data[at + 4 :]


def mark_encrypted(data: bytes) -> bytes:
    """The zip file with its first member said to be encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + struct.pack("<H", 1) + data[at + 2 :]


def pack_unknown(data: bytes) -> bytes:
    """The zip file with its first member packed in a way that nobody knows."""
    at = data.index(b"PK\x01\x02") + 10
    return data[:at] + struct.pack("<H", 77) + data[at + 2 :]


GOOD = ("good.csv", POCKET % 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_zip(("bomb.csv", b"\n" * (2 << 20)), GOOD), "unpacks to more than 1 MB"),
        (make_zip(("in.zip", make_zip(GOOD)), GOOD), "a zip file within the zip file"),
        (make_zip(("cover.png", b"\x89PNG\0\0"), GOOD), "is a binary file"),
        (
            make_zip(("people.csv", b"email,name,since\na@b.example,A,1\nc@d.example,C,2\n"), GOOD),
            "no column holds",
        ),
        (make_zip(("issue.md", b"---\nnumber: 3\n---\n"), GOOD), "import it by itself"),
        (spoil_checksum(make_zip(("bad.csv", POCKET % 9), GOOD)), "it is damaged"),
        (mark_encrypted(make_zip(("secret.csv", POCKET % 9), GOOD)), "it is encrypted"),
        (pack_unknown(make_zip(("odd.csv", POCKET % 9), GOOD)), "packed in a way that is not read"),
    ],
)
def test_what_is_wrong_with_one_file_is_said_and_the_others_are_read(data: bytes, reason: str) -> None:
    (said,) = read_reasons(data)
    assert reason in said
    assert read_urls(data) == ["https://gates.example/1"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/cron.d/x", "C:\\x.csv", "a\x1b]0;x\x07.csv", "..\\x.csv"]
)
def test_a_name_is_only_a_name(name: str) -> None:
    (part,) = parse_parts(Content(make_zip((name, POCKET % 1))), "export.zip")
    assert len(part.result.clippings) == 1
    assert "\x1b" not in part.name


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (make_zip(), "without a file in it"),
        (make_zip(("a/", b"")), "without a file in it"),
        (make_zip(GOOD)[:-30], "was cut off"),
        (b"PK\x03\x04", "was cut off"),
        (b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18, "more files than any export"),
        (make_zip(*((str(n), b"x") for n in range(archive.MAX_MEMBERS + 1))), "holds 2,001 files"),
        (make_zip(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")), "save it as CSV"),
        (
            make_zip(
                ("posts.csv", b"post_id,post_date,is_published,title\n1,x,true,y\n"), ("posts/1.html", b"<p>")
            ),
            "past issues",
        ),
    ],
)
def test_a_file_that_cannot_be_looked_into_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=r"“export\.zip” ") as refusal:
        parse_import(data, "export.zip")
    assert said in str(refusal.value)


def test_many_files_that_unpack_to_much_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 3 << 20)
    text = b"".join(b"https://gates.example/%d\n" % n for n in range(60_000))
    (reason, *more) = read_reasons(make_zip(*((f"{n}.txt", text) for n in range(6))))
    assert "unpacks to more than" in reason
    assert all("were unpacked before it" in one for one in more)


@given(cut=st.integers(0, 400), at=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_damaged_zip_file_ends_in_links_or_in_sentences(cut: int, at: int, byte: int) -> None:
    data = bytearray(make_zip(("a.csv", POCKET % 1), ("b.csv", POCKET % 2)))
    data[at % len(data)] = byte
    with suppress(UserError):
        parse_import(bytes(data[: len(data) - cut % 40]), "export.zip")
