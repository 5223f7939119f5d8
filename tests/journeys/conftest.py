"""The editor at the real screen: a page object in the product's words, over a real library on a real disk."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.app import App

from tests.support.clock import NOW
from tests.support.editor import NO_FETCHING, FakeDesktop, PaneEditor, Workbench
from tests.support.services import GivenServices
from workbench.cli.commands.demo import fill_demo, make_demo_profile
from workbench.curation.publication import FetchSettings
from workbench.curation.publication.profile import parse_publication, read_default_text
from workbench.delivery.arrivals import ArrivalFolder
from workbench.delivery.cards.painter import PillowPainter
from workbench.delivery.clipboards.system import TerminalClipboard
from workbench.delivery.files import IssueFolder
from workbench.delivery.named_files import DiskFiles
from workbench.delivery.platforms import DraftPlatforms
from workbench.delivery.ui_state import UiStateFile
from workbench.desk.desk import Desk
from workbench.library import open_library
from workbench.library.original import find_original
from workbench.ui.app import WorkbenchApp
from workbench.web import SiteWeb
from workbench.workspace_folder import PROFILE_FILE, read_publication


@pytest.fixture
def fake_suspend(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's terminal cannot make room for another program; this one says that it did."""
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace as `workbench demo` lays it out; never touched, but copied."""
    folder = tmp_path_factory.mktemp("sample")
    library = open_library(folder, clock=lambda: NOW)
    fill_demo(Desk(library, parse_publication(make_demo_profile()), lambda: NOW))
    library.close()
    return folder


@pytest.fixture
def workbench(tmp_path: Path, request: pytest.FixtureRequest) -> Workbench:
    """Open the workbench on the test's workspace: `async with workbench(width, height) as editor`.

    `sample=True` lays out what `workbench demo` shows, `profile` is a workbench.toml.
    `fetching` says which sites may be asked, else none is.
    """

    @asynccontextmanager
    async def opened(
        width: int = 160,
        height: int = 45,
        desktop: FakeDesktop | None = None,
        *,
        sample: bool = False,
        profile: str = "",
        fetching: FetchSettings = NO_FETCHING,
    ) -> AsyncIterator[PaneEditor]:
        if sample and not (tmp_path / "library.json").exists():
            shutil.copytree(request.getfixturevalue("sample_folder"), tmp_path, dirs_exist_ok=True)
        library = open_library(tmp_path, clock=lambda: NOW)
        try:
            desktop = desktop or FakeDesktop()
            text = profile or (make_demo_profile() if sample else read_default_text())
            publication = replace(parse_publication(text), fetch=fetching)
            original = find_original(tmp_path, publication.translation.of, read_publication)
            desk = Desk(library, publication, lambda: NOW, original=original)
            web = SiteWeb(fetching, tmp_path / "cache", lambda: NOW)
            world = GivenServices(
                clipboard=desktop,
                terminal=TerminalClipboard(),
                issue_files=IssueFolder(tmp_path),
                editor=desktop,
                browser=desktop,
                ui_state=UiStateFile(tmp_path),
                web=web,
                feed_web=web,
                link_web=web,
                card_painter=PillowPainter(),
                platforms=DraftPlatforms(tmp_path / PROFILE_FILE),
                arrivals=ArrivalFolder(tmp_path),
                named_files=DiskFiles(),
            )
            app = WorkbenchApp(desk, world)
            async with app.run_test(size=(width, height)) as pilot:
                editor = PaneEditor(app, pilot, desktop, desk)
                await editor.settle()
                yield editor
        finally:
            library.close()

    return opened
