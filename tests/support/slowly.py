"""Which cases of a test run each time, and which only in the slow suite."""

from collections.abc import Iterable
from typing import Any

import pytest


def some_slowly(soon: Iterable[Any], slow: Iterable[Any]) -> list[Any]:
    """The cases of a `parametrize`: those of every run, and those of the slow one, which say the same of others."""
    marked = (
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow) for case in slow
    )
    return [*soon, *marked]
