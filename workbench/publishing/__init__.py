"""An issue in the formats that readers and platforms get, and back from them.

- `layout.py` builds an `Edition` of an issue and lays it out as one tree. `render/` writes the tree in each format.
- `edition_formats.py`, `passages.py` and `copy_page.py` are what is exported and copied.
- `parse/` reads an exported file back; `compare/` compares a paste with the edition, and is imported by
  who does.

All functions are pure: the result depends on the issue, its entries and the publication. Files and clipboards are in
`delivery/`.
"""

from workbench.publishing.card import build_card
from workbench.publishing.copy_page import render_copy_page
from workbench.publishing.edition_formats import (
    edition_to_dict,
    make_file_name,
    render_for_editor,
    render_html,
    render_markdown,
    render_plain_text,
)
from workbench.publishing.layout import Edition, build_edition, lay_out_edition
from workbench.publishing.parse.issue import ParsedEntry, ParsedIssue, parse_issue
from workbench.publishing.passages import (
    BODY_KEY,
    PREVIEW_KEY,
    SUBTITLE_KEY,
    TITLE_KEY,
    Passage,
    PassageKey,
    build_entry_passages,
    build_passages,
    format_body_size,
    iter_all_passages,
    key_of_body_part,
    key_of_entry,
    key_of_video,
)
from workbench.publishing.posts import build_post_passages, key_of_post, measure_post
from workbench.publishing.prose import normalize_prose
from workbench.publishing.prose.misprints import find_misprints

__all__ = [
    "BODY_KEY",
    "PREVIEW_KEY",
    "SUBTITLE_KEY",
    "TITLE_KEY",
    "Edition",
    "ParsedEntry",
    "ParsedIssue",
    "Passage",
    "PassageKey",
    "build_card",
    "build_edition",
    "build_entry_passages",
    "build_passages",
    "build_post_passages",
    "edition_to_dict",
    "find_misprints",
    "format_body_size",
    "iter_all_passages",
    "key_of_body_part",
    "key_of_entry",
    "key_of_post",
    "key_of_video",
    "lay_out_edition",
    "make_file_name",
    "measure_post",
    "normalize_prose",
    "parse_issue",
    "render_copy_page",
    "render_for_editor",
    "render_html",
    "render_markdown",
    "render_plain_text",
]
