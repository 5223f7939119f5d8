"""Reads an issue back from the Markdown that `edition_formats.py` writes.

An unchanged file gives the same issue. Of an edited one, all that can be understood is read; the rest becomes
problems, which have its text word for word. What the result changes in the library is decided by the desk.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from workbench.curation.block import Block
from workbench.curation.model import LabelledLink, LinkId, Section
from workbench.curation.pieces import clean_piece_text, piece_of_tldr
from workbench.curation.publication import Publication, match_pattern
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.publishing import front_matter
from workbench.publishing.front_matter import FrontMatter, ParseProblem
from workbench.publishing.layout import build_tldr_prefix, is_video
from workbench.publishing.parse.markdown_file import MarkdownFile, Segment, parse_markdown_file
from workbench.publishing.prose import normalize_prose, parse_prose, parse_prose_line
from workbench.publishing.render import markdown
from workbench.publishing.tree import Node, text_of_nodes


class ParsedEntry(Struct, frozen=True, kw_only=True):
    """An entry in the file. `link` is the link's id, if a comment has it."""

    link: LinkId | None
    title: str
    links: tuple[LabelledLink, ...]
    blurb: str


class ParsedIssue(FrontMatter, frozen=True, kw_only=True):
    """An issue in the file. `entries` and `tldr` are by the key of the section, without empty ones."""

    greeting: str
    tldr: dict[str, str]
    entries: dict[str, tuple[ParsedEntry, ...]]
    blocks: tuple[Block, ...]
    closing: str
    problems: tuple[ParseProblem, ...]


def parse_issue(
    text: str, sections: Sequence[Section], publication: Publication, blocks: Sequence[Block] = ()
) -> ParsedIssue:
    """Read an exported issue, edited or not. `blocks` are those that the issue has, to recognise them. Never raises."""
    known = [*blocks, *(rule.block for rule in publication.blocks)]
    return _IssueParser(parse_markdown_file(text), sections, publication, known).parse()


