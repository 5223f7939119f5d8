"""The editor's own text editor: what comes back, and what is said where nothing does."""

from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.delivery.text_editor import ReturnedFile, TextEditor


@pytest.fixture
def use_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Script":
    """Make a shell script the text editor."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return Script(tmp_path / "program", monkeypatch)


class Script:
    """The program that is started."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.monkeypatch = monkeypatch

    def __call__(self, body: str) -> None:
        self.path.write_text(f"#!/bin/sh\n{body}\n")
        self.path.chmod(0o755)
        self.monkeypatch.setenv("EDITOR", f"{self.path} --wait")


def edit(text: str) -> ReturnedFile:
    edited = TextEditor().edit(text)
    assert edited is not None
    return edited


def kept_file(refusal: UserError) -> Path:
    """The file that a sentence names at its end."""
    return Path(str(refusal).rpartition(" ")[2].rstrip("."))


def test_what_was_edited_comes_back_as_it_was_saved_and_stays_until_it_is_taken_in(
    use_script: Script,
) -> None:
    use_script('[ "$1" = --wait ] && printf "more — text" >> "$2"')
    edited = edit("Issue\r\n")
    assert edited.content.decode() == "Issue\r\nmore — text"
    assert Path(edited.path).read_bytes() == edited.content
    TextEditor().discard(edited.path)
    assert not Path(edited.path).parent.exists()


def test_what_is_no_utf8_comes_back_byte_for_byte(use_script: Script) -> None:
    use_script('printf "Caf\\351" > "$2"')
    assert edit("Café").content == b"Caf\xe9"


@pytest.mark.parametrize("body", ["true", 'rm "$2"'], ids=["closed", "deleted"])
def test_an_editor_closed_without_a_change_gives_nothing_and_leaves_nothing(
    use_script: Script, tmp_path: Path, body: str
) -> None:
    use_script(body)
    assert TextEditor().edit("Issue — 11\r\n") is None
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    ("end", "said"), [("exit 3", "exit 3"), ("kill -9 $$", "was ended by signal 9")], ids=["exit", "killed"]
)
def test_edits_of_an_editor_that_failed_are_kept_and_named(use_script: Script, end: str, said: str) -> None:
    use_script(f'echo edited > "$2"; {end}')
    with pytest.raises(UserError, match=said) as refusal:
        TextEditor().edit("Issue")
    assert kept_file(refusal.value).read_text() == "edited\n"


def test_an_empty_file_is_no_edit(use_script: Script) -> None:
    use_script(': > "$2"')
    with pytest.raises(UserError, match="empty: the issue stays as it is"):
        TextEditor().edit("Issue")


@pytest.mark.parametrize("instead", ["mkdir", "mkfifo"])
def test_what_is_no_file_any_more_is_not_read(use_script: Script, instead: str) -> None:
    use_script(f'rm "$2"; {instead} "$2"')
    with pytest.raises(UserError, match="left no plain file") as refusal:
        TextEditor().edit("Issue")
    assert kept_file(refusal.value).exists()


def test_an_editor_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for editor, said in (
        ("no-such-editor", "no-such-editor could not be started"),
        (str(tmp_path), "could not be started: Permission denied"),
        ("'unclosed", "never closed"),
    ):
        monkeypatch.setenv("VISUAL", editor)
        with pytest.raises(UserError, match=said):
            TextEditor().edit("Issue")


def test_without_any_editor_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="set EDITOR"):
        TextEditor().edit("Issue")


def test_a_full_temporary_folder_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(prefix: str) -> str:
        raise OSError(28, "No space left on device", prefix)

    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(UserError, match="No space left on device"):
        TextEditor().edit("Issue")
