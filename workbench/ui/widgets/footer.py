"""The footer: the keys that work here, now, as many as the width holds, the most wanted first, and help at the end."""

from collections.abc import Iterable
from typing import Final

from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from workbench.ui.keys.keymap import LIST_ONLY
from workbench.ui.keys.table import (
    ACTIONS,
    ACTIONS_BY_NAME,
    TEXT_CONTEXTS,
    Action,
    KeyContext,
    Keymap,
    format_keys,
    keys_of,
    list_family,
)
from workbench.ui.sanitize import one_line

KEY_LABELS: Final = {"escape": "esc", "pagedown": "pgdn"}
SECTIONS_RANK: Final = 21  # sections are named where all keys up to this rank still find room


class Footer(Widget):
    """One line. `where` names the place whose keys come first; help keeps the right end. A click presses a key.

    `sections` are the names of the issue's sections in order, `has_entry` says whether an entry is in hand there, and
    while `is_covered` a view stands in front, which names its own keys.
    """

    where: reactive[KeyContext] = reactive[KeyContext]("inbox")
    sections: reactive[tuple[str, ...]] = reactive(())
    has_entry: reactive[bool] = reactive(True)
    is_covered: reactive[bool] = reactive(False)

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="footer")
        self._keymap = keymap

    def render(self) -> Content:
        if self.is_covered:
            return Content("")
        help = self._render_help()
        room = self.size.width - help.cell_length
        parts = [(action, self._render_action(action)) for action in self._choose_actions()]
        wanted = sum(part.cell_length for action, part in parts if action.footer_rank <= SECTIONS_RANK)
        line = Content("")
        for action, short in parts:
            named = self._render_sections(action)
            fits = named is not None and wanted - short.cell_length + named.cell_length <= room
            part = named if named is not None and fits else short
            if line.cell_length + part.cell_length > room:
                break
            line += part
        return line + Content(" " * max(0, room - line.cell_length)) + help

    def action_press(self, key: str) -> None:
        """Press a key, named as people write it."""
        (binding,) = Binding.make_bindings([(key, "", "")])  # which knows what Textual calls it
        self.app.simulate_key(binding.key)

    def _choose_actions(self) -> list[Action]:
        shown = [action for action in ACTIONS if action.footer_rank and self._works_here(action)]
        first_of_family = {action.family: action for action in reversed(shown)}
        return sorted(first_of_family.values(), key=lambda action: action.footer_rank)

    def _works_here(self, action: Action) -> bool:
        if not self.has_entry and action.name.startswith("entry."):
            return False
        if self.where == "reading" and action.context == "inbox":
            return action.name not in LIST_ONLY
        is_alone = self.where in TEXT_CONTEXTS or self.where == "copying"
        return action.context in ((self.where,) if is_alone else (self.where, "everywhere"))

    def _render_action(self, action: Action) -> Content:
        keys = format_keys(self._list_family(action), self._keymap)
        return self._render_key(keys_of(action, self._keymap)[0], keys, action.label)

    def _render_sections(self, action: Action) -> Content | None:
        """`place 1 Papers 2 Videos`; None for what has no digits."""
        family = self._list_family(action)
        if action.family == action.name or not self.sections:
            return None
        named = (
            self._render_key(keys_of(one, self._keymap)[0], keys_of(one, self._keymap)[0], one_line(section))
            for one, section in zip(family, self.sections, strict=False)
        )
        return Content(f" {action.label}") + Content("").join(part.rstrip() for part in named) + Content(" ")

    def _list_family(self, action: Action) -> list[Action]:
        """The actions that differ by a digit only, as many as there are sections."""
        family = list_family(action)
        return family[: len(self.sections)] if self.sections and len(family) > 1 else family

    def _render_help(self) -> Content:
        """Help by a key that is no text where text is typed."""
        keys: Iterable[str] = keys_of(ACTIONS_BY_NAME["help.show"], self._keymap)
        if self.where in TEXT_CONTEXTS:
            keys = (key for key in keys if len(key) > 1)
        key = next(iter(keys), "")
        return self._render_key(key, key, "help") if key else Content("")

    def _render_key(self, key: str, shown: str, label: str) -> Content:
        press = Style.from_meta({"@click": ("press", (key,))})
        return Content.assemble(" ", (KEY_LABELS.get(shown, shown), "bold"), f" {label} ").stylize(press)
