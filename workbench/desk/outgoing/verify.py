"""Compare what readers will get, as it was copied back from a platform, with the issue."""

from msgspec import Struct

from workbench.curation.model import Issue, UserError
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing.export import edition_of
from workbench.desk.state import State
from workbench.publishing import build_passages, compare_paste
from workbench.publishing.parse.pasted import is_same_content, render_commonmark


class Verification(Struct, frozen=True):
    """What was found, and what was looked for: how many entries, how many links of theirs."""

    findings: tuple[Finding, ...]
    entries: int
    links: int
    is_plain_text: bool
    """Whether only plain text came back, which does not tell headings, lists and the addresses behind words."""


def verify_paste(
    state: State, issue: Issue, html: str, text: str, target: Target, *, markdown: bool = False
) -> Verification:
    """The issue against what a platform shows (`html` empty: only text). `markdown`: that text is Markdown,
    as it is where the target is written in it."""
    made = edition_of(state, issue)
    if not html and (markdown or target.takes == "markdown"):
        html = render_commonmark(text)
    placed = [entry for part in made.printed_sections for entry in part.entries]
    links = sum(len(entry.links) for entry in placed)
    return Verification(tuple(compare_paste(made, html, text)), len(placed), links, not html)


def verify_clipboard(state: State, issue: Issue, pasted: tuple[str, str], target: Target) -> Verification:
    """The issue against what the clipboard holds (HTML, text), which a platform's editor should have put there.

    `UserError` where it is empty or still holds what was copied from here.
    """
    reject_own_copy(state, issue, *pasted)
    return verify_paste(state, issue, *pasted, target)


def reject_own_copy(state: State, issue: Issue, html: str, text: str) -> None:
    """`UserError` where a clipboard is empty, or still holds what was copied from here, which would prove nothing."""
    if not (html + text).strip():
        raise UserError("The clipboard is empty: select all in the platform's editor and copy it first.")
    made = edition_of(state, issue)
    ours = (build_passages(made, target)[-1].html for target in state.publication.targets)
    if html and any(is_same_content((one, ""), (html, "")) for one in ours):
        raise UserError(
            "The clipboard still holds what was copied from here: select all in the platform's editor and copy it."
        )
