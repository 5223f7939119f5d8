"""Another address in place of one that an issue prints: in an entry's links, or in the text of a piece."""

from msgspec.structs import replace

from workbench.curation.change import Change, EditCollector
from workbench.curation.model import Entry, Issue, LabelledLink
from workbench.curation.pieces import piece_of_entry, replace_piece_text
from workbench.curation.preflight.context import PreflightContext, ProseText
from workbench.curation.preflight.finding import Finding
from workbench.curation.text.cleaning import to_safe_url


def print_other_address(
    context: PreflightContext, finding: Finding, url: str, *, said: str, label: str = "", mark: str = ""
) -> Change | None:
    """The change by which the place of a finding, whose quote is the address it prints, prints another one.

    An address without a label gets `label`; behind the label of an entry's link stands `mark`. None where the text is
    not the issue's own, or only a person can rewrite it.
    """
    edits = EditCollector()
    entry = next((entry for entry in context.placed if piece_of_entry(entry.id) == finding.piece), None)
    if entry is not None and finding.field == "links":
        edits.set(entry, links=_replace_links(entry, finding.quote, url, label, mark))
        return edits.build(said)
    prose = next((prose for prose in context.iter_prose() if prose.piece == finding.piece), None)
    text = prose and context.prose_links.replace_printed_address(
        prose.text, finding.quote, url, label, is_line=prose.is_line
    )
    if not prose or not text:
        return None
    if entry is not None:
        edits.set(entry, blurb=text)
    elif not _write_piece(context, edits, prose, text):
        return None
    return edits.build(said)


def _replace_links(entry: Entry, old: str, url: str, label: str, mark: str) -> tuple[LabelledLink, ...]:
    return tuple(
        LabelledLink(f"{link.label}{mark}" if link.label else label, url)
        if to_safe_url(link.url) == old
        else link
        for link in entry.links
    )


def _write_piece(context: PreflightContext, edits: EditCollector, prose: ProseText, text: str) -> bool:
    """Write the text of a piece that is no entry; False where it is the publication's."""
    issue, piece = context.issue, prose.piece
    if piece.kind == "block":
        blocks = (
            replace(block, text=text) if block.key == piece.key else block
            for block in context.publication.blocks_of(issue)
        )
        edits.set(issue, blocks=tuple(blocks))
        return True
    if piece.kind == "tldr" and not piece.key:
        return False
    written: Issue = replace_piece_text(issue, piece, text)
    edits.set(issue, **{piece.kind: getattr(written, piece.kind)})
    return True
