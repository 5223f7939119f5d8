"""The sample workspace: something to see in every pane, and nothing in it that preflight would not pass."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pyte
import pytest

from tests.support.commands import CommandLine
from workbench.cli.commands.demo import fill_demo, make_demo_profile
from workbench.curation.model import LINK_STATES
from workbench.desk.verbs import issues
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
        assert state.count("all") == 45
        inbox = [state.source_of(id) for id in state.ids_in("inbox")]
        assert sum(bool(source.text) for source in inbox) > 10
        draft = state.newest_draft()
        assert draft is not None
        assert (draft.number, draft.date >= "2026") == (12, True)
        entries = issues.printed_entries(state, draft)
        assert 0 < sum(not entry.blurb for entry in entries) < len(entries) < 15


def test_the_published_issue_is_one_that_could_be_published(sample: Path) -> None:
    with open_workspace(sample) as workspace:
        assert issues.check_issue(workspace.state, workspace.state.issue_by_number(11)) == []
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
    monkeypatch.setenv("TERM", "xterm-256color")
    screen, terminal, running = open_terminal("demo")
    wait_for_texts(screen, terminal, "Inbox", "Issue #12", "Preview", "Gates, Meshes and Quiet Features")
    assert len(list((tmp_path / "tmp").glob("workbench-demo-*"))) == 1
    os.write(terminal, b"q")
    drain(terminal)
    assert running.wait(20) == 0
    os.close(terminal)
    assert list((tmp_path / "tmp").iterdir()) == []


def open_terminal(*words: str) -> tuple[pyte.Screen, int, "subprocess.Popen[bytes]"]:
    """Start the program on a terminal of 160 columns; returns what that shows, its other end, and the process."""
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 160, 0, 0))
    command = [sys.executable, "-m", "workbench", *words]
    told = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    running = subprocess.Popen(command, stdin=end, stdout=end, stderr=end, env=told, start_new_session=True)
    os.close(end)
    return pyte.Screen(160, 45), terminal, running


def wait_for_texts(screen: pyte.Screen, terminal: int, *texts: str) -> None:
    """Wait until all these texts stand on the screen."""
    stream = pyte.ByteStream(screen)
    while not all(text in "\n".join(screen.display) for text in texts):
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, "\n".join(screen.display)
        stream.feed(os.read(terminal, 65536))


def drain(terminal: int) -> None:
    """Read to the end, so that the program can say its last."""
    while select.select([terminal], [], [], 20)[0]:
        try:
            if not os.read(terminal, 65536):
                return
        except OSError:  # the other end is closed
            return
