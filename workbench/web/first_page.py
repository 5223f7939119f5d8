"""What the first page of a PDF says, in a process of its own: `python -m workbench.web.first_page < a.pdf`.

A PDF can keep a reader busy or hungry for as long as it likes, and a thread cannot be stopped; a process can, and the
system keeps it to its share of memory where it knows how. It imports nothing of the network, reads the bytes from
standard input and writes one `FirstPage` as JSON. It judges nothing: `workbench.web.sites.pdf` does.
"""

import io
import logging
import sys
from contextlib import suppress
from typing import Any, Final

import msgspec
from msgspec import Struct

MAX_MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space: pypdf on a paper of ours takes a tenth of it."""
MAX_SECONDS: Final = 5
MAX_PART_TEXT: Final = 20_000
"""Characters of the first page that are passed on."""
MAX_FRAGMENTS: Final = 20_000
_PDF_TRAILER: Final = b"\ntrailer<</Size 10000>>\nstartxref\n0\n%%EOF\n"
"""What makes pypdf look for the objects themselves, where their table was cut off with the file's end.

That helps where the page and its fonts stand before the cut; TeX writes the fonts last, and nobody reads it then.
"""


class FirstPage(Struct, frozen=True):
    """`title` is the document's own, `text` its first page's, `largest_text` what stands there in the largest
    letters."""

    title: str = ""
    page_count: int = 0
    text: str = ""
    largest_text: str = ""


def parse_first_page(body: bytes) -> FirstPage:
    """What can be read of a PDF, cut or damaged as it may be; raises whatever pypdf raises where nothing can."""
    from pypdf import PdfReader  # noqa: PLC0415 - costs 200 ms, and only the child needs it

    ended = b"%%EOF" in body[-2048:]
    reader = PdfReader(io.BytesIO(body if ended else body + _PDF_TRAILER), strict=False)
    title = ""
    with suppress(Exception):  # a broken information dictionary is no reason to know nothing
        title = str((reader.metadata and reader.metadata.title) or "")
    sized: list[tuple[float, str]] = []

    def visit(text: str, ctm: Any, matrix: Any, _font: Any, size: float) -> None:
        if len(sized) < MAX_FRAGMENTS:  # a stamp that runs up the margin, however large, has no height here
            sized.append((round(size * abs(matrix[3]) * abs(ctm[3] or 1), 1), text))

    text = reader.pages[0].extract_text(visitor_text=visit)
    return FirstPage(
        title[:MAX_PART_TEXT],
        len(reader.pages),
        text[:MAX_PART_TEXT],
        _largest_text_of(sized)[:MAX_PART_TEXT],
    )


def _largest_text_of(sized: list[tuple[float, str]]) -> str:
    """The first stretch in the largest letters that is more than an initial."""
    stretches: list[tuple[float, str]] = []
    for size, text in sized:
        if stretches and (stretches[-1][0] == size or not text.strip()):
            stretches[-1] = (stretches[-1][0], stretches[-1][1] + text)
        else:
            stretches.append((size, text))
    words = [(size, text) for size, text in stretches if sum(map(str.isalpha, text)) > 4]
    return max(words, key=lambda one: one[0])[1] if words else ""


def _limit_resources() -> None:
    """Less memory and time than the whole machine, where the system can be asked for it."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


if __name__ == "__main__":
    _limit_resources()
    logging.disable()  # pypdf tells at length what is wrong with a file that was cut on purpose
    with suppress(Exception):
        sys.stdout.buffer.write(msgspec.json.encode(parse_first_page(sys.stdin.buffer.read())))
