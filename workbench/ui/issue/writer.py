"""The writer: the fields of the piece in hand, in the place of the list of pieces.

Three boxes serve every piece, so that going on to the next one never leaves a key without a field to go to.
What is typed goes to `UnsavedTexts` at once, and to the library after an idle second or when the field is left.
"""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static

from workbench.curation.model import Entry, IssueId, UserError
from workbench.curation.pieces import MAX_PREVIEW_LENGTH, MAX_SUBJECT_LENGTH, PREVIEW, TITLE, Piece
from workbench.curation.text.word_count import count_words, judge_length
from workbench.desk.composing import offer_titles
from workbench.desk.state import State
from workbench.desk.verbs.writing import entry_of_piece
from workbench.ui.issue.fields import PieceField, fields_of
from workbench.ui.issue.piece_rows import name_piece
from workbench.ui.issue.unsaved_texts import UnsavedTexts
from workbench.ui.keys.table import build_named_bindings
from workbench.ui.messages import CopyText, PieceEdited, SaveText, ShowMessage
from workbench.ui.sanitize import to_content

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from workbench.ui.issue.bound_field import BoundField
    from workbench.ui.issue.writer_boxes import WriterBoxes
    from workbench.ui.widgets.text_fields import OneLineArea

WRITER_ACTIONS: Final = (
    "field.next", "field.previous", "piece.next", "piece.previous", "piece.leave", "title.offer"
)  # fmt: skip
SAVE_DELAY: Final = 1.0  # seconds without a key before what was typed is saved


