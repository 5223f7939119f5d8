"""Issues: new, publish, reopen, and what stands between a draft and publishing."""

from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.model import Entry, Export, Issue, IssueId, UserError
from workbench.curation.numbering import require_issue_date
from workbench.curation.text.address import complete_url
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.desk.blocks import blocks_of
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.coming import list_entries
from workbench.desk.state import State


def create_issue(state: State, number: int | None = None, date: str | None = None) -> Change:
    """Create the next issue: the bench of published ones moves over, what was deferred to it comes back.

    `UserError` where the number or the date is none, or an issue has that number.
    """
    builder = ChangeBuilder(state)
    issue = builder.add_issue(number, None if date is None else require_issue_date(date))
    came_over = str(builder.carried_over or "")
    return builder.build(f"Created issue #{issue.number}" + (f" with {came_over}" if came_over else ""))


def begin_issue(state: State) -> Change:
    """Create the coming issue; `UserError` where there is a draft to work on."""
    draft = state.newest_draft()
    if draft is not None:
        raise UserError(f"Issue #{draft.number} has begun.")
    return create_issue(state)


def publish_issue(state: State, issue_id: IssueId) -> Change:
    """Finish an issue: its entries become the archive, its blocks are kept as they stood. Without a date it is
    today's. The bench goes on to the next draft or waits for the coming issue, deferred links come back."""
    found = state.get_issue(issue_id)
    if found.state == "published":
        raise UserError(f"Issue #{found.number} is published already: reopen takes that back.")
    builder = ChangeBuilder(state)
    done = replace(found, date=found.date or state.today.isoformat())
    builder.set(found, state="published", date=done.date, blocks=blocks_of(state, done))
    over = builder.hand_on(found)
    then = f"#{over.number} has {over}" if str(over) else f"#{over.number} is next"
    return builder.build(f"Published issue #{found.number}; {then}")


def reopen_issue(state: State, issue_id: IssueId) -> Change:
    """Make a published issue a draft again."""
    found = state.get_issue(issue_id)
    if found.state == "draft":
        raise UserError(f"Issue #{found.number} is a draft: there is nothing to reopen.")
    builder = ChangeBuilder(state)
    builder.set(found, state="draft")
    return builder.build(f"Reopened issue #{found.number}")


def set_issue_url(state: State, text: str, *, issue_id: IssueId | None = None) -> Change:
    """Set the address at which readers find an issue, published or not; empty takes it away. Without an issue it is
    the newest one that is published, else the draft. `UserError` where it is no web address."""
    found = require_outgoing_issue(state, None) if issue_id is None else state.get_issue(issue_id)
    meant = complete_url(text.strip())
    url = (to_safe_url(meant) if isinstance(meant, str) else None) if text.strip() else ""
    if url is None:
        raise UserError(f"“{clean_line(text, limit=80)}” is no web address: it begins with https://.")
    builder = ChangeBuilder(state)
    builder.set(found, url=url)
    return builder.build(
        f"Issue #{found.number} is at {url}" if url else f"Issue #{found.number} has no address"
    )


def record_export(state: State, issue_id: IssueId, file: str, digest: str, text: str | None = None) -> Change:
    """Remember the file an issue was written to and the sha256 of its text: edits made there are seen.

    With the text itself, edits made there can be told from edits made here meanwhile.
    """
    builder = ChangeBuilder(state)
    found = state.get_issue(issue_id)
    builder.set(found, file=file, exported=digest)
    if text is not None:
        keep_exported_text(builder, issue_id, text)
    return builder.build(f"Wrote {file}", origin="export")


def keep_exported_text(builder: ChangeBuilder, issue_id: IssueId, text: str) -> None:
    """Keep the text of an issue's file, to compare an edited file with."""
    if builder.state.find_fields("exports", issue_id) is None:
        builder.create(Export(id=issue_id, text=text))
    else:
        builder.set(builder.state.find_document(Export, issue_id) or Export(id=issue_id), text=text)


def require_issue(state: State, number: int | None) -> Issue:
    """The issue of that number, else the highest-numbered draft; `UserError` where there is none."""
    if number is not None:
        return state.issue_by_number(number)
    draft = state.newest_draft()
    if draft is None:
        raise UserError("There is no draft: `workbench issue new` creates one, and so does placing a link.")
    return draft


def require_outgoing_issue(state: State, number: int | None) -> Issue:
    """The issue of that number, else the newest published one, else the draft: what is done once an issue is out is
    meant for it. `UserError` where there is none."""
    published = [issue for issue in state.issues.values() if issue.state == "published"]
    if number is None and published:
        return max(published, key=lambda issue: issue.number)
    return require_issue(state, number)


def printed_entries(state: State, issue: Issue) -> list[Entry]:
    """The entries an issue prints, in reading order; the bench stays out."""
    return [entry for entry in list_entries(state, issue) if entry.slot is not None]


def count_slots(state: State, issue: Issue) -> tuple[int, int]:
    """How many slots are filled and how many there are. Sections without a quota have none to fill."""
    wanted = {section.key: section.slots for section in issue.sections if section.slots is not None}
    filled = sum(entry.section in wanted for entry in printed_entries(state, issue))
    return filled, sum(wanted.values())


def format_filled_slots(state: State, issue: Issue) -> str:
    """How far an issue is filled, `12/15`; the number of its entries alone where no section has a quota."""
    filled, slots = count_slots(state, issue)
    if all(section.slots is None for section in issue.sections):
        return str(len(printed_entries(state, issue)))
    return f"{filled}/{slots}"
