"""The capture endpoint on a free port, and raw requests to it, as no library would send them."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from workbench.curation.clipping import Clipping
from workbench.curation.model import UserError
from workbench.web.capture.server import CaptureServer

TOKEN: Final = "t" * 43


class CaptureEndpoint:
    """A running endpoint, what it saved, and the token it wants now."""

    def __init__(self) -> None:
        self.saved: list[Clipping] = []
        self.token = TOKEN
        self.is_disk_full = False
        self.server = CaptureServer(0, save=self._save, read_token=lambda: self.token)
        self.port = self.server.port

    def _save(self, clipping: Clipping) -> None:
        if self.is_disk_full:
            raise UserError("The disk is full.")
        self.saved.append(clipping)

    def post(self, body: Any = None, /, **changes: str | None) -> int:
        """The status of a request that is right but for what is changed; a header that is None is left out."""
        data = (
            body if isinstance(body, bytes) else json.dumps(body or {"url": "https://example.com/a"}).encode()
        )
        method, path = changes.pop("method", "POST"), changes.pop("path", "/add")
        headers: dict[str, str | None] = {
            "host": f"127.0.0.1:{self.port}", "content-type": "application/json",
            "authorization": f"Bearer {TOKEN}", "content-length": str(len(data)),
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }  # fmt: skip
        lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
        return status_of(
            self.send("\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + data)
        )

    def send(self, data: bytes) -> bytes:
        """All that comes back for these bytes, until the other side closes the connection."""
        with self.connect() as connection:
            with suppress(ConnectionError):  # broken off before all of it was sent
                connection.sendall(data)
            return read_all(connection)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes; nothing where it broke the connection off."""
    answer = b""
    try:
        while piece := connection.recv(65536):
            answer += piece
    except ConnectionError:
        pass
    return answer


def status_of(answer: bytes) -> int:
    """The status of an answer; 0 where there was none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


@contextmanager
def run_capture_endpoint() -> Iterator[CaptureEndpoint]:
    """An endpoint that answers while the block runs."""
    endpoint = CaptureEndpoint()
    thread = threading.Thread(target=endpoint.server.serve)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.server.stop()
        thread.join(10)
        assert not thread.is_alive()


class RunningCapture:
    """The process of `workbench capture`, where it listens, and the file of its token."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        self.process, self._stderr = process, process.stderr
        self.said: list[str] = []
        while "ctrl+c" not in (self.said or [""])[-1]:
            self.said.append(self.read_line())
        told = "".join(self.said)
        (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)", told)
        (file,) = re.findall(r"token in (.+)\.\n", told)
        self.port, self.token_file = int(port), Path(file)

    def read_line(self) -> str:
        """The next line that it says, waited for."""
        line = self._stderr.readline()
        assert line, self.said
        return line

    def post(self, url: str, token: str = "") -> int:
        """The status of a request with a link, as the page sends it."""
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
def run_capture(folder: Path) -> Iterator[RunningCapture]:
    """`workbench capture` on a workspace, until the block ends."""
    command = [sys.executable, "-m", "workbench", "--workspace", str(folder), "capture", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield RunningCapture(process)
        finally:
            process.kill()
