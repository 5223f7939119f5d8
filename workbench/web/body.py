"""A body as it comes over the wire, unpacked: the one place that keeps 300 bytes from becoming 200 megabytes.

An HTTP library unpacks what a server sends, through as many layers as it names, before anybody can look at the size.
Here the raw bytes are unpacked by ourselves, never further than there is room.
"""

import zlib
from collections.abc import AsyncIterator
from typing import Final, Protocol

from workbench.web.net import Failed

ACCEPTED: Final = "gzip"
"""What may be asked for in `Accept-Encoding`."""


class _Unpacking(Protocol):
    @property
    def ended(self) -> bool:
        """Whether what came is all there is."""

    def next(self, data: bytes, room: int) -> bytes:
        """What these bytes unpack to, at most `room` of it."""


class _Plain:
    ended = True

    def next(self, data: bytes, room: int) -> bytes:
        return data[:room]


class _Gzip:
    """Only the first member counts, as in browsers: behind it servers leave zeros and worse."""

    def __init__(self) -> None:
        self._packed: Final = zlib.decompressobj(wbits=31)

    @property
    def ended(self) -> bool:
        return self._packed.eof

    def next(self, data: bytes, room: int) -> bytes:
        return b"" if self._packed.eof else self._packed.decompress(data, room)


async def bounded(
    chunks: AsyncIterator[bytes], encoding: str, *, wire: int, most: int, host: str
) -> tuple[bytes, bool]:
    """The first `most` bytes of a body of which at most `wire` bytes are read, and whether that is all of it.

    `Failed` where it is packed in another way than was asked for, twice, or not as it says.
    """
    unpacking: _Unpacking = _Plain()
    body = bytearray()
    read = 0
    try:
        async for chunk in chunks:
            if not read:
                unpacking = _unpacking(encoding.strip().lower(), host)
            read += len(chunk)
            body += unpacking.next(chunk[: len(chunk) - max(0, read - wire)], most + 1 - len(body))
            if read > wire or len(body) > most:
                return bytes(body[:most]), False
    except zlib.error:
        raise Failed(f"{host} sent something that cannot be unpacked.") from None
    return bytes(body), unpacking.ended


def _unpacking(encoding: str, host: str) -> _Unpacking:
    if encoding in ("", "identity"):
        return _Plain()
    if encoding in ("gzip", "x-gzip"):
        return _Gzip()
    raise Failed(f"{host} packs its answer in a way nobody asked for.")
