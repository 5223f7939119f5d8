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


# Hosts of which the front page is somebody's blog, a newsletter or a paper, by a label or by the service.
_PRESS: Final = re.compile(
    r"(?:^|[.-])(?:news|daily|weekly|press|times|post|notes|writes)(?:[.-]|$)"
    r"|blog|newsletter|podcast|magazine|journal|digest"
)
_PRESS_HOSTS: Final = split_names(
    "substack.com medium.com wordpress.com tumblr.com ghost.io github.io gitlab.io codeberg.page bearblog.dev"
    " hashnode.dev beehiiv.com buttondown.com buttondown.email write.as livejournal.com typepad.com neocities.org"
    " dev.to lesswrong.com alignmentforum.org distill.pub reddit.com news.ycombinator.com lobste.rs"
    " wikipedia.org youtube.com bsky.app x.com"
)


def _is_press(host: str) -> bool:
    return bool(_PRESS.search(host)) or any(
        host == name or host.endswith(f".{name}") for name in _PRESS_HOSTS
    )


def find_kind(host: str, path: str, *, is_front: bool = False) -> Kind:
    """The kind of a page: by its host, by a path of its host; a PDF is a paper, all else is to be read.

    What has a site of its own, so that its front page is linked to, is a tool, unless the site is one to read.
    """
    if host in _KIND_BY_HOST:
        return _KIND_BY_HOST[host]
    if host in _PATHS:
        pattern, kind = _PATHS[host]
        if re.fullmatch(pattern, path):
            return kind
    if is_front and not _is_press(host):
        return "tool"
    return "paper" if path[-4:].lower() == ".pdf" else "read"
