"""What the keys of the Issue do with an entry, as verbs. A key runs one; the footer asks whether it is refused."""

from collections.abc import Callable
from functools import partial

from workbench.curation.change import Change
from workbench.curation.model import Entry, Issue, UserError
from workbench.desk.coming import is_coming
from workbench.desk.verbs import repeating, triage
from workbench.ui.messages import Verb, require_section_of_number


def build_entry_verb(action: str, entry: Entry, issue: Issue, number: int = 0) -> Verb:
    """What an action does with an entry of that issue, `entry.move` with the section of that number. `UserError` where
    there is no such section, and of what is published: only a bench moves on."""
    if is_printed(entry, issue):
        raise UserError(explain_published(issue))
    if action == "entry.return":
        return partial(triage.restore_links, links=[entry.link])
    if action == "entry.reject":
        return partial(triage.reject_links, links=[entry.link])
    if action == "entry.defer":
        return partial(triage.defer_links, links=[entry.link], issue_id=entry.issue)
    if action == "entry.repeat":
        return partial(repeating.toggle_repeat, links=[entry.link])
    verb: Callable[..., Change]
    match action:
        case "entry.move":
            section = require_section_of_number(issue.sections, number)
            verb = partial(triage.move_entry, section=section.key)
        case "entry.swap":
            verb = triage.swap_entry
        case "entry.down" | "entry.up":
            verb = partial(triage.shift_entry, by=1 if action == "entry.down" else -1)
        case _:
            verb = triage.toggle_bench
    return partial(verb, link=entry.link, issue_id=None if is_coming(issue) else issue.id)


def is_printed(entry: Entry, issue: Issue) -> bool:
    """Whether an entry is one that readers have had."""
    return issue.state == "published" and entry.slot is not None


def explain_published(issue: Issue) -> str:
    """Why no key changes a past issue, and what to do."""
    return f"Issue #{issue.number} is published: N, then r reopens it to correct it."
