"""An X server of the tests' own, and programs that stand in for a system's."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def x_server() -> Iterator[str]:
    """The display of an X server without a screen that anybody sees."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed: X11's clipboard is tested by its payloads alone")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writing], stdin=quiet, stdout=quiet, stderr=quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def x11(x_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A desktop with that server; its display."""
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION", "TMUX", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", x_server)
    return x_server


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a shell script of that name before all other programs; `$SHELF` is a folder of its own."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "shelf").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("SHELF", str(tmp_path / "shelf"))

    def install(name: str, body: str) -> None:
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    return install
