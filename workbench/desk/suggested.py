"""What is suggested for links: by what is learnt by now, for whoever paints, or by all there is, for a command."""

from collections.abc import Iterable, Sequence

from workbench.curation.model import Link, LinkId, Section
from workbench.curation.publication import suggest_section
from workbench.curation.suggestion.proposed import Suggestion
from workbench.desk.coming import sections_in_hand
from workbench.desk.index.link_views import WAITING_STATES
from workbench.desk.state import State


def find_suggestion(state: State, link: Link, sections: Sequence[Section]) -> Suggestion | None:
    """What is suggested for a link by what is learnt of the archive; None as long as nothing is."""
    return state.suggestions.suggest(link, sections) if "suggestions" in vars(state) else None


def find_suggested_section(state: State, link: Link, sections: Sequence[Section]) -> Section | None:
    """The section suggested for a link; by the publication's table as long as nothing is learnt."""
    found = find_suggestion(state, link, sections)
    return suggest_section(link.kind, sections) if found is None else found.first.section


def suggest_for_waiting(state: State, links: Iterable[Link]) -> dict[LinkId, Suggestion | None]:
    """What is suggested first for those of these links that wait, once all is learnt, which may take half a second."""
    state.suggestions.learn()
    sections = sections_in_hand(state)
    waiting = [link for link in links if state.state_of(link.id) in WAITING_STATES]
    return {link.id: state.suggestions.suggest_first(link, sections) for link in waiting}
