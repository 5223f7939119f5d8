"""The base of every view in front of the panes: its frame, how it closes, and its two lines of help.

The line at its foot names the keys that act here as they are bound now, so it cannot promise a key that
`keys.toml` took away. The line above it says why a key could not act.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.content import Content
from textual.keys import KEY_DISPLAY_ALIASES, format_key
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.desk.touched import Touched
from workbench.ui.keys.table import ACTIONS_BY_NAME, build_bindings, build_named_bindings
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.link_list import LinkList
from workbench.ui.widgets.marks import RowId

T = TypeVar("T")
KEY_ABBREVIATIONS = {"escape": "esc"}


class ShowDialog(Protocol):
    """What brings a view to the front, and hands its answer on once it closes."""

    def __call__(self, dialog: ModalScreen[T], on_answer: Callable[[T | None], None], /) -> object: ...


class Dialog(ModalScreen[T]):
    """Framed, titled, closed without an answer by `q` and `escape`. `hints` are actions, or bare keys, and what
    they do here."""

    BINDINGS = [*build_named_bindings("view.close", "view.back")]
    DEFAULT_CLASSES = "in-front"
    heading: ClassVar[str] = ""
    hints: ClassVar[tuple[tuple[str, str], ...]] = ()
    close_label = "close"
    """What `q` and `escape` do at present."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = Vertical(classes="dialog")
        self._notice = Static(classes="notice")
        self._key_hints = Static(classes="key-hints")

    def compose_body(self) -> ComposeResult:
        """What stands in the frame above the foot."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with self.frame:
            self.frame.border_title = to_content(self.heading)
            yield from self.compose_body()
            yield self._notice
            yield self._key_hints

    def on_mount(self) -> None:
        self._update_key_hints()

    def on_descendant_focus(self) -> None:
        self._update_key_hints()

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """The actions, or bare keys, that are named at the foot, and what they do here."""
        return self.hints

    def say(self, sentence: str) -> None:
        """One sentence above the foot: why a key cannot act."""
        self._notice.update(to_content(sentence))

    def show_changes(self, touched: Touched) -> None:
        """Documents changed while this stands in front: let go of those that are gone. Most views hold none."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer, once: what comes later, a second click or a key typed ahead, finds it closed."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def action_view_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def action_view_back(self) -> None:
        """Close without an answer."""
        self.action_view_close()

    def _update_key_hints(self) -> None:
        foot: dict[str, str] = {}
        keys = self._collect_keys()
        close_hints = [(name, self.close_label) for name in ("view.close", "view.back")]
        for name, does in (*self.list_hints(), *close_hints):
            if name in keys or name not in ACTIONS_BY_NAME:
                foot.setdefault(does, keys.get(name, name))
        parts = [Content.assemble((key, "bold"), f" {does}") for does, key in foot.items()]
        self._key_hints.update(Content("   ").join(parts))

    def _collect_keys(self) -> dict[str, str]:
        """The first key of each action that works here now, as people write it; a field keeps what it types."""
        keys: dict[str, str] = {}
        for key, active in self.active_bindings.items():
            shown = key if key in KEY_DISPLAY_ALIASES else format_key(key)
            if active.binding.id and not self._is_consumed(key, shown):
                keys.setdefault(active.binding.id, KEY_ABBREVIATIONS.get(shown, shown))
        return keys

    def _is_consumed(self, key: str, display: str) -> bool:
        character = display if len(display) == 1 else None
        return self.focused is not None and self.focused.check_consume_key(key, character)


class DialogList(LinkList[RowId], inherit_bindings=False):
    """The list of a view: the link list with nothing to mark, whose `enter` is the view's."""

    BINDINGS = [*build_bindings("lists")]