class _IssueParser:
    """Goes through the segments of a file once and collects the parts of the issue."""

    def __init__(
        self,
        file: MarkdownFile,
        sections: Sequence[Section],
        publication: Publication,
        known_blocks: Sequence[Block],
    ) -> None:
        self.file: Final = file
        self.sections: Final = sections
        self.publication: Final = publication
        self.known_blocks: Final = list(known_blocks)
        self.problems: Final = list(file.problems)
        self.fields: Final = dict(file.fields)
        self.greeting = self.closing = ""
        self.tldr: Final[dict[str, str]] = {}
        self.entries: Final[dict[str, list[ParsedEntry]]] = {section.key: [] for section in sections}
        self.blocks: Final[list[Block]] = []
        self.section: Section | None = None
        self.headings: Final = [self._match_heading(segment) for segment in file.segments]
        self.position = 0
        """How many places of blocks lie behind: after_greeting, after_tldr, before each section."""

    def parse(self) -> ParsedIssue:
        for at, segment in enumerate(self.file.segments):
            heading = self.headings[at]
            if segment.opener is None:
                self._parse_greeting(segment)
            elif heading == "tldr":
                self._parse_tldr(segment)
            elif isinstance(heading, Section):
                self._enter_section(heading, segment)
            elif segment.opener.kind == "rule":
                self._parse_ruled_segment(segment, at)
            elif not self._try_parse_title(segment):
                self._parse_unknown_heading(segment, at)
        return self._build_issue()

    # Segments

    def _match_heading(self, segment: Segment) -> Section | Literal["tldr"] | None:
        if segment.opener is None or segment.opener.kind == "rule":
            return None
        text = text_of_nodes(segment.opener.children)
        if _normalize_heading(text) == _normalize_heading(self.publication.tldr.heading):
            return "tldr"
        counted = (part for part in self.sections if _read_count(part, text).isdigit())
        similar = (part for part in self.sections if _normalize_heading(text) in _heading_variants_of(part))
        other_count = (part for part in self.sections if match_pattern(part.heading, text) is not None)
        return next(counted, None) or next(similar, None) or next(other_count, None)

    def _parse_greeting(self, segment: Segment) -> None:
        prose, entries = _split_entries(segment.parts)
        self.greeting = _render_prose(prose)
        self._report_stray_entries(entries, segment)

    def _try_parse_title(self, segment: Segment) -> bool:
        """Read a heading of the first level as the title, if it stands first and front matter has none."""
        opener = segment.opener
        if opener is None or opener.number != 1 or "title" in self.fields or self.greeting:
            return False
        self.fields["title"] = text_of_nodes(opener.children)
        self._parse_greeting(segment)
        return True

    def _parse_ruled_segment(self, segment: Segment, at: int) -> None:
        """Read what stands below a rule: a block, or the closing if nothing follows. Entries stay in their section."""
        prose, entries = _split_entries(segment.parts)
        if prose and segment.is_last and not entries:
            self.closing = _render_prose(prose)
        elif prose:
            self._add_block("", _render_prose(prose), at)
        if self.section is None:
            self._report_stray_entries(entries, segment)
        else:
            self._add_entries(self.section, entries, segment)

    def _parse_unknown_heading(self, segment: Segment, at: int) -> None:
        """Read what stands below a heading of no section: a block, or with entries a section that was renamed."""
        prose, entries = _split_entries(segment.parts)
        text = text_of_nodes(segment.opener.children) if segment.opener else ""
        if not entries or any(clean_line(block.heading) == text for block in self.known_blocks):
            self._add_block(text, _render_prose(prose), at)
            self._report_stray_entries(entries, segment)
            return
        section = self._find_free_section()
        if section is None:
            self._report_lost_text(
                segment.line, f"“{text}” is no heading of this issue.", self.file.end_of(segment)
            )
            return
        message = f"“{text}” is no heading of this issue: what stands below was read as {section.label}."
        self.problems.append(ParseProblem(segment.line + 1, message))
        self._enter_section(section, segment)

    def _find_free_section(self) -> Section | None:
        """The next section, in the issue's order, that no heading of the file names."""
        free = [part for part in self.sections if part not in self.headings and not self.entries[part.key]]
        later = [
            part for part in free if self.sections.index(part) + 2 >= self.position
        ]  # two places come before
        return next(iter([*later, *free]), None)

    # Entries

    def _enter_section(self, section: Section, segment: Segment) -> None:
        self.section = section
        self.position = self.sections.index(section) + 3  # two places stand before those of the sections
        prose, entries = _split_entries(segment.parts)
        if prose:
            until = entries[0][0] if entries else self.file.end_of(segment)
            self._report_lost_text(
                prose[0][0], f"This stands before the first entry of {section.label}.", until
            )
        self._add_entries(section, entries, segment)

    def _add_entries(self, section: Section, entries: "_EntryParts", segment: Segment) -> None:
        ends = [line for line, _, _ in entries[1:]] + [self.file.end_of(segment)]
        for (line, heading, parts), end in zip(entries, ends, strict=bool(entries)):
            links, blurb = _split_links([node for _, node in parts])
            title = text_of_nodes(heading.children)
            if section.numbered:  # the number is the layout's and not part of the title
                title = re.sub(r"^\d+\.\s*", "", title)
            link_ids = [id for at, id in self.file.link_ids.items() if line <= at < end]
            entry = ParsedEntry(
                link=next(iter(link_ids), None), title=title, links=links, blurb=_render_nodes(blurb)
            )
            self.entries[section.key].append(entry)

    def _report_stray_entries(self, entries: "_EntryParts", segment: Segment) -> None:
        if entries:
            title = text_of_nodes(entries[0][1].children)
            self._report_lost_text(
                entries[0][0], f"“{title}” stands below no section's heading.", self.file.end_of(segment)
            )

    # The TL;DR

    def _parse_tldr(self, segment: Segment) -> None:
        self.position = max(self.position, 1)
        prose, entries = _split_entries(segment.parts)
        opening = parse_prose(self.publication.tldr.opening)
        for line, node in prose:
            if node not in opening:
                for content in _iter_tldr_lines(node):
                    self._parse_tldr_line(line, content)
        self._report_stray_entries(entries, segment)

    def _parse_tldr_line(self, line: int, content: str) -> None:
        # A label may be the beginning of another one: `Papers`, `Papers & Code`.
        by_label = sorted(self.sections, key=lambda section: -len(section.label))
        for section, text in (
            *((section, self._strip_tldr_prefix(section, content)) for section in self.sections),
            *((section, _strip_label(section, content)) for section in by_label),
        ):
            if text is not None and section.key not in self.tldr:
                if text:
                    self.tldr[section.key] = markdown.render_inline(
                        parse_prose_line(clean_piece_text(piece_of_tldr(section.key), text))
                    )
                return
        self._report_problem(line, "This line of the TL;DR belongs to no section.", content)

    def _strip_tldr_prefix(self, section: Section, content: str) -> str | None:
        """The text of a TL;DR line as the workbench wrote it; None for another section's line."""
        prefix = markdown.render_inline(build_tldr_prefix(self.publication.tldr, section))
        written = content.startswith(prefix) or content == prefix.rstrip()
        return content[len(prefix) :] if written else None

    # Blocks

    def _add_block(self, heading: str, text: str, at: int) -> None:
        """Add a block: one that is known by its text, or by its heading if the text was edited, else a new one."""
        unedited = [
            block
            for block in self.known_blocks
            if clean_line(block.heading) == heading and normalize_prose(block.text) == text
        ]
        edited = [block for block in self.known_blocks if heading and clean_line(block.heading) == heading]
        places = self._list_possible_places(at)
        known = next(iter([*unedited, *edited]), None)
        if known is None:
            used_keys = {block.key for block in [*self.known_blocks, *self.blocks]}
            key = next(key for key in _iter_block_keys(heading) if key not in used_keys)
            self.blocks.append(Block(key=key, place=places[0], heading=heading, text=text))
            return
        self.known_blocks.remove(known)
        text = known.text if known in unedited else text
        place = known.place if known.place in places else places[0]
        self.blocks.append(replace(known, text=text, place=place))

    def _list_possible_places(self, at: int) -> list[str]:
        """The places for blocks between the part of the issue before this segment and the part after it."""
        places = ["after_greeting", "after_tldr", *(f"before:{part.key}" for part in self.sections), "end"]
        following = next((heading for heading in self.headings[at + 1 :] if heading is not None), None)
        if following == "tldr":
            return places[self.position : 1] or places[:1]
        if following is None:
            return places[self.position :]
        return places[self.position : self.sections.index(following) + 3] or ["end"]

    # Problems

    def _report_lost_text(self, line: int, message: str, until: int) -> None:
        self._report_problem(line, message, self.file.slice_text(line, until))

    def _report_problem(self, line: int, message: str, text: str) -> None:
        self.problems.append(ParseProblem(line + 1, f"{message} It was left out.", text))

    def _build_issue(self) -> ParsedIssue:
        front, problems = front_matter.interpret_front_matter(self.fields, self.publication)
        return ParsedIssue(
            **asdict(front),
            greeting=self.greeting,
            tldr={part.key: self.tldr[part.key] for part in self.sections if part.key in self.tldr},
            entries={key: tuple(entries) for key, entries in self.entries.items() if entries},
            blocks=tuple(self.blocks),
            closing=self.closing,
            problems=tuple(sorted([*problems, *self.problems], key=lambda problem: problem.line)),
        )


