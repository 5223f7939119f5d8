"""The Issue: its pieces in reading order, written where they stand."""

from collections.abc import Callable
from functools import partial
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive

from workbench.curation.model import Entry, Issue, IssueId, LinkId
from workbench.curation.pieces import Piece
from workbench.desk.outgoing.copying import passage_of
from workbench.desk.state import State, Touched
from workbench.desk.verbs import triage, writing
from workbench.publishing import key_of_entry
from workbench.ui.issue.piece_list import PieceList
from workbench.ui.issue.piece_rows import build_piece_rows, name_piece
from workbench.ui.issue.writer import Writer
from workbench.ui.keys.table import ACTIONS, build_bindings
from workbench.ui.messages import CopyText, OpenUrl, PieceSelected, RunVerb, ShowMessage, Verb, WritingChanged
from workbench.ui.sanitize import to_content

ACTION_PLACES: Final = {action.call.partition("(")[0]: action.context for action in ACTIONS}


class IssuePane(Vertical):
    """The list of pieces, or the fields of the one being written. Its own state is which, and the cursor."""

    BINDINGS = [*build_bindings("issue"), *build_bindings("writing")]
    issue_id: reactive[IssueId | None] = reactive(None)

    def __init__(self, state: State) -> None:
        super().__init__(id="issue", classes="pane")
        self._state = state
        self._departing: tuple[Entry, Piece | None] | None = None
        self.list = PieceList()
        self.writer = Writer(state)
        self.writer.display = False

    def compose(self) -> ComposeResult:
        """The list, and what takes its place."""
        yield self.list
        yield self.writer

    @property
    def piece(self) -> Piece | None:
        """The piece in hand: under the cursor or being written; None where there is none."""
        return self.writer.piece or self.list.piece

    @property
    def links(self) -> list[LinkId]:
        """The link of the entry in hand; none where it is another piece."""
        entry = writing.entry_of_piece(self._state, self.piece)
        return [entry.link] if entry is not None and entry.link in self._state.links else []

    # What the screen says

    def watch_issue_id(self) -> None:
        """Another issue is on the desk: begin at its top."""
        if self.writer.piece:
            self.action_piece_leave()
        self._refresh_list(keep_cursor=False)

    def show_changes(self, touched: Touched) -> None:
        """Rows of these documents changed. The cursor stays with its piece, or goes on where an action took it."""
        if self.writer.piece and not self.writer.refresh_fields():
            self.action_piece_leave()
        elif not self.writer.piece:
            self.writer.unsaved.discard_saved()
        self._advance_cursor(touched)
        self._refresh_list()

    def move_to(self, piece: Piece) -> None:
        """Put the cursor on that piece of the issue, if it is there."""
        self.list.move_to(piece)

    def focus(self, scroll_visible: bool = True) -> "IssuePane":
        """Take the keyboard: into the field being written, else into the list."""
        if self.writer.piece:
            self.writer.focus_field()
        else:
            self.list.focus(scroll_visible)
        return self

    def flush_unsaved(self) -> list[Verb]:
        """What is still to be saved before the screen closes, text by text."""
        if self.writer.piece:
            self.writer.refresh_fields()
        return self.writer.unsaved.build_save_verbs()

    # What it shows

    @property
    def _issue(self) -> Issue | None:
        return self._state.find_issue(self.issue_id)

    def _refresh_list(self, *, keep_cursor: bool = True) -> None:
        issue = self._issue
        if issue is None:
            self.list.empty_text = self._explain_empty()
            self.list.show_rows([])
            self.border_title = to_content("Issue")
            return
        self.list.show_rows(
            build_piece_rows(self._state, issue, self.writer.unsaved.pieces_of(issue.id)),
            keep_cursor=keep_cursor,
        )
        titled = f"Issue #{issue.number}" + (" · published" if issue.state == "published" else "")
        writing = f" · {name_piece(self._state, issue, self.writer.piece)}" if self.writer.piece else ""
        self.border_title = to_content(titled + writing)

    def _explain_empty(self) -> str:
        numbers = [issue.number for issue in self._state.issues.values()]
        number = max(numbers) + 1 if numbers else self._state.publication.first_number
        return f"No draft yet: placing a link creates issue #{number}, N makes one."

    def _advance_cursor(self, touched: Touched) -> None:
        """After an action took an entry from its place, the cursor goes to the next."""
        if self._departing is None or self._departing[0].id not in touched.entries:
            return
        (was, next_piece), self._departing = self._departing, None
        now = self._state.entries.get(was.id)
        if now is None or (now.section, now.slot) != (was.section, was.slot):
            self.list.move_to(next_piece)

    @on(PieceList.CursorMoved)
    def _announce_piece(self, event: PieceList.CursorMoved) -> None:
        event.stop()
        if not self.writer.piece:
            self.post_message(PieceSelected(event.piece))

    @on(PieceList.Activated)
    def _write_activated(self, event: PieceList.Activated) -> None:
        event.stop()
        self.action_piece_write()

    # Keys in the list

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """The keys of the list act in the list only, those of writing while writing."""
        where = ACTION_PLACES.get(action)
        return where is None or (where == "writing") == bool(self.writer.piece)

    def _find_entry(self) -> Entry | None:
        entry = writing.entry_of_piece(self._state, self.list.piece)
        if entry is None:
            self.post_message(ShowMessage("That key is for entries: j and k go to one.", failed=True))
        return entry

    def _run_on_entry(self, make_verb: Callable[[Entry], Verb], *, keep_cursor: bool = False) -> None:
        """Do something with the entry under the cursor, which stays with it only to `keep_cursor`."""
        entry = self._find_entry()
        if entry is not None:
            self._departing = None if keep_cursor else (entry, self.list.find_successor(self.list.piece))
            self.post_message(RunVerb(make_verb(entry)))

    def action_entry_move(self, digit: int) -> None:
        """Move the entry to the section of that number."""
        sections = self._issue.sections if self._issue else ()
        if digit > len(sections):
            self.post_message(ShowMessage(f"There are {len(sections)} sections.", failed=True))
        else:
            key = sections[digit - 1].key
            self._run_on_entry(
                lambda entry: partial(triage.move_entry, link=entry.link, section=key, issue_id=entry.issue)
            )

    def action_entry_return(self) -> None:
        """Send the entry back to the inbox."""
        self._run_on_entry(lambda entry: partial(triage.restore_links, links=[entry.link]))

    def action_entry_reject(self) -> None:
        """Take the entry out and reject its link."""
        self._run_on_entry(lambda entry: partial(triage.reject_links, links=[entry.link]))

    def action_entry_bench(self) -> None:
        """Put the entry on the bench, or back from it."""
        self._run_on_entry(lambda entry: partial(triage.toggle_bench, link=entry.link, issue_id=entry.issue))

    def action_entry_down(self) -> None:
        """Move the entry one slot down."""
        self._shift_entry(1)

    def action_entry_up(self) -> None:
        """Move the entry one slot up."""
        self._shift_entry(-1)

    def _shift_entry(self, by: int) -> None:
        self._run_on_entry(
            lambda entry: partial(triage.shift_entry, link=entry.link, by=by, issue_id=entry.issue),
            keep_cursor=True,
        )

    def action_entry_open(self) -> None:
        """Open the entry's first link in the browser."""
        entry = self._find_entry()
        if entry is not None and entry.links:
            self.post_message(OpenUrl(entry.links[0].url))
        elif entry is not None:
            self.post_message(ShowMessage("This entry has no link: e writes one.", failed=True))

    def action_entry_copy(self) -> None:
        """Copy the entry, rich where that can be and as Markdown, or the text of another piece."""
        issue, piece = self._issue, self.list.piece
        if issue is None or piece is None:
            return
        called, html = name_piece(self._state, issue, piece), ""
        if piece.entry_id is not None:
            target = self._state.publication.targets[0]
            passage = passage_of(self._state, issue, key_of_entry(piece.entry_id), target)
            text, html = passage.markdown, passage.html if target.takes == "rich" else ""
        else:
            text = writing.text_of(self._state, issue, piece)
        if text:
            self.post_message(CopyText(text, called[:1].upper() + called[1:], html))
        else:
            self.post_message(
                ShowMessage(f"There is nothing to copy: the {called} is not written.", failed=True)
            )

    def action_section_next(self) -> None:
        """Go to the next section."""
        self.list.move_by_group(1)

    def action_section_previous(self) -> None:
        """Go to the start of this section, or to the one before."""
        self.list.move_by_group(-1)

    def action_piece_blank(self) -> None:
        """Go to the next piece without text, and round the corner."""
        issue = self._issue
        if issue is None:
            return
        pieces, here = self.list.pieces, self.list.piece
        at = pieces.index(here) if here is not None else -1
        ahead = [*pieces[at + 1 :], *pieces[: at + 1]]
        blank = next((piece for piece in ahead if self._is_blank(issue, piece)), None)
        if blank is None:
            self.post_message(ShowMessage("Every piece has text."))
        else:
            self.list.move_to(blank)

    def _is_blank(self, issue: Issue, piece: Piece) -> bool:
        """Whether a piece waits for text now: not on the bench, not the line of a section without entries."""
        entry = writing.entry_of_piece(self._state, piece)
        if entry is not None and entry.slot is None:
            return False
        if piece.kind == "tldr":
            placed = (entry.section for entry in self._state.entries_in(issue.id) if entry.slot)
            if piece.key not in placed:
                return False
        return not writing.text_of(self._state, issue, piece)

    # Writing

    def action_piece_write(self) -> None:
        """Write the piece under the cursor."""
        piece, issue = self.list.piece, self._issue
        if issue is None or piece is None:
            self.post_message(ShowMessage(self._explain_empty(), failed=True))
        elif issue.state == "published":
            self.post_message(ShowMessage(f"Issue #{issue.number} is published: N reopens it.", failed=True))
        else:
            self._open_writer(issue, piece)

    def action_piece_next(self) -> None:
        """Save, write the next piece."""
        self._write_neighbour(1)

    def action_piece_previous(self) -> None:
        """Save, write the piece before."""
        self._write_neighbour(-1)

    def _write_neighbour(self, by: int) -> None:
        piece, issue = self.list.find_neighbour(self.writer.piece, by), self._issue
        if issue is None or piece is None:
            self.writer.save()
            self.post_message(
                ShowMessage(
                    f"That is the {'last' if by > 0 else 'first'} piece. Escape goes back to the list."
                )
            )
        else:
            self._open_writer(issue, piece)

    def _open_writer(self, issue: Issue, piece: Piece) -> None:
        begins = not self.writer.piece
        self.writer.display = True
        self.writer.open_piece(issue.id, piece)
        self.list.display = False
        self.list.move_to(piece)
        self._refresh_list()
        self.post_message(PieceSelected(piece))
        if begins:
            self.post_message(WritingChanged(piece))
        self.refresh_bindings()

    def action_piece_leave(self) -> None:
        """Save and go back to the list."""
        here = self.writer.has_focus_within
        self.list.display = True
        self.list.move_to(self.writer.close())
        if here:
            self.screen.set_focus(self.list)
        self.writer.display = False
        self._refresh_list()
        self.post_message(WritingChanged(None))

    def action_field_next(self) -> None:
        """Go to the next field."""
        self.writer.cycle_field(1)

    def action_field_previous(self) -> None:
        """Go to the field before."""
        self.writer.cycle_field(-1)
