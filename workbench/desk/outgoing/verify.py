"""Compare what readers will get, as it was copied back from a platform or stands in a draft there, with the issue."""

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import Issue, UserError
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing.export import edition_of
from workbench.desk.ports import Clipboard, Platform
from workbench.desk.state import State
from workbench.publishing.parse.pasted import (
    Paste,
    drop_front_matter,
    is_same_content,
    parse_pasted_text,
    render_markdown_as,
)
from workbench.publishing.parse.pasted_html import parse_pasted_html
from workbench.publishing.passages import iter_all_passages

if TYPE_CHECKING:
    from workbench.publishing.compare.formats import LostFormat
    from workbench.publishing.compare.texts import PieceTexts


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


def verify_paste(state: State, issue: Issue, paste: Paste, target: Target) -> Verification:
    """Compare an issue with what came back from that target."""
    from workbench.publishing.compare import compare_paste  # noqa: PLC0415 - with rapidfuzz, for who compares only

    edition = edition_of(state, issue)
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


def compare_texts(state: State, issue: Issue, paste: Paste, target: Target) -> "tuple[PieceTexts, ...]":
    """Each piece that differs, as it is here and as it is there, in Markdown."""
    from workbench.publishing.compare.texts import list_changed_texts  # noqa: PLC0415 - with rapidfuzz, for who compares only

    return tuple(list_changed_texts(edition_of(state, issue), target, paste))


def list_lost_formatting(
    state: State, issue: Issue, paste: Paste, target: Target
) -> "tuple[LostFormat, ...]":
    """What has to be put back by hand, in the order of the issue."""
    from workbench.publishing.compare.formats import iter_lost_formats  # noqa: PLC0415 - with rapidfuzz, for who compares only

    return tuple(iter_lost_formats(edition_of(state, issue), target, paste))


def read_paste(html: str, text: str, target: Target, *, markdown: bool = False) -> Paste:
    """What came back, as lines. Where there is no HTML the text is Markdown if so told, or if the target takes that."""
    if html and (paste := parse_pasted_html(html)).lines:
        return paste
    if markdown or target.takes == "markdown":
        html = render_markdown_as(target.dialect, drop_front_matter(text))
        return replace(parse_pasted_html(html), form="markdown")
    return parse_pasted_text(text)


def read_draft(platform: Platform, issue: Issue, target: Target) -> tuple[str, str]:
    """The body of the issue's draft as it stands at the platform: HTML and text, one of the two empty."""
    remembered = issue.drafts.get(target.key)
    draft = platform.get(remembered.id) if remembered and remembered.id else None
    if draft is None:
        raise UserError(
            f"Issue #{issue.number} has no draft at {platform.name} that is known here: "
            f"`workbench draft {target.key}` makes one."
        )
    return (draft.body, "") if platform.takes == "rich" else ("", draft.body)


def read_copied_back(state: State, issue: Issue, clipboard: Clipboard) -> tuple[str, str]:
    """The HTML and the text of the clipboard.

    `UserError` where it is empty or still holds what was copied from here, since comparing that would prove nothing.
    """
    html, text = clipboard.paste()
    if not (html + text).strip():
        raise UserError("The clipboard is empty: select all in the platform's editor and copy it first.")
    is_own = clipboard.holds_own_copy()
    if is_own or (is_own is None and _is_own_copy(state, issue, html, text)):
        raise UserError(
            "The clipboard still holds what was copied from here: select all in the platform's editor and copy it."
            + ("" if html or is_own else f" {_FIELD_HINT}")
        )
    return html, text


_FIELD_HINT: Final = (
    "If it did come from a field for Markdown or plain text, which gives back the very same: save it and run "
    "`workbench proof FILE`."
)


def _is_own_copy(state: State, issue: Issue, html: str, text: str) -> bool:
    """Whether this is something that `copy` puts on the clipboard: any part of the issue, for any target."""
    edition = edition_of(state, issue)
    own = (passage for target in state.publication.targets for passage in iter_all_passages(edition, target))
    if html:
        return any(passage.html and is_same_content((passage.html, ""), (html, "")) for passage in own)
    return any(
        is_same_content(("", form), ("", text))
        for passage in own
        for form in (passage.text, passage.markdown)
        if form
    )
