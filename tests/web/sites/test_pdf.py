"""PDFs: which paper one is, else what it calls itself, and that none can hold the program up."""

import time
import zlib
from collections.abc import Sequence

import pytest

from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, LinkId
from workbench.web.http.protocol import FetchError, HttpPage
from workbench.web.sites import pdf
from workbench.web.sites.pdf import is_pdf, parse_pdf

URL = "https://example.org/files/gates.pdf"
STAMP = "BT 0 20 -20 0 20 300 Tm /F 1 Tf (arXiv:2401.01234v2  [cs.LG]  3 Jan 2024) Tj ET"
HEADLINE = "BT /F 18 Tf 72 700 Td (Gates After) Tj 0 -22 Td (Attention) Tj ET"
PROSE = "BT /F 10 Tf 72 600 Td (We gate what attention says, at little cost.) Tj ET"


def make_pdf(*drawn: str, title: str = "", pages: int = 1) -> bytes:
    """A PDF whose first page has this drawn on it: objects, the table of where they are, the trailer."""
    content = zlib.compress("\n".join(drawn).encode("latin-1"))
    stream = f"<</Length {len(content)}/Filter/FlateDecode>>stream\n".encode() + content + b"\nendstream"
    kids = " ".join(f"{6 + number} 0 R" for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>>>/Contents 3 0 R>>"
    return assemble_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
            stream,
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
            f"<</Title({title})>>".encode(),
            *[page] * pages,
        ]
    )


def assemble_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF file of these objects; the first is its root, the fifth what it says of itself."""
    body, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, start=1):
        places.append(f"{len(body):010} 00000 n \n".encode())
        body += f"{number} 0 obj\n".encode() + thing + b"\nendobj\n"
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode() + b"".join(places)
    trailer = f"trailer<</Size {len(places) + 1}/Root 1 0 R/Info 5 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + table + trailer.encode()


async def clip_pdf(body: bytes, *, whole: bool = True) -> Clipping:
    """What the editor gets of a PDF."""
    work = identify(URL)
    assert isinstance(work, Identity)
    page = HttpPage(url=URL, media_type="application/pdf", body=body, is_complete=whole)
    return await parse_pdf(Link(id=LinkId(1), url=URL, identity=work.key), page)


async def test_an_arxiv_stamp_says_which_paper_it_is_and_its_text_is_not_kept() -> None:
    paper = await clip_pdf(make_pdf(STAMP, HEADLINE, PROSE, title="paper.dvi", pages=14))
    assert paper == Clipping(
        url=URL,
        site="PDF",
        title="Gates After Attention",
        facts=("14 pages",),
        kind="paper",
        canonical_url="https://arxiv.org/abs/2401.01234",
    )


async def test_the_one_doi_on_the_first_page_says_which_paper_it_is() -> None:
    named = "BT /F 8 Tf 72 90 Td (https://doi.org/10.1145/3442188.3445922.) Tj ET"
    paper = await clip_pdf(make_pdf(HEADLINE, PROSE, named, title="Gates, Printed"))
    assert paper.canonical_url == "https://doi.org/10.1145/3442188.3445922"
    assert paper.title == "Gates, Printed"
    assert "We gate what attention says" in paper.text


@pytest.mark.parametrize(
    "page",
    [
        "Compare 10.1145/1111 with 10.1145/2222",
        "doi.org/10.1145/3442188.\n3445922",
        "We build on Transformers, arXiv:1706.03762",
        "arXiv:9999.99999 [cs.LG]",
    ],
)
def test_a_page_that_only_mentions_papers_is_none_of_them(page: str) -> None:
    assert pdf.find_identity(page) == ""


@pytest.mark.parametrize(
    "given", ["", "gates_final.tex", "Microsoft Word - gates3.docx", "Untitled", "PowerPoint Presentation"]
)
async def test_a_title_that_a_program_gave_gives_way_to_the_headline(given: str) -> None:
    report = await clip_pdf(make_pdf(PROSE, HEADLINE, title=given), whole=False)
    assert (report.title, report.kind, report.facts) == ("Gates After Attention", None, ())


async def test_a_file_that_lost_its_end_still_says_what_its_beginning_holds() -> None:
    whole = make_pdf(HEADLINE, PROSE)
    assert (await clip_pdf(whole[: whole.index(b"xref")], whole=False)).title == "Gates After Attention"


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"%PDF-1.4\n" + b"\xff" * 5_000, make_pdf()])
async def test_a_pdf_that_tells_nothing_is_a_failure_in_words(body: bytes) -> None:
    with pytest.raises(FetchError, match=r"^This PDF does not say what it is: e writes the title\.$"):
        await clip_pdf(body)


async def test_a_pdf_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.3)
    started = time.perf_counter()
    with pytest.raises(FetchError):
        await clip_pdf(make_pdf("q " * 3_000_000))
    assert time.perf_counter() - started < 3


def test_a_pdf_is_known_by_what_it_begins_with() -> None:
    assert is_pdf(HttpPage(url=URL, media_type="application/octet-stream", body=b"%PDF-1.4\n"))
    assert is_pdf(HttpPage(url=URL, media_type="application/pdf", body=b"\r\n%PDF-1.4\n"))
    assert not is_pdf(
        HttpPage(url=URL, media_type="application/pdf", body=b"<!DOCTYPE html><title>Sign in</title>")
    )
