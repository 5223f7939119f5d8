"""The editor at the real screen: a page object in the product's words, over a real library on a real disk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.editor import NOW, UNASKED, Desktop, Editor, Workbench
from workbench.cli.demo import lay_out, profile
from workbench.curation.profile import default_text, parse
from workbench.curation.publication import Fetching
from workbench.delivery.files import IssueFiles
from workbench.delivery.memory import ScreenMemory
from workbench.desk.desk import Desk
from workbench.desk.ports import World
from workbench.library import open_library
from workbench.ui.app import WorkbenchApp
from workbench.web import SiteWeb


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    """Open the workbench on the test's workspace: `async with workbench(width, height) as editor`.

    `sample=True` lays out what `workbench demo` shows; `fetching` says which sites may be asked, else none is.
    """

    @asynccontextmanager
    async def opened(
        width: int = 160,
        height: int = 45,
        desktop: Desktop | None = None,
        *,
        sample: bool = False,
        fetching: Fetching = UNASKED,
    ) -> AsyncIterator[Editor]:
        library = open_library(tmp_path, clock=lambda: NOW)
        try:
            desktop = desktop or Desktop()
            publication = replace(parse(profile() if sample else default_text()), fetch=fetching)
            desk = Desk(library, publication, lambda: NOW)
            if sample:
                lay_out(desk)
            web = SiteWeb(fetching, tmp_path / "cache", lambda: NOW)
            world = World(desktop, IssueFiles(tmp_path), desktop, desktop, ScreenMemory(tmp_path), web)
            app = WorkbenchApp(desk, world)
            async with app.run_test(size=(width, height)) as pilot:
                editor = Editor(app, pilot, desktop, desk)
                await editor.settle()
                yield editor
        finally:
            library.close()

    return opened
