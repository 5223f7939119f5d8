"""The Issue: its outline, or the fields of the piece that is being written. One of the two is seen."""

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, LinkId
from workbench.curation.pieces import Piece, piece_of_block
from workbench.desk.blocks import blocks_of, find_block_place
from workbench.desk.coming import is_coming, issue_on_board
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs import issues, shape, writing
from workbench.ui.issue.entry_verbs import explain_published
from workbench.ui.issue.outline import SHAPE_ACTIONS, IssueOutline
from workbench.ui.issue.piece_rows import describe_length, name_piece
from workbench.ui.issue.questions import (
    ask_for_block,
    ask_for_date,
    ask_for_later_issues,
    ask_for_number,
    ask_for_url,
)
from workbench.ui.issue.writer import Writer
from workbench.ui.keys.table import build_named_bindings
from workbench.ui.messages import AskLine, PieceSelected, RunVerb, SaveText, ShowMessage, Verb, WritingChanged
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.border_titles import show_border_subtitle, show_border_title


class IssuePane(Vertical):
    """Changes between outline and writing. Both call back at once, without a message: a key that follows closely must
    find the keyboard where it belongs."""

    BINDINGS = [*build_named_bindings(*SHAPE_ACTIONS)]
    issue_id: reactive[IssueId | None] = reactive(None)

    def __init__(
        self, state: State, *, run_verb: RunVerb, save_text: SaveText, join_to: Callable[[LinkId], None]
    ) -> None:
        super().__init__(id="issue", classes="pane")
        self._state = state
        self._run_verb = run_verb
        self.outline = IssueOutline(state, run_verb=run_verb, join_to=join_to, write=self._open_writer)
        self.writer = Writer(
            state, save_text=save_text, write_neighbour=self._write_neighbour, leave=self._leave_writer
        )
        self.writer.display = False
        self._begun_with: Piece | None = None
        self.issue_in_hand: IssueId | None = None
        """The issue of the work, to go back to from a past one that is read."""

    def compose(self) -> ComposeResult:
        yield self.outline
        yield self.writer

    @property
    def piece(self) -> Piece | None:
        """The piece in hand: under the cursor or being written; None where there is none."""
        return self.writer.piece or self.outline.list.piece

    @property
    def section_key(self) -> str:
        """The section in which the piece in hand stands; empty where it stands in none."""
        entry = writing.entry_of_piece(self._state, self.piece)
        return entry.section if entry else self.piece.key if self.piece else ""

    @property
    def links(self) -> list[LinkId]:
        """The link of the entry in hand; none where it is another piece."""
        entry = writing.entry_of_piece(self._state, self.piece)
        return [entry.link] if entry is not None and entry.link in self._state.links else []

    @property
    def is_past(self) -> bool:
        """Whether the issue shown is published, and so to be read."""
        return self._issue.state == "published"

    # What the screen says

    def watch_issue_id(self) -> None:
        """Another issue: begin at its top, or in the text with which it began."""
        if not self.is_past:
            self.issue_in_hand = self.issue_id
        elif self.is_mounted:
            back = issue_on_board(self._state, self.issue_in_hand).number
            said = f"#{self._issue.number} is published, to be read. Escape: back to #{back}."
            self.post_message(ShowMessage(said))
        if self.writer.piece:
            self._leave_writer()
        begun_with = self._begun_with if self._begun_with == self.outline.list.piece else None
        self._begun_with = None
        self._refresh(keep_cursor=False)
        if begun_with is not None and not is_coming(self._issue):
            self._open_writer(self._issue, begun_with)

    def show_changes(self, touched: Touched) -> None:
        """Rows of these documents changed. The cursor stays with its piece, or goes on where a key took it away."""
        if self.writer.piece and not self.writer.refresh_fields():
            self._leave_writer()
        elif not self.writer.piece:
            self.writer.unsaved.discard_saved()
        self.outline.advance_cursor(touched)
        self._refresh()
        self.outline.return_cursor()

    def move_to(self, piece: Piece) -> None:
        """Put the cursor of the outline on that piece of the issue, on the last one of a section; stay where it is not
        there."""
        if self.writer.piece:
            self._leave_writer()
        if not self.outline.list.move_to(piece) and piece.kind == "section":
            self.outline.list.move_to_group(piece.key)

    def move_to_first(self, change: Change) -> None:
        """Put the cursor on the first piece of this issue that the change touched, unless it stands on one of them."""
        pieces = writing.list_changed_pieces(change, self.issue_id)
        if self.piece not in pieces:
            next((piece for piece in pieces if self.outline.list.move_to(piece)), None)

    def write_piece(self, piece: Piece, field: str = "") -> None:
        """Write that piece of the issue if it is there, the keyboard in that field of it (`title`, `links`, `blurb`).

        Without a field, or where the piece has none of that name, it is the first empty one.
        """
        if self.writer.piece:
            self._leave_writer()
        if self.outline.list.move_to(piece):
            self.outline.action_piece_write()
        if self.writer.piece and field:
            self.writer.focus_field(field)

    def focus(self, scroll_visible: bool = True) -> "IssuePane":
        """Take the keyboard: into the field being written, else into the list."""
        if self.writer.piece:
            self.writer.focus_field()
        else:
            self.outline.list.focus(scroll_visible)
        return self

    def flush_unsaved(self) -> list[Verb]:
        """What is still to be saved before the screen closes, text by text."""
        if self.writer.piece:
            self.writer.refresh_fields()
        return self.writer.unsaved.build_save_verbs()

    def _refresh(self, *, keep_cursor: bool = True) -> None:
        issue = self._issue
        self.outline.show_issue(issue, self.writer.unsaved.pieces_of(issue.id), keep_cursor=keep_cursor)
        show_border_title(self, to_content(self._format_title(issue)))
        show_border_subtitle(self, to_content(describe_length(self._state, issue)))

    def _format_title(self, issue: Issue) -> str:
        stage = " · coming" if is_coming(issue) else " · published" if issue.state == "published" else ""
        written = f" · {name_piece(self._state, issue, self.writer.piece)}" if self.writer.piece else ""
        return f"Issue #{issue.number}{stage}{written}"

    # Writing

    def _open_writer(self, issue: Issue, piece: Piece) -> None:
        if is_coming(issue):  # it is made first, and opened when the screen shows it
            self._begun_with = piece
            self._run_verb(issues.begin_issue)
            return
        begins = not self.writer.piece
        self.writer.display = True
        self.writer.open_piece(issue.id, piece)
        self.outline.display = False
        self.outline.list.move_to(piece)
        self._refresh()
        self.post_message(PieceSelected(piece))
        if begins:
            self.post_message(WritingChanged(piece))
        self.refresh_bindings()

    def _write_neighbour(self, by: int) -> None:
        issue = self._state.find_issue(self.issue_id)
        piece = self.find_printed_neighbour(issue, by) if issue else None
        if issue is None or piece is None:
            self.writer.save()
            end = "last" if by > 0 else "first"
            self.post_message(ShowMessage(f"That is the {end} piece. Escape goes back to the list."))
        else:
            self._open_writer(issue, piece)

    def find_printed_neighbour(self, issue: Issue, by: int) -> Piece | None:
        """The next or previous piece that readers get, beside the one being written, which may be on the bench."""
        here, printed = self.writer.piece, set(writing.printed_pieces(self._state, issue))
        order = [piece for piece in self.outline.list.pieces if piece in printed or piece == here]
        at = order.index(here) + by if here in order else -1
        return order[at] if 0 <= at < len(order) else None

    def _leave_writer(self) -> None:
        had_focus = self.writer.has_focus_within
        self.outline.display = True
        self.outline.list.move_to(self.writer.close())
        if had_focus:
            self.screen.set_focus(self.outline.list)
        self.writer.display = False
        self._refresh()
        self.post_message(WritingChanged(None))

    # The issue's own shape

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """While a piece is written these keys do not act."""
        return bool(self.outline.display)

    @property
    def _issue(self) -> Issue:
        return issue_on_board(self._state, self.issue_id)

    def action_slots_more(self) -> None:
        """Give the section in hand one slot more, in this issue."""
        self._run_on_section(shape.change_slots, by=1)

    def action_slots_fewer(self) -> None:
        """Take one slot from the section in hand, in this issue."""
        self._run_on_section(shape.change_slots, by=-1)

    def action_section_omit(self) -> None:
        """Leave the section in hand out of this issue, or bring it back."""
        self._run_on_section(shape.leave_out_section)

    def _run_on_section(self, verb: Callable[..., Change], **arguments: int) -> None:
        piece = self.outline.list.piece
        entry = writing.entry_of_piece(self._state, piece)
        section = entry.section if entry else piece.key if piece else ""
        if section:
            done = partial(verb, section=section, issue_id=self.issue_id, **arguments)
            self._run_verb(done)
        else:
            self.post_message(
                ShowMessage("That key is for a section: go to its entries or its TL;DR line.", failed=True)
            )

    def action_issue_number(self) -> None:
        """Ask for another number of this issue."""
        self._ask_of_draft(ask_for_number)

    def action_issue_date(self) -> None:
        """Ask for the date of this issue."""
        self._ask_of_draft(ask_for_date)

    def _ask_of_draft(self, ask: Callable[[Issue], AskLine]) -> None:
        issue = self._issue
        if issue.state == "published":
            self.post_message(ShowMessage(explain_published(issue), failed=True))
        else:
            self.post_message(ask(issue))

    def action_block_add(self) -> None:
        """Ask for the heading of a new block at the place in hand, then write it."""
        place = find_block_place(self._state, self._issue, self.piece, self.section_key)
        self._ask_of_draft(partial(ask_for_block, place=place, on_saved=self._write_newest_block))

    def _write_newest_block(self, _: Touched) -> None:
        if blocks := blocks_of(self._state, self._issue):
            self.write_piece(piece_of_block(blocks[-1].key))

    def action_block_keep(self) -> None:
        """Ask which later issues carry the block in hand."""
        self.post_message(ask_for_later_issues(self._issue, self.piece))

    def action_issue_url(self) -> None:
        """Ask where readers find this issue."""
        if self.issue_id is None:
            said = f"Issue #{self._issue.number} has not begun: no reader finds it yet."
            self.post_message(ShowMessage(said, failed=True))
        else:
            self.post_message(ask_for_url(self._issue))

    def action_issue_delete(self) -> None:
        """Delete this draft."""
        if self.issue_id is None:
            said = f"Issue #{self._issue.number} has not begun: there is nothing to delete."
            self.post_message(ShowMessage(said, failed=True))
        else:
            self._run_verb(partial(shape.delete_issue, issue_id=self.issue_id))
