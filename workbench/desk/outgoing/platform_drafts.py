"""Drafts at platforms: whether a draft there may be written, and what is remembered of it.

What somebody did on the platform's own page counts for more than what is here: a draft edited there is overwritten
only on request, one that went out to readers never, and one that another issue remembers is no draft of this one.

What is about to be sent is remembered before it is. So where its answer gets lost, the next run tells what it meant to
say from what somebody wrote there since.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.model import Issue, IssueId, RemoteDraft, UserError
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.outgoing.draft_content import (
    build_draft_content,
    compare_draft,
    digest_letters,
    digest_meaning,
)
from workbench.desk.ports import Platform
from workbench.desk.state import State
from workbench.publishing.layout import Edition

SyncAction: TypeAlias = Literal["made", "made anew", "updated", "found", "left"]
KeepDraft: TypeAlias = Callable[[RemoteDraft, str], object]
"""Keeps with the issue what is known of its draft, durably; the text says in the history what was done."""


class EditedThereError(UserError):
    """Nothing was written, since the draft says what nobody here sent. It is at `address`, and `findings` are what
    differs from the issue."""

    def __init__(self, message: str, address: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.address = address
        self.findings = findings


class SyncResult(Struct, frozen=True, kw_only=True):
    """What became of an issue's draft.

    `action` is what was done, `draft` what stands there now, `remote` what is remembered of it with the issue,
    `findings` what did not arrive.
    """

    action: SyncAction
    draft: PlatformDraft
    remote: RemoteDraft
    findings: tuple[Finding, ...]


class KnownDrafts(Struct, frozen=True):
    """What is remembered of the drafts at one platform: this issue's, and the ids that other issues remember."""

    own: RemoteDraft = RemoteDraft()
    foreign_ids: frozenset[str] = frozenset()


def collect_known_drafts(state: State, issue: Issue, key: str) -> KnownDrafts:
    """What the library remembers of the drafts at the target of that key, seen from an issue."""
    others = (other.drafts.get(key) for other in state.issues.values() if other.id != issue.id)
    foreign_ids = frozenset(remote.id for remote in others if remote is not None and remote.id)
    return KnownDrafts(issue.drafts.get(key, RemoteDraft()), foreign_ids)


def sync_draft(
    platform: Platform,
    edition: Edition,
    target: Target,
    known: KnownDrafts,
    keep: KeepDraft,
    *,
    overwrite: bool = False,
) -> SyncResult:
    """Create the draft or update the one that is there, and compare what stands there then with the issue.

    It waits for the platform, and calls `keep` before it sends anything and when the answer is there. `UserError`
    with nothing written where the draft is none any more, `EditedThereError` where it was edited there and `overwrite`
    is not set, `LostAnswerError` where it is not known what came of the request.
    """
    content, own = build_draft_content(edition, target, platform), known.own
    draft = platform.get(own.id) if own.id else None
    draft = draft or _find_forgotten_draft(platform, content, known)
    if draft is not None:
        _require_draft(platform, content, draft)
        if not overwrite and _is_edited(platform, content, own, draft):
            reason = f"The draft of issue #{content.number} at {platform.name} {_describe_edit(own, draft)}"
            findings = compare_draft(platform, edition, target, draft)
            raise EditedThereError(f"{reason}, so nothing was written.", draft.address, findings)
    action = _choose_action(platform, content, own, draft)
    if draft is None or action == "updated":
        draft = _write_draft(platform, content, own, draft, keep)
    remote = RemoteDraft(
        draft.id, draft.address, digest_letters(content), digest_letters(draft), draft.modified
    )
    keep(remote, describe_sync(action, content.number, platform.name).rstrip("."))
    if draft.status != "draft":
        raise UserError(
            f"{platform.name} was asked for a draft and says it is “{draft.status}”: look there at once."
        )
    arrived = digest_meaning(platform, content) == digest_meaning(platform, draft)
    findings = () if arrived else compare_draft(platform, edition, target, draft)
    return SyncResult(action=action, draft=draft, remote=remote, findings=findings)


def _find_forgotten_draft(
    platform: Platform, content: DraftContent, known: KnownDrafts
) -> PlatformDraft | None:
    """The draft whose creation had no answer: one that says what was or is to be sent, else one that may be it."""
    drafts = [draft for draft in platform.list_marked(content.number) if draft.id not in known.foreign_ids]
    wanted = {known.own.intended, digest_meaning(platform, content)}
    same_text = (draft for draft in drafts if digest_meaning(platform, draft) in wanted)
    candidates = (
        draft for draft in drafts if known.own.intended or draft.title.strip() == content.title.strip()
    )
    return next(same_text, None) or next(candidates, None)


