"""Reads the first page of a PDF, in a process of its own: `python -m workbench.web.first_page < a.pdf`.

A hostile PDF can cost any amount of time and memory. A thread cannot be stopped, but a process can, and the system can
limit its memory. The process prints one `FirstPage` as JSON. What its contents mean is decided in
`workbench.web.sites.pdf`.
"""

import io
import logging
import sys
from contextlib import suppress
from typing import Any, Final

import msgspec
from msgspec import Struct

MAX_MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space. A usual paper takes a tenth of it."""
MAX_SECONDS: Final = 5
MAX_PART_TEXT: Final = 20_000
"""Characters of each text in the result."""
MAX_FRAGMENTS: Final = 20_000
"""Pieces of text, of one size each, that are looked at."""
_PDF_TRAILER: Final = b"\ntrailer<</Size 10000>>\nstartxref\n0\n%%EOF\n"
"""Appended to a file without its end, whose table of objects is missing. Then pypdf searches for the objects.

That works if the page and its fonts stand before the cut. TeX writes the fonts last, so it fails for many papers.
"""


class FirstPage(Struct, frozen=True):
    """`title` is from the metadata, `text` is the first page, `largest_text` its part in the largest font."""

    title: str = ""
    page_count: int = 0
    text: str = ""
    largest_text: str = ""


def parse_first_page(body: bytes) -> FirstPage:
    """What can be read of a PDF, which may be cut or damaged. Raises any exception of pypdf where nothing can."""
    from pypdf import PdfReader  # noqa: PLC0415 - costs 200 ms, and only the child needs it

    is_complete = b"%%EOF" in body[-2048:]
    reader = PdfReader(io.BytesIO(body if is_complete else body + _PDF_TRAILER), strict=False)
    title = ""
    with suppress(Exception):  # broken metadata must not cost the text
        title = str((reader.metadata and reader.metadata.title) or "")
    sized: list[tuple[float, str]] = []

    def visit(text: str, ctm: Any, matrix: Any, _font: Any, size: float) -> None:
        if len(sized) < MAX_FRAGMENTS:
            # The vertical scale of rotated text is 0, so a large stamp along the margin is not taken for the title.
            sized.append((round(size * abs(matrix[3]) * abs(ctm[3] or 1), 1), text))

    text = reader.pages[0].extract_text(visitor_text=visit)
    return FirstPage(
        title[:MAX_PART_TEXT],
        len(reader.pages),
        text[:MAX_PART_TEXT],
        _largest_text_of(sized)[:MAX_PART_TEXT],
    )


def _largest_text_of(sized: list[tuple[float, str]]) -> str:
    """The first run of text in the largest size. Runs of less than five letters, such as an initial, do not count."""
    runs: list[tuple[float, str]] = []
    for size, text in sized:
        if runs and (runs[-1][0] == size or not text.strip()):
            runs[-1] = (runs[-1][0], runs[-1][1] + text)
        else:
            runs.append((size, text))
    candidates = [(size, text) for size, text in runs if sum(map(str.isalpha, text)) > 4]
    return max(candidates, key=lambda one: one[0])[1] if candidates else ""


def _limit_resources() -> None:
    """Limit memory and processor time, on systems that can."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


if __name__ == "__main__":
    _limit_resources()
    logging.disable()  # pypdf logs much about a file that was cut on purpose
    with suppress(Exception):
        sys.stdout.buffer.write(msgspec.json.encode(parse_first_page(sys.stdin.buffer.read())))
