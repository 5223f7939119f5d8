"""An issue on its way out and back: Markdown, HTML and plain text from one layout, and the file read again.

Pure: what is printed depends on the issue, its entries and the publication, and on nothing else.
"""

from workbench.publishing.compare import compare_paste
from workbench.publishing.copy_page import render_copy_page
from workbench.publishing.edition_formats import (
    edition_to_dict,
    render_entry_markdown,
    render_for_editor,
    render_html,
    render_markdown,
    render_markdown_body,
    render_plain_text,
)
from workbench.publishing.file_name import make_file_name
from workbench.publishing.layout import Edition, Layout, PrintedSection, build_edition, lay_out_edition
from workbench.publishing.parse.issue import ParsedEntry, ParsedIssue, parse_issue
from workbench.publishing.passages import (
    Passage,
    build_entry_passages,
    build_passages,
    format_body_size,
    format_size_warning,
)
from workbench.publishing.prose import normalize_prose
from workbench.publishing.render.escaping import escape_prose
from workbench.publishing.tree import ParseProblem

__all__ = [
    "Edition",
    "Layout",
    "ParseProblem",
    "ParsedEntry",
    "ParsedIssue",
    "Passage",
    "PrintedSection",
    "build_edition",
    "build_entry_passages",
    "build_passages",
    "compare_paste",
    "edition_to_dict",
    "escape_prose",
    "format_body_size",
    "format_size_warning",
    "lay_out_edition",
    "make_file_name",
    "normalize_prose",
    "parse_issue",
    "render_copy_page",
    "render_entry_markdown",
    "render_for_editor",
    "render_html",
    "render_markdown",
    "render_markdown_body",
    "render_plain_text",
]
