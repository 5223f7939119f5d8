"""Drafts at newsletter platforms, by their APIs.

Each request says `draft`, and goes to a path that keeps drafts and can do nothing else. What was written is read back.
Publishing and sending stay with the editor, on the platform's own page.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from workbench.curation.model import UserError
from workbench.curation.publication import Target
from workbench.delivery.platforms.buttondown import Buttondown
from workbench.delivery.platforms.ghost import Ghost
from workbench.delivery.platforms.keys import find_leaked_key, require_key

DraftPlatform: TypeAlias = Buttondown | Ghost
PLATFORMS: Final[dict[str, Callable[[str, str], DraftPlatform]]] = {"buttondown": Buttondown, "ghost": Ghost}

__all__ = ["PLATFORMS", "Buttondown", "DraftPlatform", "Ghost", "find_leaked_key", "require_platform"]


def require_platform(target: Target) -> DraftPlatform:
    """The platform of a target, with its key. `UserError` where there is no such platform, no key or no address."""
    if target.key not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise UserError(
            f"{target.name} takes no drafts from here: {known} do, and `workbench copy` serves all."
        )
    return PLATFORMS[target.key](target.url, require_key(target))
