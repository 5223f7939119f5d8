"""Fields of answers whose shape nobody promises."""

from typing import Any

import pytest

from workbench.web.fields import line, number, part, parts

ANSWER: Any = {"a": [{"b": " x\n y "}, None], "n": 3, "yes": True, "none": None}


@pytest.mark.parametrize(
    ("found", "there"),
    [
        (part(ANSWER, "a", 0, "b"), " x\n y "),
        (part(ANSWER, "a", 2, "b"), None),
        (part(ANSWER, "n", "b", 0), None),
        (line(ANSWER, "a", 0, "b"), "x y"),
        (line(ANSWER, "n"), ""),
        (parts(ANSWER, "a"), [{"b": " x\n y "}, None]),
        (parts(ANSWER, "none"), []),
        (number(ANSWER, "n"), 3),
        (number(ANSWER, "yes"), 0),
    ],
)
def test_a_field_of_another_shape_is_as_if_it_were_not_there(found: Any, there: Any) -> None:
    assert found == there
