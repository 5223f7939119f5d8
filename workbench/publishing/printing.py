"""An edition in each format, whole or in parts: the one place that says what a file or a copy contains."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from workbench.curation.model import Entry
from workbench.publishing import front_matter
from workbench.publishing.edition import Edition, Part, entry_flow, flow
from workbench.publishing.formats import html as hypertext
from workbench.publishing.formats import markdown as marks
from workbench.publishing.formats import plain as text
from workbench.publishing.tree import Node

_HELP = """\
<!-- Comments like this one are never exported. What stands above the first heading is the greeting, what
stands below a last line of three dashes the closing. An entry moves with all that stands below its title. -->"""


def markdown(edition: Edition) -> str:
    """The issue's file: front matter and body."""
    return f"{front_matter.written(edition)}\n{body(edition)}"


def body(edition: Edition) -> str:
    """The Markdown without front matter, for platforms that read Markdown."""
    return f"{marks.blocks(_nodes(flow(edition)))}\n"


def entry_markdown(entry: Entry) -> str:
    """One entry as Markdown: title, links, blurb."""
    return f"{marks.blocks(_nodes(entry_flow(entry)))}\n"


def html(edition: Edition) -> str:
    """The body as HTML for pasting: plain semantic elements, no attribute but `href`, no page around it."""
    return f"{hypertext.blocks(_nodes(flow(edition)))}\n"


def plain(edition: Edition, *, titled: bool = False) -> str:
    """The body as plain text; `titled` puts title and subtitle above it, for a file that stands alone."""
    head = [part for part in (edition.title, edition.subtitle) if part] if titled else []
    return "\n\n".join([*head, text.blocks(_nodes(flow(edition)))]) + "\n"


def as_json(edition: Edition) -> dict[str, Any]:
    """The edition as `export --format json` gives it. The id of an entry is its link's."""
    return {
        "number": edition.number,
        "date": edition.date,
        "state": edition.state,
        "title": edition.title,
        "highlights": edition.highlights,
        "subtitle": edition.subtitle,
        "greeting": edition.greeting,
        "tldr": {section.key: line for section, line in edition.lines if line},
        "blocks": msgspec.to_builtins(edition.blocks),
        "sections": [_part(part) for part in edition.parts],
        "closing": edition.closing,
    }


def _part(part: Part) -> dict[str, Any]:
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


def for_editor(edition: Edition, sources: Mapping[int, str]) -> str:
    """The whole issue for `$EDITOR`: open TL;DR lines too, and below each title whose entry it is and, by
    link id, the text it was saved for, in comments that reading back leaves out."""
    links = {f"entry:{entry.id}": entry.link for part in edition.parts for entry in part.entries}
    written = [_HELP]
    flowing = list(flow(edition, scaffold=True))
    for (piece, node), block in zip(flowing, marks.written(_nodes(flowing)), strict=True):
        written.append(block)
        if node.kind == "heading" and piece in links:
            written.append(_comment(links[piece], sources.get(links[piece], "")))
    return f"{front_matter.written(edition)}\n" + "\n\n".join(written) + "\n"


def _comment(link: int, source: str) -> str:
    """A comment that no source can end: its `-->` is parted."""
    safe = source.strip().replace("-->", "-- >")
    return f"<!-- link {link}\n\n{safe}\n-->" if safe else f"<!-- link {link} -->"


def _nodes(flowing: Iterable[tuple[str, Node]]) -> list[Node]:
    return [node for _, node in flowing]
