"""A past issue as it was read from a text, before the desk makes documents of it.

All texts are clean. Titles, headings and labels are plain text, the others Markdown; every URL is safe to write out.
"""

from msgspec import Struct

from workbench.curation.block import Block
from workbench.curation.model import LabelledLink


class PastEntry(Struct, frozen=True, gc=False):
    """What an issue recommended: a title, at least one link, what was said of it, and who made it if that is known."""

    title: str
    links: tuple[LabelledLink, ...]
    blurb: str = ""
    authors: tuple[str, ...] = ()


class PastSection(Struct, frozen=True, gc=False):
    """Entries below one heading; the heading is empty for those above the first."""

    heading: str
    entries: tuple[PastEntry, ...]


class PastIssue(Struct, frozen=True, kw_only=True, gc=False):
    """An issue as its file has it.

    `number` is None and `date` (`2026-11-22`) empty where neither file nor name says so. `tldr` has pairs of label and
    line. `mentions` are the links that belong to no entry, each once, labelled by their text. `unplaced` is the text
    that found no home: entries, mentions and it together are the whole file. `url` is where readers find the issue,
    `file` the name it was read from.
    """

    number: int | None = None
    date: str = ""
    title: str = ""
    subtitle: str = ""
    preview: str = ""
    greeting: str = ""
    tldr: tuple[tuple[str, str], ...] = ()
    sections: tuple[PastSection, ...] = ()
    blocks: tuple[Block, ...] = ()
    closing: str = ""
    mentions: tuple[LabelledLink, ...] = ()
    unplaced: str = ""
    url: str = ""
    file: str = ""
