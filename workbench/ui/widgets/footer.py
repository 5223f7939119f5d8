"""The footer: the keys that work here, now, as many as the width holds, the most wanted first."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.ui.keys.keymap import LIST_ONLY
from workbench.ui.keys.table import ACTIONS, Action, KeyContext, Keymap, keys_of

KEY_LABELS = {"escape": "esc", "pagedown": "pgdn"}


class Footer(Widget):
    """One line. `where` names the place whose keys come first."""

    where: reactive[KeyContext] = reactive[KeyContext]("inbox")

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="footer")
        self._keymap = keymap

    def render(self) -> Content:
        line = Content("")
        for action in self._choose_actions():
            more = Content.assemble(" ", (self._format_keys(action), "bold"), f" {action.label} ")
            if line.cell_length + more.cell_length > self.size.width:
                break
            line += more
        return line

    def _choose_actions(self) -> list[Action]:
        shown = [action for action in ACTIONS if action.footer_rank and self._works_here(action)]
        first_of_family = {action.family: action for action in reversed(shown)}
        return sorted(first_of_family.values(), key=lambda action: action.footer_rank)

    def _works_here(self, action: Action) -> bool:
        if self.where in ("writing", "copying"):
            return action.context == self.where or action.name == "help.show"
        if self.where == "reading" and action.context == "inbox":
            return action.name not in LIST_ONLY
        return action.context in (self.where, "everywhere")

    def _format_keys(self, action: Action) -> str:
        family = [
            other for other in ACTIONS if other.family == action.family and other.context == action.context
        ]
        first = self._choose_key(family[0])
        last = self._choose_key(family[-1])
        shown = KEY_LABELS.get(first, first)
        return f"{shown}-{last}" if len(family) > 1 else shown

    def _choose_key(self, action: Action) -> str:
        """The first of its keys that works here: a letter is text while somebody writes."""
        keys = keys_of(action, self._keymap)
        return next((key for key in keys if self.where != "writing" or len(key) > 1), keys[0])
