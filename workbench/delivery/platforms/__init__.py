"""Drafts at newsletter platforms, by their APIs.

Each request says `draft`, and goes to a path that keeps drafts and can do nothing else. What was written is read back.
Publishing and sending stay with the editor, on the platform's own page.
"""

from pathlib import Path
from typing import Final, TypeAlias

from workbench.curation.model import UserError
from workbench.curation.publication import Target
from workbench.delivery.platforms.buttondown import Buttondown
from workbench.delivery.platforms.ghost import Ghost
from workbench.delivery.platforms.keys import forbid_stored_keys, require_key

DraftPlatform: TypeAlias = Buttondown | Ghost
PLATFORMS: Final[dict[str, type[DraftPlatform]]] = {"buttondown": Buttondown, "ghost": Ghost}

__all__ = ["PLATFORMS", "Buttondown", "DraftPlatform", "DraftPlatforms", "Ghost"]


class DraftPlatforms:
    """The platforms, for a workspace. `profile` is its `workbench.toml`, in which no key may stand."""

    def __init__(self, profile: Path) -> None:
        self._profile: Final = profile

    def open(self, target: Target) -> DraftPlatform:
        """The platform of a target. `UserError` where there is no such platform, no key or no address."""
        if target.key not in PLATFORMS:
            known = " and ".join(make.name for make in PLATFORMS.values())
            raise UserError(f"{target.name} takes no drafts from here, {known} do: copy the passages.")
        forbid_stored_keys(self._profile)
        return PLATFORMS[target.key](target.url, require_key(target))
