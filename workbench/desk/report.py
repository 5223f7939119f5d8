"""The report of the year behind, gathered from the state and the history."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from workbench.curation.change import Edit, Record
from workbench.curation.model import LinkId, format_local_time
from workbench.curation.report.figures import WEEKS, Deed, PrintedEntry, Report, SavedLink, build_report
from workbench.desk.state import State
from workbench.desk.verbs.history import undone_changes


def report_year(state: State) -> Report:
    """The report that ends today. It looks at every link and at the history of a year."""
    saved = {
        id: SavedLink(link, format_local_time(link.added, state.zone)[:10], state.state_of(id))
        for id, link in state.links.items()
    }
    return build_report(
        state.today, list(saved.values()), list(_iter_printed(state, saved)), list_deeds(state)
    )


def _iter_printed(state: State, saved: dict[LinkId, SavedLink]) -> Iterator[PrintedEntry]:
    for entry in state.entries.values():
        issue = state.issues.get(entry.issue)
        if (
            issue is not None
            and issue.state == "published"
            and entry.slot is not None
            and entry.link in saved
        ):
            yield PrintedEntry(issue, entry, saved[entry.link])


def list_deeds(state: State) -> list[tuple[str, Deed]]:
    """What was placed and rejected in the year behind, with its day; what was taken back does not count."""
    since = (state.clock() - timedelta(weeks=WEEKS + 1)).isoformat()
    records: list[Record] = []
    for record in state.iter_history():
        if record.at < since[:19]:
            break
        records.append(record)
    undone = undone_changes(records)
    counted = (
        one for one in records if one.seq not in undone and not one.change.undoes and not one.change.redoes
    )
    return [
        (format_local_time(record.at, state.zone)[:10], deed)
        for record in counted
        for deed in _iter_deeds(record.change.edits)
    ]


def _iter_deeds(edits: Sequence[Edit]) -> Iterator[Deed]:
    """What one change placed and rejected. Entries that came with a published issue were placed long before."""
    imported = {
        edit.id
        for edit in edits
        if edit.table == "issues" and edit.before is None and (edit.after or {}).get("state") == "published"
    }
    for edit in edits:
        after = edit.after or {}
        if edit.table == "entries" and edit.before is None and after.get("slot"):
            if after.get("issue") not in imported:
                yield "placed"
        elif edit.table == "links" and edit.before is not None and after.get("state") == "rejected":
            yield "rejected"
