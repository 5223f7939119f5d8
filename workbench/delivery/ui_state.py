"""Where the screen was left (cursor, view, filter), in a small file of the workspace.

Nothing here is worth a failure: a file that cannot be read or written only means that the screen starts afresh.
"""

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
        """The values saved last; empty where there are none or they cannot be read."""
        try:
            if not self._path.is_file():  # a pipe would be waited for, without end
                return {}
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {}

    def save(self, values: dict[str, Any]) -> None:
        """Keep the values for the next start. Never raises."""
        if not self._path.parent.is_dir():  # deleted while the screen was open: do not create it again, empty
            return
        with contextlib.suppress(UserError, TypeError, UnicodeEncodeError):
            write_atomically(self._path, msgspec.json.encode(values))
