"""An edition in each format, whole or in parts: the one place that says what a file or a copy contains."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from workbench.curation.model import Entry, LinkId
from workbench.publishing import front_matter
from workbench.publishing.layout import Edition, PrintedSection, lay_out_edition, lay_out_entry
from workbench.publishing.render import html as hypertext
from workbench.publishing.render import markdown as marks
from workbench.publishing.render import plain as text
from workbench.publishing.tree import Node

_EDITOR_HELP = """\
<!-- Comments like this one are never exported. What stands above the first heading is the greeting, what
stands below a last line of three dashes the closing. An entry moves with all that stands below its title. -->"""


def render_markdown(edition: Edition) -> str:
    """The issue's file: front matter and body."""
    return f"{front_matter.render_front_matter(edition)}\n{render_markdown_body(edition)}"


def render_markdown_body(edition: Edition) -> str:
    """The Markdown without front matter, for platforms that read Markdown."""
    return f"{marks.render_blocks(_nodes_of(lay_out_edition(edition)))}\n"


def render_entry_markdown(entry: Entry) -> str:
    """One entry as Markdown: title, links, blurb."""
    return f"{marks.render_blocks(_nodes_of(lay_out_entry(entry)))}\n"


def render_html(edition: Edition) -> str:
    """The body as HTML for pasting: plain semantic elements, no attribute but `href`, no page around it."""
    return f"{hypertext.render_blocks(_nodes_of(lay_out_edition(edition)))}\n"


def render_plain_text(edition: Edition, *, with_title: bool = False) -> str:
    """The body as plain text; `with_title` puts title and subtitle above it, for a file that stands alone."""
    head = [part for part in (edition.title, edition.subtitle) if part] if with_title else []
    return "\n\n".join([*head, text.render_blocks(_nodes_of(lay_out_edition(edition)))]) + "\n"


def edition_to_dict(edition: Edition) -> dict[str, Any]:
    """The edition as `export --format json` gives it. The id of an entry is its link's."""
    return {
        "number": edition.number,
        "date": edition.date,
        "state": edition.state,
        "title": edition.title,
        "highlights": edition.highlights,
        "subtitle": edition.subtitle,
        "greeting": edition.greeting,
        "tldr": {section.key: line for section, line in edition.tldr_lines if line},
        "blocks": msgspec.to_builtins(edition.blocks),
        "sections": [_section_to_dict(part) for part in edition.printed_sections],
        "closing": edition.closing,
    }


def _section_to_dict(part: PrintedSection) -> dict[str, Any]:
    entries = [
        {
            "id": entry.link,
            "title": entry.title,
            "links": msgspec.to_builtins(entry.links),
            "blurb": entry.blurb,
        }
        for entry in part.entries
    ]
    return {"key": part.section.key, "heading": part.heading, "entries": entries}


def render_for_editor(edition: Edition, sources: Mapping[LinkId, str]) -> str:
    """The whole issue for `$EDITOR`: open TL;DR lines too, and below each title whose entry it is and, by
    link id, the text it was saved for, in comments that reading back leaves out."""
    links = {f"entry:{entry.id}": entry.link for part in edition.printed_sections for entry in part.entries}
    written = [_EDITOR_HELP]
    flowing = list(lay_out_edition(edition, with_open_lines=True))
    for (piece, node), block in zip(flowing, marks.iter_rendered_blocks(_nodes_of(flowing)), strict=True):
        written.append(block)
        if node.kind == "heading" and piece in links:
            written.append(_render_comment(links[piece], sources.get(links[piece], "")))
    return f"{front_matter.render_front_matter(edition)}\n" + "\n\n".join(written) + "\n"


def _render_comment(link: LinkId, source: str) -> str:
    """A comment that no source can end: its `-->` is parted."""
    safe = source.strip().replace("-->", "-- >")
    return f"<!-- link {link}\n\n{safe}\n-->" if safe else f"<!-- link {link} -->"


def _nodes_of(layout: Iterable[tuple[str, Node]]) -> list[Node]:
    return [node for _, node in layout]
