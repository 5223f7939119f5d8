"""The folder of exported issues."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.delivery.files import IssueFolder, write_atomically, write_output


def test_what_was_written_is_read_back_line_ends_and_all(tmp_path: Path) -> None:
    files = IssueFolder(tmp_path)
    path = files.write("0011-gates.md", "one\r\ntwo\n")
    assert path == str(tmp_path / "issues" / "0011-gates.md")
    assert files.read("0011-gates.md") == "one\r\ntwo\n"


def test_an_issue_never_exported_has_no_text(tmp_path: Path) -> None:
    assert IssueFolder(tmp_path).read("0011-gates.md") is None


@pytest.mark.parametrize("name", ["", ".", "..", "../x.md", "/etc/x.md", "a\\b.md", "C:x.md", "a\0b"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="stays in that folder"):
        IssueFolder(tmp_path).write(name, "text")
    with pytest.raises(UserError, match="stays in that folder"):
        IssueFolder(tmp_path).read(name)


def test_a_symlink_that_leads_out_is_neither_read_nor_written(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "issues" / "0011.md").symlink_to(tmp_path / "secret")
    files = IssueFolder(tmp_path)
    with pytest.raises(UserError):
        files.read("0011.md")
    with pytest.raises(UserError):
        files.write("0011.md", "theirs")
    assert (tmp_path / "secret").read_text() == "mine"


def test_a_file_that_cannot_be_written_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = IssueFolder(tmp_path)
    files.write("0011.md", "before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.durable.sync_file", full)
    with pytest.raises(UserError, match="No space left on device"):
        files.write("0011.md", "after")
    assert files.read("0011.md") == "before"
    assert [path.name for path in (tmp_path / "issues").iterdir()] == ["0011.md"]


def test_only_its_owner_reads_a_draft(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "draft.md", b"text")
    assert (tmp_path / "deep" / "draft.md").stat().st_mode & 0o077 == 0


def test_a_named_file_is_made_with_the_mode_that_the_person_gives_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_output(tmp_path / "page.md", b"text")
    finally:
        os.umask(before)
    assert (tmp_path / "page.md").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_there_keeps_its_mode_and_a_symlink_its_place(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.md").write_text("before")
    (site / "page.md").chmod(0o604)
    (tmp_path / "link.md").symlink_to("site/page.md")
    write_output(tmp_path / "link.md", b"after")
    assert (tmp_path / "link.md").is_symlink()
    assert (site / "page.md").read_text() == "after"
    assert (site / "page.md").stat().st_mode & 0o777 == 0o604
    assert [path.name for path in site.iterdir()] == ["page.md"]


def test_a_symlink_to_a_file_that_is_not_there_yet_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("page.md")
    write_output(tmp_path / "link.md", b"text")
    assert ((tmp_path / "link.md").is_symlink(), (tmp_path / "page.md").read_text()) == (True, "text")


def test_a_file_with_two_names_stays_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("before")
    (tmp_path / "b.md").hardlink_to(tmp_path / "a.md")
    write_output(tmp_path / "a.md", b"after")
    assert (tmp_path / "b.md").read_text() == "after"


@pytest.mark.parametrize("through", ["pipe", "link"])
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path, through: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()), daemon=True)
    reader.start()
    write_output(tmp_path / through, b"text")
    reader.join(10)
    assert (got, stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)) == ([b"text"], True)


def test_standard_output_by_its_path_goes_on_after_what_stands_in_it(tmp_path: Path) -> None:
    script = "from pathlib import Path; from workbench.delivery.files import write_output; import sys;"
    script += "write_output(Path('/dev/stdout'), b'text'); sys.stdout.write(' and more')"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
    assert "and more" in (tmp_path / "out").read_text()


def test_a_folder_is_refused_and_a_missing_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot be written: Is a directory"):
        write_output(tmp_path, b"text")
    with pytest.raises(UserError, match=r"cannot be written: No such file or directory"):
        write_output(tmp_path / "no" / "such" / "page.md", b"text")
