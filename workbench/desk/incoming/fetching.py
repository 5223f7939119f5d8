"""Merge what sites say of links into the library, and choose which links to ask about.

What the editor typed always wins, a failure empties nothing, and what is printed stays as it is. A page that
moved for good, or calls another address its own, may turn out to be a work that is known: then two links become
one, in one change that the history takes back whole.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.model import Failure, Link, LinkId
from workbench.curation.text.cleaning import require_line
from workbench.desk.change_builder import ChangeBuilder, display_name, refresh_saved_text
from workbench.desk.incoming.clipping_merger import ClippingMerger
from workbench.desk.state import State


def links_to_fetch(state: State, ids: Iterable[LinkId] | None = None) -> list[Link]:
    """The links to ask sites about: those given (`UserError` where there is none), else whatever in the inbox
    was never asked about or failed in passing. No site knows of an idea."""
    if ids is not None:
        return [link for id in dict.fromkeys(ids) if not (link := state.get_link(id)).is_idea]
    return [link for id in state.ids_in("inbox") if _needs_fetch(link := state.links[id])]


def _needs_fetch(link: Link) -> bool:
    if link.is_idea:
        return False
    return not link.fetched if link.failure is None else not link.failure.lasting


def apply_answer(state: State, answer: FetchAnswer) -> Change:
    """Take in what asking for a link came to. Empty where the link is gone meanwhile."""
    link = state.links.get(answer.link)
    if link is None:
        return Change(label="Fetched a link that is gone", origin="fetch")
    if isinstance(answer.result, Failure):
        return _record_failure(state, link, answer.result)
    return _apply_clipping(state, link, answer.result)


def set_title(state: State, link: LinkId, text: str) -> Change:
    """Set a link's title as the editor's own, which no site replaces; empty gives it back to the sites."""
    old = state.get_link(link)
    typed = require_line(text, "The title")
    mine = {"title": typed, "title_by": "editor"} if typed else {"title": "", "title_by": "", "fetched": ""}
    builder = ChangeBuilder(state)
    new = refresh_saved_text(old, replace(old, **mine))
    builder.update_from(old, new)
    builder.update_entries(old, new)
    return builder.build(
        f"Titled {display_name(replace(old, title=typed))}"
        if typed
        else f"Gave back the title {display_name(old)}"
    )


def _record_failure(state: State, link: Link, failure: Failure) -> Change:
    builder = ChangeBuilder(state)
    builder.set(link, failure=replace(failure, at=state.now))
    return builder.build(f"{display_name(link)} could not be fetched: {failure.reason}", "fetch")


def _apply_clipping(state: State, link: Link, clipping: Clipping) -> Change:
    builder = ChangeBuilder(state)
    merger = ClippingMerger(builder)
    work = merger.merge_clipping(merger.work_of(link), clipping, via=clipping.site, is_answer=True)
    merger.write_edits()
    name = display_name(work.link)
    gone = " and ".join(display_name(other) for other in work.stored[1:])
    says = f"{gone} turned out to be {name}: one link now" if gone else f"Fetched {name}"
    return builder.build(says, "fetch")
