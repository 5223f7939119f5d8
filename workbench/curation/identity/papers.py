"""Papers: which addresses of preprint servers, publishers and proceedings are one paper.

Versions, formats and mirrors of a paper are that paper. A DOI equals the publisher's page where it can be
read off the page's path; DOIs ignore case.
"""

import re
from typing import Final
from urllib.parse import unquote

from workbench.curation.address import Address
from workbench.curation.identity.pages import Rule, Work, names

_NEW_ID: Final = r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
_OLD_ID: Final = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7}"
_ARXIV: Final = rf"(?ai)(?:arxiv:)?({_NEW_ID}|{_OLD_ID})(?:v\d+)?(?:\.pdf)?"
_SUBJECT: Final = r"\.[a-z]{2}(?=/)"
_ARXIV_VIEWS: Final = names("abs pdf html format ps src e-print overview papers arxiv")


def arxiv(text: str) -> Work | None:
    """The paper of an arXiv id, old or new, with or without version: `1706.03762v5`, `hep-ph/9901001`."""
    match = re.fullmatch(_ARXIV, text)
    return Work("arxiv:" + re.sub(_SUBJECT, "", match[1].lower()), "paper") if match else None


def _arxiv_page(address: Address) -> Work | None:
    view, _, id = address.path[1:].partition("/")
    return arxiv(id) if view.lower() in _ARXIV_VIEWS else None


_DOI: Final = r"(?a)10\.\d{4,9}/\S+"
_ARXIV_DOI: Final = "10.48550/arxiv."
_PREPRINT: Final = r"(?a)(10\.(?:1101|64898)/[\d.]*\d)(?:v\d.*|\..*)?"


def doi(text: str) -> Work | None:
    """The paper of a DOI; arXiv's own DOIs are arXiv papers."""
    text = unquote(text, errors="surrogateescape").lower()
    if text.startswith(_ARXIV_DOI):
        return arxiv(text.removeprefix(_ARXIV_DOI))
    return Work("doi:" + text, "paper") if re.fullmatch(_DOI, text) else None


def _doi_page(address: Address) -> Work | None:
    return doi(address.path[1:])


_PUBLISHED: Final = (
    r"(?ai)(?:/[^/]+)*/(?:doi|abs|abstract|pdf|epdf|pdfdirect|pdfplus|full|fullhtml|html|reader|articles?|chapter|content)"
    r"/(10\.\d{4,9}(?:/|%2F)[^/].*?)(?:/(?:full|abstract|pdf|epdf|html|meta|text|summary))?(?:\.pdf|\.html)?"
)


def _publisher_page(address: Address) -> Work | None:
    match = re.fullmatch(_PUBLISHED, address.path)
    return doi(match[1]) if match else None


def _preprint_page(address: Address) -> Work | None:
    """bioRxiv and medRxiv: all versions and tabs of a preprint."""
    match = re.fullmatch(_PREPRINT, address.path.removeprefix("/content/"))
    return doi(match[1]) if match else None


def _plos(address: Address) -> Work | None:
    return doi(address.value("id")) if "article" in address.segments else None


def _nature(address: Address) -> Work | None:
    match = re.fullmatch(r"/articles/(s\d{5}-[\w-]+)(?:\.pdf)?", address.path)
    return doi("10.1038/" + match[1]) if match else None


def _openreview(address: Address) -> Work | None:
    id = address.value("id")
    return Work("openreview:" + id, "paper") if id and address.path in ("/forum", "/pdf") else None


_ACL: Final = (
    r"(?a)(?:/anthology)?(?:/papers/[A-Z]/[A-Z]\d\d)?/(\d{4}\.[\w-]+\.\d+|[A-Z]\d\d-\d{4,5})"
    r"(?:v\d+)?(?:\.(?:pdf|bib))?"
)


def _acl(address: Address) -> Work | None:
    match = re.fullmatch(_ACL, address.path)
    return doi("10.18653/v1/" + match[1]) if match else None


_NEURIPS: Final = r"/(?:paper_files/)?paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-.+"


def _neurips(address: Address) -> Work | None:
    match = re.fullmatch(_NEURIPS, address.path)
    track = "" if "datasets" not in address.host else "datasets/"
    return Work(f"neurips:{track}{match[1]}/{match[2]}", "paper") if match else None


_PMLR: Final = r"(?a)/(v\d+|r\d+)/([\w-]+?)(?:\.html|/\2\.pdf|\.pdf)?"


def _pmlr(address: Address) -> Work | None:
    match = re.fullmatch(_PMLR, address.path)
    return Work(f"pmlr:{match[1]}/{match[2]}", "paper") if match else None


_CVF: Final = r"(?a)/content[/_](\w+?)/(?:html|papers)/(?:\w+/)?([\w-]+_paper)\.(?:html|pdf)"


def _cvf(address: Address) -> Work | None:
    match = re.fullmatch(_CVF, address.path)
    return Work(f"cvf:{match[1].replace('_', '').lower()}/{match[2]}", "paper") if match else None


_SCHOLAR: Final = r"/(?:paper(?:/[^/]+)?|reader)/([0-9a-f]{40})(?:/figure/.*)?"


def _semantic_scholar(address: Address) -> Work | None:
    match = re.fullmatch(_SCHOLAR, address.path)
    if match:
        return Work("s2:" + match[1], "paper")
    return _arxiv_page(address) or arxiv(address.path[1:])


_ARXIV_HOSTS: Final = names(
    ".arxiv.org xxx.lanl.gov ar5iv.org alphaxiv.org scirate.com emergentmind.com arxiv-vanity.com papers.cool"
)
_PUBLISHERS: Final = names(
    "dl.acm.org .onlinelibrary.wiley.com tandfonline.com journals.sagepub.com pubs.acs.org science.org pnas.org"
    " link.springer.com .frontiersin.org iopscience.iop.org journals.aps.org epubs.siam.org annualreviews.org"
    " royalsocietypublishing.org ascopubs.org nejm.org"
)
RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(_ARXIV_HOSTS, _arxiv_page),
    **dict.fromkeys(_PUBLISHERS, _publisher_page),
    "doi.org": _doi_page,
    **dict.fromkeys(("biorxiv.org", "medrxiv.org"), _preprint_page),
    **dict.fromkeys(("aclanthology.org", "aclweb.org"), _acl),
    **dict.fromkeys(("papers.nips.cc", "papers.neurips.cc", ".proceedings.neurips.cc"), _neurips),
    "datasets-benchmarks-proceedings.neurips.cc": _neurips,
    "journals.plos.org": _plos,
    "nature.com": _nature,
    "openreview.net": _openreview,
    "proceedings.mlr.press": _pmlr,
    "openaccess.thecvf.com": _cvf,
    "semanticscholar.org": _semantic_scholar,
    "api.semanticscholar.org": _semantic_scholar,
}
