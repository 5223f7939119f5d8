"""Paths as people type them and as terminals write what is dropped into them."""

import shlex
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.delivery import named_files
from workbench.delivery.named_files import DiskFiles, split_paths


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "my links #1.txt"
    file.write_text("https://example.com/a")
    return file


@pytest.mark.parametrize(
    "form",
    [
        "{path}",
        " {path}\n",
        "'{path}'",
        '"{path}" ',
        "{escaped}",
        "{url}",
        "~/my links #1.txt",
        "~/my\\ links\\ #1.txt",
    ],
)
def test_each_way_to_write_a_path_finds_the_file(file: Path, form: str) -> None:
    escaped = str(file).replace(" ", "\\ ").replace("#", "\\#")
    text = form.format(path=file, escaped=escaped, url=file.as_uri())
    assert DiskFiles().find(text) == {str(file): "my links #1.txt"}


def test_several_files_are_found_each_once_and_told_apart(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "b" / file.name
    other.parent.mkdir()
    other.write_text("")
    text = f"{shlex.quote(str(file))} {other.as_uri()} {shlex.quote(str(file))}"
    assert DiskFiles().find(text) == {str(file): str(file), str(other): str(other)}


def test_a_quote_that_is_not_closed_is_a_letter_of_the_name() -> None:
    assert split_paths("/gone/Bob's links.txt") == ["/gone/Bob's links.txt"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "No file is named"), ("/gone.txt", "There is no file /gone.txt"), ("/" + "a" * 5000, "no file")],
)
def test_what_is_no_file_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        DiskFiles().find(text)


def test_a_file_that_is_too_large_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_files, "MAX_IMPORT_BYTES", 4)
    with pytest.raises(UserError, match=r"my links #1.txt is larger than"):
        DiskFiles().read(str(file))


def test_a_file_that_went_meanwhile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone.txt cannot be read: No such file"):
        DiskFiles().read(str(tmp_path / "gone.txt"))
