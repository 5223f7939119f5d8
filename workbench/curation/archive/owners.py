"""Whose page an address says that it is: `karpathy` of `github.com/karpathy/nanochat` and of `karpathy.substack.com`.

Only where an address is sure to name a person or a project; a host of its own is its host's business.
"""

from typing import Final

from workbench.curation.text import split_names

_HOSTS_WITH_OWNERS: Final = split_names(
    "github.com gist.github.com gitlab.com codeberg.org huggingface.co dev.to kaggle.com"
)
"""Hosts whose first path part is an owner."""
_HOSTS_OF_OWNERS: Final = split_names(
    "substack.com github.io gitlab.io medium.com wordpress.com blogspot.com beehiiv.com tumblr.com bearblog.dev"
    " hashnode.dev ghost.io bandcamp.com codeberg.page"
)
"""Hosts below which owners have hosts of their own."""
_NO_OWNERS: Final = split_names(
    "www about blog datasets docs explore features learn models orgs papers search spaces topics trending"
)


def owner_of(url: str) -> str:
    """The name of the owner, in small letters; empty where the address says none."""
    host, _, path = url.partition("://")[2].lower().partition("/")
    name, _, parent = host.removeprefix("www.").partition(".")
    parts = path.partition("?")[0].partition("#")[0].split("/")
    first = next((part[1:] for part in parts[:1] if len(part) > 1 and part.startswith("@")), "")
    if not first and host.removeprefix("www.") in _HOSTS_WITH_OWNERS:
        kind = parts.pop(0) if len(parts) > 1 and parts[0] in ("datasets", "spaces", "models") else ""
        first = parts[0] if parts and (kind or len(parts) > 1 or host != "dev.to") else ""
    owner = first or (name if parent in _HOSTS_OF_OWNERS else "")
    return "" if owner in _NO_OWNERS else owner
