"""The sample workspace: something to see in every pane, and nothing in it that preflight would not pass."""

import sys
from pathlib import Path

import pytest

from tests.support.commands import CommandLine
from tests.support.terminal import Terminal
from workbench.cli.commands.demo import fill_demo, make_demo_profile
from workbench.curation.model import LINK_STATES
from workbench.desk.verbs import issues, preflight
from workbench.workspace import open_workspace


@pytest.fixture
def sample(workbench: CommandLine) -> Path:
    """The sample, laid out."""
    folder: Path = workbench.folder
    (folder / "workbench.toml").write_text(make_demo_profile(), "utf-8")
    with open_workspace(folder) as workspace:
        fill_demo(workspace.desk)
    return folder


def test_there_is_something_to_see_in_every_view_without_asking_any_site(sample: Path) -> None:
    with open_workspace(sample) as workspace:
        state = workspace.state
        assert not state.publication.fetch.automatic
        assert {one: state.count(one) > 0 for one in LINK_STATES} == dict.fromkeys(LINK_STATES, True)
        assert state.count("all") == 49
        inbox = [state.source_of(id) for id in state.ids_in("inbox")]
        assert sum(bool(source.text) for source in inbox) > 10
        draft = state.newest_draft()
        assert draft is not None
        assert (draft.number, draft.date >= "2026") == (12, True)
        entries = issues.printed_entries(state, draft)
        assert 0 < sum(not entry.blurb for entry in entries) < len(entries) < 15


def test_the_published_issue_is_one_that_could_be_published(sample: Path) -> None:
    with open_workspace(sample) as workspace:
        assert preflight.check_issue(workspace.state, workspace.state.issue_by_number(11)) == []
        assert len(issues.printed_entries(workspace.state, workspace.state.issue_by_number(11))) == 15


def test_the_edition_in_the_repository_is_the_samples_as_the_program_exports_it(
    sample: Path, workbench: CommandLine
) -> None:
    (kept,) = (Path(__file__).parents[2] / "issues").glob("0011-*.md")
    exported = workbench("export", "--issue", 11, "--output", "-").out
    assert without_dates(exported) == without_dates(kept.read_text("utf-8"))


def without_dates(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("date:")]


def test_the_demo_opens_in_a_terminal_and_leaves_nothing_behind(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    screen = Terminal([sys.executable, "-m", "workbench", "demo"], 160, 45)
    try:
        for text in ("Inbox", "Issue #12", "Preview", "Gates, Meshes and Quiet Features"):
            screen.wait_for(text)
        assert len(list((tmp_path / "tmp").glob("workbench-demo-*"))) == 1
        screen.press("q")
        assert screen.wait_for_exit(20) == 0
        assert list((tmp_path / "tmp").iterdir()) == []
    finally:
        screen.close()


@pytest.mark.parametrize(("columns", "seen"), [(120, False), (160, True)])
def test_the_first_thing_that_is_painted_is_the_layout_that_stays(
    home: Path, columns: int, seen: bool
) -> None:
    screen = Terminal([sys.executable, "-m", "workbench", "demo"], columns, 40)
    try:
        screen.wait_for("? help")
        assert (b"Preview" in screen.written) is seen
        screen.press("q")
        assert screen.wait_for_exit(20) == 0
    finally:
        screen.close()
