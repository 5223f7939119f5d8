"""Patterns that a person wrote: searched, and left alone once they run away."""

import time

import pytest

from workbench.curation.text.patterns import SlowPatternError, compile_pattern

RUNAWAYS = [
    (r"(?:\w+\s?)+[:;]\d", "word " * 40 + ":x"),
    (r"(x+x+)+y.", "x" * 60 + "y"),
    (r"(?:a|a)*b$", "a" * 60 + "b "),
]


@pytest.mark.parametrize(("pattern", "found"), [("T[O0]DO", "TODO"), (r"\{\w+\}", "{count}"), ("tk$", None)])
def test_a_pattern_finds_its_first_match(pattern: str, found: str | None) -> None:
    assert compile_pattern(pattern).search("a TODO, a TODO and {count}") == found


@pytest.mark.parametrize(("pattern", "text"), RUNAWAYS)
def test_a_pattern_that_runs_away_is_stopped_and_not_tried_again(pattern: str, text: str) -> None:
    started = time.monotonic()
    for _ in range(200):
        try:
            compile_pattern(pattern).search(text)
        except SlowPatternError:
            continue
    assert time.monotonic() - started < 10
