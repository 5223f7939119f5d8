"""Reads and decompresses the body of a response, within limits on both sizes.

An HTTP library decompresses as many layers as the server names, before the size can be checked: 300 bytes may become
200 megabytes. Here the raw bytes are decompressed step by step, up to the limit.
"""

import zlib
from collections.abc import AsyncIterator
from typing import Final, Protocol

from workbench.web.http.protocol import FetchError

ACCEPTED_ENCODINGS: Final = "gzip"
"""The value for `Accept-Encoding`: what `read_body` can decompress."""


class _Decoder(Protocol):
    @property
    def is_finished(self) -> bool:
        """Whether the data so far is complete."""

    def decode(self, data: bytes, max_bytes: int) -> bytes:
        """The next decompressed bytes, at most `max_bytes`."""


class _IdentityDecoder:
    is_finished = True

    def decode(self, data: bytes, max_bytes: int) -> bytes:
        return data[:max_bytes]


class _GzipDecoder:
    """Reads the first gzip member only, as browsers do. Some servers append zeros or other data."""

    def __init__(self) -> None:
        self._decompressor: Final = zlib.decompressobj(wbits=31)  # 31: gzip, with its header

    @property
    def is_finished(self) -> bool:
        return self._decompressor.eof

    def decode(self, data: bytes, max_bytes: int) -> bytes:
        return b"" if self._decompressor.eof else self._decompressor.decompress(data, max_bytes)


async def read_body(
    chunks: AsyncIterator[bytes], encoding: str, *, max_wire_bytes: int, max_bytes: int, host: str
) -> tuple[bytes, bool]:
    """The first `max_bytes` of a body, and whether that is all of it. Reads at most `max_wire_bytes` from `chunks`.

    `encoding` is the value of `Content-Encoding`. `FetchError`, naming `host`, where it is not one that was requested
    or the data does not conform to it.
    """
    decoder: _Decoder = _IdentityDecoder()
    body = bytearray()
    received = 0
    try:
        async for chunk in chunks:
            if not received:  # not before: an empty body may have any encoding
                decoder = _make_decoder(encoding.strip().lower(), host)
            received += len(chunk)
            allowed = chunk[: len(chunk) - max(0, received - max_wire_bytes)]
            body += decoder.decode(allowed, max_bytes + 1 - len(body))  # one byte more tells that it is cut
            if received > max_wire_bytes or len(body) > max_bytes:
                return bytes(body[:max_bytes]), False
    except zlib.error:
        raise FetchError(f"{host} sent something that cannot be unpacked.") from None
    return bytes(body), decoder.is_finished


def _make_decoder(encoding: str, host: str) -> _Decoder:
    if encoding in ("", "identity"):
        return _IdentityDecoder()
    if encoding in ("gzip", "x-gzip"):
        return _GzipDecoder()
    raise FetchError(f"{host} packs its answer in a way nobody asked for.")
