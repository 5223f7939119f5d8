"""Which folder a command works on."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine

URL = "https://distill.pub/2021/gnn-intro/"


def holds_the_link(folder: Path) -> bool:
    return (folder / "library.json").exists() and "distill.pub" in (folder / "library.json").read_text()


def test_the_folder_named_comes_before_or_after_the_command(workbench: CommandLine, tmp_path: Path) -> None:
    for name, words in (
        ("a", ("--workspace", "{}", "add", "--no-fetch", URL)),
        ("b", ("add", "--no-fetch", URL, "--workspace", "{}")),
    ):
        (tmp_path / name).mkdir()
        ran = workbench(*(word.format(tmp_path / name) for word in words), workspace=False)
        assert ran.exit == 0, ran.err
        assert holds_the_link(tmp_path / name)


def test_else_the_environment_then_this_folder_then_the_persons_own(
    workbench: CommandLine, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Made a workspace in" in workbench("add", "--no-fetch", URL, workspace=False).err
    (own,) = home.rglob("workbench.toml")
    assert holds_the_link(own.parent)

    monkeypatch.chdir(workbench.folder)
    workbench("add", "--no-fetch", URL, workspace=False)
    assert holds_the_link(workbench.folder)

    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("WORKBENCH_HOME", str(other))
    workbench("add", "--no-fetch", URL, workspace=False)
    assert holds_the_link(other)
    assert not (other / "workbench.toml").exists()  # an empty folder will do: it gets the default publication


def test_a_folder_that_is_named_counts_for_more_than_the_environment(
    workbench: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "other"))
    workbench("add", "--no-fetch", URL)
    assert holds_the_link(workbench.folder)
    assert not holds_the_link(tmp_path / "other")


def test_what_opening_the_library_found_is_said_by_the_next_command(workbench: CommandLine) -> None:
    workbench("add", "--no-fetch", URL)
    library = workbench.folder / "library.json"
    library.write_text(library.read_text("utf-8").replace("distill.pub", "distil1.pub"), "utf-8")
    ran = workbench("list")
    assert ran.exit == 0
    assert "library.json was edited by another program, or damaged" in ran.err


def test_a_folder_that_is_not_there_is_not_made_by_accident(workbench: CommandLine, tmp_path: Path) -> None:
    ran = workbench("--workspace", tmp_path / "typo", "add", "--no-fetch", URL, workspace=False)
    assert ran.exit == 3
    assert f"`workbench init {tmp_path / 'typo'}`" in ran.err
    assert not (tmp_path / "typo").exists()


def test_init_writes_a_commented_publication_and_never_over_one(workbench: CommandLine) -> None:
    file = workbench.folder / "workbench.toml"
    assert file.read_text("utf-8").count("\n#") > 5
    assert {path.name for path in workbench.folder.iterdir()} == {"workbench.toml", "issues", "inbox"}
    file.write_text("mine")
    assert workbench("init", workbench.folder).exit == 3
    assert file.read_text() == "mine"


def test_a_wrong_publication_is_answered_with_its_file_key_and_line(workbench: CommandLine) -> None:
    file = workbench.folder / "workbench.toml"
    lines = file.read_text("utf-8").splitlines()
    at = lines.index("slots = 5")
    file.write_text("\n".join([*lines[:at], 'slots = "many"', *lines[at + 1 :]]), "utf-8")
    ran = workbench("list")
    assert ran.exit == 3
    assert all(part in ran.err for part in ("workbench.toml", "slots", f"line {at + 1}")), ran.err
    file.write_bytes(b"name = \xff")
    assert "not UTF-8" in workbench("list").err


def test_a_section_of_ones_own_is_a_section_everywhere(workbench: CommandLine) -> None:
    file = workbench.folder / "workbench.toml"
    file.write_text(
        file.read_text("utf-8")
        .replace('key = "pick"', 'key = "course"')
        .replace("🎓 {count} Pick", "🎓 {count} Course"),
        "utf-8",
    )
    workbench("add", "--no-fetch", URL, "--section", "course")
    assert "## 🎓 1 Course of the Week" in workbench("export", "--output", "-").out
