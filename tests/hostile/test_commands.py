"""The command line is a terminal, too: what a library, an argument, a file's name or a fault says stays text."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.support.commands import CommandLine, RunResult

READING: Final = (
    "list", "list --json", "show 3", "show 11 --json", "issue list", "issue list --json", "issue show",
    "issue show --json", "check", "check --json", "export", "export --output - --format html",
    "export --output - --format text",
    "export --output - --format json", "export --output - --format markdown", "history", "history --json", "doctor",
    "doctor --json", "backup list", "copy --part title", "copy --part entry:18 --as markdown",
)  # fmt: skip
HOSTILE: Final = "a\x1b]0;owned\x07b\x9b31mc\u202ed\u2066e\u200bf [@click=app.quit]g[/]"

Run = Callable[..., RunResult]


@pytest.fixture
def run_checked(
    tmp_path: Path,
    test_environment: dict[str, str],
    find_active: Callable[[str], set[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run the program as a shell would, and look at all it writes: text, in which nothing acts, and no traceback.

    It runs in this process where nothing but text is given to it: forty starts say no more than these."""
    for name in os.environ.keys() - test_environment.keys() - {"PYTEST_CURRENT_TEST"}:
        monkeypatch.delenv(name)
    for name, value in test_environment.items():
        monkeypatch.setenv(name, value)

    def ran(*words: str | bytes, stdin: bytes = b"", workspace: Path = tmp_path / "week") -> RunResult:
        run = CommandLine(workspace, monkeypatch)
        is_text = not stdin and all(isinstance(word, str) for word in words)
        done = run(*words) if is_text else _run_process(run.folder, words, stdin, test_environment)
        for written in (done.out, done.err):
            assert find_active(written) <= {"\t"}, words
            assert "Traceback" not in written
        return done

    return ran


def _run_process(
    folder: Path, words: Sequence[str | bytes], stdin: bytes, environment: dict[str, str]
) -> RunResult:
    command = [sys.executable, "-m", "workbench", "--workspace", str(folder), *words]
    done = subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False, timeout=60)
    return RunResult(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("half", [0, 1])
def test_what_a_hostile_library_holds_is_printed_and_does_nothing(
    half: int, run_checked: Run, fill_workspace: Callable[..., Path], tmp_path: Path
) -> None:
    fill_workspace(tmp_path / "week", heavy_draft=False)
    for command in READING[half::2]:
        done = run_checked(*command.split())
        assert done.exit in (0, 1) or command.startswith("copy"), done.err
        if "json" in command:
            assert json.loads(done.out) is not None


def test_what_an_argument_says_is_cleaned_as_it_enters_and_as_it_is_refused(
    run_checked: Run, tmp_path: Path
) -> None:
    (tmp_path / "week").mkdir()
    assert run_checked("add", "--no-fetch", "https://x.example/1", "https://x.example/2").exit == 0
    assert run_checked("place", "1", "papers").exit == 0
    taken = (
        ("add", "--no-fetch", f"https://new.example/{HOSTILE}", "https://new.example", "--title", HOSTILE),
        ("add", "--no-fetch", "https://new.example", "--title", HOSTILE, "--note", HOSTILE, "--tag", HOSTILE),
        ("tag", "2", HOSTILE),
        ("note", "2", HOSTILE),
        (
            "write",
            "1",
            "--title",
            HOSTILE,
            "--blurb",
            HOSTILE,
            "--label-link",
            f"{HOSTILE}=https://x.example",
        ),
        ("issue", "set", "title", HOSTILE),
        ("issue", "set", "tldr.papers", HOSTILE),
        ("list", HOSTILE),
        ("identify", HOSTILE, f"https://x.example/{HOSTILE}"),
    )
    refused = (
        (HOSTILE,),
        (f"--{HOSTILE}",),
        ("add", "--no-fetch", HOSTILE),
        ("place", "2", HOSTILE),
        ("show", HOSTILE),
        ("issue", "set", HOSTILE, "x"),
        ("issue", "set", "date", HOSTILE),
        ("write", "1", "--label-link", f"x={HOSTILE}"),
        ("export", "--format", HOSTILE),
        ("export", "--output", f"{tmp_path}/\x1b[2J\u202e" + "x" * 300),
        ("import", HOSTILE),
        ("import", b"caf\xe9\x9b31m\xff"),
        ("backup", "restore", HOSTILE),
        ("import", str(tmp_path / "week" / "workbench.toml"), "--format", HOSTILE),
    )
    for said in taken:
        assert run_checked(*said).exit in (0, 1, 2, 3), said
    for wrong in refused:
        assert run_checked(*wrong).exit in (1, 2, 3), wrong
    kept = b"".join(file.read_bytes() for file in (tmp_path / "week").glob("library.j*"))
    assert kept.count(b"[@click=app.quit]") > 6  # cleaned, not dropped
    assert not any(
        char.encode("unicode_escape") in kept or char.encode() in kept for char in "\u202e\u2066\u200b\x9b"
    )
    assert b"owned" not in kept


def test_what_a_broken_file_says_is_told_and_does_nothing(run_checked: Run, tmp_path: Path) -> None:
    for name, text in {
        "toml": f'"{HOSTILE}" = 1\nname = "x"',
        "key": 'name = "x"\n"\\u001b]0;owned\\u0007\\u202e" = 1\n',
        "place": 'name = "x"\n[[sections]]\nkey = "\\u001b[31m"\nheading = "h"\nlabel = "l"\nslots = 1\n',
        "slots": 'name = "x"\n[[sections]]\nkey = "k"\nheading = "h"\nlabel = "l"\nslots = 1000000000\n',
    }.items():
        folder = tmp_path / f"{name}\x1b]0;owned\x07\u202e"
        folder.mkdir()
        (folder / "workbench.toml").write_text(text)
        assert run_checked("list", workspace=folder).exit == 3
    week = tmp_path / "week"
    week.mkdir()
    (week / "library.json").write_text('{"links": {"1": {"\\ud800\x1b[31m": "\u202e"')
    assert run_checked("list").exit == 3
    assert run_checked("doctor").exit in (1, 3)
    stdin = (
        f"{HOSTILE}\nftp://x.example/ {HOSTILE}\nhttps://x.example/ok {HOSTILE}\n".encode()
        + b"\xff\xfe\x9b31m"
    )
    (week / "library.json").unlink()
    assert run_checked("add", "--no-fetch", "-", stdin=stdin).exit == 1
