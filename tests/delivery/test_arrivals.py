"""The folder `inbox/` is read and never touched, and what was taken in of it is known in the next session."""

import os
import stat
import time
from pathlib import Path

import pytest

from workbench.curation.arrival import TakenFile
from workbench.curation.model import UserError
from workbench.delivery import arrivals
from workbench.delivery.arrivals import ArrivalFolder

TAKEN = TakenFile("0123456789abcdef", ("00",))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def names_of(folder: ArrivalFolder) -> list[str]:
    return [file.name for file in folder.read_new()]


def test_a_workspace_without_the_folder_has_nothing_new(tmp_path: Path) -> None:
    assert ArrivalFolder(tmp_path).read_new() == []


@pytest.mark.parametrize(
    "name",
    [
        ".links.txt.icloud", ".hidden", "~$links.docx", "~syncthing~links.txt.tmp", "links.txt~", "page.html.part",
        "page.html.crdownload", "links.txt.swp", "desktop.ini", "Thumbs.db", "Icon\r",
    ],
)  # fmt: skip
def test_hidden_and_unfinished_files_and_those_of_the_system_are_none(inbox: Path, name: str) -> None:
    (inbox / name).write_text("https://example.com/a\n")
    assert names_of(ArrivalFolder(inbox.parent)) == []


def test_folders_pipes_and_symlinks_to_nothing_are_none(inbox: Path) -> None:
    (inbox / "older").mkdir()
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "gone.txt").symlink_to(inbox / "nothing")
    assert names_of(ArrivalFolder(inbox.parent)) == []


def test_a_file_that_is_remembered_is_not_opened_until_it_changes(inbox: Path) -> None:
    folder, file = ArrivalFolder(inbox.parent), inbox / "links.txt"
    file.write_text("a\n")
    assert names_of(folder) == ["links.txt"]
    folder.remember({"links.txt": TAKEN})
    assert names_of(folder) == []
    with file.open("a") as more:
        more.write("b\n")
    assert names_of(folder) == ["links.txt"]


def test_a_file_whose_last_line_waits_is_read_again(inbox: Path) -> None:
    folder = ArrivalFolder(inbox.parent)
    (inbox / "links.txt").write_text("a\nb")
    folder.read_new()
    folder.remember({"links.txt": TakenFile("", ("00",))})
    assert names_of(folder) == ["links.txt"]


def test_the_next_session_knows_what_was_taken_in(inbox: Path) -> None:
    folder = ArrivalFolder(inbox.parent)
    (inbox / "links.txt").write_text("a\n")
    folder.read_new()
    folder.remember({"links.txt": TAKEN})
    assert ArrivalFolder(inbox.parent).load_taken() == {"links.txt": TAKEN}
    mode = stat.S_IMODE((inbox.parent / ".inbox.json").stat().st_mode)
    assert mode == 0o600


def test_two_sessions_remember_what_each_took_in(inbox: Path) -> None:
    one, two = ArrivalFolder(inbox.parent), ArrivalFolder(inbox.parent)
    for name in ("a.txt", "b.txt"):
        (inbox / name).write_text("a\n")
    one.read_new()
    two.read_new()
    one.remember({"a.txt": TAKEN})
    two.remember({"b.txt": TAKEN})
    assert set(ArrivalFolder(inbox.parent).load_taken()) == {"a.txt", "b.txt"}


def test_what_another_session_took_in_of_the_same_file_since_is_known(inbox: Path) -> None:
    one, two = ArrivalFolder(inbox.parent), ArrivalFolder(inbox.parent)
    (inbox / "a.txt").write_text("a\n")
    later = TakenFile("fedcba9876543210", ("00", "11"))
    for session, taken in ((one, TAKEN), (two, later)):
        session.read_new()
        session.remember({"a.txt": taken})
    assert one.load_taken() == {"a.txt": later}


def test_the_folder_may_be_a_symlink_into_a_synced_place(tmp_path: Path) -> None:
    (tmp_path / "cloud").mkdir()
    (tmp_path / "cloud" / "links.txt").write_text("a\n")
    (tmp_path / "inbox").symlink_to(tmp_path / "cloud")
    assert names_of(ArrivalFolder(tmp_path)) == ["links.txt"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"a": 1}', b"\xff\xfe"])
def test_a_damaged_memory_is_no_memory(inbox: Path, damage: bytes) -> None:
    (inbox.parent / ".inbox.json").write_bytes(damage)
    assert ArrivalFolder(inbox.parent).load_taken() == {}


def test_files_that_are_gone_are_forgotten_once_they_are_many(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "MAX_REMEMBERED_LINES", 5)
    folder = ArrivalFolder(inbox.parent)
    for at in range(4):
        file = inbox / f"{at}.txt"
        file.write_text("a\n")
        folder.read_new()
        folder.remember({file.name: TAKEN})
        if at:
            file.unlink()
    folder.read_new()
    folder.remember({})
    assert set(folder.load_taken()) == {"0.txt", "2.txt", "3.txt"}


def test_a_file_that_cannot_be_read_says_so_and_is_tried_again(inbox: Path) -> None:
    folder, file = ArrivalFolder(inbox.parent), inbox / "big.txt"
    with file.open("wb") as big:
        big.truncate(arrivals.MAX_ARRIVAL_BYTES + 1)
    (found,) = folder.read_new()
    assert found.fault.startswith("is larger than 64 MB")
    folder.remember({"big.txt": TAKEN})
    assert names_of(folder) == ["big.txt"]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("a file")
    with pytest.raises(UserError, match="inbox/ cannot be read"):
        ArrivalFolder(tmp_path).read_new()


def test_a_file_of_a_clock_that_is_ahead_is_quiet_once_it_was_seen_so_long(inbox: Path) -> None:
    folder, file = ArrivalFolder(inbox.parent), inbox / "links.txt"
    file.write_text("a\n")
    os.utime(file, (time.time() + 3600, time.time() + 3600))
    first, second = folder.read_new()[0].quiet_for, folder.read_new()[0].quiet_for
    assert 0 <= first <= second < 60


def test_a_file_copied_with_its_old_time_is_quiet_at_once(inbox: Path) -> None:
    (inbox / "links.txt").write_text("a\n")
    os.utime(inbox / "links.txt", (1_000, 1_000))
    assert ArrivalFolder(inbox.parent).read_new()[0].quiet_for > 60


def test_a_name_that_is_no_text_is_read_all_the_same(inbox: Path) -> None:
    Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9.txt")).write_text("a\n")
    folder = ArrivalFolder(inbox.parent)
    (found,) = folder.read_new()
    assert (found.name, found.content) == ("caf\\xe9.txt", b"a\n")
    folder.remember({found.name: TAKEN})
    assert names_of(folder) == []
