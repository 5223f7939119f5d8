"""The curation workbench: a week of saved links becomes one issue of a newsletter.

A script begins with `with workbench.open_workspace(folder) as w:`; `docs/api.md` says what can be done then.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.curation.model import UserError
    from workbench.workspace import Workspace, open_workspace

__all__ = ["UserError", "Workspace", "__version__", "open_workspace"]

__version__ = "0.1.0"

_MODULES = {
    "UserError": "workbench.curation.model",
    "Workspace": "workbench.workspace",
    "open_workspace": "workbench.workspace",
}

if not TYPE_CHECKING:  # or mypy would take any name for one of this module's

    def __getattr__(name: str) -> object:
        """Import what is asked for when it is: every module of the program imports this one first."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name]), name)
