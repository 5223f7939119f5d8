"""Asks the process that reads articles, and does without its answer where a page stops it.

`read` blocks, so it is called in a thread. One process serves all pages; it is started when the first one is read.
"""

import atexit
import subprocess
import sys
from contextlib import suppress
from threading import Lock, Timer
from typing import Final

import msgspec

from workbench.web.article_process import Article, ArticleRequest, receive_message, send_message

_MAX_WAIT: Final = 15
"""Seconds until a page is given up. The process has a third of that as processor time, but the machine may be busy."""


class ArticleReader:
    """The process that reads articles, started anew where it has ended."""

    def __init__(self) -> None:
        self._lock: Final = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, html: str, url: str) -> Article | None:
        """What is found in a page; None where it took too much time or memory, or the reader was stopped."""
        request = msgspec.msgpack.encode(ArticleRequest(html, url))
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._end()
                self._process = start_process()
            return _ask(self._process, request)

    def stop(self) -> None:
        """End the process, also while it reads a page."""
        process = self._process
        if process is not None:
            process.kill()
            process.wait()  # or the next page would be given to it

    def close(self) -> None:
        """End the process for good."""
        self.stop()
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):  # closing writes what a broken pipe did not take
                self._process.communicate()
            self._process = None


def start_process() -> subprocess.Popen[bytes]:
    """The process, with nothing asked yet."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "workbench.web.article_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _ask(process: subprocess.Popen[bytes], request: bytes) -> Article | None:
    assert process.stdin is not None
    assert process.stdout is not None
    timer = Timer(_MAX_WAIT, process.kill)
    timer.start()
    try:
        send_message(process.stdin, request)
        return msgspec.msgpack.decode(receive_message(process.stdout), type=Article)
    except (OSError, msgspec.DecodeError):  # it ended
        return None
    finally:
        timer.cancel()


READER: Final = ArticleReader()
"""The one of this program."""
atexit.register(READER.close)
