"""Who is asked about which link: the one table of sites, tried in this order.

A site is a module with `NAME` (what provenance calls it), `takes` (which links it can tell of) and `ask`, which
yields an answer for each link it is given. A link that one site cannot answer goes to the next that takes it,
unless the failure lasts.
"""

from collections.abc import Mapping
from typing import Final

from workbench.web.site import Site

SITES: Final[tuple[Site, ...]] = ()
BASES: Final[Mapping[str, str]] = {name: base for site in SITES for name, base in site.bases.items()}
