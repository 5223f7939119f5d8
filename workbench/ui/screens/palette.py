"""What the palette offers: every action of the key table by name, beside its key, and the sections to go to."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from textual.dom import DOMNode

from workbench.curation.change import Change
from workbench.curation.model import Section
from workbench.curation.pieces import piece_of_entry, piece_of_tldr
from workbench.desk.verbs import shape
from workbench.ui.dialogs.palette import PaletteCommand, PaletteDialog
from workbench.ui.keys.table import ACTIONS, CONTEXT_TITLES, DIGIT_KEYS, Action, keys_of
from workbench.ui.sanitize import one_line
from workbench.ui.screens.main import WorkbenchScreen
from workbench.ui.widgets.header import PANES

OTHER_WORDS: Final = {"filter.open": "search find", "issue.edit": "spell check", "issue.list": "archive"}
"""What other programs call an action, by its name: the palette finds it so, too."""


def show_palette(screen: WorkbenchScreen) -> None:
    """Show it, and do what is chosen once it is closed."""

    def run(command: PaletteCommand | None) -> None:
        if command is not None:
            screen.app.call_later(command.callback)

    screen.app.push_screen(PaletteDialog(build_palette_commands(screen)), run)


def build_palette_commands(screen: WorkbenchScreen) -> list[PaletteCommand]:
    """What can be done where the keyboard is, first; then what works elsewhere."""
    return list(_iter_commands(screen))


def _iter_commands(screen: WorkbenchScreen) -> Iterator[PaletteCommand]:
    sections = screen.panes.list_sections()
    doers = [(action, _find_node(screen, action)) for action in _iter_actions(len(sections))]
    for action, node in sorted(doers, key=lambda doer: (doer[1] is None, doer[1] is screen)):
        if node is not None or action.context in PANES:
            yield _build_command(screen, action, node)
    for section in sections:
        yield from _iter_section_commands(screen, section)


def _find_node(screen: WorkbenchScreen, action: Action) -> DOMNode | None:
    """Who does it where the focus is: the focused widget, or what stands around it."""
    number = action.section_number
    name, parameters = action.family.replace(".", "_"), (number,) if number else ()
    around = (screen.focused or screen).ancestors_with_self
    able = (node for node in around if hasattr(node, f"action_{name}"))
    return next((node for node in able if node.check_action(name, parameters)), None)


def _iter_actions(section_count: int) -> Iterator[Action]:
    """What the palette offers, with an action for each section there is, those included that no digit fills."""
    for action in ACTIONS:
        number = action.section_number
        if action.is_in_palette and number <= section_count:
            yield action
        if number == DIGIT_KEYS:
            yield from (action.for_section(later) for later in range(number + 1, section_count + 1))


def _build_command(screen: WorkbenchScreen, action: Action, node: DOMNode | None) -> PaletteCommand:
    key, number = next(iter(keys_of(action, screen.keymap)), ""), action.section_number
    name, help = f"{action.label} {number or ''}".rstrip(), action.help
    if number:
        label = one_line(screen.panes.list_sections()[number - 1].name)
        help = help.replace("the section of that number", label)
    words = OTHER_WORDS.get(action.name, "")
    if node is None:
        elsewhere = f"{help[:-1]}, in the {CONTEXT_TITLES[action.context]}."
        said = f"Here {key or 'the palette'} does it: {help}"
        return PaletteCommand(key, name, elsewhere, partial(_show_pane, screen, action.context, said), words)
    return PaletteCommand(key, name, help, partial(screen.app.run_action, action.call, node), words)


def _iter_section_commands(screen: WorkbenchScreen, section: Section) -> Iterator[PaletteCommand]:
    """Go to a section, or change how many slots it has in this issue."""
    name = one_line(section.name)
    yield PaletteCommand(
        "", f"go to {name}", f"Go to {name} in the issue.", partial(_go_to_section, screen, section)
    )
    changes: tuple[tuple[str, str, Callable[[], None]], ...] = (
        (
            f"more {name}",
            f"One slot more for {name} in this issue.",
            partial(_change_section, screen, partial(shape.change_slots, section=section.key, by=1)),
        ),
        (
            f"fewer {name}",
            f"One slot fewer for {name} in this issue.",
            partial(_change_section, screen, partial(shape.change_slots, section=section.key, by=-1)),
        ),
        (
            f"no {name}",
            f"Leave {name} out of this issue, or bring it back.",
            partial(_change_section, screen, partial(shape.leave_out_section, section=section.key)),
        ),
    )
    # One that has no number of slots can only be left out.
    offered = changes if section.slots is not None else changes[-1:]
    yield from (PaletteCommand("", called, help, callback) for called, help, callback in offered)


def _change_section(screen: WorkbenchScreen, verb: Callable[..., Change]) -> None:
    screen.runner.run_verb(partial(verb, issue_id=screen.panes.issue_id))


def _show_pane(screen: WorkbenchScreen, pane: str, sentence: str) -> None:
    """What another pane does is not done unseen: that pane comes to the front, and the key is told."""
    screen.panes.focus_pane(pane)
    screen.message_line.say(sentence)


def _go_to_section(screen: WorkbenchScreen, section: Section) -> None:
    """To the first entry of the section, else to its TL;DR line."""
    issue = screen.panes.find_issue()
    entries = screen.desk.state.entries_in(issue.id) if issue else []
    first = next((entry.id for entry in entries if entry.section == section.key), None)
    screen.panes.go_to_piece(piece_of_entry(first) if first is not None else piece_of_tldr(section.key))
