"""The field in which a filter is typed, above the list that it filters, and the two keys that leave it."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.widgets import Input

from workbench.ui.keys.table import build_bindings

EXAMPLES: Final = "filter: words, kind:paper, tag:agents, before:7d, text:words, issue:11"


class FilterField(Input):
    """`keep` goes to the list of what was found, `leave` back to all of it."""

    BINDINGS: ClassVar[list[BindingType]] = [*build_bindings("filtering")]

    def __init__(
        self, *, keep: Callable[[], None], leave: Callable[[], None], examples: str = EXAMPLES
    ) -> None:
        super().__init__(placeholder=examples, id="filter")
        self._keep = keep
        self._leave = leave

    def action_filter_keep(self) -> None:
        """To the links that were found."""
        self._keep()

    def action_filter_leave(self) -> None:
        """Out of the filter."""
        self._leave()
