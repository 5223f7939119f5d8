"""Which issues carry which blocks: booked ones, those that take turns, those that rest between two issues."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.block import BlockRule, select_blocks

NUMBERS = range(1, 13)


def run_year(rules: Sequence[BlockRule]) -> dict[int, list[str]]:
    """The keys of the blocks of twelve issues in a row."""
    printed: dict[str, list[int]] = {}
    carried: dict[int, list[str]] = {}
    for number in NUMBERS:
        carried[number] = [block.key for block in select_blocks(rules, number, "", printed)]
        for key in carried[number]:
            printed.setdefault(key, []).append(number)
    return carried


def make_rule(key: str, **rule: object) -> BlockRule:
    return BlockRule(key=key, place="end", text="A word.", **rule)  # type: ignore[arg-type]


def test_blocks_of_one_rotation_take_turns_and_a_booked_one_has_its_issue() -> None:
    sponsors = [make_rule("a", rotation="sponsors"), make_rule("b", rotation="sponsors")]
    booked = make_rule("c", rotation="sponsors", issues=(4, 5))
    carried = run_year([*sponsors, booked])
    assert [carried[number] for number in range(1, 8)] == [["a"], ["b"], ["a"], ["c"], ["c"], ["b"], ["a"]]


def test_a_block_rests_for_its_gap() -> None:
    carried = run_year([make_rule("promo", gap=2)])
    assert [number for number in NUMBERS if carried[number]] == [1, 4, 7, 10]


@pytest.mark.parametrize("rule", [{"issues": (3, 4)}, {"issues": (3, 4), "gap": 5}])
def test_what_is_booked_needs_no_rest(rule: dict[str, object]) -> None:
    carried = run_year([make_rule("promo", **rule)])
    assert [number for number in NUMBERS if carried[number]] == [3, 4]


RULES = st.builds(
    make_rule,
    st.sampled_from("abcdef"),
    issues=st.lists(st.sampled_from(NUMBERS), max_size=3).map(tuple),
    every=st.integers(1, 4),
    first=st.integers(1, 4),
    rotation=st.sampled_from(["", "one", "two"]),
    gap=st.integers(0, 4),
)


@given(st.lists(RULES, max_size=6, unique_by=lambda rule: rule.key))
def test_an_issue_carries_one_block_of_a_rotation_and_each_that_stands_alone(rules: list[BlockRule]) -> None:
    known = {rule.key: rule for rule in rules}
    for number, keys in run_year(rules).items():
        turns = [known[key].rotation for key in keys if known[key].rotation]
        assert len(turns) == len(set(turns))
        alone = [
            rule.key for rule in rules if not rule.rotation and not rule.gap and rule.appears_in(number, "")
        ]
        assert set(alone) <= set(keys)
        assert all(known[key].appears_in(number, "") for key in keys)
