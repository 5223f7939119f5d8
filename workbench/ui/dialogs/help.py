"""Help: how a week goes in three lines, then every key, those of the place you came from first."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.ui.dialogs.view import OneLine, View
from workbench.ui.foreign import found
from workbench.ui.keys import BY_NAME, PLACES, TITLES, Keymap, Line, Place, bindings, keys_of, named, table

KEYS: Final = 14  # cells of the column of keys
STEP: Final = 8  # cells of the names of the steps

# What a week asks for, each step with the actions that do it: one line a step.
WEEK: Final = (
    ("Triage", (("link.place.1", "to"), ("link.place.5", "place a link,"), ("link.bench", "benches,"),
                ("link.reject", "rejects,"), ("link.defer", "defers."))),
    ("Write", (("piece.blank", "finds the next blank,"), ("piece.write", "writes it,"),
               ("piece.leave", "saves."))),
    ("Send", (("findings.show", "checks,"), ("issue.copy", "copies out,"), ("issue.export", "writes the file,"),
              ("change.undo", "takes back."))),
)  # fmt: skip


class Help(View[None]):
    """`where` is the place that was left: its keys come first, then those that work everywhere."""

    BINDINGS = [*named("filter.open", "help.show")]
    heading = "Help"
    hints = (("filter.open", "filter"), ("cursor.down", "down"), ("cursor.up", "up"))

    def __init__(self, where: Place = "inbox", keymap: Keymap | None = None) -> None:
        super().__init__()
        self._where = where
        self._keymap = keymap or {}
        self._field = OneLine(placeholder="a key, or a word of what it does", classes="filter")
        self._text = Static()
        self._page = Page(self._text)

    def body(self) -> ComposeResult:
        yield self._field
        yield self._page

    def on_mount(self) -> None:
        self._field.display = False
        self._show()
        self._page.focus()

    def action_filter_open(self) -> None:
        """Begin to filter."""
        self._field.display = True
        self._field.focus()

    def action_help_show(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    def action_view_back(self) -> None:
        """Out of the filter first, then out of the view."""
        if not self._field.display:
            self.dismiss(None)
            return
        self._field.value = ""
        self._field.display = False
        self._page.focus()

    @on(OneLine.Submitted)
    def _read(self) -> None:
        self._page.focus()

    @on(OneLine.Changed)
    def _show(self) -> None:
        words = self._field.typed.casefold().split()
        blocks = [] if words else [Content("\n").join(self._week())]
        for place in self._places():
            rows = [row for row in table(self._keymap) if row.where == place and _speaks(row, words)]
            if rows:
                blocks.append(Content("\n").join([self._title(place), *(_line(row, words) for row in rows)]))
        self._text.update(
            Content("\n\n").join(blocks or [Content("No key does that: escape shows all of them.")])
        )
        self._page.scroll_home(animate=False)

    def _places(self) -> list[Place]:
        """Where you came from, what works there too, and then the rest."""
        live: tuple[Place, ...] = (
            ("writing",) if self._where == "writing" else (self._where, "everywhere", "lists")
        )
        return list(dict.fromkeys((*live, *PLACES)))

    def _week(self) -> Iterable[Content]:
        for name, steps in WEEK:
            said = [(keys_of(BY_NAME[action], self._keymap)[0], does) for action, does in steps]
            doing = Content(" ").join(Content.assemble((key, "bold"), f" {does}") for key, does in said)
            yield Content.assemble((f"{name:<{STEP}}", "dim"), doing)

    def _title(self, place: Place) -> Content:
        return Content.assemble(
            (TITLES[place], "bold underline"), (", where you are" * (place == self._where), "dim")
        )


class Page(VerticalScroll, inherit_bindings=False):
    """Text to read, scrolled by the keys that move in a list."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]

    def action_cursor_down(self) -> None:
        """One line down."""
        self.scroll_down(animate=False)

    def action_cursor_up(self) -> None:
        """One line up."""
        self.scroll_up(animate=False)

    def action_cursor_page_down(self) -> None:
        """One screenful down."""
        self.scroll_page_down(animate=False)

    def action_cursor_page_up(self) -> None:
        """One screenful up."""
        self.scroll_page_up(animate=False)

    def action_cursor_top(self) -> None:
        """The first line."""
        self.scroll_home(animate=False)

    def action_cursor_bottom(self) -> None:
        """The last line."""
        self.scroll_end(animate=False)


def _shown(row: Line) -> str:
    """The keys of a line: `1 to 5` for a family, else all of them."""
    return f"{row.keys[0]} to {row.keys[-1]}" if len(row.names) > 1 else " ".join(row.keys)


def _speaks(row: Line, words: list[str]) -> bool:
    said = f"{_shown(row)} {row.label} {row.help}".casefold()
    return all(word in said or word in map(str.casefold, row.keys) for word in words)


def _line(row: Line, words: list[str]) -> Content:
    content = Content.assemble((f"{_shown(row):<{KEYS}}", "bold"), row.help)
    for start, end in found(content.plain, words):
        content = content.stylize("underline", start, end)
    return content
