"""Fields of answers whose shape nobody promises."""

from typing import Any

import pytest

from workbench.web.fields import pick_int, pick_line, pick_list, pick_value

ANSWER: Any = {"a": [{"b": " x\n y "}, None], "n": 3, "yes": True, "none": None}


@pytest.mark.parametrize(
    ("found", "there"),
    [
        (pick_value(ANSWER, "a", 0, "b"), " x\n y "),
        (pick_value(ANSWER, "a", 2, "b"), None),
        (pick_value(ANSWER, "n", "b", 0), None),
        (pick_line(ANSWER, "a", 0, "b"), "x y"),
        (pick_line(ANSWER, "n"), ""),
        (pick_list(ANSWER, "a"), [{"b": " x\n y "}, None]),
        (pick_list(ANSWER, "none"), []),
        (pick_int(ANSWER, "n"), 3),
        (pick_int(ANSWER, "yes"), 0),
    ],
)
def test_a_field_of_another_shape_is_as_if_it_were_not_there(found: Any, there: Any) -> None:
    assert found == there
