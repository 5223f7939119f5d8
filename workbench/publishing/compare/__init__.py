"""Compares what was copied back from a platform with the issue, in place: did the paste arrive whole?

- `lines.py` brings both into one form, `alignment.py` says which line is which.
- `differences.py` compares each line with what it became, `findings.py` tells it in sentences.

What came back is read in `parse/`.
"""

from collections.abc import Iterator

from msgspec import Struct

from workbench.curation.pieces import TLDR, Piece, piece_of_entry, piece_of_section
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.publishing.compare.differences import Inspection
from workbench.publishing.compare.findings import build_findings, summarise_differences
from workbench.publishing.compare.lines import ComparedLine, ExpectedLine
from workbench.publishing.compare.words import split_words
from workbench.publishing.layout import Edition
from workbench.publishing.parse.pasted import Paste
from workbench.publishing.parse.pasted_html import parse_pasted_html
from workbench.publishing.render import html
from workbench.publishing.target_layout import lay_out_for_target


class Comparison(Struct, frozen=True):
    """What is different, in the order of the issue, and how many of its videos are players there.

    `videos` is 0 where nobody can tell, since no rich text came back.
    """

    findings: tuple[Finding, ...]
    videos: int
    players: int


def compare_paste(edition: Edition, target: Target, paste: Paste) -> Comparison:
    """What is missing, extra, moved, changed or without its form in what came back from that target.

    Title and subtitle have fields of their own on a platform and are not looked for.
    """
    inspection = inspect_paste(edition, target, paste)
    titles = {split_words(edition.title).letters, split_words(edition.subtitle).letters}
    links = {
        piece_of_entry(entry.id): entry.link for part in edition.printed_sections for entry in part.entries
    }
    differences = summarise_differences(inspection, titles, links)
    findings = build_findings(differences, name_pieces(edition))
    videos = sum(line.is_video for line in inspection.ours) if paste.form == "rich" else 0
    return Comparison(tuple(findings), videos, inspection.players)


def inspect_paste(edition: Edition, target: Target, paste: Paste) -> Inspection:
    """The lines of the issue and those that came back, each with the other that it is."""
    is_plain = paste.form == "text"
    ours = [line for line in _iter_expected(edition, target, is_plain=is_plain) if line.key]
    theirs = [ComparedLine(line, is_plain=is_plain) for line in paste.lines]
    return Inspection(ours, [line for line in theirs if line.key], paste)


def _iter_expected(edition: Edition, target: Target, *, is_plain: bool) -> Iterator[ExpectedLine]:
    for piece, node in lay_out_for_target(edition, target):
        for line in parse_pasted_html(html.render_blocks([node])).lines:
            # A text without markup has neither rules nor captions.
            if not is_plain or (line.kind != "rule" and not line.is_furniture):
                yield ExpectedLine(piece, line, is_plain=is_plain, is_played=target.video != "link")


def name_pieces(edition: Edition) -> dict[Piece, str]:
    """By piece, its name for people."""
    names = {TLDR: edition.tldr.heading}
    for part in edition.printed_sections:
        names[piece_of_section(part.section.key)] = part.heading
        names.update(
            {piece_of_entry(e.id): f"{part.section.key}/{e.slot} {e.title[:60]}" for e in part.entries}
        )
    return names
