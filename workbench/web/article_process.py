"""Reads articles with trafilatura, in a process of its own: `python -m workbench.web.article_process`.

A hostile page can cost any amount of time and memory, and the parser holds the interpreter while it works. So it runs
in a process, whose time and memory the system limits. Importing the library takes longer than reading a page, so one
process reads many: it answers one `Article` for each `ArticleRequest`, until its input ends or nothing is asked for
`MAX_IDLE`. The other end is `article_reader.py`.
"""

import logging
import os
import select
import sys
from contextlib import suppress
from typing import IO, Any, Final

import msgspec
from msgspec import Struct

from workbench.curation.text.markup import html_to_text

_MAX_MEMORY: Final = 256 * 1024 * 1024
"""Bytes of data. A usual page takes a tenth of it; the code and its libraries stand beside it."""
MAX_PAGE_SECONDS: Final = 5
"""Processor time for one page, of which a usual one takes a hundredth."""
MAX_IDLE: Final = 30
"""Seconds after which a process that is asked nothing ends."""
_MAX_AUTHORS: Final = 20
_NICENESS: Final = 10
"""The screen goes first."""


class ArticleRequest(Struct, frozen=True):
    """A page: its source, and its address for what stands in there."""

    html: str
    url: str


class Article(Struct, frozen=True):
    """What the library finds in a page; empty where it finds nothing. `published` is a day in ISO 8601."""

    text: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""


def find_article(request: ArticleRequest) -> Article:
    """The article of a page. Raises whatever the library raises."""
    from trafilatura import extract_with_metadata  # noqa: PLC0415 - only the child needs it

    found: Any = extract_with_metadata(
        request.html,
        url=request.url,
        output_format="html",  # the one format of it that tells headings, lists and code apart
        include_formatting=True,
        include_comments=False,
    )
    if found is None:
        return Article()
    names = [name.strip() for name in (found.author or "").split(";")]
    return Article(
        html_to_text(found.text or ""), tuple(filter(None, names[:_MAX_AUTHORS])), found.date or ""
    )


def receive_message(stream: IO[bytes]) -> bytes:
    """The next message; empty where the stream ended."""
    size = stream.read(4)
    return stream.read(int.from_bytes(size, "big")) if len(size) == 4 else b""


def send_message(stream: IO[bytes], message: bytes) -> None:
    """Write a message, its length before it."""
    stream.write(len(message).to_bytes(4, "big") + message)
    stream.flush()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (_MAX_MEMORY, _MAX_MEMORY))


def _limit_time() -> None:
    """Let the system end this process after `MAX_PAGE_SECONDS` more of processor time, or somewhat less."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + MAX_PAGE_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _is_asked(stream: IO[bytes]) -> bool:
    if sys.platform == "win32":  # no waiting on a pipe there; the process ends with the one that asks
        return True
    return bool(select.select([stream], [], [], MAX_IDLE)[0])


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    while _is_asked(requests) and (message := receive_message(requests)):
        _limit_time()
        article = Article()
        with suppress(Exception):  # also MemoryError
            article = find_article(msgspec.msgpack.decode(message, type=ArticleRequest))
        send_message(answers, msgspec.msgpack.encode(article))


if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    _limit_memory()
    logging.disable()  # the library logs much about pages that are no article
    with suppress(BrokenPipeError, KeyboardInterrupt):
        _serve(sys.stdin.buffer, sys.stdout.buffer)
