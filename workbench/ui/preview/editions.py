"""What the preview shows of an issue: its edition with what is being typed, by piece, or as Markdown or HTML.

With it comes all of publishing, so the pane imports this behind its first paint. Nothing is drawn here.
"""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from workbench.curation.model import IssueId
from workbench.curation.pieces import Piece
from workbench.desk.blocks import resolve_blocks
from workbench.desk.state import State
from workbench.desk.verbs import issues
from workbench.publishing.edition_formats import render_html, render_markdown
from workbench.publishing.layout import Edition, build_edition, lay_out_edition
from workbench.publishing.tree import Node
from workbench.ui.issue.fields import PieceField


def build_typed_edition(
    state: State, issue_id: IssueId | None, typed_texts: Mapping[PieceField, str]
) -> Edition | None:
    """The edition as it would be if the texts that are being typed were saved; None while there is no issue."""
    issue = state.find_issue(issue_id)
    if issue is None:
        return None
    issue, entries = resolve_blocks(state, issue), issues.printed_entries(state, issue)
    for field, text in typed_texts.items():
        if field.issue_id == issue.id:
            issue, entries = field.apply_to(issue, entries, text)
    return build_edition(issue, entries, state.publication)


def render_source(edition: Edition | None, mode: str) -> str:
    """Its source in that mode, `Markdown` or `HTML`; empty without an edition."""
    if edition is None:
        return ""
    return render_markdown(edition) if mode == "Markdown" else render_html(edition)


def group_by_piece(edition: Edition | None) -> dict[Piece, list[Node]]:
    """The tree of each piece that is printed, in order."""
    runs = groupby(lay_out_edition(edition), key=itemgetter(0)) if edition else ()
    return {piece: [node for _, node in run] for piece, run in runs}
