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

from workbench.web.http.protocol import MAX_BODY, HttpPage

MAX_AGE: Final = 86_400.0
MAX_FILES: Final = 2_000
"""Files in the folder; beyond them the oldest go."""
_STORED_HEADERS: Final = (
    "content-type",
    "content-language",
    "content-disposition",
    "etag",
    "last-modified",
    "link",
)
_MAX_FILE_BYTES: Final = MAX_BODY + 256 * 1024
"""Bytes of a file when unpacked: a body and what is said about it."""


class CacheKey(Struct, frozen=True):
    """What was asked. `is_authorized` is whether a token went with it: GitHub's ETag is another for each."""

    url: str
    accept: str = ""
    is_authorized: bool = False

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return sha256(
            f"{self.is_authorized:d} {self.accept}\n{self.url}".encode("utf-8", "replace")
        ).hexdigest()


class CachedResponse(Struct, frozen=True):
    """An answer, and when (seconds since 1970) the site last stood by it."""

    key: CacheKey
    stored_at: float
    page: HttpPage

    def is_fresh(self, now: float) -> bool:
        """Whether it is from the last day. A clock that was put back makes nothing fresh."""
        return 0 <= now - self.stored_at < MAX_AGE

    @property
    def conditional_headers(self) -> dict[str, str]:
        """The headers that ask whether it still holds; none where the site gave nothing to tell by."""
        said = self.page.headers
        named = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {condition: said[header] for condition, header in named.items() if said.get(header)}


class ResponseCache:
    """The folder of answers."""

    def __init__(self, folder: Path, *, max_files: int = MAX_FILES) -> None:
        self._folder: Final = folder
        self._max_files: Final = max_files
        self._file_count: int | None = None

    def find(self, key: CacheKey) -> CachedResponse | None:
        """What was answered, however long ago."""
        try:
            packed = (self._folder / key.file_name).read_bytes()
            unpacking = zlib.decompressobj()
            kept = msgspec.msgpack.decode(unpacking.decompress(packed, _MAX_FILE_BYTES), type=CachedResponse)
        except (OSError, zlib.error, msgspec.DecodeError, RecursionError):
            return None
        return kept if unpacking.eof and kept.key == key else None

    def save(self, key: CacheKey, page: HttpPage, stored_at: float) -> None:
        """Remember an answer, but for a PDF: papers are not ours to copy, and none is asked for twice."""
        if page.media_type == "application/pdf" or page.body.startswith(b"%PDF-"):
            return
        kept = CachedResponse(key, stored_at, replace(page, headers=_select_headers(page.headers)))
        packed = zlib.compress(msgspec.msgpack.encode(kept), 1)
        with suppress(OSError):
            self._write_file(key.file_name, packed)
            self._enforce_limit()

    def _write_file(self, name: str, packed: bytes) -> None:
        """Whole or not at all. What one reads is nobody else's business, so the folder is the user's alone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f"{name}.{os.getpid()}"
        part.write_bytes(packed)
        part.replace(self._folder / name)

    def _enforce_limit(self) -> None:
        """Counted once, then by hand: to list the folder for each answer would cost more than the answer."""
        if self._file_count is None or self._file_count >= self._max_files:
            self._file_count = self._evict_oldest()
        self._file_count += 1

    def _evict_oldest(self) -> int:
        """How many files are left when the oldest have made room for a tenth."""
        with os.scandir(self._folder) as found:
            aged = sorted(_iter_ages(found))
        leaving = aged[: len(aged) - self._max_files * 9 // 10] if len(aged) > self._max_files else []
        for _, path in leaving:
            Path(path).unlink(missing_ok=True)
        return len(aged) - len(leaving)


def _iter_ages(found: Iterable[os.DirEntry[str]]) -> Iterator[tuple[float, str]]:
    """When each file was written, and its path; another thread's may get its name in this moment and be gone."""
    for entry in found:
        with suppress(FileNotFoundError):
            yield entry.stat().st_mtime, entry.path


def _select_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _STORED_HEADERS if name in headers}
