"""Programs that stand in for a system's."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def install_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
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
