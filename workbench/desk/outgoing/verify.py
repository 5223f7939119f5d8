"""Compare what readers will get, as it was copied back from a platform, with the issue."""

from msgspec import Struct

from workbench.curation.model import Issue, UserError
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing.export import edition_of
from workbench.desk.state import State
from workbench.publishing import build_passages, compare_paste
from workbench.publishing.parse.pasted import is_same_content, render_markdown_as


class Verification(Struct, frozen=True):
    """What is wrong with what came back, and how much was looked for: entries, and links of theirs."""

    findings: tuple[Finding, ...]
    entries: int
    links: int
    is_plain_text: bool
    """Whether only plain text came back, in which headings, lists and the addresses behind words cannot be seen."""


def verify_paste(
    state: State, issue: Issue, html: str, text: str, target: Target, *, markdown: bool = False
) -> Verification:
    """Compare an issue with what a platform shows: its HTML, or where that is empty its text.

    With `markdown` the text is Markdown, which it also is where the target takes that.
    """
    edition = edition_of(state, issue)
    if not html and (markdown or target.takes == "markdown"):
        html = render_markdown_as(target.dialect, text)
    entries = [entry for section in edition.printed_sections for entry in section.entries]
    links = sum(len(entry.links) for entry in entries)
    return Verification(tuple(compare_paste(edition, target, html, text)), len(entries), links, not html)


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
