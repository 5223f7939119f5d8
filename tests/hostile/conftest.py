"""What strangers write, workspaces that they filled, and the program on them at a terminal whose bytes are read."""

import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.support.strangers import (
    ADDRESSES,
    CONTROLS,
    LONG_TEXTS,
    MARKUP,
    SEQUENCES,
    SHORT_TEXTS,
    fill_hostile_workspace,
    find_active_chars,
)
from tests.support.terminal import ByteTerminal
from workbench.cli.main import run_command
from workbench.desk.desk import Desk

OpenTerminal = Callable[[Path, int, int, dict[str, str]], ByteTerminal]


@pytest.fixture(autouse=True)
def draw_always(draw_each_change: None) -> None:
    """Whether or not a test looks: here nobody knows which text breaks a screen."""


@pytest.fixture(scope="session")
def hostile_texts() -> dict[str, tuple[str, ...]]:
    """Every hostile text, by kind."""
    return {
        "short": SHORT_TEXTS,
        "controls": CONTROLS,
        "long": LONG_TEXTS,
        "addresses": ADDRESSES,
        "sequences": SEQUENCES,
    }


@pytest.fixture(scope="session")
def find_active() -> Callable[[str], set[str]]:
    """What in a text would act on a terminal or hide from its reader."""
    return find_active_chars


@pytest.fixture(scope="session")
def fill_workspace() -> Callable[..., Path]:
    """Make a folder a workspace that strangers filled by hand: every pane, view and piece has their words."""
    return fill_hostile_workspace


@pytest.fixture
def make_library(tmp_path: Path, fill_workspace: Callable[..., Path]) -> Callable[[str], Path]:
    """A workspace of that kind which asks no site."""

    def make(kind: str) -> Path:
        if kind == "hostile":
            return fill_workspace(tmp_path / "hostile", heavy_draft=False)
        folder = tmp_path / kind
        assert run_command(["init", str(folder)]) == 0
        profile = folder / "workbench.toml"
        profile.write_text(profile.read_text().replace("automatic = true", "automatic = false"))
        if kind == "usual":
            links = [f"https://arxiv.org/abs/2510.{at:05}" for at in range(12)]
            links += [f"https://site.example/{at}" for at in range(10)] + ["https://youtu.be/kCc8FmEb1nY"]
            verbs = ("place 1 papers", "place 2 papers", "write 1 --title One", "bench 3", "reject 4")
            for words in (["add", "--no-fetch", *links], *(verb.split() for verb in verbs)):
                assert run_command(["--workspace", str(folder), *words]) == 0
        return folder

    return make


@pytest.fixture
def test_environment(tmp_path: Path) -> dict[str, str]:
    """An environment of its own: a home, an editor and a browser that write down what they are given, no desktop."""
    home, seen = tmp_path / "home", tmp_path / "seen"
    for folder in (home, seen):
        folder.mkdir()
    hostile = "".join(SEQUENCES) + MARKUP[1] + "\u202ex"
    for name, does in {
        "editor": f"open({str(seen / 'edited')!r}, 'wb').write(open(sys.argv[1], 'rb').read())\n"
        f"open(sys.argv[1], 'ab').write({hostile!r}.encode())\n",
        "browser": f"open({str(seen / 'opened')!r}, 'a').write(sys.argv[1] + chr(10))\n",
    }.items():
        program = seen / name
        program.write_text(f"#!{sys.executable}\nimport sys\n{does}")
        program.chmod(0o700)
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "EDITOR": str(seen / "editor"), "BROWSER": f"{seen / 'browser'} %s", "TEXTUAL_ANIMATIONS": "none",
        "ESCDELAY": "10",
    }  # fmt: skip


@pytest.fixture
def open_terminal() -> Iterator[OpenTerminal]:
    """Start the program at a terminal of that size; ended with the test."""
    begun: list[ByteTerminal] = []

    def start(folder: Path, columns: int, rows: int, environment: dict[str, str]) -> ByteTerminal:
        command = [sys.executable, "-m", "workbench", "--workspace", str(folder)]
        begun.append(ByteTerminal(command, columns, rows, environment))
        return begun[-1]

    yield start
    for one in begun:
        one.close()


@pytest.fixture
def visit_screen() -> Callable[[Desk, Path], Awaitable[str]]:
    """Open the screen on a desk, look at every view, and say what the lists showed."""

    async def shown(desk: Desk, folder: Path) -> str:
        from workbench.ui.app import WorkbenchApp
        from workbench.workspace import Workspace

        app = WorkbenchApp(desk, Workspace(folder, desk).services)
        seen = []
        async with app.run_test(size=(160, 45)) as pilot:
            for key in ("[", "F", "q", "N", "q", "tab", "G", "n"):
                await pilot.press(key)
                strips = app.screen._compositor.render_strips(app.size)
                seen.append("\n".join("".join(segment.text for segment in strip) for strip in strips))
        return "\n".join(seen)

    return shown
