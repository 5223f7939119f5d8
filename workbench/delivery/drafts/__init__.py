"""Drafts at platforms that have an API for it: the one place that says which platforms these are.

Whatever is sent says `draft`, is read back, and goes to a path that can do no more than keep drafts: publishing
and sending are the editor's, on the platform's own page.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from workbench.curation.model import Refused
from workbench.curation.publication import Target
from workbench.delivery.drafts.buttondown import Buttondown
from workbench.delivery.drafts.ghost import Ghost
from workbench.delivery.drafts.keys import key, key_in

DraftPlatform: TypeAlias = Buttondown | Ghost
PLATFORMS: Final[dict[str, Callable[[str, str], DraftPlatform]]] = {"buttondown": Buttondown, "ghost": Ghost}

__all__ = ["PLATFORMS", "Buttondown", "DraftPlatform", "Ghost", "key_in", "platform"]


def platform(target: Target) -> DraftPlatform:
    """The platform behind a target, with its key; `Refused` where there is none, or no key, or no address."""
    if target.key not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise Refused(
            f"{target.name} takes no drafts from here: {known} do, and `workbench copy` serves all."
        )
    return PLATFORMS[target.key](target.url, key(target))
