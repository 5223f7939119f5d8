"""The outline of an issue: the list of its pieces, and the keys that act on the piece under the cursor."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from workbench.curation.change import Change
from workbench.curation.model import Entry, Issue, IssueId, LinkId, UserError
from workbench.curation.pieces import Piece, find_mention, piece_of_entry
from workbench.desk.coming import is_coming, issue_on_board
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.verbs import triage, writing
from workbench.desk.verbs.blocks import move_block, switch_block
from workbench.ui.issue.entry_verbs import build_entry_verb, explain_published, is_printed
from workbench.ui.issue.piece_list import PieceList
from workbench.ui.issue.piece_rows import build_piece_rows, name_piece
from workbench.ui.keys.table import build_bindings
from workbench.ui.messages import (
    CopyText,
    OpenUrl,
    PieceSelected,
    RunVerb,
    ShowMessage,
    TieRequested,
    VersionsRequested,
)
from workbench.ui.widgets.cursor_trail import CursorTrail

SHAPE_ACTIONS: Final = (
    "slots.more",
    "slots.fewer",
    "section.omit",
    "issue.number",
    "issue.date",
    "issue.url",
    "issue.delete",
    "block.add",
    "block.keep",
)
"""What is done with the issue as a whole; the pane does it."""


class IssueOutline(Vertical):
    """Pieces in reading order. `write` opens a piece for writing; meanwhile the outline is hidden and no key of it
    acts. `join_to` joins what is marked in the inbox to a link, else what is related to it."""

    BINDINGS = [binding for binding in build_bindings("issue") if binding.id not in SHAPE_ACTIONS]

    def __init__(
        self,
        state: State,
        *,
        run_verb: RunVerb,
        join_to: Callable[[LinkId], None],
        write: Callable[[Issue, Piece], None],
    ) -> None:
        super().__init__()
        self._state = state
        self._run_verb = run_verb
        self._join_to = join_to
        self._write = write
        self._issue_id: IssueId | None = None
        self._departing: tuple[Entry, Piece | None] | None = None
        self._left_places: dict[Piece, tuple[str, int | None]] = {}
        self._trail: CursorTrail[Piece] = CursorTrail()
        self.list = PieceList()

    def compose(self) -> ComposeResult:
        yield self.list

    def show_issue(self, issue: Issue, unsaved: Collection[Piece], *, keep_cursor: bool = True) -> None:
        """List the pieces of an issue, those `unsaved` marked."""
        self._issue_id = None if is_coming(issue) else issue.id
        self.list.show_rows(build_piece_rows(self._state, issue, unsaved), keep_cursor=keep_cursor)

    def advance_cursor(self, touched: Touched) -> None:
        """Go to the next piece, once a key has taken the entry under the cursor from its place."""
        if self._departing is None or self._departing[0].id not in touched.entries:
            return
        (before, next_piece), self._departing = self._departing, None
        now, here = self._state.entries.get(before.id), self.list.piece
        if here is not None and (now is None or (now.section, now.slot) != (before.section, before.slot)):
            self._left_places[here] = (before.section, before.slot)
            self._trail.leave(here, next_piece)
            self.list.move_to(next_piece)

    def return_cursor(self) -> None:
        """Go back to a piece that a key took the cursor from, once it is in its place again: the change could not be
        saved, or was undone. A cursor that was moved meanwhile stays."""
        back = self._trail.retrace(self.list.piece, self._is_back)
        if back != self.list.piece:
            self.list.move_to(back)

    def _is_back(self, piece: Piece) -> bool:
        entry = writing.entry_of_piece(self._state, piece)
        return entry is not None and (entry.section, entry.slot) == self._left_places.get(piece)

    @property
    def _issue(self) -> Issue:
        return issue_on_board(self._state, self._issue_id)

    @on(PieceList.CursorMoved)
    def _announce_piece(self, event: PieceList.CursorMoved) -> None:
        event.stop()
        if self.display:  # while a piece is written, that one is in hand
            self.post_message(PieceSelected(event.piece))

    @on(PieceList.Activated)
    def _write_activated(self, event: PieceList.Activated) -> None:
        event.stop()
        self.action_piece_write()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """A key that was pressed before the outline was hidden may arrive after: it must not act any more."""
        return bool(self.display)

    def _find_entry(self) -> Entry | None:
        entry = writing.entry_of_piece(self._state, self.list.piece)
        if entry is None:
            self.post_message(ShowMessage("That key is for entries: j and k go to one.", failed=True))
        return entry

    def _find_own_entry(self) -> Entry | None:
        """The entry under the cursor, unless it is a past issue's, which is said."""
        entry = self._find_entry()
        if entry is None or not is_printed(entry, self._issue):
            return entry
        self.post_message(ShowMessage(explain_published(self._issue), failed=True))
        return None

    def _run_on_entry(
        self,
        action: str,
        number: int = 0,
        *,
        keep_cursor: bool = False,
        go_to: Callable[[Entry], Entry | None] = lambda _: None,
    ) -> None:
        """Run the verb of an action with the entry under the cursor, which stays with it only to `keep_cursor`. It goes
        to the entry that `go_to` names, else to the next one."""
        entry = self._find_entry()
        if entry is None:
            return
        try:
            verb = build_entry_verb(action, entry, self._issue, number)
        except UserError as refusal:
            self.post_message(ShowMessage(str(refusal), failed=True))
            return
        named = go_to(entry)
        next_piece = piece_of_entry(named.id) if named else self.list.find_successor(self.list.piece)
        self._departing = None if keep_cursor else (entry, next_piece)
        self._run_verb(verb)

    def _run_on_entry_or_block(
        self, action: str, block_verb: Callable[..., Change], *, keep_cursor: bool = False
    ) -> None:
        piece, issue = self.list.piece, self._issue
        if piece is None or piece.kind != "block":
            self._run_on_entry(action, keep_cursor=keep_cursor)
        elif issue.state == "published":
            self.post_message(ShowMessage(explain_published(issue), failed=True))
        else:
            self._run_verb(partial(block_verb, key=piece.key, issue_id=self._issue_id))

    def action_entry_move(self, digit: int) -> None:
        """Move the entry to the section of that number."""
        self._run_on_entry("entry.move", digit)

    def action_entry_return(self) -> None:
        """Send the entry back to the inbox."""
        self._run_on_entry("entry.return")

    def action_entry_reject(self) -> None:
        """Take the entry out and reject its link; leave a block out of this issue, or bring it back."""
        self._run_on_entry_or_block("entry.reject", switch_block)

    def action_entry_defer(self) -> None:
        """Take the entry out and put its link off to the next issue."""
        self._run_on_entry("entry.defer")

    def action_entry_repeat(self) -> None:
        """Repeat the entry's work on purpose, or take that back."""
        self._run_on_entry("entry.repeat", keep_cursor=True)

    def action_entry_join(self) -> None:
        """Join the marked links of the inbox to the entry's, else what is related."""
        if (entry := self._find_own_entry()) is not None:
            self._join_to(entry.link)

    def action_entry_tie(self) -> None:
        """Say which entry of the original this one translates, or untie it."""
        if (entry := self._find_own_entry()) is not None:
            self.post_message(TieRequested(entry.link, entry.issue))

    def action_pane_inbox(self) -> None:
        """Say where that key acts."""
        self.post_message(ShowMessage("That key acts in the Inbox: tab goes there.", failed=True))

    def action_entry_bench(self) -> None:
        """Put the entry on the bench, or back from it; the cursor goes into the slot with it, where it is written."""
        self._run_on_entry("entry.bench", keep_cursor=self._is_benched_in_hand)

    def action_entry_swap(self) -> None:
        """Let the entry change places with one of the bench; the cursor stays in the slot."""
        self._run_on_entry(
            "entry.swap",
            keep_cursor=self._is_benched_in_hand,
            go_to=lambda entry: triage.find_substitute(self._state, entry),
        )

    @property
    def _is_benched_in_hand(self) -> bool:
        entry = writing.entry_of_piece(self._state, self.list.piece)
        return entry is not None and entry.slot is None

    def action_entry_down(self) -> None:
        """Move the entry one slot down, a block one place."""
        self._run_on_entry_or_block("entry.down", partial(move_block, by=1), keep_cursor=True)

    def action_entry_up(self) -> None:
        """Move the entry one slot up, a block one place."""
        self._run_on_entry_or_block("entry.up", partial(move_block, by=-1), keep_cursor=True)

    def action_entry_open(self) -> None:
        """Open the entry's first link in the browser, or a link that was mentioned."""
        mention = find_mention(self._issue, self.list.piece) if self.list.piece else None
        if mention is not None:
            self.post_message(OpenUrl(mention.url))
            return
        entry = self._find_entry()
        if entry is not None and entry.links:
            self.post_message(OpenUrl(entry.links[0].url))
        elif entry is not None:
            self.post_message(ShowMessage("This entry has no link: e writes one.", failed=True))

    def action_entry_copy(self) -> None:
        """Copy the entry, rich where that can be and as Markdown, or the text of another piece."""
        issue, piece = self._issue, self.list.piece
        if piece is None:
            return
        called, html = name_piece(self._state, issue, piece), ""
        if piece.entry_id is not None:
            from workbench.desk.outgoing.copying import passage_of_entry  # noqa: PLC0415 - with all renderers, to copy only

            passage = passage_of_entry(self._state, self._state.entries[piece.entry_id])
            takes_rich = self._state.publication.targets[0].takes == "rich"
            text, html = passage.markdown, passage.html if takes_rich else ""
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
        pieces, here = self.list.pieces, self.list.piece
        at = pieces.index(here) if here is not None else -1
        ahead = [*pieces[at + 1 :], *pieces[: at + 1]]
        blank = next((piece for piece in ahead if writing.is_blank(self._state, issue, piece)), None)
        if blank is None:
            self.post_message(ShowMessage("Every piece has text."))
        else:
            self.list.move_to(blank)

    def action_piece_versions(self) -> None:
        """Show the earlier texts of the piece under the cursor."""
        self.post_message(VersionsRequested())

    def action_piece_write(self) -> None:
        """Write the piece under the cursor. The coming issue begins with it."""
        piece, issue = self.list.piece, self._issue
        if piece is None:
            return
        if issue.state == "published":
            self.post_message(ShowMessage(explain_published(issue), failed=True))
        else:
            self._write(issue, piece)