def _require_draft(platform: Platform, content: DraftContent, draft: PlatformDraft) -> None:
    if draft.status != "draft":
        status = draft.status.replace("_", " ")
        raise UserError(
            f"Issue #{content.number} is “{status}” at {platform.name}, no draft any more, and stays as it is there: "
            f"{draft.address}"
        )


def _choose_action(
    platform: Platform, content: DraftContent, own: RemoteDraft, draft: PlatformDraft | None
) -> SyncAction:
    """What to do about the draft that is there."""
    if draft is None:
        return "made anew" if own.id else "made"
    is_agreed = digest_letters(draft) == own.shown and not own.intended
    if is_agreed and digest_letters(content) == own.sent:
        return "left"
    return "found" if digest_meaning(platform, draft) == digest_meaning(platform, content) else "updated"


def _is_edited(platform: Platform, content: DraftContent, own: RemoteDraft, draft: PlatformDraft) -> bool:
    """Whether the draft says neither what was sent last nor what is to be sent."""
    says_it_already = digest_meaning(platform, draft) == digest_meaning(platform, content)
    return not (says_it_already or _is_ours(platform, own, draft))


def _describe_edit(own: RemoteDraft, draft: PlatformDraft) -> str:
    if own.intended:
        return "was edited there, or kept in another form than it was sent in: the last request has no answer"
    if draft.id == own.id:
        return "was edited there since it was sent"
    return "says something else, and nothing here remembers it"


def _is_ours(platform: Platform, own: RemoteDraft, draft: PlatformDraft) -> bool:
    """Whether the draft says what was sent last, by the request that was answered or by the one that was not."""
    return digest_letters(draft) == own.shown or digest_meaning(platform, draft) == own.intended


def _write_draft(
    platform: Platform,
    content: DraftContent,
    own: RemoteDraft,
    draft: PlatformDraft | None,
    keep: KeepDraft,
) -> PlatformDraft:
    intention = _build_intention(platform, content, own, draft)
    keep(intention, f"Began to send the draft of issue #{content.number} to {platform.name}")
    try:
        if draft is None:
            return platform.create(content, intention.request_id)
        return platform.update(draft, content, intention.request_id)
    except LostAnswerError:
        raise
    except UserError:
        # The id of a request stands for its answer, so a request that was refused is sent again by another id.
        label = f"{platform.name} did not confirm the draft of issue #{content.number}"
        keep(replace(intention, request_id=""), label)
        raise


def _build_intention(
    platform: Platform, content: DraftContent, own: RemoteDraft, draft: PlatformDraft | None
) -> RemoteDraft:
    """What is remembered while the answer is not there.

    A request keeps its id if it is the very one that has no answer and did nothing there.
    """
    intended = digest_meaning(platform, content)
    is_repeat = intended == own.intended and (
        not own.id if draft is None else draft.id == own.id and digest_letters(draft) == own.shown
    )
    request_id = own.request_id if is_repeat else ""
    intention = replace(own, intended=intended, request_id=request_id or uuid4().hex)
    if draft is None or not _is_ours(platform, own, draft):
        return intention
    return replace(
        intention, id=draft.id, address=draft.address, shown=digest_letters(draft), modified=draft.modified
    )


def describe_sync(action: SyncAction, number: int, name: str) -> str:
    """What was done, as one sentence."""
    match action:
        case "made":
            return f"Made the draft of issue #{number} at {name}."
        case "made anew":
            return f"Made the draft of issue #{number} at {name} anew: the one before is gone there."
        case "updated":
            return f"Brought the draft of issue #{number} at {name} up to date."
        case "found":
            return f"Found the draft of issue #{number} at {name} as it is to be: nothing was sent."
    return f"The draft of issue #{number} at {name} is up to date: nothing was sent."


def remember_draft(state: State, issue_id: IssueId, key: str, remote: RemoteDraft, label: str) -> Change:
    """Keep with the issue what is known of its draft at the target of that key. Undo leaves this alone."""
    builder = ChangeBuilder(state)
    found = state.get_issue(issue_id)
    builder.set(found, drafts={**found.drafts, key: remote})
    return builder.build(label, origin="export")
