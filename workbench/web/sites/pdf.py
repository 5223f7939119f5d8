"""PDFs: finds out which paper one is, else its title. `page.py` calls it for a response that is a PDF.

The paper is known by arXiv's stamp on the first page, or by a DOI there, if it is the only one. Of an arXiv paper only
title and length are stored, by arXiv's terms.
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
    """Whether a response is a PDF, whatever its media type."""
    return page.body.startswith(b"%PDF-") or (
        page.media_type == "application/pdf" and b"%PDF-" in page.body[:1024]
    )


async def parse_pdf(link: Link, page: HttpPage) -> Clipping:
    """The clipping of a PDF by its beginning. `FetchError` where that has neither title nor identity."""
    first = await _read_first_page(page.body)
    work = find_identity(first.text)
    title = _title_of(first)
    if not title and not work:
        extent = "" if page.is_complete else " in its first 2 MiB"
        raise FetchError(f"This PDF does not say what it is{extent}: e writes the title.", permanent=True)
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
    """The first page, read by a child process within `MAX_SECONDS`; an empty one where that fails."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "workbench.web.first_page", stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(MAX_SECONDS):
            output, _ = await child.communicate(body)
        return msgspec.json.decode(output, type=FirstPage)
    except (TimeoutError, msgspec.DecodeError):
        return FirstPage()
    finally:  # also when the fetch is cancelled
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def find_identity(text: str) -> str:
    """The identity key of the paper whose first page this is; empty without a stamp and without a single DOI."""
    stamp = _ARXIV_STAMP.search(text)
    if stamp:
        found = papers.work_of_arxiv_id(stamp[1])
        return found.key if found else ""
    dois = [doi[0] for doi in _DOI.finditer(text) if not _is_cut_off(doi)]
    keys = {work.key for work in map(papers.work_of_doi, (doi.rstrip(".,;:)]'") for doi in dois)) if work}
    return keys.pop() if len(keys) == 1 else ""


def _is_cut_off(doi: re.Match[str]) -> bool:
    """Whether a DOI may continue on the next line. Half of one may be the DOI of the whole proceedings."""
    return doi[0][-1] in ".-_/" and doi.string[doi.end() : doi.end() + 1] == "\n"


def _title_of(first: FirstPage) -> str:
    """The title in the metadata, unless it is the name of a file or program; else the text in the largest font."""
    own = clean_line(first.title)
    return clean_line(first.largest_text) if not own or _NOT_A_TITLE.match(own) else own
