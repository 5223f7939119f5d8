"""A body as it comes over the wire, unpacked: the one place that keeps 300 bytes from becoming 200 megabytes.

An HTTP library unpacks what a server sends, through as many layers as it names, before anybody can look at the size.
Here the raw bytes are unpacked by ourselves, never further than there is room.
"""

import zlib
from collections.abc import AsyncIterator
from typing import Final, Protocol

from workbench.web.http.protocol import FetchError

ACCEPTED_ENCODINGS: Final = "gzip"
"""What may be asked for in `Accept-Encoding`."""


class _Decoder(Protocol):
    @property
    def is_finished(self) -> bool:
        """Whether what came is all there is."""

    def decode(self, data: bytes, max_bytes: int) -> bytes:
        """What these bytes unpack to, at most `max_bytes` of it."""


class _IdentityDecoder:
    is_finished = True

    def decode(self, data: bytes, max_bytes: int) -> bytes:
        return data[:max_bytes]


class _GzipDecoder:
    """Only the first member counts, as in browsers: behind it servers leave zeros and worse."""

    def __init__(self) -> None:
        self._decompressor: Final = zlib.decompressobj(wbits=31)

    @property
    def is_finished(self) -> bool:
        return self._decompressor.eof

    def decode(self, data: bytes, max_bytes: int) -> bytes:
        return b"" if self._decompressor.eof else self._decompressor.decompress(data, max_bytes)


async def read_body(
    chunks: AsyncIterator[bytes], encoding: str, *, max_wire_bytes: int, max_bytes: int, host: str
) -> tuple[bytes, bool]:
    """The first `max_bytes` bytes of a body of which at most `max_wire_bytes` bytes are read, and whether that is
    all of it.

    `FetchError` where it is packed in another way than was asked for, twice, or not as it says.
    """
    unpacking: _Decoder = _IdentityDecoder()
    body = bytearray()
    read = 0
    try:
        async for chunk in chunks:
            if not read:
                unpacking = _make_decoder(encoding.strip().lower(), host)
            read += len(chunk)
            body += unpacking.decode(
                chunk[: len(chunk) - max(0, read - max_wire_bytes)], max_bytes + 1 - len(body)
            )
            if read > max_wire_bytes or len(body) > max_bytes:
                return bytes(body[:max_bytes]), False
    except zlib.error:
        raise FetchError(f"{host} sent something that cannot be unpacked.") from None
    return bytes(body), unpacking.is_finished


def _make_decoder(encoding: str, host: str) -> _Decoder:
    if encoding in ("", "identity"):
        return _IdentityDecoder()
    if encoding in ("gzip", "x-gzip"):
        return _GzipDecoder()
    raise FetchError(f"{host} packs its answer in a way nobody asked for.")
