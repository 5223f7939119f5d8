"""What lies in `inbox/` is taken in once, however it was put there: by line where it is a list, else as a whole."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.arrival import ArrivedFile, TakenFile
from workbench.desk.desk import Desk
from workbench.desk.incoming.arrivals import (
    FILE_QUIET,
    LINE_QUIET,
    MANY_ROWS,
    ArrivalResult,
    read_arrivals,
    take_in_arrivals,
)
from workbench.desk.steps import run_steps
from workbench.desk.verbs.history import undo_change

SHORTCUT = b"[InternetShortcut]\r\nURL=https://example.com/shortcut\r\n"
PAGE = b"<!doctype html><html><head><title>A page</title></head><body><a href='https://example.com/in-page'>in</a>"
ISSUE = b"---\nnumber: 11\ntitle: Gates\nstate: draft\n---\n\nHello\n\n## Papers\n\n### Gates\n\n<https://e.com/a>\n"


class MemoryFolder:
    """The folder as a dictionary of its files, which are as old as the test says."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, str] = {}
        self.quiet_for = 60.0
        self.taken: dict[str, TakenFile] = {}

    def read_new(self) -> Sequence[ArrivedFile]:
        return [
            ArrivedFile(name, content, self.quiet_for, self.faults.get(name, ""))
            for name, content in self.files.items()
        ]

    def load_taken(self) -> Mapping[str, TakenFile]:
        return dict(self.taken)

    def remember(self, taken: Mapping[str, TakenFile]) -> None:
        self.taken |= taken


