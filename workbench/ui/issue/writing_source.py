"""What a piece is written from: in a translation the original's text, then an entry's source, else what it sums up."""

from collections.abc import Container
from typing import Final

from textual.content import Content

from workbench.curation.identity.names import name_entry
from workbench.curation.model import Entry, IssueId, LinkId
from workbench.curation.pieces import Piece
from workbench.curation.translation.original import NoOriginal, Translation
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.desk.translating import find_translation
from workbench.desk.verbs import writing
from workbench.ui.inbox.source_view import SourceView
from workbench.ui.sanitize import to_content

NO_ENTRIES: Final = Content("Nothing is placed yet that this could speak of.").stylize("dim")


class WritingSource(SourceView):
    """The source of the piece that is being written."""

    def __init__(self, state: State, in_flight: Container[LinkId] = ()) -> None:
        super().__init__(state, in_flight, id="writing-source", classes="pane")
        self._issue_id: IssueId | None = None
        self._piece: Piece | None = None

    def show_piece(self, issue_id: IssueId, piece: Piece | None) -> None:
        """Show what a piece is written from."""
        self._issue_id, self._piece = issue_id, piece
        entry = writing.entry_of_piece(self._state, piece)
        if entry is not None:
            self.show_link(entry.link)
        else:
            section = piece.key if piece is not None and piece.kind == "tldr" else ""
            outline = render_issue_outline(self._state, issue_id, section)
            self._update_body(None, self._put_original_above(outline))

    def show_changes(self, touched: Touched) -> None:
        """The original may be another than it was."""
        if touched.is_original_new and self._issue_id is not None:
            self.show_piece(self._issue_id, self._piece)

    def _render_about(self, link: LinkId) -> Content:
        return self._put_original_above(super()._render_about(link))

    def _put_original_above(self, content: Content) -> Content:
        issue = self._state.find_issue(self._issue_id)
        translation = None if issue is None else find_translation(self._state, issue)
        if translation is None or self._piece is None:
            return content
        entry = writing.entry_of_piece(self._state, self._piece)
        return Content("\n").join([*render_original(translation, self._piece, entry), content])


def render_original(
    translation: Translation | NoOriginal, piece: Piece, entry: Entry | None
) -> list[Content]:
    """What the original has in the place of a piece, as lines to stand above all else; why there is nothing of it.
    `entry` is the one that the piece is."""
    if isinstance(translation, NoOriginal):
        return [to_content(f"{translation.reason}\n", "dim")]
    label, pair = translation.original.label, None
    if entry is not None:
        pair = translation.pairs.get(entry.id)
        if pair is None:
            return [
                to_content(f"No entry of {label} goes with this one: & in the list ties it to one.\n", "dim")
            ]
    title = [] if pair is None else [to_content(name_entry(pair.entry), "bold")]
    text = translation.text_of(piece)
    written = to_content(text) if text else to_content(f"No {piece.noun} is written there.", "dim")
    changed = (
        ", changed since this was written" if entry is not None and translation.is_outdated(entry) else ""
    )
    return [to_content(f"In {label}{changed}:", "dim"), *title, written, to_content("─" * 12, "dim")]


def render_issue_outline(state: State, issue_id: IssueId, section: str = "") -> Content:
    """An issue's entries under the names of their sections, or those of one section with their blurbs."""
    parts: list[Content] = []
    for key, name in _list_section_names(state, issue_id):
        entries = [
            entry for entry in state.entries_in(issue_id) if entry.slot is not None and entry.section == key
        ]
        if section == "" and entries:
            parts.append(to_content(name, "dim"))
        for entry in entries if section in ("", key) else ():
            parts.append(to_content(name_entry(entry) if section else f"• {name_entry(entry)}", "bold"))
            if section and entry.blurb:
                parts.append(to_content(entry.blurb + "\n"))
    return Content("\n").join(parts) if parts else NO_ENTRIES


def _list_section_names(state: State, issue_id: IssueId) -> list[tuple[str, str]]:
    issue = state.find_issue(issue_id)
    return [(section.key, section.name) for section in issue.sections] if issue is not None else []
