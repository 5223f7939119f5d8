"""What lies in `inbox/` of a workspace, as values: a file that was read, and what is remembered of one taken in.

Reading the folder stands in `delivery`, what becomes of a file in `desk/incoming/arrivals.py`.
"""

from msgspec import Struct


class ArrivedFile(Struct, frozen=True):
    """A file as it lies there. `quiet_for` is how many seconds it has not changed; `fault` says, as the end of a
    sentence that begins with the file's name, why it could not be read."""

    name: str
    content: bytes
    quiet_for: float
    fault: str = ""


class TakenFile(Struct, frozen=True):
    """What was taken in of a file, so that it is taken in once: digests of all its content and of each of its lines.

    `content` is empty while its last line waits, `lines` where it is no list of lines.
    """

    content: str
    lines: tuple[str, ...] = ()


def digest_content(content: bytes) -> str:
    """Sixteen hexadecimal digits for bytes: the same of the same bytes, whatever file they stand in."""
    from hashlib import blake2b  # noqa: PLC0415 - it loads OpenSSL, and mostly nothing arrives

    return blake2b(content, digest_size=8).hexdigest()
