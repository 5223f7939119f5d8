"""The fields of a piece: what the library holds as text to edit, and edited text as a verb."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.block import Block
from workbench.curation.change import Change
from workbench.curation.identity import identity_key, source_name
from workbench.curation.model import Entry, Issue, IssueId, LabelledLink, LinkId, UserError
from workbench.curation.pieces import (
    MAX_LABEL,
    Piece,
    PieceKind,
    clean_labelled_link,
    replace_piece_text,
    require_piece_text,
)
from workbench.curation.text.address import MAX_URL_LENGTH, complete_url
from workbench.curation.text.cleaning import clean_line, require_line
from workbench.desk.blocks import find_block
from workbench.desk.state import State
from workbench.desk.verbs import writing
from workbench.desk.verbs.blocks import write_block
from workbench.ui.messages import Verb

ENTRY_FIELDS: Final = ("title", "links", "blurb")
BLOCK_FIELDS: Final = ("heading", "text")
TEXT_FIELDS: Final = ("text",)
_FIELDS: Final[dict[PieceKind, tuple[str, ...]]] = {"entry": ENTRY_FIELDS, "block": BLOCK_FIELDS}
MAX_LINK_LINE: Final = MAX_LABEL + len(": ") + MAX_URL_LENGTH  # characters
_GLUED_ADDRESS: Final = re.compile(r"(?<=\w)https?://")
"""An address that was typed behind another with nothing between; a redirect has a sign before the one in it."""
_LINK_LINE: Final = re.compile(r"(?:(?P<label>.*?)\s*[:|]?\s+)?(?P<url>\S+)")


class PieceField(Struct, frozen=True):
    """One field of a piece of an issue (by document id): an entry's title, links or blurb, a block's heading or text;
    else its `text`.

    `link_id` is the link of an entry. An entry that was not saved yet may give its id to another, so an entry with
    another link is another piece, and nothing typed here goes into it.
    """

    issue_id: IssueId
    piece: Piece
    name: str
    link_id: LinkId | None = None

    @property
    def is_prose(self) -> bool:
        """Whether it holds paragraphs rather than one line."""
        return self.name in ("blurb", "text") and self.piece.is_prose

    @property
    def is_multiline(self) -> bool:
        """Whether a line break may be typed."""
        return self.is_prose or self.name == "links"

    def find_saved_text(self, state: State) -> str | None:
        """What the library holds, as it is edited; None where the piece is gone."""
        if self.issue_id not in state.issues:
            return None
        if self.piece.kind == "block":
            block = find_block(state, state.issues[self.issue_id], self.piece)
            return None if block is None else str(getattr(block, self.name))
        if self.name == "text":
            return writing.text_of(state, state.issues[self.issue_id], self.piece)
        entry = writing.entry_of_piece(state, self.piece)
        if entry is None or not self._is_of(entry):
            return None
        return (
            "\n".join(map(format_labelled_link, entry.links))
            if self.name == "links"
            else getattr(entry, self.name)
        )

    def _is_of(self, entry: Entry) -> bool:
        return (entry.id, entry.issue, entry.link) == (self.piece.entry_id, self.issue_id, self.link_id)

    def normalise_text(self, text: str) -> str:
        """What the library will hold once this text is saved, as `find_saved_text` gives it; `UserError` where it
        cannot be."""
        if self.name == "links":
            return "\n".join(map(format_labelled_link, parse_labelled_links(text)))
        if self.name == "title":
            return require_line(text, "The title")
        if self.name == "heading":
            return require_line(text, "The heading")
        return require_piece_text(self.piece, text)

    def is_saved_or_gone(self, state: State, text: str) -> bool:
        """Whether the library holds this text, or has no place for it any more."""
        try:
            return self.find_saved_text(state) in (None, self.normalise_text(text))
        except UserError:
            return False

    def build_save_verb(self, text: str, visit: str) -> Verb:
        """What saves this text as part of that visit; it is `UserError` where a link is no web address."""

        def save(state: State) -> Change:
            if self.piece.kind == "block":
                heading, prose = (text, None) if self.name == "heading" else (None, text)
                change = write_block(
                    state, self.piece.key, heading=heading, text=prose, issue_id=self.issue_id
                )
            elif self.piece.entry_id is None:
                change = writing.write_piece(state, self.piece, text, issue_id=self.issue_id)
            else:
                if self.find_saved_text(state) is None:
                    raise UserError("That entry is no longer in the issue.")
                value = parse_labelled_links(text) if self.name == "links" else text
                change = writing.write_entry(state, self.piece.entry_id, **{self.name: value})  # type: ignore[arg-type]
            return replace(change, visit=visit)

        return save

    def apply_to(self, issue: Issue, entries: Sequence[Entry], text: str) -> tuple[Issue, list[Entry]]:
        """The issue and its entries as they would be with this text saved; as they are where it cannot be."""
        try:
            value = parse_labelled_links(text) if self.name == "links" else self.normalise_text(text)
        except UserError:
            return issue, [*entries]
        if self.piece.kind == "entry":
            changed = [
                replace(entry, **{self.name: value}) if self._is_of(entry) else entry for entry in entries
            ]
            return issue, changed
        if self.piece.kind == "block":
            blocks = (self._apply_to_block(block, text) for block in issue.blocks or ())
            return replace(issue, blocks=tuple(blocks)), [*entries]
        return replace_piece_text(issue, self.piece, text), [*entries]

    def _apply_to_block(self, block: Block, text: str) -> Block:
        return replace(block, **{self.name: text}) if block.key == self.piece.key else block


def fields_of(state: State, issue_id: IssueId, piece: Piece) -> list[PieceField]:
    """The fields of a piece, in the order they are written."""
    entry = writing.entry_of_piece(state, piece)
    link_id = entry.link if entry else None
    names = _FIELDS.get(piece.kind, TEXT_FIELDS)
    return [PieceField(issue_id, piece, name, link_id) for name in names]


def parse_labelled_links(text: str) -> tuple[LabelledLink, ...]:
    """Labelled links, one a line: `url` or `label: url`; the scheme may be left out. `UserError` names the first line
    that is none.

    The first link may go without a label. Each further one is called by its site, as a joined link is.
    """
    links = [
        _parse_labelled_link(clean_line(line, limit=MAX_LINK_LINE))
        for line in text.splitlines()
        if line.strip()
    ]
    return (*links[:1], *map(_label_link, links[1:]))


def _label_link(link: LabelledLink) -> LabelledLink:
    return link if link.label else LabelledLink(source_name(identity_key(link.url)), link.url)


def format_labelled_link(link: LabelledLink) -> str:
    """A labelled link as a line to edit."""
    return f"{link.label}: {link.url}" if link.label else link.url


def _parse_labelled_link(line: str) -> LabelledLink:
    glued = _GLUED_ADDRESS.search(line)
    if glued and "://" in line[: glued.start()]:
        raise UserError(f"“{line[:60]}” is two links in one: write each on a line of its own.")
    parts = _LINK_LINE.fullmatch(line)
    url = complete_url(parts["url"]) if parts else None
    link = (
        clean_labelled_link(LabelledLink(parts["label"] or "", url))
        if parts and isinstance(url, str)
        else None
    )
    if link is None:
        raise UserError(f"“{line[:60]}” is not a link: write https://… or a label, a colon and https://….")
    return link
