"""No key ends the program on a real terminal: random keys, pastes, clicks and resizes, and commands beside it.

    RANDOM_EVENTS=10000 RANDOM_SEED=7 python -m pytest -n 2 -m slow tests/hostile/test_random_terminal.py

sends so many events in all. A failure names its seed and what was sent last. The same seed sends the same again, but a
program on a terminal need not receive it at the same moments.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.offline import write_offline_hook
from tests.support.random_input import LIBRARIES, LONG_PARTS, LONG_RUN, SEED
from tests.support.random_terminal import RandomTerminalEditor


@pytest.fixture
def environment(test_environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A home, an editor and a browser of the test's own; no site is reached."""
    return {**test_environment, "PYTHONPATH": str(write_offline_hook(tmp_path / "offline"))}


@pytest.mark.parametrize("kind", ["usual", "hostile"])
def test_no_key_ends_the_program_or_makes_it_deaf(
    kind: str, make_library: Callable[[str], Path], environment: dict[str, str]
) -> None:
    RandomTerminalEditor(make_library(kind), SEED, environment).run(80)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(LONG_PARTS))
def test_no_key_of_very_many_ends_the_program_or_makes_it_deaf(
    part: int, make_library: Callable[[str], Path], environment: dict[str, str]
) -> None:
    folder = make_library(LIBRARIES[part % len(LIBRARIES)])
    RandomTerminalEditor(folder, SEED * 100 + part, environment).run(LONG_RUN // LONG_PARTS)
