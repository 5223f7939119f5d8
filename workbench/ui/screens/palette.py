"""The palette: every action of the key table by name, beside its key, and the sections to go to.

A prompt is content of our own making: Textual's `matcher.highlight` reads what it is given as markup.
"""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Final, TypeAlias

from msgspec import Struct
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from workbench.curation.model import Section
from workbench.curation.pieces import piece_of_entry, piece_of_tldr
from workbench.ui.keys.table import ACTIONS, CONTEXT_TITLES, Action, keys_of
from workbench.ui.sanitize import one_line
from workbench.ui.screens.main import WorkbenchScreen
from workbench.ui.widgets.header import PANES

PALETTE_KEY_WIDTH: Final = 8  # cells of the column of the key
PALETTE_NAME_WIDTH: Final = 17  # cells of the column of names

PaletteCallback: TypeAlias = Callable[[], Awaitable[object] | None]


class PaletteCommand(Struct, frozen=True):
    """One line of the palette. What is typed is looked for in name and help, not in the keys."""

    key: str
    name: str
    help: str
    callback: PaletteCallback

    @property
    def search_text(self) -> str:
        """What is searched."""
        return f"{self.name:<{PALETTE_NAME_WIDTH}} {self.help}"

    def build_prompt(self, highlighted: tuple[int, ...] = ()) -> Content:
        """What is shown, the letters at these places of `search_text` lit up."""
        content = Content.assemble((f"{self.key:<{PALETTE_KEY_WIDTH}}", "bold"), self.search_text)
        for at in highlighted:
            content = content.stylize("underline", PALETTE_KEY_WIDTH + at, PALETTE_KEY_WIDTH + at + 1)
        return content.stylize("dim", PALETTE_KEY_WIDTH + PALETTE_NAME_WIDTH)


class ActionProvider(Provider):
    """What can be done where the palette was opened, first; then what works elsewhere."""

    async def discover(self) -> Hits:
        """All of it, before anything is typed."""
        for command in self._iter_commands():
            yield DiscoveryHit(command.build_prompt(), command.callback, text=command.name)

    async def search(self, query: str) -> Hits:
        """What the query's letters fit, best first."""
        search = self.matcher(query).fuzzy_search
        for command in self._iter_commands():
            score, places = search.match(query, command.search_text)
            if score:
                yield Hit(score, command.build_prompt(tuple(places)), command.callback, text=command.name)

    def _iter_commands(self) -> Iterator[PaletteCommand]:
        screen = self.screen
        if not isinstance(screen, WorkbenchScreen):
            return
        doers = [(action, self._find_node(action)) for action in ACTIONS if action.is_in_palette]
        for action, node in sorted(doers, key=lambda doer: (doer[1] is None, doer[1] is screen)):
            if node is not None or action.context in PANES:
                yield _build_command(screen, action, node)
        for section in _sections_of(screen):
            label = one_line(section.label)
            yield PaletteCommand(
                "", f"go to {label}", f"Go to {label} in the issue.", partial(_go_to_section, screen, section)
            )

    def _find_node(self, action: Action) -> DOMNode | None:
        """Who does it where the focus is: the focused widget, or what stands around it."""
        name, parameters = action.family.replace(".", "_"), (_digit_of(action),) if _digit_of(action) else ()
        around = (self.focused or self.screen).ancestors_with_self
        able = (node for node in around if hasattr(node, f"action_{name}"))
        return next((node for node in able if node.check_action(name, parameters)), None)


def _digit_of(action: Action) -> int:
    """The section's digit that the name ends in; 0 for none."""
    return int(action.name.removeprefix(action.family).lstrip(".") or 0)


def _build_command(screen: WorkbenchScreen, action: Action, node: DOMNode | None) -> PaletteCommand:
    key, digit = keys_of(action, screen.keymap)[0], _digit_of(action)
    name, help = f"{action.label} {digit or ''}".rstrip(), action.help
    if digit:
        labels = {at: one_line(section.label) for at, section in enumerate(_sections_of(screen), start=1)}
        help = help.replace("the section of that number", labels.get(digit, f"section {digit}"))
    if node is None:
        elsewhere = f"{help[:-1]}, in the {CONTEXT_TITLES[action.context]}."
        return PaletteCommand(
            key, name, elsewhere, partial(_show_pane, screen, action.context, f"Here {key} does it: {help}")
        )
    return PaletteCommand(key, name, help, partial(screen.app.run_action, action.call, node))


def _show_pane(screen: WorkbenchScreen, pane: str, sentence: str) -> None:
    """What another pane does is not done unseen: that pane comes to the front, and the key is told."""
    screen.panes.focus_pane(pane)
    screen.message_line.say(sentence)


def _sections_of(screen: WorkbenchScreen) -> tuple[Section, ...]:
    issue = screen.panes.find_issue()
    return issue.sections if issue else screen.desk.state.publication.sections


def _go_to_section(screen: WorkbenchScreen, section: Section) -> None:
    """To the first entry of the section, else to its TL;DR line."""
    issue = screen.panes.find_issue()
    entries = screen.desk.state.entries_in(issue.id) if issue else []
    first = next((entry.id for entry in entries if entry.section == section.key), None)
    screen.panes.go_to_piece(piece_of_entry(first) if first is not None else piece_of_tldr(section.key))
