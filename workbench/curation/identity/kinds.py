"""Of what kind a page is by its host and path, where no rule of its host knows the work."""

import re
from typing import Final

from workbench.curation.model import Kind
from workbench.curation.text import split_names

_PAPERS: Final = (
    "ieeexplore.ieee.org jmlr.org ojs.aaai.org ijcai.org isca-archive.org eprint.iacr.org papers.ssrn.com"
    " sciencedirect.com pubmed.ncbi.nlm.nih.gov academic.oup.com joss.theoj.org"
)
_VIDEOS: Final = "ted.com twitch.tv loom.com dailymotion.com bilibili.com slideslive.com"
_TOOLS: Final = (
    "pypi.org npmjs.com crates.io hub.docker.com ollama.com colab.research.google.com bitbucket.org metacpan.org"
    " apps.apple.com apps.microsoft.com chromewebstore.google.com addons.mozilla.org marketplace.visualstudio.com"
    " plugins.jetbrains.com open-vsx.org"
)
_KIND_BY_HOST: Final[dict[str, Kind]] = {
    **dict.fromkeys(split_names(_PAPERS), "paper"),
    **dict.fromkeys(split_names(_VIDEOS), "video"),
    **dict.fromkeys(split_names(_TOOLS), "tool"),
}

# What laboratories publish, and what stores and registries offer: these paths of a host, all else there is to read.
_PATHS: Final[dict[str, tuple[str, Kind]]] = {
    "ai.meta.com": (r"/research/publications/.+", "paper"),
    "ai.facebook.com": (r"/research/publications/.+", "paper"),
    "research.facebook.com": (r"/publications/.+", "paper"),
    "transformer-circuits.pub": (r"/20\d\d/[^/]+.*", "paper"),
    "deepmind.com": (r"(?:/research)?/publications/.+", "paper"),
    "deepmind.google": (r"/research/publications/.+", "paper"),
    "research.google": (r"/pubs/.+", "paper"),
    "research.nvidia.com": (r"/(?:labs/\w+/)?publication/.+", "paper"),
    "machinelearning.apple.com": (r"/research/.+", "paper"),
    "microsoft.com": (r"/[\w-]+/research/publication/.+", "paper"),
    "openai.com": (r"/research/.+", "paper"),
    "itunes.apple.com": (r"(?:/\w\w)?/app/.+", "tool"),
    "play.google.com": (r"/store/apps/details", "tool"),
    "chrome.google.com": (r"/webstore/detail/.+", "tool"),
    "microsoftedge.microsoft.com": (r"/addons/detail/.+", "tool"),
    "cran.r-project.org": (r"/package=[\w.]+|/(?:web/)?packages?/[\w.]+(?:/index\.html)?", "tool"),
    "gitee.com": (r"/[^/]+/[^/]+", "tool"),
}


def find_kind(host: str, path: str) -> Kind:
    """The kind of a page: by its host, by a path of its host; a PDF is a paper, all else is to be read."""
    if host in _KIND_BY_HOST:
        return _KIND_BY_HOST[host]
    if host in _PATHS:
        pattern, kind = _PATHS[host]
        if re.fullmatch(pattern, path):
            return kind
    return "paper" if path[-4:].lower() == ".pdf" else "read"
