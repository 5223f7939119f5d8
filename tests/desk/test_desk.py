"""What the desk adds to every change: who made it, and an id by which another clone knows it again."""

from itertools import count

from tests.support.desks import NOW, PUBLICATION, make_half_done_library
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, triage


def test_every_change_is_signed_with_the_author_and_an_id_of_its_own() -> None:
    library, numbers = make_half_done_library(), count(1)
    desk = Desk(library, PUBLICATION, lambda: NOW, "Ada", lambda: f"{next(numbers):012x}")
    desk.do(triage.reject_links, [1])
    desk.do(lambda state: history.undo_change(state, library.iter_history()))
    newest = [record.change for record in library.records[-2:]]
    assert [(change.author, change.id) for change in newest] == [
        ("Ada", "000000000001"),
        ("Ada", "000000000002"),
    ]


def test_a_change_computed_again_after_a_rival_is_signed_once() -> None:
    library, numbers = make_half_done_library(), count(1)
    desk = Desk(library, PUBLICATION, lambda: NOW, "Ada", lambda: f"{next(numbers):012x}")
    library.concurrent_change = triage.place_links(desk.state, [5], "papers")
    record = desk.do(triage.place_links, [4], "papers").record
    assert record is not None
    assert (record.change.author, record.change.id) == ("Ada", "000000000002")
    assert library.records[-2].change.author == ""
