"""What every room's tests share: a small publication, and libraries and desks with a handful of real links."""

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from msgspec.structs import replace

import workbench
from tests.support.clock import NOW
from tests.support.desks import (
    PUBLICATION,
    desk_on,
    make_half_done_library,
    make_inbox_library,
)
from tests.support.http_server import FakeSite, serve
from workbench.curation.publication import Publication
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.verbs import issues, writing
from workbench.library import MemoryLibrary

# A gate says the same of the same code each time; the search for new counterexamples goes on everywhere else.
# No deadline in either: on a busy machine an example may take as long as it likes.
settings.register_profile("search", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "search")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once, or each of the hundreds of processes that tests start does where none may write it."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(workbench.__file__).parent, quiet=2)


def pytest_collection_finish() -> None:
    """Whoever runs tests of the screen opens it hundreds of times."""
    if "textual.app" in sys.modules:
        from tests.support.speed import speed_up_screens

        speed_up_screens()


@pytest.fixture
def draw_each_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have screens drawn whenever they change, and not only where a test looks."""
    if "textual.app" in sys.modules:
        from textual._compositor import Compositor

        from tests.support.speed import draw_change

        monkeypatch.setattr(Compositor, "render_update", draw_change)


@pytest.fixture
def publication() -> Publication:
    """A weekly with the sections of the default one, written out so that a test can be read alone."""
    return PUBLICATION


@pytest.fixture
def library() -> MemoryLibrary:
    """Twelve links, saved a day apart, nothing placed."""
    return make_inbox_library()


@pytest.fixture
def half_done_library() -> MemoryLibrary:
    """The same with draft #11: one paper written, one not, one benched, a video placed, a TL;DR line."""
    return make_half_done_library()


@pytest.fixture
def make_desk() -> Callable[[Library], Desk]:
    """A desk over a library of the test's own."""
    return desk_on


@pytest.fixture
def desk() -> Desk:
    """A desk in the middle of its week: twelve links and half of issue #11."""
    return desk_on(make_half_done_library())


@pytest.fixture(scope="session")
def new_desk() -> Callable[[], Desk]:
    """Such a desk, new for each call: for laws that need many."""
    return lambda: desk_on(make_half_done_library())


@pytest.fixture
def site() -> Iterator[FakeSite]:
    """A site on 127.0.0.1 that answers 404 until it is told what to say."""
    with serve(FakeSite()) as server:
        yield server


@pytest.fixture
def make_site() -> Iterator[Callable[[], FakeSite]]:
    """As many such sites as a test needs."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serve(FakeSite()))


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """The display of an X server without a screen that anybody sees."""
    if not (shutil.which("Xvfb") and shutil.which("xclip")):
        pytest.skip("Xvfb and xclip are not both installed: what needs a screen is skipped")
    reading, writing = os.pipe()
    command = f"Xvfb -displayfd {writing} -screen 0 1280x900x24 -nolisten tcp -noreset".split()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writing], stdin=quiet, stdout=quiet, stderr=quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def x11(x_display: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A desktop with that server; its display."""
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION", "TMUX", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", x_display)
    return x_display


@pytest.fixture
def twin_desk() -> Desk:
    """A desk with two drafts of one title, #11 and #12."""
    made = Desk(make_half_done_library(), replace(PUBLICATION, title="{highlights}"), lambda: NOW)
    made.do(issues.create_issue)
    for number in (11, 12):
        issue_id = made.state.issue_by_number(number).id
        made.do(writing.set_issue_field, "title", "Weekly Reads", issue_id=issue_id)
    return made