class Writer(Vertical):
    """Fields, a meter beneath them, and whether all is saved."""

    BINDINGS = [*build_named_bindings(*WRITER_ACTIONS)]

    def __init__(
        self,
        state: State,
        *,
        save_text: SaveText,
        write_neighbour: Callable[[int], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(id="writer")
        self._save_text = save_text
        self._write_neighbour = write_neighbour
        self._leave = leave
        self.unsaved: Final = UnsavedTexts(state)
        self.piece: Piece | None = None
        self._issue_id = IssueId(0)
        self._open_fields: list[BoundField] = []
        self._state = state
        self._save_timer: Timer | None = None
        self._failure = ""
        self._length_label = Static(id="length", markup=False)
        self._save_status = Static(id="save-status", markup=False)

    @cached_property
    def _boxes(self) -> "WriterBoxes":
        """The boxes, and beneath them a line: mounted when the first piece is written, since a start shows none."""
        from workbench.ui.issue.writer_boxes import WriterBoxes  # noqa: PLC0415 - with Textual's text area

        boxes = WriterBoxes()
        footer = Horizontal(self._length_label, self._save_status, id="writer-footer")
        self.mount(*(box.widget for box in boxes.all), footer)
        return boxes

    def open_piece(self, issue_id: IssueId, piece: Piece) -> None:
        """Write this piece of the issue (by document id), in its first empty field, else in the last."""
        self.save()
        self._issue_id, self.piece = issue_id, piece
        asked = {self._boxes.box_for(field): field for field in fields_of(self._state, issue_id, piece)}
        self._open_fields = [*asked]
        for box in self._boxes.all:
            box.widget.display = box in asked
        for box, field in asked.items():
            held, typed = field.find_saved_text(self._state) or "", self.unsaved.find_text(field)
            box.show_field(field, held if typed is None else typed, held)
            box.widget.border_title = to_content(name_field(self._state, field))
        self.set_class(self._boxes.links in asked, "-entry")
        first = next((box for box in self._open_fields if not box.text), self._open_fields[-1])
        self.screen.set_focus(first.widget)
        self._refresh_status()

    def close(self) -> Piece | None:
        """Save and stop writing; returns the piece that was in hand."""
        self.save()
        piece, self.piece, self._open_fields = self.piece, None, []
        return piece

    def focus_field(self, name: str = "") -> None:
        """Back to the fields from elsewhere; to the one of that name, if the piece has it."""
        named = [box for box in self._open_fields if box.field.name == name]
        if named or not self.has_focus_within:
            self.screen.set_focus((named or self._open_fields)[-1].widget)

    def insert_quote(self, sentence: str) -> None:
        """Quote this in the field in hand, as if it were typed; in the blurb, where that field holds links."""
        boxes = [box for box in self._open_fields if box is not self._boxes.links]
        box = next((box for box in boxes if box.widget.has_focus), boxes[-1])
        box.insert_quote(sentence)
        self.screen.set_focus(box.widget)

    def save(self, *, resend: bool = True) -> None:
        """Hand over all that is not saved, and `resend` what was handed over and not heard of since.

        A line that is no link stays in its field, and is told.
        """
        self._post_saves(resend=resend)
        problem = next((box.problem for box in self._open_fields if box.problem), "")
        if problem:
            self._failure = f"Not saved: {problem}"
            self.post_message(ShowMessage(self._failure, failed=True, stays=True))

    def collect_unsaved(self) -> dict[str, str]:
        """Every text that is typed and not saved, by piece and field: `entry:17 blurb`. It changes and sends nothing,
        so it may be called when little else works any more."""
        typed = {box.field: box.text for box in self._open_fields if box.text != box.library_text}
        texts = {**self.unsaved.list_texts(), **typed}
        return {f"{field.piece} {field.name}": text for field, text in texts.items()}

    def refresh_fields(self) -> bool:
        """Follow the library. False where the piece in hand is gone; what was typed then goes to the clipboard."""
        self._collect_edits()
        self.unsaved.discard_saved()
        stands = all(box.field.find_saved_text(self._state) is not None for box in self._open_fields)
        if stands:
            for box in self._open_fields:
                self._refresh_field(box)
        else:
            self._copy_orphaned_text()
        self._refresh_status()
        return stands

    def _refresh_field(self, box: "BoundField") -> None:
        """Show what the library holds by now, but never over what is being typed."""
        held = box.field.find_saved_text(self._state) or ""
        elsewhere = held not in (
            box.library_text,
            box.normalised_text,
            self.unsaved.find_sent_text(box.field),
        )
        box.library_text = held
        if not elsewhere:
            return
        if box.was_edited and (box.widget.has_focus or self.unsaved.find_text(box.field) is not None):
            self.unsaved.store_text(box.field, box.text, box.visit)
            self.post_message(
                ShowMessage("Changed elsewhere as well: yours stays here, theirs is in the history (H).")
            )
        else:
            box.replace_text(held)

    def _copy_orphaned_text(self) -> None:
        texts = [self.unsaved.pop_text(box.field) for box in self._open_fields]
        if any(texts):
            what = "The entry left the issue, what you were writing"
            self.post_message(CopyText("\n\n".join(filter(None, texts)), what))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Without a piece there is nothing that a key could act on."""
        return self.piece is not None

    def action_field_next(self) -> None:
        """Go to the next field, round the corner."""
        self._cycle_field(1)

    def action_field_previous(self) -> None:
        """Go to the field before, round the corner."""
        self._cycle_field(-1)

    def action_title_offer(self) -> None:
        """Write a title of three entries; pressed again, of others."""
        box = self._open_fields[-1]
        try:
            box.type_over(offer_next_title(self._state, box.field, box.text))
        except UserError as refusal:
            self.post_message(ShowMessage(str(refusal), failed=True))

    def _cycle_field(self, by: int) -> None:
        boxes = self._open_fields
        at = next((at for at, box in enumerate(boxes) if box.widget.has_focus), 0)
        self.screen.set_focus(boxes[(at + by) % len(boxes)].widget)

    def action_piece_next(self) -> None:
        """Save, write the next piece."""
        self._write_neighbour(1)

    def action_piece_previous(self) -> None:
        """Save, write the piece before."""
        self._write_neighbour(-1)

    def action_piece_leave(self) -> None:
        """Save and go back to the outline."""
        self._leave()

    # From the keys to the library

    def _collect_edits(self) -> bool:
        """Take in what was typed since the last look. It compares, so it is right whatever the order of events."""
        typed = [box for box in self._open_fields if box.detect_edit()]
        for box in typed:
            self.unsaved.store_text(box.field, box.text, box.visit)
            self.post_message(PieceEdited(box.field.piece, box.text, box.field.name))
        return bool(typed)

    def _post_saves(self, *, resend: bool) -> None:
        self._collect_edits()
        self._cancel_save_timer()
        for field, verb in self.unsaved.take_due_verbs(resend=resend).items():
            self._save_text(verb, partial(self._mark_refused, field))
        self._refresh_status()

    def _mark_refused(self, field: PieceField) -> None:
        self.unsaved.mark_refused(field)
        self._refresh_status()

    def _withdraw_failure(self) -> None:
        if self._failure and not any(box.problem for box in self._open_fields):
            self.post_message(ShowMessage("", replacing=self._failure))
            self._failure = ""

    def _cancel_save_timer(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
            self._save_timer = None

    def on_text_area_changed(self, event: "TextArea.Changed") -> None:
        """Something is typed: save it in a while."""
        event.stop()
        if self._collect_edits():
            self._withdraw_failure()
            self._cancel_save_timer()
            self._save_timer = self.set_timer(SAVE_DELAY, lambda: self._post_saves(resend=False))
        self._refresh_status()

    def on_one_line_area_submitted(self, event: "OneLineArea.Submitted") -> None:
        """A line is done with: on to the next field."""
        event.stop()
        self._cycle_field(1)

    @on(events.DescendantFocus)
    def _begin_visit(self) -> None:
        for box in self._open_fields:
            if box.widget.has_focus:
                box.begin_visit()

    @on(events.DescendantBlur)
    def _save_on_blur(self) -> None:
        self.save(resend=False)

    @on(events.Paste)
    def _stop_paste(self, event: events.Paste) -> None:
        """A paste into a field is text, not links to add."""
        event.stop()

    # What it says

    def _refresh_status(self) -> None:
        if self.piece:
            box = self._open_fields[-1]
            self._length_label.update(to_content(describe_text(self._state, box.field, box.text)))
            self._save_status.update(to_content(self._format_save_status()))

    def _format_save_status(self) -> str:
        boxes = self._open_fields
        if any(box.problem for box in boxes if self.unsaved.find_text(box.field) is not None):
            return "a link is not saved"
        left = self.unsaved.describe_saving([box.field for box in boxes])
        return left or ("saved" if any(box.was_edited for box in boxes) else "")


def name_field(state: State, field: PieceField) -> str:
    """What stands above a field."""
    if field.name == "text" and field.piece.kind != "block":
        called = name_piece(state, state.issues[field.issue_id], field.piece)
        return called[:1].upper() + called[1:]
    return "Links, one a line, as label: https://…" if field.name == "links" else field.name.capitalize()


def describe_text(state: State, field: PieceField, text: str) -> str:
    """What stands beneath a field: its length; of the title how much mail programs show, and what it is printed as."""
    if field.piece != TITLE:
        return format_length(state, field.piece, text)
    return describe_subject(state, field.issue_id, text) + describe_pattern(state, field.issue_id)


def offer_next_title(state: State, field: PieceField, text: str) -> str:
    """The title to offer after this text; `UserError` where the field is no title, or too few entries are placed."""
    issue = state.find_issue(field.issue_id)
    if issue is None or field.piece != TITLE:
        raise UserError("That key writes the title: go to it first.")
    offers = offer_titles(state, issue)
    if not offers:
        raise UserError("A title is made of those of three entries: place them and write theirs first.")
    return offers[(offers.index(text) + 1) % len(offers) if text in offers else 0]


def format_length(state: State, piece: Piece, text: str) -> str:
    """How many words a piece has, and how many are wanted of an entry: `52 words, 50 to 100 · good`, and what of it its
    source does not have. Of the preview text the characters count."""
    if piece == PREVIEW:
        return (
            f"{len(text)} of the {MAX_PREVIEW_LENGTH} characters that mail programs show beside the subject"
        )
    count = count_words(text)
    words = f"{count} word{'' if count == 1 else 's'}"
    entry = entry_of_piece(state, piece)
    issue = state.find_issue(entry.issue) if entry is not None else None
    if entry is None or issue is None:
        return words
    wanted = issue.section_by_key(entry.section).blurb_words
    length = f"{words}, {wanted[0]} to {wanted[1]} · {judge_length(count, wanted)}"
    return length + describe_unsourced(state, entry, text)


def describe_unsourced(state: State, entry: Entry, text: str) -> str:
    """What a blurb has that its source has not, as preflight finds it; empty while the text is not saved."""
    if entry.blurb != text or entry.slot is None:
        return ""
    from workbench.desk.verbs.preflight import compare_entry  # noqa: PLC0415 - behind the first paint

    quotes = dict.fromkeys(finding.quote for finding in compare_entry(state, entry))
    return f" · not in its source: {', '.join(quotes)}" if quotes else ""


def describe_pattern(state: State, issue_id: IssueId) -> str:
    """What the publication adds to an issue's title, so that nobody types it; empty where that is nothing."""
    issue = state.find_issue(issue_id)
    printed = state.publication.format_title(issue.number, "…") if issue else "…"
    return f" · printed as {printed}" if printed != "…" else ""


def describe_subject(state: State, issue_id: IssueId, text: str) -> str:
    """How much of the title, as it is printed, mail programs show as the subject."""
    issue = state.find_issue(issue_id)
    length = len(state.publication.format_title(issue.number, text)) if issue and text else 0
    shown = f", mails show {MAX_SUBJECT_LENGTH}" if length > MAX_SUBJECT_LENGTH else ""
    return f"{length} characters{shown}"
