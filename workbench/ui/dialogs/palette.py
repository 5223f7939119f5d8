"""The palette: one line to type into, and the commands that it fits, best first.

It searches at once and in one thread. Textual's own palette searches in the background and calls on parts of itself
that are not there yet, or no longer, when keys come quickly.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.widgets.text_fields import OneLineInput

PALETTE_KEY_WIDTH: Final = 8  # cells of the column of the key
PALETTE_NAME_WIDTH: Final = 17  # cells of the column of names

PaletteCallback: TypeAlias = Callable[[], Awaitable[object] | None]


class PaletteCommand(Struct, frozen=True):
    """One line of the palette. What is typed is looked for in name, help and further `words`, not in the keys."""

    key: str
    name: str
    help: str
    callback: PaletteCallback
    words: str = ""

    @property
    def text(self) -> str:
        """What is shown beside the key."""
        return f"{self.name:<{PALETTE_NAME_WIDTH}} {self.help}"

    def build_prompt(self, highlighted: Sequence[int] = ()) -> Content:
        """What is shown, the letters at these places of `text` lit up; places beyond it are in `words`."""
        content = Content.assemble((f"{self.key:<{PALETTE_KEY_WIDTH}}", "bold"), self.text)
        for at in (at for at in highlighted if at < len(self.text)):
            content = content.stylize("underline", PALETTE_KEY_WIDTH + at, PALETTE_KEY_WIDTH + at + 1)
        return content.stylize("dim", PALETTE_KEY_WIDTH + PALETTE_NAME_WIDTH)


class PaletteDialog(Dialog[PaletteCommand | None]):
    """The command chosen, for whoever opened it to run."""

    heading = "Palette"
    hints = (("enter", "do it"), ("down", "next"), ("up", "previous"))
    BINDINGS = [
        (key, f"cursor('{step}')", "")
        for key, step in (
            ("down", "cursor_down"), ("up", "cursor_up"), ("pagedown", "page_down"), ("pageup", "page_up"),
            ("ctrl+home", "first"), ("ctrl+end", "last"),
        )
    ]  # fmt: skip

    def __init__(self, commands: Sequence[PaletteCommand]) -> None:
        super().__init__()
        self._commands: Final = commands
        self._shown: list[PaletteCommand] = []
        self._line_input = OneLineInput(placeholder="words of what you want done", classes="filter")
        self._list = OptionList(markup=False)
        self._list.can_focus = False  # the keyboard stays in the line

    def compose_body(self) -> ComposeResult:
        yield self._line_input
        yield self._list

    def on_mount(self) -> None:
        self._search()

    @on(OneLineInput.Changed)
    def _search(self) -> None:
        query = self._line_input.clean_value.strip()
        found = self._find_fitting(query) if query else [(command, ()) for command in self._commands]
        self._shown = [command for command, _ in found]
        self._list.clear_options()
        self._list.add_options([Option(command.build_prompt(places)) for command, places in found])
        self._list.highlighted = 0 if found else None
        self.say("" if found else "Nothing is called so: fewer letters find more.")

    def _find_fitting(self, query: str) -> list[tuple[PaletteCommand, Sequence[int]]]:
        search = FuzzySearch()
        scored = [
            (search.match(query, f"{command.text} {command.words}"), command) for command in self._commands
        ]
        scored.sort(key=lambda hit: -hit[0][0])
        return [(command, places) for (score, places), command in scored if score]

    def action_cursor(self, step: str) -> None:
        """Move the cursor in the list: a step of Textual's option list, by its name."""
        getattr(self._list, f"action_{step}")()

    @on(OneLineInput.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        at = self._list.highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])

    def on_click(self, event: events.Click) -> None:
        """A click beside it closes it."""
        if event.widget is self:
            self.action_view_close()
