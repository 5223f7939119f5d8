"""A workspace of its own for each test, and two ways to run the program on it: in this process, which is quick, and
as the process a shell would start."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import LINKS_TEXT, CommandLine


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home folder with nothing in it, and no hint of a workspace or a desktop."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in (
        "WORKBENCH_HOME", "WORKBENCH_DEBUG", "GITHUB_TOKEN", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def workbench(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on an empty workspace."""
    bench = CommandLine(tmp_path / "letters", monkeypatch)
    assert bench("init", bench.folder, workspace=False).exit == 0
    return bench


@pytest.fixture
def filled_workbench(workbench: CommandLine) -> CommandLine:
    """The command line on a week's saved links, fresh in the inbox."""
    assert workbench("add", "-", "--no-fetch", stdin=LINKS_TEXT).exit == 1
    return workbench


@pytest.fixture
def links_text() -> str:
    """How links really arrive: variants of one work, tracking, prose around them, lines that are none."""
    return LINKS_TEXT


@pytest.fixture
def id_of(filled_workbench: CommandLine) -> Callable[[str], int]:
    """Look a saved link's id up by its identity."""
    known = {link["identity"]: link["id"] for link in filled_workbench("list", "--json").json}
    return lambda identity: known[identity]
