"""Papers: which addresses of preprint servers, publishers and proceedings are one paper.

Versions, formats and mirrors of a paper are that paper. A publisher's page equals the DOI in its path. DOIs ignore
case.
"""

import re
from typing import Final
from urllib.parse import unquote

from workbench.curation.identity.pages import HostRule, Work
from workbench.curation.model import Kind
from workbench.curation.text import split_names
from workbench.curation.text.address import Address

# arXiv's ids since April 2007: year and month, then four digits until 2014 and five since.
_NEW_ID: Final = r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
# Before that: archive, perhaps a subject, then year, month and three digits, as in `math.GT/0309136`.
_OLD_ID: Final = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7}"
_ARXIV: Final = rf"(?ai)(?:arxiv:)?({_NEW_ID}|{_OLD_ID})(?:v\d+)?(?:\.pdf)?"
# The subject is optional: `math.GT/0309136` is `math/0309136`.
_SUBJECT: Final = r"\.[a-z]{2}(?=/)"
_ARXIV_VIEWS: Final = split_names("abs pdf html format ps src e-print overview papers arxiv")


def work_of_arxiv_id(text: str) -> Work | None:
    """The paper of an arXiv id, old or new, with or without version: `1706.03762v5`, `hep-ph/9901001`."""
    match = re.fullmatch(_ARXIV, text)
    return Work("arxiv:" + re.sub(_SUBJECT, "", match[1].lower()), "paper") if match else None


def _match_arxiv_page(address: Address) -> Work | None:
    view, _, id = address.path[1:].partition("/")
    return work_of_arxiv_id(id) if view.lower() in _ARXIV_VIEWS else None


_DOI: Final = r"(?a)10\.\d{4,9}/\S+"
_ARXIV_DOI: Final = "10.48550/arxiv."
_NATURE_NEWS: Final = "10.1038/d41586-"
# Both prefixes of bioRxiv and medRxiv; a version (`v2.full`) or a file ending may follow.
_PREPRINT: Final = r"(?a)(10\.(?:1101|64898)/[\d.]*\d)(?:v\d.*|\..*)?"


def work_of_doi(text: str) -> Work | None:
    """The paper of a DOI. The DOIs that arXiv gives are arXiv's papers."""
    text = unquote(text, errors="surrogateescape").lower()
    if text.startswith(_ARXIV_DOI):
        return work_of_arxiv_id(text.removeprefix(_ARXIV_DOI))
    kind: Kind = "read" if text.startswith(_NATURE_NEWS) else "paper"
    return Work("doi:" + text, kind) if re.fullmatch(_DOI, text) else None


def _match_doi_page(address: Address) -> Work | None:
    return work_of_doi(address.path[1:])


_PUBLISHER_PAGE: Final = (
    r"(?ai)(?:/[^/]+)*/(?:doi|abs|abstract|pdf|epdf|pdfdirect|pdfplus|full|fullhtml|html|reader|articles?|chapter|content"
    r"|stable|journal/\w+)/(10\.\d{4,9}(?:/|%2F)[^/].*?)(?:/(?:full|abstract|pdf|epdf|html|meta|text|summary))*"
    r"(?:\.pdf|\.html)?"
)


def _match_publisher_page(address: Address) -> Work | None:
    match = re.fullmatch(_PUBLISHER_PAGE, address.path)
    return work_of_doi(match[1]) if match else None


# Their pages have the DOI, two segments, and behind it a number and perhaps words of their own.
_NUMBERED_PAGE: Final = (
    r"(?ai)(?:/[\w-]+)*/(?:advance-)?article(?:-abstract|-pdf|-lookup)?/doi/(10\.\d{4,9}/[^/]+(?:/(?!\d+(?:/|$))[^/]+)??)"
    r"(?:/\d+(?:/.*)?)?"
)


def _match_numbered_page(address: Address) -> Work | None:
    match = re.fullmatch(_NUMBERED_PAGE, address.path)
    return work_of_doi(match[1]) if match else None


