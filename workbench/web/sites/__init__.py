"""The table of sites, in the order in which they are asked for a link.

A link goes to the first site that accepts it. If that fails, it goes to the next one, unless the failure is permanent.
Sites that find a work by its identity come first, the one with the most metadata before others; `page` accepts any
link and comes last.

To add a site, write a module with a `Site` (`site.py`) and add it here.
"""

from collections.abc import Mapping
from typing import Final

from workbench.web.site import Site
from workbench.web.sites import (
    arxiv,
    github,
    github_pages,
    huggingface,
    openreview,
    page,
    posts,
    registries,
    substack,
    threads,
    videos,
)
from workbench.web.wayback import WAYBACK_URLS

SITES: Final[tuple[Site, ...]] = (
    arxiv.SITE,
    huggingface.PAPERS,
    huggingface.HUB,
    github.SITE,
    github_pages.SITE,
    videos.YOUTUBE,
    videos.PLAYLISTS,
    videos.VIMEO,
    registries.CROSSREF,
    registries.DATACITE,
    openreview.SITE,
    substack.SITE,
    threads.HACKER_NEWS,
    threads.LOBSTERS,
    posts.BLUESKY,
    posts.X,
    posts.REDDIT,
    page.SITE,
)
BASE_URLS: Final[Mapping[str, str]] = {
    **{name: base for site in SITES for name, base in site.base_urls.items()},
    **WAYBACK_URLS,
}
