"""The order by odds: what was placed before stands above what was passed over, and only where that helps."""

import random

from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import LinkId
from workbench.curation.suggestion.decisions import Decision, DecisionCounts, judge_odds, score_order
from workbench.curation.suggestion.traits import Traits, read_traits


def traits_of(host: str, title: str = "") -> Traits:
    return read_traits("read", f"https://{host}/p", title, f"https://{host}/p")


def decide(id: int, host: str, week: int, *, placed: bool, title: str = "", feed: str = "") -> Decision:
    return Decision(
        LinkId(id), traits_of(host, title), feed, f"2026-01-{week:02}", f"2026-01-{week:02}", placed
    )


def weeks_of(count: int, *, is_placed_by_host: bool) -> list[Decision]:
    """So many weeks of twenty links each from two hosts; one host's are placed, or any two of them by chance."""
    chance = random.Random(3)
    decisions = []
    for week in range(1, count + 1):
        lucky = set(chance.sample(range(20), 2))
        for at in range(20):
            host = "good.org" if at % 10 == 0 else "dull.org"
            placed = host == "good.org" if is_placed_by_host else at in lucky
            decisions.append(decide(100 * week + at, host, week, placed=placed))
    return decisions


def test_what_was_placed_before_stands_higher_by_host_and_by_words() -> None:
    decisions = [decide(id, "a.org", 1, placed=id < 10, title="Release notes") for id in range(12)]
    decisions += [decide(id, "b.org", 1, placed=id < 21, title="Horoscope of today") for id in range(20, 32)]
    counts = DecisionCounts(decisions)
    assert counts.rate(traits_of("a.org"), "") > counts.rate(traits_of("new.org"), "")
    assert counts.rate(traits_of("new.org"), "") > counts.rate(traits_of("b.org"), "")
    assert counts.rate(traits_of("x.org", "Notes"), "") > counts.rate(traits_of("x.org", "Horoscope"), "")


def test_the_odds_of_a_place_are_told_in_numbers() -> None:
    counts = DecisionCounts([decide(id, "a.org", 1, placed=id < 9, feed="A weekly") for id in range(12)])
    assert counts.explain(traits_of("a.org"), "A weekly") == "9 of 12 from a.org/p were placed"
    assert counts.explain(traits_of("new.org"), "A weekly") == "9 of 12 from A weekly were placed"
    assert counts.explain(traits_of("new.org"), "") == ""


def test_the_order_is_better_where_hosts_tell_what_is_placed() -> None:
    judgement = judge_odds(weeks_of(10, is_placed_by_host=True))
    assert judgement.is_better
    assert str(judgement) == "On your last 8 weeks the odds put what you placed higher than the date does."


def test_it_is_off_before_there_are_weeks_to_judge_it_on() -> None:
    judgement = judge_odds(weeks_of(3, is_placed_by_host=True))
    assert not judgement.is_better
    assert str(judgement) == "There is no order by odds before 4 weeks have placed and passed-over links."


def test_it_is_off_where_the_date_does_as_well() -> None:
    newest_placed = [
        decide(100 * week + at, "a.org", week, placed=at == 19) for week in range(1, 9) for at in range(20)
    ]
    judgement = judge_odds(newest_placed)
    assert not judgement.is_better
    assert str(judgement) == "On your last 8 weeks the odds put what you placed no higher than the date does."


@given(st.lists(st.booleans(), max_size=80))
def test_the_score_of_an_order_is_highest_with_what_was_placed_on_top(placed: list[bool]) -> None:
    assert 0 <= score_order(placed) <= score_order(sorted(placed, reverse=True)) <= 1.0000001
    if any(placed):
        assert abs(score_order(sorted(placed, reverse=True)) - 1) < 1e-9