class Bench:
    """A desk in front of such a folder."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.folder = desk, MemoryFolder()

    def take_in(self) -> ArrivalResult:
        return run_steps(take_in_arrivals(self.desk, self.folder, read_arrivals(self.folder)))

    def titles(self, *, since: int = 0) -> list[tuple[str, str]]:
        """URL and note of the links that came in."""
        return [(link.url, link.note) for link in self.desk.state.links.values() if link.id > since]


@pytest.fixture
def bench(desk: Desk) -> Bench:
    return Bench(desk)


def new_links(bench: Bench) -> list[tuple[str, str]]:
    return bench.titles(since=12)


def test_each_line_becomes_a_link_and_the_words_behind_it_its_note(bench: Bench) -> None:
    bench.folder.files["links.txt"] = b"https://example.com/a why I saved it\nhttps://example.com/b\n"
    result = bench.take_in()
    assert new_links(bench) == [("https://example.com/a", "why I saved it"), ("https://example.com/b", "")]
    assert result.messages == ["inbox/links.txt: Added 2 links."]
    assert result.touched.links


@pytest.mark.parametrize(("rows", "backups"), [(MANY_ROWS - 1, []), (MANY_ROWS, ["import"])])
def test_an_export_that_is_dropped_gets_a_backup_before_it_and_lines_do_not(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, rows: int, backups: list[str]
) -> None:
    made: list[str] = []
    monkeypatch.setattr(type(bench.desk.library), "create_backup", lambda _, reason: made.append(reason))
    bench.folder.files["links.txt"] = "".join(f"https://example.com/{at}\n" for at in range(rows)).encode()
    bench.take_in()
    assert made == backups


def test_what_arrives_is_no_step_of_the_editors_undo(bench: Bench) -> None:
    bench.folder.files["links.txt"] = b"https://example.com/a\n"
    bench.take_in()
    record = next(bench.desk.library.iter_history())
    assert record.change.origin == "capture"


@pytest.mark.parametrize(
    "copy",
    ["links (conflicted copy).txt", "links.sync-conflict-20261128-101112-ABCDEFG.txt", "links 2.txt"],
)
def test_a_sync_programs_copy_adds_only_the_lines_that_no_file_had(bench: Bench, copy: str) -> None:
    bench.folder.files["links.txt"] = b"https://example.com/a first\nhttps://example.com/b\n"
    bench.take_in()
    bench.folder.files[copy] = b"https://example.com/a first\r\nhttps://example.com/c other machine\r\n"
    result = bench.take_in()
    assert new_links(bench)[2:] == [("https://example.com/c", "other machine")]
    assert result.messages == [f"inbox/{copy}: Added “example.com/c”."]


def test_an_arrival_taken_back_does_not_return_with_the_next_line(bench: Bench) -> None:
    bench.folder.files["links.txt"] = b"https://example.com/a\n"
    bench.take_in()
    bench.desk.do(undo_change, next(bench.desk.library.iter_history()).seq)
    bench.folder.files["links.txt"] += b"https://example.com/b\n"
    bench.take_in()
    assert [url for url, _ in new_links(bench)] == ["https://example.com/b"]


def test_a_line_without_its_end_waits_and_the_lines_before_it_do_not(bench: Bench) -> None:
    bench.folder.files["links.txt"] = b"https://example.com/a\nhttps://exam"
    bench.folder.quiet_for = FILE_QUIET
    assert read_arrivals(bench.folder).is_waiting
    bench.take_in()
    assert [url for url, _ in new_links(bench)] == ["https://example.com/a"]
    bench.folder.files["links.txt"] += b"ple.com/b\n"
    bench.take_in()
    assert [url for url, _ in new_links(bench)] == ["https://example.com/a", "https://example.com/b"]


def test_a_last_line_without_its_end_is_taken_once_nobody_writes_any_more(bench: Bench) -> None:
    bench.folder.files["one.txt"] = b"https://example.com/a"
    bench.folder.quiet_for = LINE_QUIET
    assert not read_arrivals(bench.folder).is_waiting
    bench.take_in()
    assert [url for url, _ in new_links(bench)] == ["https://example.com/a"]


def test_a_file_waits_until_it_is_written_to_its_end(bench: Bench) -> None:
    bench.folder.files["page.html"] = PAGE[:40]
    bench.folder.quiet_for = FILE_QUIET / 2
    assert read_arrivals(bench.folder).is_waiting
    assert bench.take_in().messages == []
    assert bench.folder.taken == {}


@pytest.mark.parametrize(
    ("name", "content", "url"),
    [
        ("a.url", SHORTCUT, "https://example.com/shortcut"),
        ("without suffix", SHORTCUT, "https://example.com/shortcut"),
        ("page.html", PAGE, "https://example.com/in-page"),
        (
            "list.json",
            b'[{"href": "https://example.com/json", "description": "a", "tags": ""}]',
            "https://example.com/json",
        ),
        ("utf16.txt", "https://example.com/utf\n".encode("utf-16"), "https://example.com/utf"),
    ],
)
def test_any_file_that_can_be_imported_is_taken_in_once(
    bench: Bench, name: str, content: bytes, url: str
) -> None:
    bench.folder.files[name] = content
    bench.take_in()
    assert [found for found, _ in new_links(bench)] == [url]
    bench.folder.files[f"{name} 2"] = content
    assert bench.take_in().messages == []


@pytest.mark.parametrize(
    ("name", "content", "fault", "said"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "“inbox/a.png” "),
        ("locked.txt", b"", "cannot be read: Permission denied", "“inbox/locked.txt” cannot be read: Per"),
        ("0011-x.md", ISSUE, "", "“inbox/0011-x.md” is an issue of the workbench: `workbench import`"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_told_once_in_a_sentence(
    bench: Bench, name: str, content: bytes, fault: str, said: str
) -> None:
    bench.folder.files |= {name: content, "good.txt": b"https://example.com/a\n"}
    bench.folder.faults[name] = fault
    result = bench.take_in()
    assert len(result.faults) == 1
    assert result.faults[0].startswith(said)
    assert [url for url, _ in new_links(bench)] == ["https://example.com/a"]
    assert bench.take_in().messages == []


def test_an_empty_file_is_nothing_to_speak_of(bench: Bench) -> None:
    bench.folder.files |= {"new.txt": b"", "blank.txt": b"\n \n"}
    assert bench.take_in().messages == []


def test_a_line_that_is_no_link_is_told_with_its_number_once(bench: Bench) -> None:
    bench.folder.files["links.txt"] = b"https://example.com/a\n"
    bench.take_in()
    bench.folder.files["links.txt"] += b"ftp://old.example/x\n"
    result = bench.take_in()
    assert any("inbox/links.txt, line 2" in message for message in result.messages)
    assert bench.take_in().messages == []


def test_what_is_known_already_is_said_and_adds_nothing(bench: Bench) -> None:
    bench.folder.files["links.txt"] = b"https://arxiv.org/abs/2505.06708 read again\n"
    result = bench.take_in()
    assert new_links(bench) == []
    assert "Known already" in result.messages[0]


LINES = st.lists(st.sampled_from([f"https://example.com/{at} note {at}" for at in range(6)]), max_size=8)
QUIET = st.sampled_from([0.0, FILE_QUIET, LINE_QUIET])


@given(st.lists(st.tuples(LINES, QUIET, st.booleans()), max_size=5))
def test_however_lines_are_spread_over_files_and_looks_each_is_read_once(
    files: list[tuple[list[str], float, bool]],
) -> None:
    """Each file with how long it is quiet when it is first looked at, and whether its last line has an end."""
    folder = MemoryFolder()
    read: set[str] = set()
    for at, (lines, quiet_for, ends) in enumerate(files):
        folder.files[f"{at}.txt"] = ("\n".join(lines) + "\n" * ends).encode()
        for folder.quiet_for in (quiet_for, LINE_QUIET) if at == len(files) - 1 else (quiet_for,):
            news = read_arrivals(folder)
            folder.remember(news.taken)
            new = {clipping.url for file in news.files for clipping in file.result.clippings}
            assert not new & read
            read |= new
    assert read == {line.split()[0] for lines, _, _ in files for line in lines}


def test_a_copy_of_a_file_whose_last_line_waits_takes_nothing_from_it(bench: Bench) -> None:
    half = b"https://example.com/a\nhttps://example.com/b"
    bench.folder.files |= {"links.txt": half, "links 2.txt": half}
    bench.folder.quiet_for = FILE_QUIET
    bench.take_in()
    bench.folder.quiet_for = LINE_QUIET
    bench.take_in()
    assert [url for url, _ in new_links(bench)] == ["https://example.com/a", "https://example.com/b"]


def test_a_file_without_any_link_is_told_in_one_sentence(bench: Bench) -> None:
    bench.folder.files["prose.txt"] = b"Dear diary,\n\ntoday was fine.\n"
    assert bench.take_in().messages == [
        "inbox/prose.txt, line 1: no link in this text: \u201cDear diary,\u201d."
    ]
