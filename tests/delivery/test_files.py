"""The folder of exported issues."""

from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.delivery.files import IssueFolder, write_atomically


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