def _match_jstor(address: Address) -> Work | None:
    match = re.fullmatch(r"(?a)/stable/(?:pdf/)?(?:10\.2307/)?(\d+)(?:\.pdf)?", address.path)
    # Not every such number was registered as a DOI, which readers would be led to.
    return Work("https://jstor.org/stable/" + match[1], "paper") if match else _match_publisher_page(address)


def _match_preprint_page(address: Address) -> Work | None:
    """bioRxiv and medRxiv: all versions and tabs of a preprint."""
    match = re.fullmatch(_PREPRINT, address.path.removeprefix("/content/"))
    return work_of_doi(match[1]) if match else None


def _match_plos(address: Address) -> Work | None:
    return work_of_doi(address.find_param("id")) if "article" in address.segments else None


# The old form of an address has volume and number. Ids of seven digits stand in DOIs that name the journal as well.
_NATURE: Final = (
    r"(?a)/articles/(?!\d{7}(?:\.|$))([a-z\d][\w.-]*?)(?:\.pdf|_reference\.pdf)?"
    r"|/\w+/journal/v\w+/n\w+/(?:full|abs|pdf)/(?!\d{7}\.)([a-z\d][\w.-]*?)\.(?:html|pdf)"
)


def _match_nature(address: Address) -> Work | None:
    match = re.fullmatch(_NATURE, address.path)
    return work_of_doi("10.1038/" + (match[1] or match[2])) if match else None


_IEEE: Final = r"(?a)/(?:abstract/|mobile/)?document/0*(\d+)(?:/.*)?|/iel\w+/(?:.*/)?0*(\d+)\.pdf"


def _match_ieee(address: Address) -> Work | None:
    """All views of a document, whose number also stands in a parameter."""
    match = re.fullmatch(_IEEE, address.path)
    number = (match[1] or match[2]) if match else address.find_param("arnumber", "arNumber").lstrip("0")
    is_number = number.isascii() and number.isdigit()
    return Work("https://ieeexplore.ieee.org/document/" + number, "paper") if is_number else None


_PII: Final = r"(?ai)(?:/science/article/(?:abs/|am/)?|/retrieve/)pii/([a-z]\d{4}[\da-z]+)(?:/.*|%3D.*)?"


def _match_science_direct(address: Address) -> Work | None:
    match = re.fullmatch(_PII, address.path)
    return (
        Work("https://sciencedirect.com/science/article/pii/" + match[1].upper(), "paper") if match else None
    )


_PMC: Final = r"(?ai)/(?:pmc/)?articles?/(?:pmc/)?(?:pmc)?(\d+)(?:/.*)?|/abstract/pmc/(?:pmc)?(\d+)"
_PUBMED: Final = r"(?ai)/(?:pubmed|article/med|abstract/med|m/pubmed)/(\d+)|/(\d+)"


