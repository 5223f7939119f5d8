"""`workbench inbox` takes in what lies in `inbox/`, as an open screen does by itself."""

import os
import time
from pathlib import Path

import pytest

from tests.support.commands import CommandLine


@pytest.fixture
def inbox(workbench: CommandLine) -> Path:
    return Path(workbench.folder) / "inbox"


def write_old(file: Path, text: str) -> None:
    """A file that was written a minute ago."""
    file.write_text(text)
    os.utime(file, (time.time() - 60, time.time() - 60))


def test_lines_and_files_are_taken_in_once(workbench: CommandLine, inbox: Path) -> None:
    write_old(inbox / "phone.txt", "https://example.com/a worth a look\n")
    write_old(inbox / "b.url", "[InternetShortcut]\nURL=https://example.com/b\n")
    done = workbench("inbox")
    assert (done.exit, done.err) == (0, "2 files in inbox/: Added 2 links.\n")
    links = workbench("list", "--json").json
    assert {(link["url"], link["note"]) for link in links} == {
        ("https://example.com/a", "worth a look"),
        ("https://example.com/b", ""),
    }
    assert workbench("inbox").err == "Nothing is new in inbox/.\n"
    assert workbench("history", "--json").json[0]["origin"] == "capture"


def test_what_lies_there_stays_as_it_is(workbench: CommandLine, inbox: Path) -> None:
    write_old(inbox / "phone.txt", "https://example.com/a\n")
    before = (inbox / "phone.txt").stat()
    workbench("inbox")
    assert (inbox / "phone.txt").read_text() == "https://example.com/a\n"
    assert (inbox / "phone.txt").stat().st_mtime_ns == before.st_mtime_ns
    assert [file.name for file in inbox.iterdir()] == ["phone.txt"]


def test_a_file_written_just_now_is_waited_for(workbench: CommandLine, inbox: Path) -> None:
    (inbox / "phone.txt").write_text("https://example.com/a\n")
    assert workbench("inbox").err == "inbox/phone.txt: Added “example.com/a”.\n"


def test_json_counts_as_import_does(workbench: CommandLine, inbox: Path) -> None:
    write_old(inbox / "phone.txt", "https://example.com/a\nftp://old.example/x\n")
    done = workbench("inbox", "--json")
    assert (done.exit, done.json["added"], done.json["refused"]) == (1, 1, 1)


def test_a_bad_file_is_told_once_and_exits_1(workbench: CommandLine, inbox: Path) -> None:
    (inbox / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    os.utime(inbox / "a.png", (1_000, 1_000))
    done = workbench("inbox")
    assert (done.exit, done.err.count("\n")) == (1, 1)
    assert "inbox/a.png" in done.err
    assert workbench("inbox").exit == 0


def test_a_memory_that_cannot_be_kept_is_said_and_the_links_are_saved(
    workbench: CommandLine, inbox: Path
) -> None:
    write_old(inbox / "phone.txt", "https://example.com/a\n")
    (Path(workbench.folder) / ".inbox.json").mkdir()
    done = workbench("inbox")
    assert done.exit == 3
    assert ".inbox.json cannot be written" in done.err
    assert len(workbench("list", "--json").json) == 1
