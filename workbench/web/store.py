"""What sites answered, kept on disk: the one place that spares them a question they have answered today.

One file for each question in a folder that may be thrown away at any time. Nothing here is ever a failure: what
cannot be read is asked for again, what cannot be written is asked for again tomorrow.
"""

import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from workbench.web.net import MOST, Page

DAY: Final = 86_400.0
FILES: Final = 2_000
"""Files in the folder; beyond them the oldest go."""
_HEADERS: Final = ("content-type", "content-language", "content-disposition", "etag", "last-modified", "link")
_FILE: Final = MOST + 256 * 1024
"""Bytes of a file when unpacked: a body and what is said about it."""


class Question(Struct, frozen=True):
    """What was asked. `signed` is whether a token went with it: GitHub's ETag is another for each."""

    url: str
    accept: str = ""
    signed: bool = False

    @property
    def key(self) -> str:
        """The name of its file."""
        return sha256(f"{self.signed:d} {self.accept}\n{self.url}".encode("utf-8", "replace")).hexdigest()


class Kept(Struct, frozen=True):
    """An answer, and when (seconds since 1970) the site last stood by it."""

    question: Question
    at: float
    page: Page

    def is_fresh(self, now: float) -> bool:
        """Whether it is from the last day. A clock that was put back makes nothing fresh."""
        return 0 <= now - self.at < DAY

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask whether it still holds; none where the site gave nothing to tell by."""
        said = self.page.headers
        named = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {condition: said[header] for condition, header in named.items() if said.get(header)}


class Store:
    """The folder of answers."""

    def __init__(self, folder: Path, *, files: int = FILES) -> None:
        self._folder: Final = folder
        self._files: Final = files
        self._count: int | None = None

    def find(self, question: Question) -> Kept | None:
        """What was answered, however long ago."""
        try:
            packed = (self._folder / question.key).read_bytes()
            unpacking = zlib.decompressobj()
            kept = msgspec.msgpack.decode(unpacking.decompress(packed, _FILE), type=Kept)
        except (OSError, zlib.error, msgspec.DecodeError, RecursionError):
            return None
        return kept if unpacking.eof and kept.question == question else None

    def keep(self, question: Question, page: Page, at: float) -> None:
        """Remember an answer, but for a PDF: papers are not ours to copy, and none is asked for twice."""
        if page.type == "application/pdf" or page.body.startswith(b"%PDF-"):
            return
        kept = Kept(question, at, replace(page, headers=_that_matter(page.headers)))
        packed = zlib.compress(msgspec.msgpack.encode(kept), 1)
        with suppress(OSError):
            self._write(question.key, packed)
            self._bound()

    def _write(self, name: str, packed: bytes) -> None:
        """Whole or not at all. What one reads is nobody else's business, so the folder is the user's alone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f"{name}.{os.getpid()}"
        part.write_bytes(packed)
        part.replace(self._folder / name)

    def _bound(self) -> None:
        """Counted once, then by hand: to list the folder for each answer would cost more than the answer."""
        if self._count is None or self._count >= self._files:
            self._count = self._swept()
        self._count += 1

    def _swept(self) -> int:
        """How many files are left when the oldest have made room for a tenth."""
        with os.scandir(self._folder) as found:
            aged = sorted(_aged(found))
        leaving = aged[: len(aged) - self._files * 9 // 10] if len(aged) > self._files else []
        for _, path in leaving:
            Path(path).unlink(missing_ok=True)
        return len(aged) - len(leaving)


def _aged(found: Iterable[os.DirEntry[str]]) -> Iterator[tuple[float, str]]:
    """When each file was written, and its path; another thread's may get its name in this moment and be gone."""
    for entry in found:
        with suppress(FileNotFoundError):
            yield entry.stat().st_mtime, entry.path


def _that_matter(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _HEADERS if name in headers}
