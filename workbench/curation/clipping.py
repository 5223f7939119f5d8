"""What some source said about a URL before it is a link: the one shape in which everything arrives.

Intake makes clippings of files and pastes, feeds and capture make them of what came in; the desk merges
them into links. Every text in one has been cleaned, and no clipping knows where in the library it will end.
"""

from msgspec import Struct


class Clipping(Struct, frozen=True, kw_only=True):
    """One URL as a source gave it, with what the source said of it.

    `row` counts from 1 as a person would count in the file (for text: the line), 0 where there is no file.
    `url` is what the source wrote, perhaps without its scheme; `identify` says what to keep.
    `added` is an ISO time in UTC, empty where the source does not say.
    """

    row: int = 0
    url: str
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    added: str = ""


class Refusal(Struct, frozen=True):
    """A row that gave no clipping: which one, why in a short phrase, and what stood there."""

    row: int
    reason: str
    text: str


class Reading(Struct, frozen=True, kw_only=True):
    """What a file or a paste held. `notes` are sentences about the whole, such as how it was decoded."""

    format: str
    clippings: tuple[Clipping, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many outcomes there will be: a line with two links counts twice, a blank one not at all."""
        return len(self.clippings) + len(self.refusals)
