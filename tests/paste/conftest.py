"""A headed Chromium on a screen of its own, and in it an editor of the family that newsletter platforms use.

Chromium is driven by its own protocol over one web socket: navigating, and reading a value back, is all that is
asked of it, and a driver of tens of megabytes would be there for two calls. What a person would do, keys and
clicks, comes from outside, as X events.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.support.browser import FLAGS, Browser, _build_bundle, _find_socket_url
from tests.support.http_server import FakeSite


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
            with connect(_find_socket_url(profile / "DevToolsActivePort"), max_size=None) as socket:
                yield Browser(socket, x_display)
        finally:
            chromium.terminate()


@pytest.fixture
def editor_url(request: pytest.FixtureRequest, site: FakeSite) -> str:
    """The address of a page on 127.0.0.1 with that editor in it, built once and kept in pytest's cache."""
    script = _build_bundle(request.config.cache.mkdir("paste-editor"))
    page = (
        "<!doctype html><meta charset=utf-8><style>.ProseMirror { min-height: 80vh; white-space: pre-wrap }"
        "</style><div id=editor></div><script src=/editor.js></script>"
    )
    site.reply("/", page, type="text/html; charset=utf-8")
    site.reply("/editor.js", script.read_bytes(), type="text/javascript; charset=utf-8")
    return f"{site.url}/"
