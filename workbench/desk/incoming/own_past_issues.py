"""Issues that the workbench wrote as Markdown, read back as past issues: exactly, by the parser of publishing.

A file is read by its own headings, so that a section which the publication no longer has is read like the others.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from workbench.curation.archive.old_sections import SectionKeys, make_key, make_past_section
from workbench.curation.archive.past_issue import PastEntry, PastIssue, PastSection
from workbench.curation.identity import identity_key
from workbench.curation.model import LabelledLink, Section
from workbench.curation.publication import Publication, fill_pattern
from workbench.intake.past_issues.archive_content import OwnIssueFile
from workbench.publishing.parse.issue import ParsedIssue, parse_issue
from workbench.publishing.parse.markdown_file import MarkdownFile, Segment, parse_markdown_file
from workbench.publishing.prose import parse_prose
from workbench.publishing.tree import Node, text_of_nodes


def parse_own_issue(own: OwnIssueFile, publication: Publication) -> PastIssue:
    """The issue that a file of the workbench holds, its title and subtitle as readers saw them. Never raises."""
    file = parse_markdown_file(own.text)
    headed = {section.key: section for section in _iter_sections(file, publication)}
    others = (section for section in publication.sections if section.key not in headed)
    sections = (*headed.values(), *others)
    parsed = parse_issue(own.text, sections, publication)
    past = PastIssue(
        number=parsed.number,
        date=parsed.date or "",
        title=file.fields.get("title", parsed.title or ""),
        subtitle=file.fields.get("subtitle", ""),
        preview=parsed.preview or "",
        greeting=parsed.greeting,
        tldr=tuple((part.label, parsed.tldr[part.key]) for part in sections if part.key in parsed.tldr),
        sections=tuple(_make_section(part, parsed) for part in sections if part.key in parsed.entries),
        blocks=parsed.blocks,
        closing=parsed.closing,
        unplaced="\n\n".join(problem.text for problem in parsed.problems if problem.text),
        url=parsed.url or "",
        file=own.file,
    )
    return replace(past, mentions=tuple(_list_mentions(past)))


def _iter_sections(file: MarkdownFile, publication: Publication) -> Iterator[Section]:
    """The section of each heading with entries below it: the publication's, else one made of the heading."""
    keys = SectionKeys(publication.sections)
    today = {section.key: section for section in publication.sections}
    blocks = {rule.heading for rule in publication.blocks}
    for segment in file.segments:
        count = sum(node.kind == "heading" for _, node in segment.parts)
        heading = _heading_of(segment)
        if heading and count and heading not in blocks and heading != publication.tldr.heading:
            key = keys.find_key(heading)
            yield today[key] if key else make_past_section(heading, make_key(heading), count, None)


def _heading_of(segment: Segment) -> str:
    is_section = segment.opener is not None and (segment.opener.kind, segment.opener.number) == ("heading", 2)
    return text_of_nodes(segment.opener.children) if segment.opener is not None and is_section else ""


def _make_section(section: Section, parsed: ParsedIssue) -> PastSection:
    entries = parsed.entries[section.key]
    return PastSection(
        fill_pattern(section.heading, count=str(len(entries))),
        tuple(PastEntry(entry.title, entry.links, entry.blurb) for entry in entries),
    )


def _list_mentions(past: PastIssue) -> list[LabelledLink]:
    """The links in the texts of an issue that are none of its entries, each work once."""
    entries = [entry for part in past.sections for entry in part.entries]
    texts = [
        past.greeting,
        *(line for _, line in past.tldr),
        *(entry.blurb for entry in entries),
        *(block.text for block in past.blocks),
        past.closing,
        past.unplaced,
    ]
    found = {
        identity_key(link.url): link for text in reversed(texts) for link in _iter_links(parse_prose(text))
    }
    own = {identity_key(link.url) for entry in entries for link in entry.links}
    return [link for key, link in reversed(found.items()) if key not in own]


def _iter_links(nodes: tuple[Node, ...]) -> Iterator[LabelledLink]:
    for node in nodes:
        if node.kind in ("link", "embed"):
            label = "" if node.markup == "autolink" else text_of_nodes(node.children)
            yield LabelledLink(label, node.text)
        else:
            yield from _iter_links(node.children)
