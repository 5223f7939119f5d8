"""The parts of an issue as values, and their text form.

A piece is anything with text to write: the title, the subtitle, the preview text, the greeting, a TL;DR line, an entry,
the closing, and text that was read back and found no place. Findings and the preview also go to parts that are written
elsewhere: a section, a block, the TL;DR as a whole. They are named in the same way. What a text may be is said here,
for the screen and for whatever saves it; which text there is stands in the issue.
"""

from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import EntryId, Issue, LabelledLink, Mention
from workbench.curation.text.cleaning import (
    MAX_LINE,
    clean_line,
    clean_lines,
    require_line,
    require_lines,
    to_safe_url,
)

PieceKind: TypeAlias = Literal[
    "title",
    "subtitle",
    "preview",
    "greeting",
    "tldr",
    "section",
    "entry",
    "block",
    "closing",
    "unplaced",
    "mention",
]


class Piece(Struct, frozen=True, order=True, gc=False):
    """One part of an issue. `str` gives its text form: `title`, `tldr:papers`, `entry:17`.

    `key` is the section's for `tldr` and `section`, the block's for `block`, for `mention` the number of the issue's
    mention, from 1, and empty for all others. A `tldr` without a key is the TL;DR as a whole. `entry_id` is there for
    an entry only.
    """

    kind: PieceKind
    key: str = ""
    entry_id: EntryId | None = None

    def __str__(self) -> str:
        rest = self.key if self.entry_id is None else str(self.entry_id)
        return f"{self.kind}:{rest}" if rest else self.kind

    @property
    def is_prose(self) -> bool:
        """Whether its text has paragraphs, as an entry's blurb has. All other pieces are one line each."""
        return self.kind in _PROSE_KINDS

    @property
    def noun(self) -> str:
        """What people call its text: `blurb` of an entry, `TL;DR line`, `preview text`."""
        return _NOUNS.get(self.kind, self.kind)


TITLE: Final = Piece("title")
SUBTITLE: Final = Piece("subtitle")
PREVIEW: Final = Piece("preview")
"""What mail programs show beside the subject. Without one they show the subtitle, or how the text begins."""
GREETING: Final = Piece("greeting")
TLDR: Final = Piece("tldr")
CLOSING: Final = Piece("closing")
UNPLACED: Final = Piece("unplaced")

MAX_PREVIEW_LENGTH: Final = 140
"""Characters of the preview text that mail programs show at most; many show half of them."""
MAX_SUBJECT_LENGTH: Final = 60
"""Characters of a title that mail programs show of the subject."""
MAX_TLDR_LINE: Final = 2000
"""Characters of a TL;DR line, the longest of the pieces with one line."""
MAX_LABEL: Final = 80
"""Characters of a link's label."""


def piece_of_entry(id: EntryId) -> Piece:
    """The entry of that document id."""
    return Piece("entry", entry_id=id)


def piece_of_tldr(section_key: str) -> Piece:
    """The TL;DR line of that section."""
    return Piece("tldr", section_key)


def piece_of_section(key: str) -> Piece:
    """The section of that key, with its heading and all its entries."""
    return Piece("section", key)


def piece_of_mention(number: int) -> Piece:
    """The mention of that number, from 1: a link of a past issue that is no entry there."""
    return Piece("mention", str(number))


def find_mention(issue: Issue, piece: Piece) -> Mention | None:
    """The mention that a piece is; None where it is another piece, or no longer there."""
    at = int(piece.key) - 1 if piece.kind == "mention" and piece.key.isdecimal() else -1
    return issue.mentions[at] if 0 <= at < len(issue.mentions) else None


def piece_of_block(key: str) -> Piece:
    """The block of that key."""
    return Piece("block", key)


def parse_piece(text: str) -> Piece:
    """The piece of that text form; `ValueError` where it is none."""
    kind, colon, rest = text.partition(":")
    if kind == "entry" and rest.isascii() and rest.isdigit():
        return piece_of_entry(EntryId(int(rest)))
    if kind in _KEYED_KINDS and bool(colon) == bool(rest) and (rest or kind == "tldr"):
        return Piece(_KINDS[kind], rest)
    if kind in _KINDS and kind not in ("entry", *_KEYED_KINDS) and not colon:
        return Piece(_KINDS[kind])
    raise ValueError(f"“{text}” names no piece")


def clean_piece_text(piece: Piece, text: str) -> str:
    """What a piece holds once this text is written in it."""
    if piece.is_prose:
        return clean_lines(text).strip()
    return clean_line(text, limit=MAX_TLDR_LINE) if piece.kind == "tldr" else clean_line(text)


def require_piece_text(piece: Piece, text: str) -> str:
    """What a piece holds once the editor wrote this in it; `UserError` where it is too long to be kept whole."""
    what = f"The {piece.noun}"
    if piece.is_prose:
        return require_lines(text, what).strip()
    return require_line(text, what, limit=MAX_TLDR_LINE if piece.kind == "tldr" else MAX_LINE)


def replace_piece_text(issue: Issue, piece: Piece, text: str) -> Issue:
    """The issue with this text in a piece of its own, so not in an entry, a section or a block. An empty TL;DR line is
    taken out."""
    cleaned = clean_piece_text(piece, text)
    if piece.kind != "tldr":
        return replace(issue, **{piece.kind: cleaned})
    lines = {**issue.tldr, piece.key: cleaned}
    return replace(issue, tldr={key: line for key, line in lines.items() if line})


def clean_labelled_link(link: LabelledLink) -> LabelledLink | None:
    """The link as an entry holds it; None where it leads to no web address."""
    url = to_safe_url(link.url)
    return None if url is None else LabelledLink(clean_line(link.label, limit=MAX_LABEL), url)


_PROSE_KINDS: Final[frozenset[PieceKind]] = frozenset({"greeting", "entry", "block", "closing", "unplaced"})
_NOUNS: Final[dict[PieceKind, str]] = {
    "preview": "preview text",
    "tldr": "TL;DR line",
    "entry": "blurb",
}
_KINDS: Final[dict[str, PieceKind]] = {kind: kind for kind in get_args(PieceKind)}
_KEYED_KINDS: Final = ("tldr", "section", "block", "mention")
