"""Splits an issue's file into front matter, comments, and segments between headings and rules.

What the segments mean is decided in `issue.py`. People edit these files in any program, so nothing here raises: what
is not understood becomes a `ParseProblem`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from workbench.curation.model import LinkId
from workbench.curation.text.cleaning import HARD_BREAK, clean_lines, ends_in_break
from workbench.publishing.front_matter import ParseProblem, extract_front_matter
from workbench.publishing.prose import parse_document
from workbench.publishing.tree import Node


class Segment(Struct, frozen=True, kw_only=True):
    """The blocks below a heading of the first two levels or a rule, up to the next one.

    `opener` is that heading or rule, None for the first segment. `line` and the lines in `parts` are those at which
    the opener and each block begin, from 0.
    """

    opener: Node | None
    line: int
    parts: tuple[tuple[int, Node], ...]
    is_last: bool


class MarkdownFile(Struct, frozen=True, kw_only=True):
    """The parts of a file. `fields` is the front matter, text by name; `link_ids` the ids in comments, by line."""

    fields: dict[str, str]
    segments: tuple[Segment, ...]
    link_ids: dict[int, LinkId]
    lines: tuple[str, ...]
    problems: tuple[ParseProblem, ...]

    def slice_text(self, line: int, until: int) -> str:
        """The text of the file from `line` up to `until`, both counted from 0."""
        return "\n".join(self.lines[line:until]).strip()

    def end_of(self, segment: Segment) -> int:
        """The line after a segment, from 0."""
        return min(
            (other.line for other in self.segments if other.line > segment.line), default=len(self.lines)
        )


def parse_markdown_file(text: str) -> MarkdownFile:
    """The parts of an issue's file. Its line ends and a byte order mark do not matter."""
    raw_lines = text.removeprefix("\ufeff").splitlines() or [""]
    lines = [clean_lines(line) for line in raw_lines]
    problems: list[ParseProblem] = []
    fields = extract_front_matter(lines, problems)
    links = _extract_comments(lines, problems)
    parts = parse_document("\n".join(map(_keep_break, lines, raw_lines)))
    return MarkdownFile(
        fields=fields,
        segments=tuple(_split_segments(parts)),
        link_ids=links,
        lines=tuple(lines),
        problems=tuple(problems),
    )


def _keep_break(line: str, raw: str) -> str:
    """The cleaned line with the hard break that it ended in. What is not read as prose has no text left."""
    return line + HARD_BREAK if line and ends_in_break(raw) else line


def _extract_comments(lines: list[str], problems: list[ParseProblem]) -> dict[int, LinkId]:
    """Blank the comments that begin a line. Returns the link ids in them, by line."""
    links: dict[int, LinkId] = {}
    at = 0
    while at < len(lines):
        if re.match(r" {0,3}<!--", lines[at]):
            comment = re.match(r"\s*<!--\s*link (\d{1,9})\b", lines[at])
            end = next((end for end in range(at, len(lines)) if "-->" in lines[end]), None)
            if end is None:
                problems.append(
                    ParseProblem(at + 1, "A comment begins here and does not end: it was read as text.")
                )
                return links
            if comment:
                links[at] = LinkId(int(comment[1]))
            rest = lines[end].partition("-->")[2]
            lines[at : end + 1] = [*[""] * (end - at), rest.strip()]
            at = end
        at += 1
    return links


def _split_segments(parts: Sequence[tuple[int, Node]]) -> Iterator[Segment]:
    openers = [at for at, (_, node) in enumerate(parts) if _opens_segment(node)]
    bounds: list[int] = [-1, *openers, len(parts)]
    for at, end in pairwise(bounds):
        line, opener = parts[at] if at >= 0 else (0, None)
        yield Segment(
            opener=opener,
            line=line,
            parts=tuple(parts[at + 1 : end]),
            is_last=end == len(parts),
        )


def _opens_segment(node: Node) -> bool:
    return node.kind == "rule" or (node.kind == "heading" and node.number < 3)
