"""Help: how a week goes in three lines, then every key, those of the place you came from first."""

from collections.abc import Iterable
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from workbench.curation.search.folding import find_folded_spans, fold_text
from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.keys.key_help import FIELD_HELP, KeyHelp, build_key_help
from workbench.ui.keys.table import (
    ACTIONS_BY_NAME,
    CONTEXT_TITLES,
    KEY_CONTEXTS,
    KeyContext,
    Keymap,
    build_named_bindings,
    format_keys,
    list_family,
)
from workbench.ui.widgets.scroll_page import ScrollPage
from workbench.ui.widgets.text_fields import OneLineInput

HELP_KEYS_WIDTH: Final = 14  # cells of the column of keys
HELP_STEP_WIDTH: Final = 8  # cells of the names of the steps

# What a week asks for, each step with the actions that do it: one line a step.
WEEK_STEPS: Final = (
    ("Triage", (("link.place.1", "place a link,"), ("link.bench", "benches,"),
                ("link.reject", "rejects,"), ("link.defer", "defers."))),
    ("Write", (("piece.blank", "finds the next blank,"), ("piece.write", "writes it,"),
               ("piece.leave", "saves."))),
    ("Send", (("findings.show", "checks,"), ("issue.copy", "copies out,"), ("issue.export", "writes the file,"),
              ("change.undo", "takes back."))),
)  # fmt: skip

TYPING_HELP: Final = (
    "Blurbs, greeting and closing take *emphasis*, **strong**, `code`, [words](https://…),",
    "lists of lines that begin with -, quotes of lines that begin with >.",
    "An empty line begins a paragraph. Titles are plain text. All of it is saved as you type.",
)


# What a place takes beside its keys.
PLACE_NOTES: Final[dict[KeyContext, str]] = {
    "writing": "Prose takes paragraphs, *emphasis*, **strong**, `code`, [text](https://…), - lists and > quotes.\n"
    "f7 selects all of a field, ctrl+z takes back typing, ctrl+y repeats it.",
    "filtering": "Words are looked for everywhere; kind:paper, tag:agents, is:rejected, before:7d, issue:11 and"
    " -word narrow it.",
}


class HelpDialog(Dialog[None]):
    """`context` is the place that was left: its keys come first, then those that work everywhere."""

    AUTO_FOCUS = "ScrollPage"
    BINDINGS = [*build_named_bindings("filter.open", "help.show")]
    heading = "Help"
    hints = (("filter.open", "filter"), ("cursor.down", "down"), ("cursor.up", "up"))

    def __init__(self, context: KeyContext = "inbox", keymap: Keymap | None = None) -> None:
        super().__init__()
        self._key_context = context
        self._keymap = keymap or {}
        self._filter_input = OneLineInput(placeholder="a key, or a word of what it does", classes="filter")
        self._text = Static()
        self._page = ScrollPage(self._text)

    def compose_body(self) -> ComposeResult:
        yield self._filter_input
        yield self._page

    def on_mount(self) -> None:
        self._filter_input.display = False
        self._update_text()

    def action_filter_open(self) -> None:
        """Begin to filter."""
        self._filter_input.display = True
        self.close_label = "show all keys"
        self._filter_input.focus()

    def action_help_show(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    def action_view_back(self) -> None:
        """Out of the filter first, then out of the view."""
        if not self._filter_input.display:
            self.dismiss(None)
            return
        self._filter_input.value = ""
        self._filter_input.display = False
        self.close_label = "close"
        self._page.focus()

    @on(OneLineInput.Submitted)
    def _focus_page(self) -> None:
        self._page.focus()

    @on(OneLineInput.Changed)
    def _update_text(self) -> None:
        words = fold_text(self._filter_input.clean_value).split()
        blocks = [] if words else [self._render_opening()]
        for place in self._order_contexts():
            rows = [
                row
                for row in build_key_help(self._keymap)
                if row.context == place and _matches_words(row, words)
            ]
            if rows:
                note = [] if words or place not in PLACE_NOTES else [Content(PLACE_NOTES[place])]
                lines = [self._render_heading(place), *(_render_key_help(row, words) for row in rows), *note]
                blocks.append(Content("\n").join(lines))
        self._text.update(
            Content("\n\n").join(blocks or [Content("No key does that: escape shows all of them.")])
        )
        self._page.scroll_home(animate=False)

    def _order_contexts(self) -> list[KeyContext]:
        """Where you came from, what works there too, and then the rest."""
        live: tuple[KeyContext, ...] = (self._key_context, "everywhere", "lists")
        if self._key_context == "writing":
            live = ("writing",)
        elif self._key_context == "reading":
            live = ("reading", "inbox", "everywhere")
        return list(dict.fromkeys((*live, *KEY_CONTEXTS)))

    def _render_opening(self) -> Content:
        """What is wanted most: how a week goes, or while writing what may be typed."""
        if self._key_context == "writing":
            field_keys = (
                Content.assemble((f"{keys:<{HELP_KEYS_WIDTH}}", "bold"), f" {does}")
                for keys, does in FIELD_HELP
            )
            return Content("\n").join([*map(Content, TYPING_HELP), Content(""), *field_keys])
        return Content("\n").join(self._render_week())

    def _render_week(self) -> Iterable[Content]:
        for name, steps in WEEK_STEPS:
            said = [
                (format_keys(list_family(ACTIONS_BY_NAME[action]), self._keymap), does)
                for action, does in steps
            ]
            doing = Content(" ").join(Content.assemble((key, "bold"), f" {does}") for key, does in said)
            yield Content.assemble((f"{name:<{HELP_STEP_WIDTH}}", "dim"), doing)

    def _render_heading(self, place: KeyContext) -> Content:
        return Content.assemble(
            (CONTEXT_TITLES[place], "bold underline"),
            (", where you are" * (place == self._key_context), "dim"),
        )


def _format_keys(row: KeyHelp) -> str:
    """The keys of a line: `1-5` for a family, else all of them."""
    return row.span if len(row.names) > 1 else " ".join(row.keys)


def _matches_words(row: KeyHelp, terms: list[str]) -> bool:
    said = fold_text(f"{_format_keys(row)} {row.label} {row.help}")
    return all(word in said or word in map(fold_text, row.keys) for word in terms)


def _render_key_help(row: KeyHelp, terms: list[str]) -> Content:
    content = Content.assemble((f"{_format_keys(row):<{HELP_KEYS_WIDTH}}", "bold"), row.help)
    for start, end in find_folded_spans(content.plain, terms):
        content = content.stylize("underline", start, end)
    return content
