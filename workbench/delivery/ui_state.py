"""Where the screen was left, in a small file of the workspace: the one thing here that may be lost without harm."""

import contextlib
from pathlib import Path
from typing import Any, Final

import msgspec

from workbench.curation.model import UserError
from workbench.delivery.files import write_atomically


class UiStateFile:
    """`.screen.json` in a workspace."""

    def __init__(self, workspace: Path) -> None:
        self._path: Final = workspace / ".screen.json"

    def load(self) -> dict[str, Any]:
        """What was saved last; empty where nothing was, or where it cannot be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def save(self, state: dict[str, Any]) -> None:
        """Keep it for the next start. Never raises."""
        if not self._path.parent.is_dir():  # gone while the screen was open: an empty one would only mislead
            return
        with contextlib.suppress(UserError, TypeError, UnicodeEncodeError):
            write_atomically(self._path, msgspec.json.encode(state))
