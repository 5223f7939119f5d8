"""No key ends the program: random keys, pastes, clicks, resizes and commands from outside, on three libraries.

    RANDOM_EVENTS=100000 RANDOM_SEED=7 python -m pytest -n 2 -m slow tests/hostile/test_random_keys.py

sends so many events in all, in this process; `test_random_terminal.py` does so on a pseudo-terminal. A failure names
its seed and what was sent last.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.random_input import LIBRARIES, LONG_PARTS, LONG_RUN, SEED
from tests.support.random_keys import RandomEditor


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
