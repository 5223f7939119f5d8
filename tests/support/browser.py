"""A headed Chromium on a screen of its own: where it goes, what stands there, and the keys a person presses.

Chromium is driven by its own protocol over one web socket: navigating, and reading a value back, is all that is
asked of it, and a driver of tens of megabytes would be there for two calls. What a person would do, keys and
clicks, comes from outside, as X events.
"""

import contextlib
import json
import os
import subprocess
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-default-apps", "--no-first-run", "--no-default-browser-check"),
    *(
        "--password-store=basic",
        "--window-position=0,0",
        "--window-size=1280,900",
        "--remote-debugging-port=0",
    ),
)


class Browser:
    """One window: what is shown, what a script finds in it, and the keys a person presses."""

    def __init__(self, socket: ClientConnection, display: str) -> None:
        self._socket, self._display = socket, display
        self._numbers = count(1)

    def navigate(self, url: str) -> None:
        """Go there and wait until it is there and takes clicks."""
        self._send_command("Page.navigate", url=url)
        self.wait_for(f"location.href === {json.dumps(url)} && document.readyState === 'complete'")
        self._click_until_heard()

    def evaluate(self, script: str) -> Any:
        """What the script gives, as JSON."""
        told = self._send_command(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def list_frames(self) -> list[str]:
        """What the frames in the page show; an error page of the browser's where it may not show what it was to."""
        tree = self._send_command("Page.getFrameTree")["frameTree"]
        return [str(child["frame"]["url"]) for child in tree.get("childFrames", ())]

    def wait_for(self, script: str) -> None:
        """Until the script gives something true, ten seconds at most."""
        end = time.monotonic() + 10
        while not self.evaluate(script):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press keys as a hand on the keyboard does, for whatever window has the focus."""
        self._run_xdotool("key", "--clearmodifiers", *keys)

    def click(self, selector: str, times: int = 1) -> None:
        """Click in the middle of an element, with the mouse; what is out of sight is scrolled to first."""
        middle = (
            "(() => { const element = document.querySelector(%s); element.scrollIntoViewIfNeeded();"
            " const box = element.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        x, y = self.evaluate(middle % json.dumps(selector))
        self._click_at(x, y, times)

    def _click_at(self, x: float, y: float, times: int = 1) -> None:
        above = self.evaluate("outerHeight - innerHeight")
        clicks = ["click", "--repeat", str(times), "1"]
        self._run_xdotool("mousemove", str(round(x)), str(round(y + above)), *clicks)

    def _click_until_heard(self) -> None:
        # Chromium drops clicks in the first half second of a page, so one that would be waited for may never come.
        self.evaluate(
            "addEventListener('mousedown', () => { window.heard = true }, { once: true, capture: true })"
        )
        end = time.monotonic() + 10
        while not self.evaluate("window.heard === true"):
            assert time.monotonic() < end, "the page takes no clicks"
            self._click_at(1, 1)
            time.sleep(0.02)

    def _run_xdotool(self, *arguments: str) -> None:
        environ = {**os.environ, "DISPLAY": self._display}
        subprocess.run(["xdotool", *arguments], env=environ, check=True, timeout=20)

    def _send_command(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told: dict[str, Any] = json.loads(self._socket.recv(timeout=20))
            if told.get("id") == number:
                assert "error" not in told, told
                result: dict[str, Any] = told["result"]
                return result


def find_socket_url(port_file: Path) -> str:
    """The web socket of the first tab, once Chromium has told its port."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            port = int(port_file.read_text().split("\n")[0])
            return _find_tab(port)
        time.sleep(0.05)
    pytest.fail("Chromium told no port within 30 seconds")


def _find_tab(port: int) -> str:
    from http.client import HTTPConnection

    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
        asked.request("GET", "/json/list")
        tabs = json.loads(asked.getresponse().read())
    return str(next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"))
