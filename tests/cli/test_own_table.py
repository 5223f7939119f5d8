"""A further table of the library takes one declaration: all that is done to documents is done to its own."""

import json
from collections.abc import Callable

import pytest

from tests.support.commands import CommandLine
from workbench.curation.change import Change
from workbench.curation.document import Document
from workbench.curation.model import TABLES, Link, LinkId, TableSpec, UserError
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.state import State
from workbench.desk.verbs import history, triage
from workbench.workspace import Workspace, open_workspace


class Review(Document, frozen=True, kw_only=True, gc=False):
    """What somebody thinks of a link."""

    link: int
    verdict: str = ""
    comment: str = ""


REVIEWS = TableSpec(
    name="reviews",
    document=Review,
    noun="review",
    prose=frozenset({"comment"}),
    refers_to={"link": "links"},
)


class Digest(Document, frozen=True, kw_only=True, gc=False):
    """What a link says, in short."""

    text: str = ""


@pytest.fixture(autouse=True)
def reviews(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table, declared."""
    monkeypatch.setitem(TABLES, "reviews", REVIEWS)


def add_review(state: State, link: int, comment: str = "") -> Change:
    builder = ChangeBuilder(state)
    builder.create(Review(id=builder.allocate_id("reviews"), link=link, comment=comment))
    return builder.build("Reviewed a link")


def change_review(state: State, id: int, verdict: str) -> Change:
    builder = ChangeBuilder(state)
    builder.set(state.documents_of(Review)[id], verdict=verdict)
    return builder.build("Changed a review")


def undo_last(workspace: Workspace) -> None:
    workspace.do(history.undo_change)


def test_its_documents_are_saved_and_loaded(filled_workbench: CommandLine) -> None:
    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_review, 1, "Good.\nRead twice.")
        touched = workspace.do(change_review, 1, "yes").touched
        assert (touched.ids_in("reviews"), touched.links) == ({1}, set())
    assert json.loads((filled_workbench.folder / "library.json").read_bytes())["reviews"] == {
        "1": {"link": 1, "comment": "Good.\nRead twice.", "verdict": "yes"}
    }
    with open_workspace(filled_workbench.folder) as workspace:
        assert workspace.state.documents_of(Review) == {
            1: Review(id=1, link=1, comment="Good.\nRead twice.", verdict="yes")
        }


def test_another_desk_follows_them(filled_workbench: CommandLine) -> None:
    with open_workspace(filled_workbench.folder) as mine, open_workspace(filled_workbench.folder) as theirs:
        mine.do(add_review, 1)
        theirs.desk.apply_records(theirs.desk.library.poll())
        mine.do(change_review, 1, "yes")
        touched = theirs.desk.apply_records(theirs.desk.library.poll())
        assert touched.ids_in("reviews") == {1}
        assert theirs.state.documents_of(Review)[1].verdict == "yes"


def test_a_hidden_one_is_followed_and_repaints_nothing(
    filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = TableSpec(name="reviews", document=Review, noun="review", is_hidden=True)
    monkeypatch.setitem(TABLES, "reviews", hidden)
    with open_workspace(filled_workbench.folder) as workspace:
        assert not workspace.do(add_review, 1).touched
        assert list(workspace.state.documents_of(Review)) == [1]


def test_what_was_done_to_them_is_undone_and_redone(filled_workbench: CommandLine) -> None:
    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_review, 1)
        workspace.do(change_review, 1, "yes")
        undo_last(workspace)
        assert workspace.state.documents_of(Review)[1].verdict == ""
        undo_last(workspace)
        assert workspace.state.documents_of(Review) == {}
        workspace.do(history.redo_change)
        assert list(workspace.state.documents_of(Review)) == [1]


def test_a_part_of_a_link_goes_with_it_and_repaints_its_row(
    filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = TableSpec(name="digests", document=Digest, noun="digest", part_of="links", is_loaded=False)
    monkeypatch.setitem(TABLES, "digests", part)

    def add_digest(state: State) -> Change:
        builder = ChangeBuilder(state)
        builder.create(Digest(id=1, text="In short."))
        return builder.build("Fetched a digest", "fetch")

    with open_workspace(filled_workbench.folder) as workspace:
        assert workspace.do(add_digest).touched.links == {1}
        undo_last(workspace)  # the import that made the link
        assert workspace.state.links == {}
        assert workspace.desk.library.get("digests", 1) is None


def test_a_part_stays_where_its_link_stays_and_goes_where_its_link_goes(
    filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = TableSpec(name="digests", document=Digest, noun="digest", part_of="links", is_loaded=False)
    monkeypatch.setitem(TABLES, "digests", part)

    def add_link(state: State) -> Change:
        builder = ChangeBuilder(state)
        id = LinkId(builder.allocate_id("links"))
        builder.create(Link(id=id, url="https://e.example/a", identity="https://e.example/a"))
        builder.create(Digest(id=id, text="In short."))
        return builder.build("Imported a link with its digest")

    def refresh_digest(state: State, link: int) -> Change:
        builder = ChangeBuilder(state)
        builder.set(Digest(id=link, text="In short."), text="Shorter.")
        return builder.build("Fetched a digest", "fetch")

    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_link)
        link = max(workspace.state.links)
        seq = workspace.desk.seq
        workspace.do(triage.place_links, [link], "reads")
        with pytest.raises(UserError, match="changed since"):
            workspace.do(history.undo_change, seq)
        assert workspace.desk.library.get("digests", link) == {"text": "In short."}
        undo_last(workspace)
        workspace.do(refresh_digest, link)
        workspace.do(history.undo_change, seq)
        assert link not in workspace.state.links
        assert workspace.desk.library.get("digests", link) is None


def test_the_doctor_looks_at_them(filled_workbench: CommandLine) -> None:
    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_review, 99)
    [finding] = filled_workbench("doctor", "--json").json
    assert (finding["where"], finding["message"]) == (
        "reviews 1",
        "it belongs to link 99, which is not there",
    )
    file = filled_workbench.folder / "library.json"
    file.write_bytes(file.read_bytes().replace(b'"link":99', b'"link":"x"'))
    findings = filled_workbench("doctor", "--json").json
    assert [one["where"] for one in findings if "not understood" in one["message"]] == ["reviews 1"]


def test_text_in_them_that_somebody_wrote_by_hand_is_cleaned(filled_workbench: CommandLine) -> None:
    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_review, 1, "a\x1b[31m\nb")
        workspace.do(change_review, 1, "c\x1b[31m\nd")
    with open_workspace(filled_workbench.folder) as workspace:
        review = workspace.state.documents_of(Review)[1]
        assert (review.comment, review.verdict) == ("a\nb", "c d")


EXPORTS: list[tuple[str, ...]] = [
    *(("export", "--output", "-", "--format", format) for format in ("markdown", "html", "text", "json")),
    ("list", "--json"),
    ("show", "1", "--json"),
    ("check", "--json"),
]


def test_nothing_that_goes_out_shows_them(filled_workbench: CommandLine) -> None:
    filled_workbench("place", 1, "papers")
    run_all: Callable[[], list[str]] = lambda: [filled_workbench(*words).out for words in EXPORTS]  # noqa: E731
    before = run_all()
    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_review, 1, "QQREVIEWQQ")
    assert run_all() == before
    assert all(before)


def test_a_workbench_without_the_declaration_refuses_its_changes(
    filled_workbench: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workspace(filled_workbench.folder) as workspace:
        workspace.do(add_review, 1)
        monkeypatch.delitem(TABLES, "reviews")
        ran = filled_workbench("list")
        assert (ran.exit, ran.out) == (3, "")
        assert "newer workbench" in ran.err
        monkeypatch.setitem(TABLES, "reviews", REVIEWS)
