"""Issues: new, publish, reopen, and what stands between a draft and publishing."""

from workbench.curation.change import Change
from workbench.curation.model import Block, Entry, Issue, Refused
from workbench.curation.preflight import Finding, findings
from workbench.desk.present import Present
from workbench.desk.step import Step


def new(present: Present) -> Change:
    """Create the next issue: the bench of published ones moves over, deferred links come back."""
    step = Step(present)
    issue = step.new_issue()
    return step.change(f"Created issue #{issue.number}")


def publish(present: Present, issue: int) -> Change:
    """Finish an issue: its entries become the archive, its blocks are kept as they stood."""
    found = present.issue(issue)
    if found.state == "published":
        raise Refused(f"Issue #{found.number} is published already: reopen takes that back.")
    step = Step(present)
    step.set(found, state="published", blocks=blocks(present, found))
    step.pass_on_bench(found)
    return step.change(f"Published issue #{found.number}")


def reopen(present: Present, issue: int) -> Change:
    """Make a published issue a draft again."""
    found = present.issue(issue)
    if found.state == "draft":
        raise Refused(f"Issue #{found.number} is a draft: there is nothing to reopen.")
    step = Step(present)
    step.set(found, state="draft")
    return step.change(f"Reopened issue #{found.number}")


def exported(present: Present, issue: int, file: str, digest: str) -> Change:
    """Remember the file an issue was written to and the sha256 of its text: edits made there are seen."""
    step = Step(present)
    found = present.issue(issue)
    step.set(found, file=file, exported=digest)
    return step.change(f"Wrote {file}", origin="export")


def chosen(present: Present, number: int | None) -> Issue:
    """The issue of that number, else the highest-numbered draft; `Refused` where there is none."""
    if number is not None:
        return present.numbered(number)
    draft = present.draft()
    if draft is None:
        raise Refused("There is no draft: `workbench issue new` creates one, and so does placing a link.")
    return draft


def printed(present: Present, issue: Issue) -> list[Entry]:
    """The entries an issue prints, in reading order; the bench stays out."""
    return [entry for entry in present.entries_in(issue.id) if entry.slot is not None]


def blocks(present: Present, issue: Issue) -> tuple[Block, ...]:
    """The blocks of an issue: its own where it has any, else the publication's for its number and date."""
    if issue.blocks is not None:
        return issue.blocks
    return present.publication.blocks_for(issue.number, issue.date)


def check(present: Present, issue: Issue) -> list[Finding]:
    """Preflight: what stands between this draft and publishing, errors first."""
    links = {entry.link: present.links[entry.link] for entry in present.entries_in(issue.id)}
    return findings(issue, printed(present, issue), links, present.publication, _elsewhere(present, issue))


def _elsewhere(present: Present, issue: Issue) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for entry in printed(present, issue):
        link = present.links[entry.link]
        others = tuple(number for number in present.published_in(entry.link) if number != issue.number)
        if others:
            found[link.identity] = others
    return found
