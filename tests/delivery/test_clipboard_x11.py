"""Rich text on X11's clipboard, on a real X server."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.curation.model import UserError
from workbench.delivery.clipboards import run_process
from workbench.delivery.clipboards import x11 as way
from workbench.delivery.clipboards.system import SystemClipboard

HTML = "<h3>📄 Gates &amp; Meshes — #11</h3>"
TEXT = "📄 Gates & Meshes — #11"


def read_target(target: str) -> bytes:
    """What xclip, which is not ours, gets as that target."""
    command = ["xclip", "-o", "-selection", "clipboard", "-t", target]
    return subprocess.run(command, capture_output=True, check=True, timeout=20).stdout


def find_owners(display: str) -> list[int]:
    """The processes left behind on that display."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = b"x11_owner_process" in (folder / "cmdline").read_bytes()
            there = f"DISPLAY={display}\0".encode() in (folder / "environ").read_bytes()
        except OSError:
            continue
        if ours and there:
            found.append(int(folder.name))
    return found


def wait_until(said: Callable[[], bool]) -> bool:
    """Whether it comes true within five seconds."""
    end = time.monotonic() + 5
    while not said():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_a_rich_field_and_a_plain_one_each_get_their_kind(x11: str) -> None:
    said = SystemClipboard().copy_rich(HTML, TEXT)
    assert said == "copied rich text and plain text to the clipboard."
    offered = read_target("TARGETS").decode().split("\n")
    assert {"TARGETS", "MULTIPLE", "TIMESTAMP", "text/html", "UTF8_STRING", "text/plain"} <= set(offered)
    assert read_target("text/html").decode() == HTML
    assert [read_target(kind).decode() for kind in ("UTF8_STRING", "text/plain")] == [TEXT, TEXT]
    assert SystemClipboard().paste() == (HTML, TEXT)


def test_who_filled_the_clipboard_is_known_whatever_it_holds(x11: str) -> None:
    SystemClipboard().copy_rich(HTML, TEXT)
    assert SystemClipboard().holds_own_copy() is True
    command = ["xclip", "-i", "-selection", "clipboard", "-t", "text/html"]
    subprocess.run(command, input=HTML.encode(), check=True, timeout=20, stdout=subprocess.DEVNULL)
    assert wait_until(lambda: SystemClipboard().holds_own_copy() is False)
    assert SystemClipboard().paste()[0] == HTML
    SystemClipboard().copy(TEXT)
    assert (SystemClipboard().holds_own_copy(), SystemClipboard().paste()) == (True, ("", TEXT))


def test_an_issue_of_four_megabytes_comes_through_whole(x11: str) -> None:
    html = "".join(f"<p>{at} 📄</p>" for at in range(260_000))
    assert len(html.encode()) > 4_000_000
    SystemClipboard().copy_rich(html, TEXT)
    assert read_target("text/html").decode() == html


def test_what_is_there_outlives_the_program_and_its_terminal_and_holds_nothing_of_them(
    x11: str, tmp_path: Path
) -> None:
    script = "from workbench.delivery.clipboards.system import SystemClipboard as C; print(C().copy_rich('<p>a', 'a'))"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True, timeout=20
    )
    assert ran.stdout.startswith(b"copied")  # and its pipe was closed, or this would still be waiting
    (owner,) = find_owners(x11)
    assert read_target("text/html") == b"<p>a"
    assert os.getsid(owner) == owner
    assert str(Path(f"/proc/{owner}/cwd").readlink()) == "/"
    streams = {str(Path(f"/proc/{owner}/fd/{stream}").readlink()) for stream in range(3)}
    assert streams == {"/dev/null"}


def test_it_is_gone_as_soon_as_somebody_else_copies(x11: str) -> None:
    SystemClipboard().copy_rich(HTML, TEXT)
    assert len(find_owners(x11)) == 1
    SystemClipboard().copy_rich("<p>next</p>", "next")
    assert wait_until(lambda: len(find_owners(x11)) == 1)
    quiet = subprocess.DEVNULL
    subprocess.run(
        ["xclip", "-selection", "clipboard"], input=b"theirs", stdout=quiet, stderr=quiet, check=True
    )
    assert wait_until(lambda: not find_owners(x11))
    assert SystemClipboard().paste() == ("", "theirs")


def test_plain_text_needs_no_program_beside_ours(
    x11: str, install_program: Callable[[str, str], None]
) -> None:
    for name in ("xclip", "xsel"):
        install_program(name, "exit 1")
    assert SystemClipboard().copy(TEXT) == f"copied {len(TEXT)} characters to the clipboard."
    assert SystemClipboard().paste() == ("", TEXT)


def test_without_python_xlib_rich_text_is_there_alone_and_it_says_so(
    x11: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way, "find_spec", lambda _: None)
    said = SystemClipboard().copy_rich(HTML, TEXT)
    assert (
        said == "copied rich text: only rich text is on the clipboard, so copy as Markdown for plain fields."
    )
    assert read_target("text/html").decode() == HTML
    assert SystemClipboard().paste() == (HTML, "")


def test_an_owner_that_changes_what_it_was_given_is_not_called_copied(
    x11: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_other(helper: str, html: str, text: str) -> int:
        return run_process.write_by_helper(helper, html.replace("#11", "#12"), text)

    monkeypatch.setattr(way, "write_by_helper", write_other)
    with pytest.raises(UserError, match="does not keep"):
        SystemClipboard().copy_rich(HTML, TEXT)
    assert read_target("text/html").decode() == HTML.replace("#11", "#12")


def test_an_owner_that_loses_what_it_was_given_is_not_called_copied(
    x11: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_lose(helper: str, html: str, text: str) -> int:
        code = run_process.write_by_helper(helper, html, text)
        (owner,) = find_owners(x11)
        os.kill(owner, signal.SIGKILL)
        assert wait_until(lambda: not find_owners(x11))
        return code

    monkeypatch.setattr(way, "write_by_helper", write_and_lose)
    with pytest.raises(UserError, match=r"does not keep|does not show"):
        SystemClipboard().copy_rich(HTML, TEXT)


def test_an_xclip_that_changes_what_it_was_given_is_not_called_copied(
    x11: str, monkeypatch: pytest.MonkeyPatch, install_program: Callable[[str, str], None]
) -> None:
    real = shutil.which("xclip", path="/usr/bin:/bin")
    install_program("xclip", f'case "$*" in *-o*) exec {real} "$@" ;; *) tr 1 2 | exec {real} "$@" ;; esac')
    monkeypatch.setattr(way, "find_spec", lambda _: None)
    monkeypatch.setattr(way, "_SECONDS_TO_OWN", 0.2)
    with pytest.raises(UserError, match="does not keep"):
        SystemClipboard().copy_rich(HTML, TEXT)


def test_a_clipboard_whose_owner_hangs_costs_a_moment(x11: str, monkeypatch: pytest.MonkeyPatch) -> None:
    SystemClipboard().copy_rich(HTML, TEXT)
    (owner,) = find_owners(x11)
    os.kill(owner, signal.SIGSTOP)
    monkeypatch.setattr(run_process, "PROCESS_TIMEOUT", 0.2)
    try:
        with pytest.raises(UserError):
            SystemClipboard().paste()
    finally:
        os.kill(owner, signal.SIGCONT)


def test_without_the_server_rich_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UserError, match=r"takes no clipboard from here\.$"):
        SystemClipboard().copy_rich(HTML, TEXT)