def _match_biomedical(address: Address) -> Work | None:
    """An article in PubMed Central, or its abstract in PubMed, at either of the sites that show them."""
    if match := re.fullmatch(_PMC, address.path):
        return Work(f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{match[1] or match[2]}", "paper")
    match = re.fullmatch(_PUBMED, address.path)
    if not match or bool(match[2]) != (address.host == "pubmed.ncbi.nlm.nih.gov"):
        return None
    return Work(f"https://pubmed.ncbi.nlm.nih.gov/{match[1] or match[2]}", "paper")


def _match_openreview(address: Address) -> Work | None:
    id = address.find_param("id")
    return Work("openreview:" + id, "paper") if id and address.path in ("/forum", "/pdf") else None


# Ids since 2020 are `2020.acl-main.1`, those before `P19-1001`.
_ACL: Final = (
    r"(?a)(?:/anthology)?(?:/papers/[A-Z]/[A-Z]\d\d)?/(\d{4}\.[\w-]+\.\d+|[A-Z]\d\d-\d{4,5})"
    r"(?:v\d+)?(?:\.(?:pdf|bib))?"
)


def _match_acl(address: Address) -> Work | None:
    match = re.fullmatch(_ACL, address.path)
    return work_of_doi("10.18653/v1/" + match[1]) if match else None


_NEURIPS: Final = r"/(?:paper_files/)?paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-.+"


def _match_neurips(address: Address) -> Work | None:
    match = re.fullmatch(_NEURIPS, address.path)
    # The track on data sets has proceedings, and a host, of its own.
    track = "" if "datasets" not in address.host else "datasets/"
    return Work(f"neurips:{track}{match[1]}/{match[2]}", "paper") if match else None


_PMLR: Final = r"(?a)/(v\d+|r\d+)/([\w-]+?)(?:\.html|/\2\.pdf|\.pdf)?"


def _match_pmlr(address: Address) -> Work | None:
    match = re.fullmatch(_PMLR, address.path)
    return Work(f"pmlr:{match[1]}/{match[2]}", "paper") if match else None


_CVF: Final = r"(?a)/content[/_](\w+?)/(?:html|papers)/(?:\w+/)?([\w-]+_paper)\.(?:html|pdf)"


def _match_cvf(address: Address) -> Work | None:
    match = re.fullmatch(_CVF, address.path)
    return Work(f"cvf:{match[1].replace('_', '').lower()}/{match[2]}", "paper") if match else None


_SCHOLAR: Final = r"/(?:paper(?:/[^/]+)?|reader)/([0-9a-f]{40})(?:/figure/.*)?"


def _match_semantic_scholar(address: Address) -> Work | None:
    match = re.fullmatch(_SCHOLAR, address.path)
    if match:
        return Work("s2:" + match[1], "paper")
    return _match_arxiv_page(address) or work_of_arxiv_id(address.path[1:])


_ARXIV_HOSTS: Final = split_names(
    ".arxiv.org xxx.lanl.gov ar5iv.org alphaxiv.org scirate.com emergentmind.com arxiv-vanity.com papers.cool"
)
_PUBLISHER_HOSTS: Final = split_names(
    "dl.acm.org .onlinelibrary.wiley.com tandfonline.com journals.sagepub.com pubs.acs.org science.org pnas.org"
    " link.springer.com .frontiersin.org iopscience.iop.org journals.aps.org epubs.siam.org annualreviews.org"
    " royalsocietypublishing.org ascopubs.org nejm.org emerald.com emeraldinsight.com .microbiologyresearch.org"
    " link.aps.org worldscientific.com liebertpub.com journals.uchicago.edu .biomedcentral.com .springeropen.com"
    " degruyterbrill.com degruyter.com journals.asm.org pubs.rsna.org ahajournals.org pubsonline.informs.org"
)
_NUMBERED_HOSTS: Final = split_names(
    "academic.oup.com direct.mit.edu pubs.aip.org ashpublications.org read.dukeupress.edu pubs.geoscienceworld.org"
)
RULES: Final[dict[str, HostRule]] = {
    **dict.fromkeys(_ARXIV_HOSTS, _match_arxiv_page),
    **dict.fromkeys(_PUBLISHER_HOSTS, _match_publisher_page),
    **dict.fromkeys(_NUMBERED_HOSTS, _match_numbered_page),
    **dict.fromkeys(
        ("ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "pubmed.ncbi.nlm.nih.gov", "europepmc.org"),
        _match_biomedical,
    ),
    **dict.fromkeys(("sciencedirect.com", "linkinghub.elsevier.com"), _match_science_direct),
    "doi.org": _match_doi_page,
    "ieeexplore.ieee.org": _match_ieee,
    "jstor.org": _match_jstor,
    **dict.fromkeys(("biorxiv.org", "medrxiv.org"), _match_preprint_page),
    **dict.fromkeys(("aclanthology.org", "aclweb.org"), _match_acl),
    **dict.fromkeys(("papers.nips.cc", "papers.neurips.cc", ".proceedings.neurips.cc"), _match_neurips),
    "datasets-benchmarks-proceedings.neurips.cc": _match_neurips,
    "journals.plos.org": _match_plos,
    "nature.com": _match_nature,
    "openreview.net": _match_openreview,
    "proceedings.mlr.press": _match_pmlr,
    "openaccess.thecvf.com": _match_cvf,
    "semanticscholar.org": _match_semantic_scholar,
    "api.semanticscholar.org": _match_semantic_scholar,
}
