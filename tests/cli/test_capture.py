"""`workbench capture` as a person starts it, and three programs that save links at once."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.support.commands import CommandLine


class RunningCapture:
    """The process, where it listens, and the file of its token."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        self.process, self._stderr = process, process.stderr
        self.said: list[str] = []
        while "ctrl+c" not in (self.said or [""])[-1]:
            line = self._stderr.readline()
            assert line, self.said
            self.said.append(line)
        told = "".join(self.said)
        (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)", told)
        (file,) = re.findall(r"token in (.+)\.\n", told)
        self.port, self.token_file = int(port), Path(file)

    def post(self, url: str, token: str = "") -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Authorization": f"Bearer {token or self.token_file.read_text().strip()}",
            "Content-Type": "application/json",
        }
        connection.request("POST", "/add", json.dumps({"url": url, "note": "from the page"}), headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def end(self) -> tuple[int, str]:
        """Press ctrl+c; the exit code, and what was said since it began."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


@contextmanager
def run_capture(bench: CommandLine) -> Iterator[RunningCapture]:
    command = [sys.executable, "-m", "workbench", "--workspace", str(bench.folder), "capture", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield RunningCapture(process)
        finally:
            process.kill()


def test_it_saves_until_ctrl_c_and_leaves_the_library_whole(workbench: CommandLine) -> None:
    with run_capture(workbench) as running:
        assert running.post("https://example.com/a") == 204
        assert running.post("https://example.com/b", token="t" * 43) == 401
        code, said = running.end()
    assert (code, said) == (0, "Added “example.com/a”.\n")
    (link,) = workbench("list", "--json").json
    assert (link["url"], link["note"]) == ("https://example.com/a", "from the page")
    assert workbench("history", "--json").json[0]["origin"] == "capture"
    assert workbench("doctor").exit == 0


def test_what_lies_in_inbox_is_taken_in_as_it_starts(workbench: CommandLine) -> None:
    file = Path(workbench.folder) / "inbox" / "phone.txt"
    file.write_text("https://example.com/a\n")
    os.utime(file, (1_000, 1_000))
    with run_capture(workbench) as running:
        assert "inbox/phone.txt: Added “example.com/a”.\n" in running.said


def test_a_new_token_ends_the_old_one_while_it_runs(workbench: CommandLine) -> None:
    with run_capture(workbench) as running:
        old = running.token_file.read_text().strip()
        done = workbench("capture", "--new-token")
        assert (done.exit, str(running.token_file) in done.err) == (0, True)
        assert running.post("https://example.com/a", token=old) == 401
        assert running.post("https://example.com/a") == 204
        running.token_file.chmod(0o644)
        assert running.post("https://example.com/b") == 503
        _, said = running.end()
    assert "Others may read" in said


def test_a_port_that_another_has_is_told_in_a_sentence(workbench: CommandLine) -> None:
    with run_capture(workbench) as running:
        done = workbench("capture", "--port", str(running.port))
    assert (done.exit, done.err.count("\n")) == (3, 1)
    assert "--port N takes another" in done.err


@pytest.mark.parametrize("port", ["-1", "65536", "a"])
def test_a_port_that_is_none_is_wrong_use(workbench: CommandLine, port: str) -> None:
    assert workbench("capture", "--port", port).exit == 2


def test_page_command_and_folder_save_at_once_and_nothing_is_lost(workbench: CommandLine) -> None:
    each = 8
    inbox = Path(workbench.folder) / "inbox"

    def name(way: str) -> list[str]:
        return [f"https://example.com/{way}/{at}" for at in range(each)]

    def by_folder() -> None:
        for at, url in enumerate(name("folder")):
            (inbox / f"{at}.txt").write_text(f"{url}\n")
            os.utime(inbox / f"{at}.txt", (1_000, 1_000))
            assert workbench.run_process("inbox").exit == 0

    def by_command() -> None:
        for url in name("command"):
            assert workbench.run_process("add", url, "--no-fetch").exit == 0

    with run_capture(workbench) as running, ThreadPoolExecutor() as pool:

        def by_page() -> None:
            assert [running.post(url) for url in name("page")] == [204] * each

        ways: list[Callable[[], None]] = [by_folder, by_command, by_page]
        for done in [pool.submit(way) for way in ways]:
            done.result(60)
    urls = {link["url"] for link in workbench("list", "--json").json}
    assert urls == {url for way in ("folder", "command", "page") for url in name(way)}
    assert workbench("doctor").exit == 0
