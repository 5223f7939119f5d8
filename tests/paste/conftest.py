"""Chromium on a screen of its own, the editors that newsletter platforms are made of, and an issue to paste into them.

Chromium is driven by its own protocol over one web socket: navigating, and reading a value back, is all that is
asked of it, and a driver of tens of megabytes would be there for two calls. What a person would do, keys and
clicks, comes from outside, as X events.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.support.browser import FLAGS, Browser, find_socket_url
from tests.support.commands import CommandLine
from tests.support.editor_pages import PAGE, EditorPage, build_editors
from tests.support.http_server import FakeSite
from tests.support.whole_issue import make_whole_change
from workbench.curation.publication.profile import read_default_text
from workbench.workspace import open_workspace
from workbench.workspace_folder import PROFILE_FILE


@pytest.fixture
def browser(x_display: str, tmp_path: Path) -> Iterator[Browser]:
    """Chromium, with a profile of its own, on the tests' screen."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not (program and shutil.which("xdotool")):
        pytest.skip("Chromium and xdotool are not both installed: nothing is pasted for real")
    environ = {**os.environ, "DISPLAY": x_display}
    profile = tmp_path / "profile"
    quiet = subprocess.DEVNULL
    command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, env=environ, stdin=quiet, stdout=quiet, stderr=quiet) as chromium:
        try:
            with connect(find_socket_url(profile / "DevToolsActivePort"), max_size=None) as socket:
                yield Browser(socket, x_display)
        finally:
            chromium.terminate()


@pytest.fixture(scope="session")
def built_editors(request: pytest.FixtureRequest) -> Path:
    """The folder with a script, and mostly a style sheet, for each editor: built once, kept in pytest's cache."""
    return build_editors(request.config.cache.mkdir("paste-editors"))


@pytest.fixture
def open_editor(browser: Browser, built_editors: Path, site: FakeSite) -> Callable[[str], EditorPage]:
    """Opens a page on 127.0.0.1 with the editor of that name in it, empty and with the cursor in it."""

    def serve_and_open(name: str) -> EditorPage:
        style = built_editors / f"{name}.css"
        site.reply("/", PAGE, type="text/html; charset=utf-8")
        site.reply("/editor.js", (built_editors / f"{name}.js").read_bytes(), type="text/javascript")
        site.reply("/editor.css", style.read_bytes() if style.exists() else b"", type="text/css")
        return EditorPage(browser, f"{site.url}/")

    return serve_and_open


@pytest.fixture
def workbench(tmp_path: Path, x11: str, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a workspace with a finished issue of 15 entries."""
    assert x11
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / PROFILE_FILE).write_text(read_default_text(), "utf-8")
    with open_workspace(folder) as workspace:
        workspace.do(make_whole_change)
    return CommandLine(folder, monkeypatch)
