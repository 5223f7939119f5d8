"""What an issue is as a draft at a platform, and whether a draft there says it. Nothing is sent or remembered here."""

from hashlib import sha256

import msgspec

from workbench.curation.model import UserError
from workbench.curation.pieces import SUBTITLE, TITLE
from workbench.curation.platform_draft import DraftContent, PlatformDraft
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.outgoing.verify import read_paste
from workbench.desk.ports import Platform
from workbench.publishing.layout import Edition
from workbench.publishing.parse.fingerprint import compute_fingerprint
from workbench.publishing.passages import BODY_KEY, build_passages


def build_draft_content(edition: Edition, target: Target, platform: Platform) -> DraftContent:
    """The issue in the form that the platform takes. `UserError` where it has no title."""
    if not edition.title:
        raise UserError(f"Issue #{edition.number} has no title, and {platform.name} takes none without.")
    body = next(passage for passage in build_passages(edition, target) if passage.key == BODY_KEY)
    return DraftContent(
        number=edition.number,
        title=edition.title,
        subtitle=_choose_subtitle(edition, platform),
        # A rule at the very beginning parts nothing, and may be read as the start of front matter.
        body=body.markdown.removeprefix("---\n").lstrip("\n") if platform.takes == "markdown" else body.html,
    )


def _choose_subtitle(edition: Edition, platform: Platform) -> str:
    """What goes into the one field that platforms have for subtitle and preview text."""
    texts = [edition.subtitle, edition.preview]
    return next(filter(None, texts if platform.prints_subtitle else reversed(texts)), "")


def digest_letters(text: DraftContent | PlatformDraft) -> str:
    """The digest of the fields that we write, letter by letter. Others, such as a social image, may be changed there at
    will."""
    return _digest_of(text.title, text.subtitle, text.body)


def digest_meaning(platform: Platform, text: DraftContent | PlatformDraft) -> str:
    """The same of what they say: equal for what is sent and for the form in which the platform keeps it."""
    body = text.body.strip() if platform.takes == "markdown" else compute_fingerprint(text.body)
    return _digest_of(text.title.strip(), text.subtitle.strip(), body)


def _digest_of(*parts: object) -> str:
    return sha256(msgspec.json.encode(parts)).hexdigest()


def compare_draft(
    platform: Platform, edition: Edition, target: Target, draft: PlatformDraft
) -> tuple[Finding, ...]:
    """What of the issue is missing or different in a draft."""
    found = [
        Finding(
            "error", "changed", str(piece), f"{platform.name} keeps another {piece}: “{there[:60]}”.", piece
        )
        for piece, ours, there in (
            (TITLE, edition.title, draft.title),
            (SUBTITLE, _choose_subtitle(edition, platform), draft.subtitle),
        )
        if ours.strip() != there.strip()
    ]
    html, text = (draft.body, "") if platform.takes == "rich" else ("", draft.body)
    from workbench.publishing.compare import compare_paste  # noqa: PLC0415 - with rapidfuzz, for who compares only

    paste = read_paste(html, text, target, markdown=platform.takes == "markdown")
    return (*found, *compare_paste(edition, target, paste).findings)
