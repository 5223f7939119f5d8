"""What the keys of the inbox do with links, as verbs. A key runs one; the footer asks whether it would be refused."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from workbench.curation.change import Change
from workbench.curation.model import IssueId, LinkId, Section, UserError
from workbench.desk.coming import issue_on_board
from workbench.desk.state import State
from workbench.desk.suggested import find_suggested_section, find_suggestion
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
            suggested = _require_one_section(state, links, sections)
            verb = partial(triage.place_links, section=suggested.key, issue_id=issue_id)
        case "link.second":
            suggested = _require_second_section(state, links, sections)
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


class SectionQuestion:
    """Asks once where a link goes, until another is in hand."""

    def __init__(self, state: State) -> None:
        self._state: Final = state
        self._asked_about: LinkId | None = None

    def ask(self, links: Sequence[LinkId], issue_id: IssueId | None) -> str:
        """Both choices for the first link and what speaks for them; empty where it is sure, or was asked already."""
        self._state.suggestions.learn()
        if not links or self._asked_about == links[0]:
            return ""
        self._asked_about = links[0]
        sections = issue_on_board(self._state, issue_id).sections
        found = find_suggestion(self._state, self._state.get_link(links[0]), sections)
        if found is None or found.sure or found.second is None:
            return ""
        return f"l again: {found.first.why} · L: {found.second.why}"

    def forget(self) -> None:
        """Another link is in hand."""
        self._asked_about = None


def _require_one_section(state: State, links: Sequence[LinkId], sections: Sequence[Section]) -> Section:
    """The section that is suggested for every one of these links."""
    found = [find_suggested_section(state, state.get_link(id), sections) for id in links]
    if None in found:
        raise UserError("No section is suggested for this link: press its digit.")
    names = dict.fromkeys(section.name for section in found if section is not None)
    first = found[0]
    if len(names) > 1 or first is None:
        raise UserError(f"These are meant for {' and '.join(names)}: press a digit, or take them one by one.")
    return first


def _require_second_section(state: State, links: Sequence[LinkId], sections: Sequence[Section]) -> Section:
    found = find_suggestion(state, state.get_link(links[0]), sections)
    if found is None or found.second is None:
        raise UserError("No second section is suggested for this link: press a digit.")
    if len(links) > 1:
        raise UserError("The second choice is for one link at a time: press a digit for all of them.")
    return found.second.section
