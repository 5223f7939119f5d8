"""A whole edition as a file: its contents in each format, and its name.

Parts of an edition, as they are copied one by one, are in `passages.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from workbench.curation.model import LinkId
from workbench.curation.pieces import Piece, piece_of_entry
from workbench.curation.text.address import strip_user_info
from workbench.publishing import front_matter
from workbench.publishing.layout import Edition, PrintedSection, lay_out_edition
from workbench.publishing.render import html, markdown, plain
from workbench.publishing.tree import Node

MAX_NAME_LENGTH: Final = 60
"""Characters of a file's name that are made of the title."""
_ASCII_SPELLINGS: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
})  # fmt: skip
_EDITOR_HELP = """\
<!-- Comments like this one are never exported. What stands above the first heading is the greeting, what
stands below a last line of three dashes the closing. An entry moves with all that stands below its title. -->"""


def render_markdown(edition: Edition) -> str:
    """The issue's file in `issues/`: front matter and body."""
    return f"{front_matter.render_front_matter(edition)}\n{render_markdown_body(edition)}"


def render_markdown_body(edition: Edition) -> str:
    """The Markdown of an issue without front matter."""
    return f"{markdown.render_blocks(_nodes_of(lay_out_edition(edition)))}\n"


def render_html(edition: Edition) -> str:
    """The body as a fragment of HTML for pasting: semantic elements, `href` as the only attribute."""
    return f"{html.render_blocks(_nodes_of(lay_out_edition(edition)))}\n"


def render_plain_text(edition: Edition, *, with_title: bool = False) -> str:
    """The body as plain text; `with_title` puts title and subtitle above it, for a file of its own."""
    head = [part for part in (edition.title, edition.subtitle) if part] if with_title else []
    return "\n\n".join([*head, plain.render_blocks(_nodes_of(lay_out_edition(edition)))]) + "\n"


def edition_to_dict(edition: Edition) -> dict[str, Any]:
    """The edition as `export --format json` prints it. The `id` of an entry is the id of its link."""
    return {
        "number": edition.number,
        "date": edition.date,
        "state": edition.state,
        "url": edition.url,
        "title": edition.title,
        "highlights": edition.highlights,
        "subtitle": edition.subtitle,
        "preview": edition.preview,
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
            "links": [{"label": link.label, "url": strip_user_info(link.url)} for link in entry.links],
            "blurb": entry.blurb,
        }
        for entry in part.entries
    ]
    return {"key": part.section.key, "heading": part.heading, "entries": entries}


def render_for_editor(edition: Edition, sources: Mapping[LinkId, str]) -> str:
    """The whole issue for `$EDITOR`, open TL;DR lines included.

    Below each entry's title stands a comment with the id of its link and the text in `sources`, by link id. Reading
    back keeps the id and drops the text.
    """
    entries = [entry for part in edition.printed_sections for entry in part.entries]
    links = {piece_of_entry(entry.id): entry.link for entry in entries}
    blocks = [_EDITOR_HELP]
    layout = list(lay_out_edition(edition, with_open_lines=True))
    for (piece, node), block in zip(layout, markdown.iter_rendered_blocks(_nodes_of(layout)), strict=True):
        blocks.append(block)
        if node.kind == "heading" and piece in links:
            blocks.append(_render_comment(links[piece], sources.get(links[piece], "")))
    return f"{front_matter.render_front_matter(edition)}\n" + "\n\n".join(blocks) + "\n"


def _render_comment(link: LinkId, source: str) -> str:
    safe = source.strip().replace("-->", "-- >")  # or the source would end the comment
    return f"<!-- link {link}\n\n{safe}\n-->" if safe else f"<!-- link {link} -->"


def make_file_name(number: int, title: str) -> str:
    """`0011-gates-agents-and-meshes.md` for issue 11. Accents are dropped, and all letters that are not Latin.

    The number comes first. So no name is hidden (`.x`), reserved on Windows (`con`, `nul`) or a path.
    """
    latin = unicodedata.normalize("NFKD", title.casefold().translate(_ASCII_SPELLINGS))
    letters = "".join(char for char in latin if not unicodedata.combining(char))
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", letters)).strip("-")
    if len(slug) > MAX_NAME_LENGTH:
        slug = slug[: MAX_NAME_LENGTH + 1].rpartition("-")[0] or slug[:MAX_NAME_LENGTH]
    return f"{number:04}-{slug or 'issue'}.md"


def _nodes_of(layout: Iterable[tuple[Piece, Node]]) -> list[Node]:
    return [node for _, node in layout]
