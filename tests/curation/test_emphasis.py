"""Marks of Markdown leave a title; characters that only look like marks stay."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.text.emphasis import strip_emphasis


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Monthly meetup: August**", "Monthly meetup: August"),
        ("Stabilize `Box::take`", "Stabilize Box::take"),
        ("_x_ and __y__ and *z*", "x and y and z"),
        ("~~old~~ new", "old new"),
        ("***all*** of it", "all of it"),
        ("**B**ERT", "BERT"),
        ("中文**粗体**中文", "中文粗体中文"),
        ("**`code`** and ``a`b``", "code and a`b"),
        ("`*args` in *Python*", "*args in Python"),
        (r"\*not\* \[marks\]", "*not* [marks]"),
    ],
)
def test_marks_leave(written: str, shown: str) -> None:
    assert strip_emphasis(written) == shown


@pytest.mark.parametrize(
    "title",
    [
        "snake_case_name",
        "*args and **kwargs",
        "f(*args) and g(*args)",
        "C*-algebras and W*-algebras",
        "*args in C*",
        "2*3*4 and a**2 + b**2",
        "__init__ and __main__",
        "a lone ` tick",
        "5* hotel, 3* hostel",
        r"G\"odel and C:\new",
    ],
)
def test_what_only_looks_like_marks_stays(title: str) -> None:
    assert strip_emphasis(title) == title


@given(st.text(st.sampled_from("*_~` ab1中.")))
def test_no_other_character_leaves(text: str) -> None:
    shown = strip_emphasis(text)
    assert shown.translate(dict.fromkeys(map(ord, "*_~`"))) == text.translate(dict.fromkeys(map(ord, "*_~`")))


def test_time_grows_with_the_length_alone() -> None:
    start = time.process_time()
    for pattern in ("**", "*a", "_a ", "`", "`a", "~~", "* a_b** ", "\\*", "``` `` "):
        strip_emphasis(pattern * (200_000 // len(pattern)))
    assert time.process_time() - start < 10
