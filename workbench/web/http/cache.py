"""The cache of responses on disk, one file for each request.

The folder may be deleted at any time. Nothing here raises: a file that cannot be read or written only costs another
request. When a cached response is used is decided in `client.py`.
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

from workbench.durable import PRIVATE_FOLDER_MODE, replace_file
from workbench.web.http.protocol import MAX_FEED_BODY, HttpPage

MAX_AGE: Final = 86_400.0
"""Seconds for which a response is used without asking the site again: a day."""
MAX_FILES: Final = 2_000
"""Files in the folder. When there are more, the oldest are deleted."""
_STORED_HEADERS: Final = (
    "content-type",
    "content-language",
    "content-disposition",
    "etag",
    "last-modified",
    "link",
)
_MAX_FILE_BYTES: Final = MAX_FEED_BODY + 256 * 1024
"""Bytes of a file when decompressed: a body and its headers."""


class CacheKey(Struct, frozen=True):
    """A request. `is_authorized` is whether a token was sent, since GitHub's ETag differs with and without one."""

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
    """A response. `stored_at` is when the site sent or confirmed it, in seconds since 1970."""

    key: CacheKey
    stored_at: float
    page: HttpPage

    def is_fresh(self, now: float) -> bool:
        """Whether it is not older than `MAX_AGE`. A response from the future (a clock was set back) is not fresh."""
        return 0 <= now - self.stored_at < MAX_AGE

    @property
    def conditional_headers(self) -> dict[str, str]:
        """The headers that ask whether the response is still valid; none where the site sent no validator."""
        headers = self.page.headers
        validators = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {condition: headers[name] for condition, name in validators.items() if headers.get(name)}


class ResponseCache:
    """The folder of cached responses."""

    def __init__(self, folder: Path, *, max_files: int = MAX_FILES) -> None:
        self._folder: Final = folder
        self._max_files: Final = max_files
        self._file_count: int | None = None

    def find(self, key: CacheKey) -> CachedResponse | None:
        """The cached response, of any age; None where there is none."""
        try:
            compressed = (self._folder / key.file_name).read_bytes()
            decompressor = zlib.decompressobj()
            data = decompressor.decompress(compressed, _MAX_FILE_BYTES)
            cached = msgspec.msgpack.decode(data, type=CachedResponse)
        except (OSError, zlib.error, msgspec.DecodeError, RecursionError):
            return None
        return cached if decompressor.eof and cached.key == key else None

    def save(self, key: CacheKey, page: HttpPage, stored_at: float) -> None:
        """Store a response, except a PDF."""
        if page.media_type == "application/pdf" or page.body.startswith(b"%PDF-"):
            return  # papers are not ours to copy
        cached = CachedResponse(key, stored_at, replace(page, headers=_select_headers(page.headers)))
        compressed = zlib.compress(msgspec.msgpack.encode(cached), 1)  # the fastest level is enough for HTML
        with suppress(OSError):
            # Only the user may read the folder, since it tells what they read. A file lost in a power cut is only
            # requested again, so nothing waits for the disk.
            self._folder.mkdir(PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
            replace_file(self._folder / key.file_name, compressed, sync=False)
            self._enforce_limit()

    def _enforce_limit(self) -> None:
        """Delete the oldest files where there are more than `max_files`."""
        # The files are counted once and then only added up: listing the folder for each response would cost too much.
        if self._file_count is None or self._file_count >= self._max_files:
            self._file_count = self._evict_oldest()
        self._file_count += 1

    def _evict_oldest(self) -> int:
        """Delete the oldest files beyond nine tenths of `max_files`, so that it is not done again soon.

        Returns the number of files that are left.
        """
        with os.scandir(self._folder) as entries:
            by_age = sorted(_iter_ages(entries))
        evicted = by_age[: len(by_age) - self._max_files * 9 // 10] if len(by_age) > self._max_files else []
        for _, path in evicted:
            Path(path).unlink(missing_ok=True)
        return len(by_age) - len(evicted)


def _iter_ages(entries: Iterable[os.DirEntry[str]]) -> Iterator[tuple[float, str]]:
    """The modification time and the path of each file."""
    for entry in entries:
        with suppress(FileNotFoundError):  # another thread renames its temporary file in this moment
            yield entry.stat().st_mtime, entry.path


def _select_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _STORED_HEADERS if name in headers}
