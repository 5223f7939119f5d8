"""A view in front of the panes: the one place that says how every one of them is framed, closed and explained.

The line at its foot names the keys that act here as they are bound now, so it cannot promise a key that
`keys.toml` took away; the line above it says why a key could not act.
"""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.keys import KEY_DISPLAY_ALIASES, format_key
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workbench.ui.foreign import line, literal
from workbench.ui.keys import BY_NAME, bindings, named
from workbench.ui.link_list import LinkList

T = TypeVar("T")
CLOSING = (("view.close", "close"), ("view.back", "close"))
SHORT = {"escape": "esc"}


class View(ModalScreen[T]):
    """Framed, titled, closed without an answer by `q` and `escape`. `hints` are actions, or bare keys, and what
    they do here."""

    BINDINGS = [*named("view.close", "view.back")]
    DEFAULT_CLASSES = "in-front"
    heading: ClassVar[str] = ""
    hints: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.frame = Vertical(classes="dialog")
        self._said = Static(classes="said")
        self._foot = Static(classes="hint")

    def body(self) -> ComposeResult:
        """What stands in the frame above the foot."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with self.frame:
            self.frame.border_title = literal(self.heading)
            yield from self.body()
            yield self._said
            yield self._foot

    def on_mount(self) -> None:
        self._explain()

    def on_descendant_focus(self) -> None:
        self._explain()

    def say(self, sentence: str) -> None:
        """One sentence above the foot: why a key cannot act."""
        self._said.update(literal(sentence))

    def action_view_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def action_view_back(self) -> None:
        """Close without an answer."""
        self.action_view_close()

    def _explain(self) -> None:
        foot: dict[str, str] = {}
        keys = self._keys()
        for name, does in (*self.hints, *CLOSING):
            if name in keys or name not in BY_NAME:
                foot.setdefault(does, keys.get(name, name))
        parts = [Content.assemble((key, "bold"), f" {does}") for does, key in foot.items()]
        self._foot.update(Content("   ").join(parts))

    def _keys(self) -> dict[str, str]:
        """The first key of each action that works here now, as people write it; a field keeps what it types."""
        keys: dict[str, str] = {}
        for key, active in self.active_bindings.items():
            shown = key if key in KEY_DISPLAY_ALIASES else format_key(key)
            if active.binding.id and not self._typed(key, shown):
                keys.setdefault(active.binding.id, SHORT.get(shown, shown))
        return keys

    def _typed(self, key: str, shown: str) -> bool:
        character = shown if len(shown) == 1 else None
        return self.focused is not None and self.focused.check_consume_key(key, character)


class Rows(LinkList, inherit_bindings=False):
    """The list of a view: the link list with nothing to mark, whose `enter` is the view's."""

    BINDINGS = [*bindings("lists")]


class OneLine(Input):
    """One line to type into; what is pasted becomes one clean line, where an `Input` keeps the first alone."""

    LONGEST: ClassVar[int] = 10_000
    """Characters: a long note, never a book."""

    def on_paste(self, event: Paste) -> None:
        event.text = line(event.text, self.LONGEST)

    @property
    def typed(self) -> str:
        """What stands in it, as one clean line."""
        return line(self.value, self.LONGEST)
