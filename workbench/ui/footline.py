"""The footer: the keys that work here, now, as many as the width holds, the most wanted first."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.ui.keys import ACTIONS, Action, Keymap, Place, keys_of

SHOWN = {"escape": "esc", "pagedown": "pgdn"}


class Footline(Widget):
    """One line. `where` names the place whose keys come first."""

    where: reactive[Place] = reactive[Place]("inbox")

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="footline")
        self._keymap = keymap

    def render(self) -> Content:
        line = Content("")
        for action in self._actions():
            more = Content.assemble(" ", (self._keys(action), "bold"), f" {action.label} ")
            if line.cell_length + more.cell_length > self.size.width:
                break
            line += more
        return line

    def _actions(self) -> list[Action]:
        places = (self.where,) if self.where in ("writing", "copying") else (self.where, "everywhere")
        shown = [action for action in ACTIONS if action.footer and action.where in places]
        first_of_family = {action.family: action for action in reversed(shown)}
        return sorted(first_of_family.values(), key=lambda action: action.footer)

    def _keys(self, action: Action) -> str:
        family = [other for other in ACTIONS if other.family == action.family and other.where == action.where]
        first = keys_of(family[0], self._keymap)[0]
        last = keys_of(family[-1], self._keymap)[0]
        shown = SHOWN.get(first, first)
        return f"{shown}-{last}" if len(family) > 1 else shown
