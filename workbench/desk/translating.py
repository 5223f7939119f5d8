"""An issue beside its original: which issue of the original it translates, and the pairs of their entries."""

from workbench.curation.model import Entry, Issue
from workbench.curation.translation.original import NoOriginal, OriginalIssue, Translation
from workbench.curation.translation.pairing import (
    PairingEntry,
    list_works,
    number_in_original,
    pair_entries,
)
from workbench.desk.coming import is_coming, list_entries
from workbench.desk.originals import Originals
from workbench.desk.state import State


def find_translation(state: State, issue: Issue) -> Translation | NoOriginal | None:
    """What is known of the original of an issue; None where this newsletter is no translation, the issue has not begun,
    or a screen has not read the original yet."""
    originals = state.originals
    if originals is None or is_coming(issue):
        return None
    originals.keep_up()
    if not originals.is_read:
        return None
    number = number_in_original(issue, state.issues.values())
    original = originals.find_issue(number)
    if original is None:
        return NoOriginal(originals.trouble or _explain_no_issue(issue, number))
    entries = sorted(
        list_entries(state, issue), key=lambda entry: entry.slot is None
    )  # readers get those in slots
    here = [_to_pairing_entry(state, entry) for entry in entries]
    return Translation(original=original, pairs=pair_entries(here, original.entries))


def _explain_no_issue(issue: Issue, number: int) -> str:
    said = f"The original has no issue #{number}: it has not begun, or #{issue.number} translates another one"
    return f"{said}, which `workbench issue set original N` says."


def _to_pairing_entry(state: State, entry: Entry) -> PairingEntry:
    link = state.links[entry.link]
    return PairingEntry(entry.id, list_works(entry, link), link.original)


def find_next_original(state: State, originals: Originals) -> OriginalIssue | None:
    """The original's issue to translate next: the one after the last that was, where none was the newest; None where
    there is none."""
    issues = state.issues.values()
    translated = {number_in_original(issue, issues) for issue in issues} & originals.issues.keys()
    ahead = [number for number in originals.issues if number > max(translated, default=-1)]
    return originals.find_issue(min(ahead) if translated else max(ahead)) if ahead else None