_LineNodes = Sequence[tuple[int, Node]]
_EntryParts = list[tuple[int, Node, list[tuple[int, Node]]]]


def _split_entries(parts: _LineNodes) -> tuple[list[tuple[int, Node]], _EntryParts]:
    """The blocks before the first heading, and each heading with its line and the blocks below it."""
    prose: list[tuple[int, Node]] = []
    entries: _EntryParts = []
    for line, node in parts:
        if node.kind == "heading":
            entries.append((line, node, []))
        else:
            (entries[-1][2] if entries else prose).append((line, node))
    return prose, entries


def _render_prose(parts: _LineNodes) -> str:
    return _render_nodes([node for _, node in parts])


def _render_nodes(nodes: Sequence[Node]) -> str:
    return normalize_prose(markdown.render_blocks(nodes))


def _iter_tldr_lines(node: Node) -> Iterator[str]:
    """The lines of a TL;DR: the items of a list, or a paragraph."""
    for part in node.children if node.kind in ("bullets", "numbers") else (node,):
        blocks = part.children if part.kind == "item" else (part,)
        yield " ".join(markdown.render_blocks(blocks).split())


def _split_links(nodes: list[Node]) -> tuple[tuple[LabelledLink, ...], list[Node]]:
    """The links of an entry and its blurb.

    A video stands in a paragraph of its own, so links may fill several paragraphs. They end at the first paragraph
    with other text, and where two paragraphs of links follow each other without a video.
    """
    links: list[LabelledLink] = []
    may_continue = True
    for at, node in enumerate(nodes):
        found = _parse_link_paragraph(node)
        is_video_alone = len(found) == 1 and not found[0].label and is_video(found[0].url)
        if not found or not (may_continue or is_video_alone):
            return tuple(links), nodes[at:]
        links.extend(found)
        may_continue = is_video_alone
    return tuple(links), []


def _parse_link_paragraph(node: Node) -> list[LabelledLink]:
    """The links of a paragraph that holds nothing else; empty for any other block."""
    links: list[LabelledLink] = []
    for part in node.children if node.kind == "paragraph" else ():
        if part.kind == "link":
            label = "" if part.markup == "autolink" else text_of_nodes(part.children)
            links.append(LabelledLink(label, part.text))
        elif part.kind in ("text", "softbreak", "break"):
            for word in re.findall(r"[^\s|·]+", part.text):
                url = to_safe_url(word)
                if url is None:
                    return []
                links.append(LabelledLink("", url))
        else:
            return []
    return links


def _read_count(section: Section, heading: str) -> str:
    """The count in a section's heading, `0` where it has none; empty where the heading is another one's."""
    found = match_pattern(section.heading, heading)
    return "" if found is None else found.get("count", "0")


def _strip_label(section: Section, content: str) -> str | None:
    """The text of a TL;DR line that begins with the section's label, spelled freely; None where it does not."""
    found = re.fullmatch(rf"\W*{re.escape(section.label)}\b[\s:*_]*(.*)", content, re.DOTALL)
    return found[1] if found else None


def _normalize_heading(heading: str) -> str:
    """The letters of a heading, without counts, emoji and capitals, to recognise an edited one."""
    return " ".join(re.findall(r"[^\W\d_]+", heading.casefold()))


def _heading_variants_of(section: Section) -> set[str]:
    pattern = re.sub(r"\{\w+\}", "", section.heading)
    return {
        _normalize_heading(pattern),
        _normalize_heading(section.label),
        _normalize_heading(section.key),
    } - {""}


def _iter_block_keys(heading: str) -> Iterator[str]:
    """Keys for a new block: its heading, or `promo`, then the same with a number."""
    name = "-".join(re.findall(r"[a-z0-9]+", heading.casefold())) or "promo"
    yield name
    yield from (f"{name}-{number}" for number in range(2, 1_000_000))
