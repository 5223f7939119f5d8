"""What the desk adds to every change: who made it, and an id by which another clone knows it again."""

from itertools import count, islice

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, desk_beside, make_half_done_library
from workbench.curation.model import LinkId
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, triage


def test_every_change_is_signed_with_the_author_and_an_id_of_its_own() -> None:
    library, numbers = make_half_done_library(), count(1)
    desk = Desk(library, PUBLICATION, lambda: NOW, "Ada", lambda: f"{next(numbers):012x}")
    desk.do(triage.reject_links, [LinkId(1)])
    desk.do(history.undo_change)
    undone, rejected = (record.change for record in islice(library.iter_history(), 2))
    assert (rejected.author, rejected.id) == ("Ada", "000000000001")
    assert (undone.author, undone.id) == ("Ada", "000000000002")


def test_a_change_computed_again_after_a_rival_is_signed_once() -> None:
    library, numbers = make_half_done_library(), count(1)
    desk = Desk(library, PUBLICATION, lambda: NOW, "Ada", lambda: f"{next(numbers):012x}")
    desk_beside(desk).do(triage.place_links, [LinkId(5)], "papers")
    record = desk.do(triage.place_links, [LinkId(4)], "papers").record
    assert record is not None
    assert (record.change.author, record.change.id) == ("Ada", "000000000002")
    _, rival = islice(library.iter_history(), 2)
    assert rival.change.author == ""
