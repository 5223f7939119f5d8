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
from workbench.curation.pieces import SUBTITLE, TITLE
from workbench.curation.platform_draft import DraftContent, PlatformDraft, RemoteDraft
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.desk import Desk
from workbench.desk.outgoing.export import edition_of
from workbench.desk.ports import Platform
from workbench.desk.state import State
from workbench.publishing import BODY_KEY, Edition, build_passages, compare_paste
from workbench.publishing.parse.pasted import parse_pasted_html

SyncAction: TypeAlias = Literal["made", "made anew", "updated", "found", "left"]


class SyncResult(Struct, frozen=True, kw_only=True):
    """What became of an issue's draft.

    `action` is what was done, `draft` what stands there now, `remote` what is remembered of it with the issue,
    `findings` what did not arrive.
    """

    action: SyncAction
    draft: PlatformDraft
    remote: RemoteDraft
    findings: tuple[Finding, ...]


def build_draft_content(edition: Edition, target: Target, platform: Platform) -> DraftContent:
    """The issue in the form that the platform takes. `UserError` where it has no title."""
    if not edition.title:
        raise UserError(f"Issue #{edition.number} has no title, and {platform.name} takes none without.")
    body = next(passage for passage in build_passages(edition, target) if passage.key == BODY_KEY)
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
    """Create the draft or update the one that is there, and compare what stands there then with the issue.

    `remembered` is the issue's draft as it was left last. `UserError`, with nothing written, where the draft was edited
    there and `overwrite` is not set, and where it is no draft any more.
    """
    content = build_draft_content(edition, target, platform)
    existing = platform.get(remembered.id) if remembered else None
    if remembered and existing:
        action, draft = _update_existing(platform, content, existing, remembered, overwrite=overwrite)
    else:
        action, draft = _create_or_adopt(platform, content, remembered, overwrite=overwrite)
    remote = RemoteDraft(
        draft.id, draft.address, _digest_of_content(content), _digest_of_draft(draft), draft.modified
    )
    findings = _compare_draft(platform, edition, target, content, draft)
    return SyncResult(action=action, draft=draft, remote=remote, findings=findings)


def _update_existing(
    platform: Platform,
    content: DraftContent,
    draft: PlatformDraft,
    remembered: RemoteDraft,
    *,
    overwrite: bool,
) -> tuple[SyncAction, PlatformDraft]:
    if draft.status != "draft":
        status = draft.status.replace("_", " ")
        raise UserError(
            f"Issue #{content.number} is “{status}” at {platform.name}, no draft any more, and stays as it is there: "
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
    """Adopt the draft that an earlier run created without getting the answer, else create one."""
    forgotten = platform.find(content)
    if forgotten is None:
        replaced_id = remembered.id if remembered else ""
        return "made anew" if remembered else "made", platform.create(content, instead_of=replaced_id)
    if _is_same_text(platform, content, forgotten):
        return "found", forgotten
    if not overwrite:
        reason = "says something else, and nothing here remembers it"
        raise _overwrite_error(platform, content, forgotten, reason)
    return "updated", platform.update(forgotten, content)


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
    """The digest of the fields that we write. Others, such as a social image, may be changed there at will."""
    return _digest_of(draft.title, draft.subtitle, draft.body)


def _digest_of(*parts: str) -> str:
    return sha256(msgspec.json.encode(parts)).hexdigest()


def _is_same_text(platform: Platform, content: DraftContent, draft: PlatformDraft) -> bool:
    """Whether the draft says what was sent. A platform may change spaces at the ends, and the markup of rich text."""
    if (content.title.strip(), content.subtitle.strip()) != (draft.title.strip(), draft.subtitle.strip()):
        return False
    if platform.takes == "markdown":
        return content.body.strip() == draft.body.strip()
    return parse_pasted_html(content.body) == parse_pasted_html(draft.body)


def _compare_draft(
    platform: Platform, edition: Edition, target: Target, content: DraftContent, draft: PlatformDraft
) -> tuple[Finding, ...]:
    """What of the issue is missing or different in the draft."""
    if _is_same_text(platform, content, draft):
        return ()
    found = [
        Finding(
            "error", "changed", str(piece), f"{platform.name} keeps another {piece}: “{there[:60]}”.", piece
        )
        for piece, ours, there in (
            (TITLE, content.title, draft.title),
            (SUBTITLE, content.subtitle, draft.subtitle),
        )
        if ours.strip() != there.strip()
    ]
    if platform.takes == "rich":
        return (*found, *compare_paste(edition, target, draft.body, ""))
    if content.body.strip() == draft.body.strip():
        return tuple(found)
    message = f"{platform.name} keeps another text than was sent."
    return (*found, Finding("error", "changed", "body", message, TITLE))


def describe_sync(result: SyncResult, number: int, name: str) -> str:
    """What was done, as one sentence."""
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


def save_draft(
    desk: Desk, platform: Platform, issue_id: IssueId, target: Target, *, overwrite: bool = False
) -> SyncResult:
    """`sync_draft` for an issue of the desk, whose draft is then remembered with it. Waits for the platform."""
    issue = desk.state.get_issue(issue_id)
    edition, remembered = edition_of(desk.state, issue), issue.drafts.get(target.key)
    result = sync_draft(platform, edition, target, remembered, overwrite=overwrite)
    desk.do(remember_draft, issue_id, target.key, result, platform.name)
    return result


def remember_draft(state: State, issue_id: IssueId, key: str, result: SyncResult, name: str) -> Change:
    """Keep with the issue which draft it has at the target of that key. Undo leaves this alone."""
    builder = ChangeBuilder(state)
    found = state.get_issue(issue_id)
    builder.set(found, drafts={**found.drafts, key: result.remote})
    return builder.build(describe_sync(result, found.number, name).rstrip("."), origin="export")
