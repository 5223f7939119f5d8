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
from workbench.ui.foreign import line
from workbench.ui.keys import ACTIONS, TITLES, Action, keys_of
from workbench.ui.masthead import PANES
from workbench.ui.panes import PaneScreen

KEYS: Final = 8  # cells of the column of the key
NAME: Final = 17  # cells of the column of names

Run: TypeAlias = Callable[[], Awaitable[object] | None]


class Command(Struct, frozen=True):
    """One line of the palette. What is typed is looked for in name and help, not in the keys."""

    key: str
    name: str
    help: str
    run: Run

    @property
    def said(self) -> str:
        """What is searched."""
        return f"{self.name:<{NAME}} {self.help}"

    def prompt(self, lit: tuple[int, ...] = ()) -> Content:
        """What is shown, the letters at these places of `said` lit up."""
        content = Content.assemble((f"{self.key:<{KEYS}}", "bold"), self.said)
        for at in lit:
            content = content.stylize("underline", KEYS + at, KEYS + at + 1)
        return content.stylize("dim", KEYS + NAME)


class Actions(Provider):
    """What can be done where the palette was opened, first; then what works elsewhere."""

    async def discover(self) -> Hits:
        """All of it, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.prompt(), command.run, text=command.name)

    async def search(self, query: str) -> Hits:
        """What the query's letters fit, best first."""
        search = self.matcher(query).fuzzy_search
        for command in self._commands():
            score, places = search.match(query, command.said)
            if score:
                yield Hit(score, command.prompt(tuple(places)), command.run, text=command.name)

    def _commands(self) -> Iterator[Command]:
        screen = self.screen
        if not isinstance(screen, PaneScreen):
            return
        doers = [(action, self._node(action)) for action in ACTIONS if action.palette]
        for action, node in sorted(doers, key=lambda doer: (doer[1] is None, doer[1] is screen)):
            if node is not None or action.where in PANES:
                yield _command(screen, action, node)
        for section in _sections(screen):
            label = line(section.label)
            yield Command(
                "", f"go to {label}", f"Go to {label} in the issue.", partial(_go_to, screen, section)
            )

    def _node(self, action: Action) -> DOMNode | None:
        """Who does it where the focus is: the focused widget, or what stands around it."""
        name, parameters = action.family.replace(".", "_"), (_digit(action),) if _digit(action) else ()
        around = (self.focused or self.screen).ancestors_with_self
        able = (node for node in around if hasattr(node, f"action_{name}"))
        return next((node for node in able if node.check_action(name, parameters)), None)


def _digit(action: Action) -> int:
    """The section's digit that the name ends in; 0 for none."""
    return int(action.name.removeprefix(action.family).lstrip(".") or 0)


def _command(screen: PaneScreen, action: Action, node: DOMNode | None) -> Command:
    key, digit = keys_of(action, screen.keymap)[0], _digit(action)
    name, help = f"{action.label} {digit or ''}".rstrip(), action.help
    if digit:
        labels = {at: line(section.label) for at, section in enumerate(_sections(screen), start=1)}
        help = help.replace("the section of that number", labels.get(digit, f"section {digit}"))
    if node is None:
        elsewhere = f"{help[:-1]}, in the {TITLES[action.where]}."
        return Command(
            key, name, elsewhere, partial(_show, screen, action.where, f"Here {key} does it: {help}")
        )
    return Command(key, name, help, partial(screen.app.run_action, action.call, node))


def _show(screen: PaneScreen, pane: str, sentence: str) -> None:
    """What another pane does is not done unseen: that pane comes to the front, and the key is told."""
    screen.go_to(pane)
    screen.say(sentence)


def _sections(screen: PaneScreen) -> tuple[Section, ...]:
    issue = screen.desk.present.issues.get(screen.issue_id or 0)
    return issue.sections if issue else screen.desk.present.publication.sections


def _go_to(screen: PaneScreen, section: Section) -> None:
    """To the first entry of the section, else to its TL;DR line."""
    present, id = screen.desk.present, screen.issue_id
    entries = present.entries_in(id) if id in present.issues else []
    first = next((entry.id for entry in entries if entry.section == section.key), None)
    screen.go_to("issue")
    screen.issue.move_to(f"entry:{first}" if first is not None else f"tldr:{section.key}")
