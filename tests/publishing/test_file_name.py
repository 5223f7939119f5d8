"""File names of issues: readable, short, and safe on every system."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from workbench.publishing.edition_formats import make_file_name


@pytest.mark.parametrize(
    ("number", "title", "name"),
    [
        (11, "Gates, Agents & Meshes", "0011-gates-agents-meshes.md"),
        (3, "Crème brûlée, Łódź, Straße", "0003-creme-brulee-lodz-strasse.md"),
        (3, "What's new?", "0003-whats-new.md"),
        (12345, "CON", "12345-con.md"),
        (3, "../../etc/passwd", "0003-etc-passwd.md"),
        (3, "日本 😀", "0003-issue.md"),
        (3, "", "0003-issue.md"),
        (3, "word " * 30, "0003-word-word-word-word-word-word-word-word-word-word-word-word.md"),
        (3, "x" * 100, f"0003-{'x' * 60}.md"),
    ],
)
def test_a_file_is_named_by_number_and_title(number: int, title: str, name: str) -> None:
    assert make_file_name(number, title) == name


@given(data=st.data())
def test_no_title_makes_a_name_that_is_not_safe(data: Any, hostile_text: SearchStrategy[str]) -> None:
    assert re.fullmatch(
        r"0007-[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\.md", make_file_name(7, data.draw(hostile_text))
    )
