"""Who is asked about which link: the one table of sites, tried in this order.

A link that one site cannot answer goes to the next that takes it, unless the failure lasts. Sites that know a work
by its identity come first, whoever knows the most of it before who knows less; any page comes last.
"""

from collections.abc import Mapping
from typing import Final

from workbench.web.site import Site
from workbench.web.sites import (
    arxiv,
    github,
    huggingface,
    openreview,
    page,
    posts,
    registries,
    substack,
    threads,
    videos,
)

SITES: Final[tuple[Site, ...]] = (
    arxiv.SITE,
    huggingface.PAPERS,
    huggingface.HUB,
    github.SITE,
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
BASE_URLS: Final[Mapping[str, str]] = {name: base for site in SITES for name, base in site.base_urls.items()}
