"""The real program under faults: commands with a system call that fails or never returns, the screen on a terminal,
and what somebody who opens the library afterwards finds there."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.processes import Disk, Fault, Workspace
from tests.support.terminal import Terminal
from workbench.curation.publication.profile import read_default_text


@pytest.fixture(scope="session")
def needs_strace() -> None:
    """Tests with injected faults need strace, and leave to use it."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: no fault can be injected into system calls")
    if subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
    ).returncode:
        pytest.skip("strace may not trace here: no fault can be injected into system calls")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No bytecode is written, which would be counted; no home of the tester's own."""
    for name in ("WORKBENCH_HOME", "WORKBENCH_DEBUG", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def template_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two links, `one` and `two`, left cleanly, that asks no site; never touched, but copied."""
    folder = tmp_path_factory.mktemp("begun") / "letters"
    folder.mkdir()
    (folder / "workbench.toml").write_text(
        read_default_text().replace("automatic = true", "automatic = false")
    )
    for name in ("one", "two"):
        assert Workspace(folder)("add", f"https://a.b/{name}", "--no-fetch").exit == 0
    shutil.rmtree(folder / "backups")  # so that the next checkpoint keeps one, which is a step more to fail
    return folder


@pytest.fixture
def copy_workspace(template_folder: Path, tmp_path: Path) -> Callable[[], Workspace]:
    """That workspace again, as often as asked for."""

    def anew() -> Workspace:
        shutil.rmtree(tmp_path / "letters", ignore_errors=True)
        return Workspace(shutil.copytree(template_folder, tmp_path / "letters"))

    return anew


@pytest.fixture
def copy_imported_workspace(template_folder: Path, tmp_path: Path) -> Callable[[], Workspace]:
    """The same after an import of `three`, which kept a backup first; as often as asked for."""
    first = Workspace(shutil.copytree(template_folder, tmp_path / "imported"))
    (tmp_path / "more.txt").write_text("https://a.b/three\n")
    assert first("import", tmp_path / "more.txt").exit == 0

    def again() -> Workspace:
        shutil.rmtree(tmp_path / "letters", ignore_errors=True)
        return Workspace(shutil.copytree(first.folder, tmp_path / "letters"))

    return again


@pytest.fixture
def workspace(copy_workspace: Callable[[], Workspace]) -> Workspace:
    """A workspace of two links, `one` and `two`."""
    return copy_workspace()


@pytest.fixture
def make_fault() -> type[Fault]:
    """Make a fault."""
    return Fault


@pytest.fixture
def open_screen() -> Iterator[Callable[..., Terminal]]:
    """Open the screen on a folder, at a terminal; `wrapper` is a command that runs it."""
    open_ones: list[Terminal] = []

    def start(folder: Path, *watched: str) -> Terminal:
        open_ones.append(Terminal([*watched, *Workspace(folder).command]))
        open_ones[-1].wait_for("Inbox")
        return open_ones[-1]

    yield start
    for one in open_ones:
        one.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk of the test's own; skipped where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=200", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here: tests/library limits the size of files instead")
    yield Disk(place)
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def make_read_only() -> Iterator[Callable[[Path], None]]:
    """Make a folder read-only for the program, whoever runs it; skipped where that cannot be done."""
    mounted: list[Path] = []

    def seal(folder: Path) -> None:
        if os.geteuid():
            folder.chmod(0o500)
            return
        for how in (["--bind", str(folder)], ["-o", "remount,ro,bind"]):
            if subprocess.run(["mount", *how, str(folder)], capture_output=True, check=False).returncode:
                pytest.skip("nothing may be mounted here, and nothing is read-only for this user")
            mounted.append(folder)

    yield seal
    for folder in set(mounted):
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def make_workspace() -> type[Workspace]:
    """The program on a folder of the test's own."""
    return Workspace
