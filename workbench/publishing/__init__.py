"""An issue on its way out and back: Markdown, HTML and plain text from one layout, and the file read again.

Pure: what is printed depends on the issue, its entries and the publication, and on nothing else.
"""

from workbench.publishing.copy_page import copy_page
from workbench.publishing.edition import Edition, Flow, Part, edition, flow
from workbench.publishing.escaping import escape_prose
from workbench.publishing.naming import slug
from workbench.publishing.passages import Passage, entries, passages, size_said, too_long
from workbench.publishing.printing import as_json, body, entry_markdown, for_editor, html, markdown, plain
from workbench.publishing.proof import proof
from workbench.publishing.prose import tidy
from workbench.publishing.reading import ReadEntry, ReadIssue, read_markdown
from workbench.publishing.tree import Problem

__all__ = [
    "Edition",
    "Flow",
    "Part",
    "Passage",
    "Problem",
    "ReadEntry",
    "ReadIssue",
    "as_json",
    "body",
    "copy_page",
    "edition",
    "entries",
    "entry_markdown",
    "escape_prose",
    "flow",
    "for_editor",
    "html",
    "markdown",
    "passages",
    "plain",
    "proof",
    "read_markdown",
    "size_said",
    "slug",
    "tidy",
    "too_long",
]
