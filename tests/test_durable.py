"""Files that are replaced: whole or not at all, whoever reads or writes meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench import durable


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "issue.md"
    for data in (b"before", b"after\r\n"):
        durable.replace_file(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fails", ["sync_file", "sync_folder"])
def test_a_disk_that_fails_leaves_the_old_file_or_the_new_one(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "issue.md"
    durable.replace_file(path, b"before")

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, fails, fail)
    with pytest.raises(OSError, match="No space left"):
        durable.replace_file(path, b"after")
    assert path.read_bytes() == {"sync_file": b"before", "sync_folder": b"after"}[fails]
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_taken_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "issue.md").mkdir()
    with pytest.raises(IsADirectoryError):
        durable.replace_file(tmp_path / "issue.md", b"text")
    assert [path.name for path in tmp_path.iterdir()] == ["issue.md"]


def test_what_may_be_lost_waits_for_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[object] = []
    monkeypatch.setattr(durable, "sync_file", waits.append)
    monkeypatch.setattr(durable, "sync_folder", waits.append)
    durable.replace_file(tmp_path / "answer", b"text", sync=False)
    assert ((tmp_path / "answer").read_bytes(), waits) == (b"text", [])
    durable.replace_file(tmp_path / "answer", b"text")
    assert len(waits) == 2


def test_many_that_write_one_file_at_once_leave_one_of_their_texts(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    texts = [bytes([65 + number]) * 50_000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: durable.replace_file(path, text, sync=False), texts * 4))
    assert path.read_bytes() in texts
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "backup.json"
    durable.create_file(path, [b"one", b"two"])
    with pytest.raises(FileExistsError):
        durable.create_file(path, [b"three"])
    assert path.read_bytes() == b"onetwo"
