"""Compare what readers will get, as it was copied back from a platform, with the issue."""

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import Issue, UserError
from workbench.curation.preflight import Finding
from workbench.curation.publication import MarkdownDialect, Target
from workbench.desk.outgoing.export import edition_of
from workbench.desk.state import State
from workbench.publishing import build_passages, compare_paste
from workbench.publishing.parse.pasted import (
    Paste,
    drop_front_matter,
    is_same_content,
    parse_pasted_text,
    render_markdown_as,
)
from workbench.publishing.parse.pasted_html import parse_pasted_html


class Verification(Struct, frozen=True):
    """What is wrong with what came back, and how much was looked for: entries, links of theirs, videos.

    `players` is how many of the videos are played there.
    """

    findings: tuple[Finding, ...]
    entries: int
    links: int
    videos: int
    players: int
    is_plain_text: bool
    """Whether only plain text came back, in which headings, lists and the addresses behind words cannot be seen."""


def verify_paste(
    state: State, issue: Issue, html: str, text: str, target: Target, *, markdown: bool = False
) -> Verification:
    """Compare an issue with what a platform shows: its HTML, or where that is empty its text.

    With `markdown` the text is Markdown, which it also is where the target takes that.
    """
    edition = edition_of(state, issue)
    paste = read_paste(html, text, target.dialect if markdown or target.takes == "markdown" else None)
    comparison = compare_paste(edition, target, paste)
    entries = [entry for section in edition.printed_sections for entry in section.entries]
    return Verification(
        findings=comparison.findings,
        entries=len(entries),
        links=sum(len(entry.links) for entry in entries),
        videos=comparison.videos,
        players=comparison.players,
        is_plain_text=paste.form == "text",
    )


def read_paste(html: str, text: str, dialect: MarkdownDialect | None) -> Paste:
    """What came back, as lines. Where there is no HTML the text is Markdown of that dialect, if one is named."""
    if html and (paste := parse_pasted_html(html)).lines:
        return paste
    if dialect:
        html = render_markdown_as(dialect, drop_front_matter(text))
        return replace(parse_pasted_html(html), form="markdown")
    return parse_pasted_text(text)


def verify_clipboard(state: State, issue: Issue, pasted: tuple[str, str], target: Target) -> Verification:
    """Compare an issue with what was copied back from a platform: the HTML and the text of the clipboard.

    `UserError` where the clipboard is empty or still holds what was copied from here.
    """
    reject_own_copy(state, issue, *pasted)
    return verify_paste(state, issue, *pasted, target)


def reject_own_copy(state: State, issue: Issue, html: str, text: str) -> None:
    """`UserError` where a clipboard is empty or still holds our own copy, since comparing that would prove nothing."""
    if not (html + text).strip():
        raise UserError("The clipboard is empty: select all in the platform's editor and copy it first.")
    edition = edition_of(state, issue)
    own_bodies = (build_passages(edition, target)[-1].html for target in state.publication.targets)
    if html and any(is_same_content((body, ""), (html, "")) for body in own_bodies):
        raise UserError(
            "The clipboard still holds what was copied from here: select all in the platform's editor and copy it."
        )
