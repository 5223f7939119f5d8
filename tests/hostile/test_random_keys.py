"""No key ends the program: random keys, pastes, clicks, resizes and commands from outside, on three libraries.

    RANDOM_EVENTS=100000 RANDOM_SEED=7 python -m pytest -n 2 -m slow tests/hostile/test_random_keys.py

sends so many events in all. A failure names its seed and what was sent last.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.support.processes import Workspace
from tests.support.random_keys import RandomEditor
from workbench.cli.main import run_command

SEED: Final = int(os.environ.get("RANDOM_SEED", "1"))
LONG_RUN: Final = int(os.environ.get("RANDOM_EVENTS", "100000"))
LIBRARIES: Final = ("empty", "usual", "hostile")
LONG_PARTS: Final = 12
"""So many runs of a seed each make the long run."""


@pytest.fixture
def make_library(tmp_path: Path, fill_workspace: Callable[..., Path]) -> Callable[[str], Path]:
    """A workspace of that kind which asks no site."""

    def made(kind: str) -> Path:
        if kind == "hostile":
            return fill_workspace(tmp_path / "hostile", heavy_draft=False)
        folder = tmp_path / kind
        assert run_command(["init", str(folder)]) == 0
        profile = folder / "workbench.toml"
        profile.write_text(profile.read_text().replace("automatic = true", "automatic = false"))
        if kind == "usual":
            run = Workspace(folder)
            links = [f"https://arxiv.org/abs/2510.{at:05}" for at in range(12)]
            links += [f"https://site.example/{at}" for at in range(10)] + ["https://youtu.be/kCc8FmEb1nY"]
            assert run("add", "--no-fetch", *links).exit == 0
            for words in ("place 1 papers", "place 2 papers", "write 1 --title One", "bench 3", "reject 4"):
                assert run(*words.split()).exit == 0
        return folder

    return made


@pytest.mark.parametrize("kind", LIBRARIES)
async def test_no_key_ends_the_screen_or_makes_it_deaf(
    kind: str, make_library: Callable[[str], Path]
) -> None:
    await RandomEditor(make_library(kind), SEED).run(150)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(LONG_PARTS))
async def test_no_key_of_very_many_ends_the_screen_or_makes_it_deaf(
    part: int, make_library: Callable[[str], Path]
) -> None:
    folder = make_library(LIBRARIES[part % len(LIBRARIES)])
    await RandomEditor(folder, SEED * 100 + part).run(LONG_RUN // LONG_PARTS)
