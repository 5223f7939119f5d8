"""What a platform lost of an issue's formatting, piece by piece, so that it can be put back by hand."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from workbench.curation.publication import Target
from workbench.publishing.compare import inspect_paste, name_pieces
from workbench.publishing.compare.differences import Inspection
from workbench.publishing.compare.lines import MARKS, form_of
from workbench.publishing.layout import Edition
from workbench.publishing.parse.pasted import Paste


class LostFormat(Struct, frozen=True):
    """Words that want a format, and for a link its address. `where` is their piece, for people."""

    where: str
    kind: str
    text: str
    address: str = ""


def iter_lost_formats(edition: Edition, target: Target, paste: Paste) -> Iterator[LostFormat]:
    """What has to be put back, in the order of the issue: all of it where only plain text came back."""
    inspection = inspect_paste(edition, target, paste)
    names = name_pieces(edition)
    there = sorted(inspection.alignment.matches)
    for piece, places in groupby(there, key=lambda at: inspection.ours[at].piece):
        where, lines = names.get(piece, str(piece)), list(places)
        for form, alike in groupby(lines, key=lambda at: _find_lost_form(inspection, at)):
            if form:
                first, *others = (inspection.ours[at].name for at in alike)
                yield LostFormat(where, form, f"{first} … {others[-1]}" if others else first)
        for at in lines:
            yield from _iter_lost_marks(inspection, at, where)


def _find_lost_form(inspection: Inspection, at: int) -> str:
    """What the line has to become again: a heading, an item, a quote; empty where it is what it should be."""
    line = inspection.ours[at]
    is_lost = at in inspection.lost_forms if inspection.paste.form != "text" else line.letters
    form = form_of(line.line).one.partition(" ")[2]
    return form if is_lost and form != "paragraph" else ""


def _iter_lost_marks(inspection: Inspection, at: int, where: str) -> Iterator[LostFormat]:
    line, is_plain = inspection.ours[at], inspection.paste.form == "text"
    marks = inspection.lost_marks.get(at, [])
    if is_plain:
        marks = [(mark, words.text.strip()) for mark in MARKS for words in line.marked[mark]]
    yield from (LostFormat(where, mark, words) for mark, words in marks)
    links = (
        [link for link in line.links if not line.is_video] if is_plain else inspection.lost_links.get(at, [])
    )
    yield from (LostFormat(where, "link", link.text, link.href) for link in links)
