"""The README's examples, typed as they stand: one shell, a home folder with nothing in it, no network.

A line that the README shows under an example has to be among what the example writes; blanks count as one.
"""

import os
import re
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Final

import pytest
from msgspec import Struct

from tests.support.offline import write_offline_hook

ROOT: Final = Path(__file__).parents[2]
README: Final = (ROOT / "README.md").read_text("utf-8")

FINDINGS_EXIT: Final = 1
EXPECTED_EXITS: Final = {"workbench check": FINDINGS_EXIT}
"""Every other example exits 0."""

PASTE_AND_COPY_BACK: Final = (
    'sed -i -E \'s,<p><a href="https://www.youtube.com/watch\\?v=([^"]*)">[^<]*</a></p>,'
    '<iframe src="https://www.youtube.com/embed/\\1"></iframe>,; $ a <p>Subscribe</p>\' "$CLIPBOARD/html"'
)
STEPS_BEFORE: Final = {"workbench proof": PASTE_AND_COPY_BACK}
"""What the reader does between two examples. The platform's editor makes players of videos and adds a paragraph."""

# A Wayland clipboard that is a folder, with the options that wl-clipboard has.
WL_COPY: Final = """#!/bin/sh
rm -f "$CLIPBOARD"/*
case "$*" in *html*) cat > "$CLIPBOARD/html" ;; *) cat > "$CLIPBOARD/text" ;; esac
"""
WL_PASTE: Final = """#!/bin/sh
case "$*" in
  *--list-types*) ls "$CLIPBOARD" | sed 's,^,text/,; s,text/text,text/plain,' ;;
  *html*) cat "$CLIPBOARD/html" ;;
  *) cat "$CLIPBOARD/text" ;;
esac
"""


class Example(Struct, frozen=True):
    """A command of the README and the lines that the README shows under it."""

    command: str
    shown: tuple[str, ...]


class Run(Struct, frozen=True):
    """What the command did: its exit code, and its lines on standard output and standard error."""

    exit: int
    lines: tuple[str, ...]


def parse_examples(markdown: str) -> list[Example]:
    """Every command behind a `$` in a console block, in order."""
    blocks = re.findall(r"^```console\n(.*?)^```$", markdown, re.M | re.S)
    parts = [part.splitlines() for block in blocks for part in re.split(r"^\$ ", block, flags=re.M)[1:]]
    return [Example(part[0], tuple(part[1:])) for part in parts]


EXAMPLES: Final = parse_examples(README)


def run_examples(examples: list[Example], folder: Path) -> list[Run]:
    """Run them in one shell, which keeps the folder that an earlier example went to."""
    programs, clipboard, home = (folder / name for name in ("bin", "clipboard", "home"))
    for made in (programs, clipboard, home):
        made.mkdir()
    site = write_offline_hook(folder / "site")
    workbench = f'#!/bin/sh\nexec "{sys.executable}" -m workbench "$@"\n'
    for name, text in {"workbench": workbench, "wl-copy": WL_COPY, "wl-paste": WL_PASTE}.items():
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o700)
    steps = [
        f"{STEPS_BEFORE.get(example.command, ':')}\n{example.command}\nprintf '\\n@exit %d@\\n' $?"
        for example in examples
    ]
    environment = {
        "HOME": str(home), "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": f"{site}:{ROOT}",
        "LANG": "C.UTF-8", "WAYLAND_DISPLAY": "wayland-0", "CLIPBOARD": str(clipboard),
    }  # fmt: skip
    ran = subprocess.run(
        ["bash", "-c", "\n".join(steps)], env=environment, cwd=home, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    parts = re.split(r"\n@exit (\d+)@\n", ran.stdout)
    return [
        Run(int(exit), tuple(text.splitlines())) for text, exit in zip(parts[::2], parts[1::2], strict=False)
    ]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """What came of each example, run once for the whole module."""
    return run_examples(EXAMPLES, tmp_path_factory.mktemp("reader"))


def test_every_example_exits_as_it_should(runs: list[Run]) -> None:
    wrong = [
        f"{example.command}: {run}"
        for example, run in zip_longest(EXAMPLES, runs)
        if run is None or run.exit != EXPECTED_EXITS.get(example.command, 0)
    ]
    assert wrong == []


def test_every_line_that_the_readme_shows_was_written(runs: list[Run]) -> None:
    missing = {
        line: run.lines
        for example, run in zip(EXAMPLES, runs, strict=True)
        for line in example.shown
        if line.split() not in (written.split() for written in run.lines)
    }
    assert missing == {}


def test_the_exceptions_are_examples() -> None:
    commands = {example.command for example in EXAMPLES}
    assert set(EXPECTED_EXITS) | set(STEPS_BEFORE) <= commands
