"""Drafts at platforms: whether a draft there may be written, and what is remembered of it.

What somebody did on the platform's own page counts for more than what is here: a draft edited there is overwritten
only on request, one that went out to readers never.
"""

from hashlib import sha256
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.model import IssueId, UserError
from workbench.curation.platform_draft import DraftContent, PlatformDraft, RemoteDraft
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.ports import Platform
from workbench.desk.state import State
from workbench.publishing import Edition, build_passages, compare_paste
from workbench.publishing.parse.pasted import parse_pasted_html

SyncAction: TypeAlias = Literal["made", "made anew", "updated", "found", "left"]


class SyncResult(Struct, frozen=True, kw_only=True):
    """What became of an issue's draft: what was done, what stands there now, what is to be remembered of it, and
    what did not arrive."""

    action: SyncAction
    draft: PlatformDraft
    remote: RemoteDraft
    findings: tuple[Finding, ...]


def build_draft_content(edition: Edition, target: Target, platform: Platform) -> DraftContent:
    """The issue as the platform takes it. `UserError` where it has no title."""
    if not edition.title:
        raise UserError(f"Issue #{edition.number} has no title, and {platform.name} takes none without.")
    body = next(passage for passage in build_passages(edition, target) if passage.key == "body")
    return DraftContent(
        number=edition.number,
        title=edition.title,
        subtitle=edition.subtitle,
        body=body.markdown if platform.takes == "markdown" else body.html,
    )


def sync_draft(
    platform: Platform,
    edition: Edition,
    target: Target,
    remembered: RemoteDraft | None,
    *,
    overwrite: bool = False,
) -> SyncResult:
    """Make the draft, or bring the one there up to date, and compare what stands there then with the issue.

    `UserError`, with nothing written, where the draft was edited there and `overwrite` does not say to write all
    the same, and where it is a draft no longer.
    """
    paper = build_draft_content(edition, target, platform)
    held = platform.get(remembered.id) if remembered else None
    if remembered and held:
        did, held = _update_existing(platform, paper, held, remembered, overwrite=overwrite)
    else:
        did, held = _create_or_adopt(platform, paper, remembered, overwrite=overwrite)
    remote = RemoteDraft(
        held.id, held.address, _digest_of_content(paper), _digest_of_draft(held), held.modified
    )
    return SyncResult(
        action=did, draft=held, remote=remote, findings=_compare_draft(platform, edition, paper, held)
    )


def _update_existing(
    platform: Platform,
    content: DraftContent,
    draft: PlatformDraft,
    remembered: RemoteDraft,
    *,
    overwrite: bool,
) -> tuple[SyncAction, PlatformDraft]:
    if draft.status != "draft":
        said = draft.status.replace("_", " ")
        raise UserError(
            f"Issue #{content.number} is “{said}” at {platform.name}, no draft any more, and stays as it is there: "
            f"{draft.address}"
        )
    edited = _digest_of_draft(draft) != remembered.shown
    if edited and not overwrite:
        raise _overwrite_error(platform, content, draft, "was edited there since it was sent")
    if not edited and _digest_of_content(content) == remembered.sent:
        return "left", draft
    return "updated", platform.update(draft, content)


def _create_or_adopt(
    platform: Platform, content: DraftContent, remembered: RemoteDraft | None, *, overwrite: bool
) -> tuple[SyncAction, PlatformDraft]:
    stray = platform.find(content)
    if stray is None:
        gone = remembered.id if remembered else ""
        return "made anew" if remembered else "made", platform.create(content, instead_of=gone)
    if _is_same_text(platform, content, stray):
        return "found", stray
    if not overwrite:
        raise _overwrite_error(platform, content, stray, "says something else, and nothing here remembers it")
    return "updated", platform.update(stray, content)


def _overwrite_error(
    platform: Platform, content: DraftContent, draft: PlatformDraft, reason: str
) -> UserError:
    return UserError(
        f"The draft of issue #{content.number} at {platform.name} {reason}, so nothing was written: {draft.address} "
        f"Take over what you want of it, then --overwrite puts the issue in its place."
    )


def _digest_of_content(content: DraftContent) -> str:
    return _digest_of(content.title, content.subtitle, content.body)


def _digest_of_draft(draft: PlatformDraft) -> str:
    """Of what we write there, and no more: a social image that was chosen there is no edit of ours to lose."""
    return _digest_of(draft.title, draft.subtitle, draft.body)


def _digest_of(*parts: str) -> str:
    return sha256(msgspec.json.encode(parts)).hexdigest()


def _is_same_text(platform: Platform, content: DraftContent, draft: PlatformDraft) -> bool:
    """Whether the draft is what was sent, as far as the platform keeps to the letter."""
    if (content.title.strip(), content.subtitle.strip()) != (draft.title.strip(), draft.subtitle.strip()):
        return False
    if platform.takes == "markdown":
        return content.body.strip() == draft.body.strip()
    return parse_pasted_html(content.body) == parse_pasted_html(draft.body)


def _compare_draft(
    platform: Platform, edition: Edition, content: DraftContent, draft: PlatformDraft
) -> tuple[Finding, ...]:
    """What of the issue does not stand there."""
    if _is_same_text(platform, content, draft):
        return ()
    found = [
        Finding("error", "changed", piece, f"{platform.name} keeps another {piece}: “{there[:60]}”.", piece)
        for piece, ours, there in (
            ("title", content.title, draft.title),
            ("subtitle", content.subtitle, draft.subtitle),
        )
        if ours.strip() != there.strip()
    ]
    if platform.takes == "rich":
        return (*found, *compare_paste(edition, draft.body, ""))
    if content.body.strip() == draft.body.strip():
        return tuple(found)
    said = f"{platform.name} keeps another text than was sent."
    return (*found, Finding("error", "changed", "body", said, "title"))


def describe_sync(result: SyncResult, number: int, name: str) -> str:
    """What was done, one sentence."""
    match result.action:
        case "made":
            return f"Made the draft of issue #{number} at {name}."
        case "made anew":
            return f"Made the draft of issue #{number} at {name} anew: the one before is gone there."
        case "updated":
            return f"Brought the draft of issue #{number} at {name} up to date."
        case "found":
            return f"Found the draft of issue #{number} at {name} as it is to be: nothing was sent."
    return f"The draft of issue #{number} at {name} is up to date: nothing was sent."


def remember_draft(state: State, issue_id: IssueId, key: str, result: SyncResult, name: str) -> Change:
    """Keep with the issue which draft is its own at the target of that key. Undo never meets this."""
    builder = ChangeBuilder(state)
    found = state.get_issue(issue_id)
    builder.set(found, drafts={**found.drafts, key: result.remote})
    return builder.build(describe_sync(result, found.number, name).rstrip("."), origin="export")
