"""The report of the year behind, gathered from the state and the history."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from workbench.curation.change import Edit, Record
from workbench.curation.model import Entry, Link, LinkState, format_local_time
from workbench.curation.report.figures import WEEKS, Deed, PrintedEntry, Report, SavedLink, build_report
from workbench.desk.state import State
from workbench.desk.steps import Steps, run_steps
from workbench.desk.verbs.history import undone_changes


def report_year(state: State) -> Report:
    """The report that ends today. It looks at every link and at the history of a year."""
    return run_steps(report_in_steps(state))


def report_in_steps(state: State) -> Steps[Report]:
    """The same in steps: what is counted is taken down at once, and counted beside the keys."""
    links = [(link, state.state_of(id)) for id, link in state.links.items()]
    entries = [entry for entry in state.entries.values() if entry.slot is not None]
    found: Report = yield lambda: _count(state, links, entries)
    return found


def _count(state: State, links: Sequence[tuple[Link, LinkState]], entries: Sequence[Entry]) -> Report:
    saved = {
        link.id: SavedLink(link, format_local_time(link.added, state.zone)[:10], shown)
        for link, shown in links
    }
    issues = dict(state.issues)
    printed = [
        PrintedEntry(issues[entry.issue], entry, saved[entry.link])
        for entry in entries
        if entry.link in saved and entry.issue in issues and issues[entry.issue].state == "published"
    ]
    return build_report(state.today, list(saved.values()), printed, list_deeds(state))


def list_deeds(state: State) -> list[tuple[str, Deed]]:
    """What was placed and rejected in the year behind, with its day; what was taken back does not count."""
    since = (state.clock() - timedelta(weeks=WEEKS + 1)).isoformat()[:10]
    records: list[Record] = []
    for record in state.iter_history():
        if record.at < since:
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
