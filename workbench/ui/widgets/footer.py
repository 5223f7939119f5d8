"""The footer: the keys that work here, now, as many as the width holds, the most wanted first, and help at the end."""

from collections.abc import Iterable, Iterator
from typing import Final

from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
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

    `sections` are the names of the issue's sections in order, `idle_actions` the names of actions that could do nothing
    now, `has_link` says whether a link is in the inbox, and while `is_covered` a view stands in front, which names its
    own keys.
    """

    where: reactive[KeyContext] = reactive[KeyContext]("inbox")
    sections: reactive[tuple[str, ...]] = reactive(())
    idle_actions: reactive[frozenset[str]] = reactive(frozenset[str]())
    has_link: reactive[bool] = reactive(True)
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
        return sorted(first_of_family.values(), key=self._rank_action)

    def _rank_action(self, action: Action) -> int:
        """What brings a link back is wanted first where links were put away."""
        return 0 if action.name == "link.restore" else action.footer_rank

    def _works_here(self, action: Action) -> bool:
        if action.name in self.idle_actions:
            return False
        if self.where == "reading" and action.context == "inbox":
            return action.name not in LIST_ONLY
        is_alone = self.where in TEXT_CONTEXTS or self.where == "copying"
        return action.context in ((self.where,) if is_alone else (self.where, "everywhere"))

    def _render_action(self, action: Action) -> Content:
        keys = format_keys([one for one, _ in self._list_family(action)], self._keymap)
        return self._render_key(keys_of(action, self._keymap)[0], keys, action.label)

    def follow(self, inbox: DOMNode) -> None:
        """Keep to whether a link is in the inbox."""
        self.watch(inbox, "has_link", self._follow_link)

    def _follow_link(self, has_link: bool) -> None:
        self.has_link = has_link

    def render_digits(self) -> Content:
        """The sections by the keys that place a link in them, `1 Papers  2 Videos`, where links are triaged and the
        issue, which has them too, is not seen; empty elsewhere."""
        is_issue_seen = self.where != "reading" and not self.screen.has_class("-one")
        if self.where not in ("inbox", "reading") or is_issue_seen or not self.sections or not self.has_link:
            return Content("")
        return Content(" ").join(self._iter_digits(ACTIONS_BY_NAME["link.place.1"]))[1:]

    def _render_sections(self, action: Action) -> Content | None:
        """`place 1 Papers 2 Videos`; None for what has no digits."""
        if action.family == action.name or not self.sections:
            return None
        return Content(f" {action.label}") + Content("").join(self._iter_digits(action)) + Content(" ")

    def _iter_digits(self, action: Action) -> Iterator[Content]:
        for one, section in self._list_family(action):
            key = keys_of(one, self._keymap)[0]
            yield self._render_key(key, key, one_line(section)).rstrip()

    def _list_family(self, action: Action) -> list[tuple[Action, str]]:
        """The actions that differ by a digit only, each with the name of its section, those that could act now."""
        family = list_family(action)
        names = self.sections if self.sections and len(family) > 1 else [""] * len(family)
        return [
            (one, name) for one, name in zip(family, names, strict=False) if one.name not in self.idle_actions
        ]

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
