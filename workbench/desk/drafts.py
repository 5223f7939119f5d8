"""Drafts at platforms: the one place that decides whether a draft there may be written, and what is remembered.

What somebody did on the platform's own page counts for more than what is here: a draft edited there is written
over only when told to, one that went out to readers never.
"""

from hashlib import sha256
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from workbench.curation.change import Change
from workbench.curation.model import Refused
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.curation.remote import Held, Manuscript, RemoteDraft
from workbench.desk.ports import Platform
from workbench.desk.present import Present
from workbench.desk.step import Step
from workbench.publishing import Edition, passages, proof
from workbench.publishing.pasted import from_html

Did: TypeAlias = Literal["made", "made anew", "updated", "found", "left"]


class Brought(Struct, frozen=True, kw_only=True):
    """What became of an issue's draft: what was done, what stands there now, what is to be remembered of it, and
    what did not arrive."""

    did: Did
    held: Held
    remote: RemoteDraft
    findings: tuple[Finding, ...]


def manuscript(edition: Edition, target: Target, platform: Platform) -> Manuscript:
    """The issue as the platform takes it. `Refused` where it has no title."""
    if not edition.title:
        raise Refused(f"Issue #{edition.number} has no title, and {platform.name} takes none without.")
    body = next(passage for passage in passages(edition, target) if passage.key == "body")
    return Manuscript(
        number=edition.number,
        title=edition.title,
        subtitle=edition.subtitle,
        body=body.markdown if platform.takes == "markdown" else body.html,
    )


def bring(
    platform: Platform,
    edition: Edition,
    target: Target,
    remembered: RemoteDraft | None,
    *,
    overwrite: bool = False,
) -> Brought:
    """Make the draft, or bring the one there up to date, and compare what stands there then with the issue.

    `Refused`, with nothing written, where the draft was edited there and `overwrite` does not say to write all
    the same, and where it is a draft no longer.
    """
    paper = manuscript(edition, target, platform)
    held = platform.get(remembered.id) if remembered else None
    if remembered and held:
        did, held = _renewed(platform, paper, held, remembered, overwrite=overwrite)
    else:
        did, held = _made(platform, paper, remembered, overwrite=overwrite)
    remote = RemoteDraft(held.id, held.address, _sent(paper), _shown(held), held.modified)
    return Brought(did=did, held=held, remote=remote, findings=_arrived(platform, edition, paper, held))


def _renewed(
    platform: Platform, paper: Manuscript, held: Held, remembered: RemoteDraft, *, overwrite: bool
) -> tuple[Did, Held]:
    if held.status != "draft":
        said = held.status.replace("_", " ")
        raise Refused(
            f"Issue #{paper.number} is “{said}” at {platform.name}, no draft any more, and stays as it is there: "
            f"{held.address}"
        )
    edited = _shown(held) != remembered.shown
    if edited and not overwrite:
        raise _edited(platform, paper, held, "was edited there since it was sent")
    if not edited and _sent(paper) == remembered.sent:
        return "left", held
    return "updated", platform.update(held, paper)


def _made(
    platform: Platform, paper: Manuscript, remembered: RemoteDraft | None, *, overwrite: bool
) -> tuple[Did, Held]:
    stray = platform.find(paper)
    if stray is None:
        gone = remembered.id if remembered else ""
        return "made anew" if remembered else "made", platform.create(paper, instead_of=gone)
    if _alike(platform, paper, stray):
        return "found", stray
    if not overwrite:
        raise _edited(platform, paper, stray, "says something else, and nothing here remembers it")
    return "updated", platform.update(stray, paper)


def _edited(platform: Platform, paper: Manuscript, held: Held, what: str) -> Refused:
    return Refused(
        f"The draft of issue #{paper.number} at {platform.name} {what}, so nothing was written: {held.address} "
        f"Take over what you want of it, then --overwrite puts the issue in its place."
    )


def _sent(paper: Manuscript) -> str:
    return _digest(paper.title, paper.subtitle, paper.body)


def _shown(held: Held) -> str:
    """Of what we write there, and no more: a social image that was chosen there is no edit of ours to lose."""
    return _digest(held.title, held.subtitle, held.body)


def _digest(*parts: str) -> str:
    return sha256(msgspec.json.encode(parts)).hexdigest()


def _alike(platform: Platform, paper: Manuscript, held: Held) -> bool:
    """Whether the draft is what was sent, as far as the platform keeps to the letter."""
    if (paper.title.strip(), paper.subtitle.strip()) != (held.title.strip(), held.subtitle.strip()):
        return False
    if platform.takes == "markdown":
        return paper.body.strip() == held.body.strip()
    return from_html(paper.body) == from_html(held.body)


def _arrived(platform: Platform, edition: Edition, paper: Manuscript, held: Held) -> tuple[Finding, ...]:
    """What of the issue does not stand there."""
    if _alike(platform, paper, held):
        return ()
    found = [
        Finding("error", "changed", piece, f"{platform.name} keeps another {piece}: “{there[:60]}”.", piece)
        for piece, ours, there in (
            ("title", paper.title, held.title),
            ("subtitle", paper.subtitle, held.subtitle),
        )
        if ours.strip() != there.strip()
    ]
    if platform.takes == "rich":
        return (*found, *proof(edition, held.body, ""))
    if paper.body.strip() == held.body.strip():
        return tuple(found)
    said = f"{platform.name} keeps another text than was sent."
    return (*found, Finding("error", "changed", "body", said, "title"))


def said(brought: Brought, number: int, name: str) -> str:
    """What was done, one sentence."""
    match brought.did:
        case "made":
            return f"Made the draft of issue #{number} at {name}."
        case "made anew":
            return f"Made the draft of issue #{number} at {name} anew: the one before is gone there."
        case "updated":
            return f"Brought the draft of issue #{number} at {name} up to date."
        case "found":
            return f"Found the draft of issue #{number} at {name} as it is to be: nothing was sent."
    return f"The draft of issue #{number} at {name} is up to date: nothing was sent."


def remember(present: Present, issue: int, key: str, brought: Brought, name: str) -> Change:
    """Keep with the issue which draft is its own at the target of that key. Undo never meets this."""
    step = Step(present)
    found = present.issue(issue)
    step.set(found, drafts={**found.drafts, key: brought.remote})
    return step.change(said(brought, found.number, name).rstrip("."), origin="export")
