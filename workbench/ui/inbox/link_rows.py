"""A link as one row of a list, and its marks in words."""

from typing import Final

from workbench.curation.identity import identity_key, source_name
from workbench.curation.identity.fragments import TITLE_MARK
from workbench.curation.identity.names import name_link, shorten_url
from workbench.curation.model import Failure, Kind, Link, LinkId, LinkState
from workbench.desk.coming import number_after, sections_in_hand
from workbench.desk.index.link_views import WAITING_STATES
from workbench.desk.related import entry_identities_of
from workbench.desk.state import State
from workbench.desk.suggested import find_suggestion
from workbench.ui.formats import format_age
from workbench.ui.repeat_signs import explain_repeats, sign_of_link
from workbench.ui.widgets.list_row import ListRow

KIND_LETTERS: Final[dict[Kind, str]] = {"paper": "P", "video": "V", "read": "R", "tool": "T", "idea": "I"}
STATE_SIGNS: Final[dict[LinkState, str]] = {
    "placed": "+",
    "benched": "b",
    "rejected": "x",
    "deferred": ">",
    "feeds": "f",
}


def build_link_row(state: State, id: LinkId, hide_state: bool = False, is_in_flight: bool = False) -> ListRow:
    """The row of a link; with `hide_state`, a view of one state does not repeat that state as a mark.
    `is_in_flight`: its
    site was asked for it and has not answered yet."""
    link = state.links[id]
    return ListRow(
        kind=KIND_LETTERS[link.kind],
        title=name_link(link),
        marks=_format_marks(state, id, hide_state, is_in_flight),
        source_name=source_name(link.identity),
        age=format_age(link.added, state.now),
    )


def explain_marks(state: State, id: LinkId, is_in_flight: bool = False) -> list[str]:
    """Why the row is marked, one sentence each; `is_in_flight` as for the row."""
    link = state.links[id]
    said = explain_repeats(state, id)
    link_state = state.state_of(id)
    if link_state == "deferred" and link.deferred_from is not None:
        said.append(f"> deferred to #{number_after(state, link.deferred_from)}.")
    elif link.deferred_from is not None:
        said.append(f"> deferred from #{link.deferred_from}.")
    if link_state == "feeds":
        said.append(f"{STATE_SIGNS[link_state]} brought by a feed: r puts it into the inbox.")
    elif link_state in STATE_SIGNS and link_state != "deferred":
        said.append(f"{STATE_SIGNS[link_state]} {link_state}{_describe_standing(state, id)}.")
    if is_in_flight:
        said.append("↻ being fetched: S stops it.")
    elif link.failure is not None:
        said.append(f"! {_explain_failure(link, link.failure)}")
    if link.words is not None and (link.words.blurb or link.words.title != link.title):
        said.append("Has words written for it: placing it brings them back.")
    said.extend(f"= also saved as {shorten_url(url)}" for url in link.urls)
    return said


def explain_suggestion(state: State, id: LinkId) -> list[str]:
    """Where a link that waits is meant to go, and how often such links were placed; nothing while nothing is known."""
    if state.state_of(id) not in WAITING_STATES:
        return []
    odds = state.odds.explain(state.links[id]) if "odds" in vars(state) else ""
    return [*_explain_section(state, id), *([f"{odds}."] if odds else [])]


def _explain_section(state: State, id: LinkId) -> list[str]:
    found = find_suggestion(state, state.links[id], sections_in_hand(state))
    if found is None or (found.second is None and not found.sure):
        return []
    if found.sure or found.second is None:
        return [f"→ {found.first.section.name} (l): {found.first.why}."]
    return [
        f"→ perhaps {found.first.section.name} (l): {found.first.why}.",
        f"  or {found.second.section.name} (L): {found.second.why}.",
    ]


def _describe_standing(state: State, id: LinkId) -> str:
    """In which issue and section an entry of the link stands: ` in #11, Papers 2`; empty where it has none."""
    entry = next((entry for entry in state.entries_of(id) if state.is_active(entry)), None)
    if entry is None:
        return ""
    issue = state.issues[entry.issue]
    slot = f" {entry.slot}" if entry.slot else ""
    # A library that was edited by hand may name a section that the issue does not have.
    names = {section.key: section.name for section in issue.sections}
    return f" in #{issue.number}, {names.get(entry.section, entry.section)}{slot}"


def _explain_failure(link: Link, failure: Failure) -> str:
    """Why nothing was fetched, and what to do, unless the site's sentence says so already."""
    wanted = (("f asks", " again", not failure.lasting), ("e writes", " the title", not link.title))
    todo = [key + what for key, what, holds in wanted if holds and key not in failure.reason]
    return f"{failure.reason} {', '.join(todo)}{'.' if todo else ''}".rstrip()


def _format_marks(state: State, id: LinkId, hide_state: bool, is_in_flight: bool) -> str:
    link = state.links[id]
    signs = [sign_of_link(state, id)]
    link_state = state.state_of(id)
    if not hide_state and link_state in STATE_SIGNS:
        signs.append(STATE_SIGNS[link_state])
    elif link.deferred_from is not None and link_state == "inbox":
        signs.append(">")
    if is_in_flight:
        signs.append("↻")
    elif link.failure is not None and link.title_by != "editor":  # whoever wrote the title has seen it
        signs.append("!")
    if TITLE_MARK in link.identity or _has_free_related(state, link):
        signs.append("●")
    return "".join(signs)


def _has_free_related(state: State, link: Link) -> bool:
    """Whether sites named a work for it that is not among its own links."""
    named = {identity_key(related.url) for related in link.related}
    return bool(named) and not named <= entry_identities_of(state, link)
