"""What the keys of the inbox do with links, as verbs. A key runs one; the footer asks whether it would be refused."""

from collections.abc import Callable, Sequence
from functools import partial

from workbench.curation.change import Change
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.curation.publication import suggest_section
from workbench.desk.coming import issue_on_board
from workbench.desk.state import State
from workbench.desk.verbs import repeating, triage
from workbench.ui.messages import Verb, require_section_of_number


def build_link_verb(
    state: State, action: str, links: Sequence[LinkId], issue_id: IssueId | None, number: int = 0
) -> Verb:
    """What an action does with these links, `link.place` in the section of that number. `UserError` where they give it
    nothing to do."""
    if not links:
        raise UserError("There is no link under the cursor: a adds some.")
    sections = issue_on_board(state, issue_id).sections
    verb: Callable[..., Change]
    match action:
        case "link.place":
            section = require_section_of_number(sections, number)
            verb = partial(triage.place_links, section=section.key, issue_id=issue_id)
        case "link.suggested":
            suggested = suggest_section(state.get_link(links[0]).kind, sections)
            if suggested is None:
                raise UserError("No section is suggested for this link: press its digit.")
            verb = partial(triage.place_links, section=suggested.key, issue_id=issue_id)
        case "link.bench":
            verb = partial(triage.bench_links, issue_id=issue_id)
        case "link.reject":
            verb = triage.reject_links
        case "link.repeat":
            verb = repeating.toggle_repeat
        case "link.defer":
            verb = partial(triage.defer_links, issue_id=issue_id)
        case _:
            verb = triage.restore_links
    return partial(verb, links=links)
