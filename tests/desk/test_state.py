"""The present state: what panes and commands ask of it."""

from workbench.curation.model import LinkId
from workbench.desk.desk import Desk
from workbench.desk.verbs import triage


def test_a_view_is_listed_in_the_order_asked_for(desk: Desk) -> None:
    assert desk.state.ids_in("inbox", "newest") == [12, 11, 10, 9, 8, 6, 5, 4]
    assert desk.state.ids_in("inbox", "oldest") == [4, 5, 6, 8, 9, 10, 11, 12]
    assert desk.state.ids_in("inbox", "title") == [9, 5, 8, 6, 10, 4, 11, 12]
    assert desk.state.ids_in("placed", "title") == [1, 7, 2]


def test_a_filtered_view_is_listed_in_the_same_order(desk: Desk) -> None:
    found = {LinkId(id) for id in (12, 9, 8, 3)}
    assert desk.state.ids_in("inbox", "title", found) == [9, 8, 12]
    assert desk.state.ids_in("inbox", "newest", found) == [12, 9, 8]


def test_what_a_caller_does_with_a_list_leaves_the_view_as_it_is(desk: Desk) -> None:
    desk.state.ids_in("inbox", "newest").clear()
    desk.do(triage.reject_links, [LinkId(12)])
    assert desk.state.ids_in("inbox", "newest") == [11, 10, 9, 8, 6, 5, 4]
