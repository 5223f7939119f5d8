"""Waivers: findings that the editor has looked at and goes out with, for one issue.

A waiver holds the digest of the text that its finding was about, so that the finding comes back when that text changes.
Where a finding quotes the one word that it is about, the rest of the text may change.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from msgspec import Struct

from workbench.curation.model import Entry, Waiver
from workbench.curation.preflight.context import PreflightContext
from workbench.curation.preflight.finding import Finding

DIGEST_LENGTH: Final = 16  # hexadecimal digits: enough to tell the texts of one piece apart


class WaivedFinding(Struct, frozen=True):
    """A finding that the editor goes out with, and the reason given, which may be empty."""

    finding: Finding
    reason: str


class PreflightReport(Struct, frozen=True):
    """What preflight found, errors first: what is still to be answered, and what is waived."""

    findings: tuple[Finding, ...]
    waived: tuple[WaivedFinding, ...] = ()


def build_waiver(context: PreflightContext, finding: Finding, reason: str) -> Waiver:
    """The waiver of this finding as its text stands now."""
    return Waiver(finding.rule, str(finding.piece), _digest_of_text(context, finding), reason)


def split_off_waived(context: PreflightContext, findings: Sequence[Finding]) -> PreflightReport:
    """The findings, those that the issue has a waiver for apart."""
    if not context.issue.waivers:
        return PreflightReport(tuple(findings))
    reasons = {_key_of(waiver): waiver.reason for waiver in context.issue.waivers}
    keys = [_key_of(build_waiver(context, finding, "")) for finding in findings]
    return PreflightReport(
        tuple(finding for finding, key in zip(findings, keys, strict=True) if key not in reasons),
        tuple(
            WaivedFinding(finding, reasons[key])
            for finding, key in zip(findings, keys, strict=True)
            if key in reasons
        ),
    )


def _key_of(waiver: Waiver) -> tuple[str, str, str]:
    return waiver.rule, waiver.piece, waiver.digest


def _digest_of_text(context: PreflightContext, finding: Finding) -> str:
    """What was found, which tells two findings of one rule and place apart, and the text that it is about."""
    texts = [finding.quote] if finding.quote else _texts_of(context, finding)
    said = "\0".join((finding.message, *texts))
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:DIGEST_LENGTH]


def _texts_of(context: PreflightContext, finding: Finding) -> list[str]:
    piece = finding.piece
    if piece.entry_id is not None:
        entry = next((entry for entry in context.placed if entry.id == piece.entry_id), None)
        return [] if entry is None else _texts_of_entry(entry, finding.field)
    return [text for _, other, text in context.iter_texts() if other == piece]


def _texts_of_entry(entry: Entry, field: str) -> list[str]:
    links = [part for link in entry.links for part in (link.label, link.url)]
    texts = {"title": [entry.title], "links": links, "blurb": [entry.blurb]}
    return texts[field] if field in texts else [text for group in texts.values() for text in group]
