"""How the program speaks: exit codes, one sentence, and no foreign text that acts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import CommandLine

HOSTILE = "Gates\x1b]52;c;aGk=\x07\x1b[2J \u202eevil\u202c [/] \x9b31m[@click=app.quit]x[/]"


@pytest.mark.parametrize(
    "words",
    [
        ("frob",),
        ("add",),
        ("list", "--frob"),
        ("place", "one", "papers"),
        ("issue",),
        ("write", 1),
        ("place", 1),
        ("history", "--limit", "-1"),
        ("list", "--workspace", ""),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_2(workbench: CommandLine, words: tuple[object, ...]) -> None:
    ran = workbench(*words)
    assert (ran.exit, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "--help" in ran.err


def test_help_names_every_command_and_needs_no_workspace(workbench: CommandLine) -> None:
    ran = workbench("--help", workspace=False)
    assert ran.exit == 0
    for name in ("add", "place", "check", "export", "undo"):
        assert f"\n  {name} " in ran.out
    assert workbench("--version").out.startswith("workbench")


def test_a_fault_in_the_program_is_a_sentence_too(
    workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of \x1b[31mtune")

    monkeypatch.setattr("workbench.library.open_library", broken)
    ran = workbench("list")
    assert ran.exit == 3
    assert "RuntimeError: out of tune" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("WORKBENCH_DEBUG", "1")
    assert "Traceback" in workbench("list").err


def test_a_hostile_title_is_only_text_wherever_it_is_said(workbench: CommandLine) -> None:
    told = ("--title", HOSTILE, "--note", HOSTILE, "--tag", HOSTILE)
    assert workbench("add", "https://example.org/a", "--no-fetch", *told).exit == 0
    said = ""
    for words in (
        ("place", 1, "reads"), ("write", 1, "--blurb", HOSTILE), ("issue", "set", "title", HOSTILE), ("list",),
        ("show", 1), ("list", "--json"), ("history",), ("check",), ("export", "--output", "-"),
        ("issue", "show"), ("issue", "list"),
        ("export", "--format", "json", "--output", "-"), ("export", "--format", "html", "--output", "-"), ("undo",),
        ("place", 1, HOSTILE), ("frob" + HOSTILE,), ("import", "no" + HOSTILE),
        ("identify", HOSTILE, "--json"), ("--workspace", HOSTILE, "list"),
    ):  # fmt: skip
        ran = workbench(*words)
        said += ran.out + ran.err
    assert "[@click=app.quit]x[/]" in said
    acting = {char for char in said if not char.isprintable()} - {"\n", "\t"}
    assert acting == set()


def test_data_is_utf_8_under_any_locale(workbench: CommandLine) -> None:
    workbench("add", "https://example.org/a", "--no-fetch", "--title", "Größe — 📄")
    env = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    }
    ran = workbench.run_process("list", env=env)
    assert (ran.exit, ran.rows[0][3]) == (0, "Größe — 📄")


def test_a_reader_that_has_heard_enough_is_no_fault(filled_workbench: CommandLine) -> None:
    listing = f'"{sys.executable}" -m workbench --workspace "{filled_workbench.folder}" list'
    shell = f'{listing} | true; echo "${{PIPESTATUS[0]}}"'
    ran = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where the system has a full device")
def test_data_that_could_not_be_written_is_not_called_done(filled_workbench: CommandLine) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "workbench", "--workspace", str(filled_workbench.folder), "list"]
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (3, "No space left on device.\n")


def test_the_screen_without_a_terminal_says_what_works_instead_and_makes_no_workspace(
    workbench: CommandLine, home: Path
) -> None:
    for words in ((), ("demo",)):
        for named in (True, False):
            ran = workbench.run_process(*words, workspace=named)
            assert (ran.exit, ran.out) == (3, "")
            assert "needs a terminal" in ran.err
    assert list(home.rglob("workbench.toml")) == []


LONG = "word " * 50_000


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("write", 1, "--title", LONG), "The title"),
        (("write", 1, "--blurb", LONG), "The blurb"),
        (("write", 1, "--label-link", f"{LONG}=https://a.example"), "The label of a link"),
        (("issue", "set", "title", LONG), "The title"),
        (("issue", "set", "greeting", LONG), "The greeting"),
        (("issue", "set", "tldr.papers", LONG), "The TL;DR line"),
        (("title", 1, LONG), "The title"),
        (("note", 1, LONG), "The note"),
        (("tag", 1, LONG.replace(" ", "-")), "A tag"),
        (("add", "--no-fetch", "--note", LONG, "https://a.example"), "The note"),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_what_the_editor_wrote_is_never_cut_but_refused_where_it_is_too_long(
    filled_workbench: CommandLine, words: tuple[object, ...], what: str
) -> None:
    filled_workbench("place", 1, "papers")
    before = filled_workbench("history", "--json").out
    ran = filled_workbench(*words)
    assert (ran.exit, ran.out) == (3, "")
    assert ran.err.startswith(f"{what} is too long: at most ")
    assert ran.err.count("\n") == 1
    assert filled_workbench("history", "--json").out == before


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        (("import", "/dev/zero"), 64),
        (("write", 1, "--blurb-file", "/dev/zero"), 256),
        (("proof", "/dev/zero"), 256),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_a_file_without_an_end_is_refused(
    filled_workbench: CommandLine, words: tuple[object, ...], limit: int
) -> None:
    filled_workbench("place", 1, "papers")
    ran = filled_workbench(*words)
    assert (ran.exit, ran.err) == (3, f"/dev/zero is larger than {limit} MB: split it into smaller files.\n")
