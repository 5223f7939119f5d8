"""PDFs: which paper one is, else what its first page calls itself.

Not asked by itself: the page site hands over what turns out to be a PDF. What arXiv stamped, or the one DOI that the
first page names, says which work it is; of an arXiv paper nothing more than title and length is kept, by its terms.
"""

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from typing import Final

import msgspec

from workbench.curation.clipping import Clipping
from workbench.curation.identity import papers
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Link
from workbench.curation.text.cleaning import clean_line, clean_lines, to_safe_url
from workbench.web.first_page import MAX_SECONDS, FirstPage
from workbench.web.http.protocol import FetchError, HttpPage

NAME: Final = "PDF"

_ARXIV_STAMP: Final = re.compile(r"(?a)arXiv:\s?([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?\s*\[")
_DOI: Final = re.compile(r"(?a)\b10\.\d{4,9}/[^\s<>\"{}|\\^`]+")
_NOT_A_TITLE: Final = re.compile(
    r"(?i)(?:(?:microsoft )?(?:word|powerpoint)(?: presentation| - .*)?|untitled|slide 1|title|paper|document"
    r"|manuscript)\d*$|.*\.(?:pdf|docx?|tex|dvi|pptx?|indd|qxd|rtf|ps)$"
)


def is_pdf(page: HttpPage) -> bool:
    """Whether the answer is a PDF, whatever it is called."""
    return page.body.startswith(b"%PDF-") or (
        page.media_type == "application/pdf" and b"%PDF-" in page.body[:1024]
    )


async def parse_pdf(link: Link, page: HttpPage) -> Clipping:
    """What the beginning of a PDF tells; `FetchError` where that is nothing."""
    first = await _read_first_page(page.body)
    work = find_identity(first.text)
    title = _title_of(first)
    if not title and not work:
        read = "" if page.is_complete else " in its first 2 MiB"
        raise FetchError(f"This PDF does not say what it is{read}: e writes the title.", permanent=True)
    pages = f"{first.page_count} page{'' if first.page_count == 1 else 's'}"
    return Clipping(
        url=link.url,
        site=NAME,
        title=title,
        text="" if work.startswith("arxiv:") else clean_lines(first.text).strip("\n"),
        facts=(pages,) if page.is_complete else (),
        kind="paper" if work else None,
        canonical_url=to_safe_url(public_url(work, "")) or "" if work else "",
    )


async def _read_first_page(body: bytes) -> FirstPage:
    """The first page, read by a child that is stopped when it takes too long."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "workbench.web.first_page", stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(MAX_SECONDS):
            said, _ = await child.communicate(body)
        return msgspec.json.decode(said, type=FirstPage)
    except (TimeoutError, msgspec.DecodeError):
        return FirstPage()
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def find_identity(text: str) -> str:
    """The identity of the paper that the page is; empty where it names none, or several."""
    stamp = _ARXIV_STAMP.search(text)
    if stamp:
        found = papers.work_of_arxiv_id(stamp[1])
        return found.key if found else ""
    named = [doi[0] for doi in _DOI.finditer(text) if not _is_cut_off(doi)]
    keys = {work.key for work in map(papers.work_of_doi, (doi.rstrip(".,;:)]'") for doi in named)) if work}
    return keys.pop() if len(keys) == 1 else ""


def _is_cut_off(doi: re.Match[str]) -> bool:
    """Whether it may go on in the next line: half a DOI is that of the proceedings, or of nothing."""
    return doi[0][-1] in ".-_/" and doi.string[doi.end() : doi.end() + 1] == "\n"


def _title_of(first: FirstPage) -> str:
    """The document's own title unless it is the name of a file or a program, else the largest line."""
    own = clean_line(first.title)
    return clean_line(first.largest_text) if not own or _NOT_A_TITLE.match(own) else own
