"""Repeating on purpose: the editor knows that readers had a work before, and shows it again."""

from collections.abc import Sequence

from workbench.curation.archive.marks import Repeat
from workbench.curation.change import Change
from workbench.curation.model import LinkId, UserError
from workbench.desk.change_builder import ChangeBuilder, display_names
from workbench.desk.state import State


def toggle_repeat(state: State, links: Sequence[LinkId]) -> Change:
    """Repeat links on purpose, or take that back where all of them are. `UserError` where readers had none of them."""
    found = _find_repeats(state, links)
    if all(repeat.is_deliberate for repeats in found.values() for repeat in repeats):
        return withdraw_repeat(state, list(found))
    return repeat_links(state, links)


def repeat_links(state: State, links: Sequence[LinkId]) -> Change:
    """Show links again on purpose. It holds for the issues that had them by now. `UserError` where readers had none."""
    builder = ChangeBuilder(state)
    found = _find_repeats(state, links)
    for id, repeats in found.items():
        builder.set(state.links[id], repeat_of=max(repeat.issue for repeat in repeats))
    return builder.build(f"Repeating {display_names([state.links[id] for id in found])} on purpose")


def withdraw_repeat(state: State, links: Sequence[LinkId]) -> Change:
    """Have the repeats of these links count again."""
    builder = ChangeBuilder(state)
    for id in links:
        builder.set(state.get_link(id), repeat_of=None)
    named = display_names([state.links[id] for id in links])
    return builder.build(f"Repeats of {named} are marked again")


def _find_repeats(state: State, links: Sequence[LinkId]) -> dict[LinkId, list[Repeat]]:
    """Those of the links that readers had, each with the repeats of itself and of all that stands in its entry."""
    found = {id: repeats for id in links if (repeats := _list_repeats(state, id))}
    if not found:
        what = "this" if len(links) == 1 else "any of these"
        raise UserError(f"Readers have not had {what} before: there is nothing to repeat.")
    return found


def _list_repeats(state: State, id: LinkId) -> list[Repeat]:
    from workbench.desk.repeats import find_entry_repeats, find_link_repeats  # noqa: PLC0415 - a screen starts without it

    state.get_link(id)
    active = [entry for entry in state.entries_of(id) if state.is_active(entry)]
    of_entries = find_entry_repeats(state, active)
    return [*find_link_repeats(state, id), *(repeat for repeats in of_entries for repeat in repeats)]
