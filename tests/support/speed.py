"""What makes a process that opens many screens, one after the other, take less time.

Nothing that a screen says or shows depends on it.
"""

import gc
from collections import defaultdict
from typing import Any, Final

from textual.css.stylesheet import Stylesheet

from workbench.cli.commands.start import tune_garbage_collection

_RULES: Final[dict[frozenset[tuple[str, str]], dict[Any, Any]]] = defaultdict(dict)
"""The rules of each style sheet that was parsed, by the colours it was parsed with."""


def speed_up_screens() -> None:
    """Collect garbage as the program does once its screen opens, and parse each style sheet once for all screens."""
    gc.collect()
    tune_garbage_collection()
    _share_rules()


def _share_rules() -> None:
    begin, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def begin_sharing(self: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        begin(self, variables=variables)
        _take_shared(self)

    def set_shared_variables(self: Stylesheet, variables: dict[str, str]) -> None:
        self._parse_cache = {}  # type: ignore[assignment]  # it is emptied next, and the shared one is for others too
        set_variables(self, variables)
        _take_shared(self)

    Stylesheet.__init__ = begin_sharing  # type: ignore[method-assign]
    Stylesheet.set_variables = set_shared_variables  # type: ignore[method-assign]


def _take_shared(sheet: Stylesheet) -> None:
    sheet._parse_cache = _RULES[frozenset(sheet._variables.items())]  # type: ignore[assignment]
