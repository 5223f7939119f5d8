"""Which keys of the footer could do nothing now: what they act on is not there, or the verb they run is refused.

It asks the very verbs that the keys run, so that footer and keys cannot differ. Nothing is changed here.
"""

from collections.abc import Callable, Container, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from workbench.curation.model import LinkId, UserError
from workbench.curation.pieces import TITLE
from workbench.desk.coming import issue_on_board
from workbench.desk.composing import offer_titles
from workbench.desk.state import State
from workbench.desk.verbs import triage, writing
from workbench.ui.inbox.link_verbs import build_link_verb
from workbench.ui.issue.entry_verbs import build_entry_verb
from workbench.ui.issue.fields import fields_of
from workbench.ui.keys.table import ACTIONS, Action, KeyContext
from workbench.ui.messages import Verb
from workbench.ui.screens.panes import Panes
from workbench.ui.widgets.footer import Footer

if TYPE_CHECKING:
    from workbench.ui.copy_out.panel import CopyPanel

MAX_ASKED: Final = 50
"""Marked links that a verb is asked about; with more it is taken for granted that it can act."""
NEED_ISSUE: Final = ("findings.show", "issue.copy", "issue.prove", "issue.export")
NEED_LINK: Final = ("link.read", "mark.toggle", "mark.range")
LINK_VERBS: Final = (
    "link.place", "link.suggested", "link.second", "link.bench", "link.reject", "link.defer", "link.join",
    "link.restore",
)  # fmt: skip
ENTRY_VERBS: Final = (
    "entry.move", "entry.bench", "entry.swap", "entry.reject", "entry.return", "entry.down", "entry.up",
    "entry.join", "entry.defer",
)  # fmt: skip


def show_idle_actions(footer: Footer, state: State, panes: Panes, copy_panel: "CopyPanel | None") -> None:
    """Have the footer leave out what could do nothing now."""
    footer.idle_actions = find_idle_actions(state, panes, copy_panel, footer.where)


def find_idle_actions(
    state: State, panes: Panes, copy_panel: "CopyPanel | None", where: KeyContext
) -> frozenset[str]:
    """The actions that could do nothing now, by name, of those that the footer of that place shows."""
    match where:
        case "inbox":
            idle = [*_iter_everywhere(state, panes), *_iter_inbox(state, panes)]
        case "reading":
            idle = [*_iter_everywhere(state, panes), *_iter_inbox(state, panes), *_iter_reading(panes)]
        case "issue":
            idle = [*_iter_everywhere(state, panes), *_iter_issue(state, panes)]
        case "filtering":
            idle = ["filter.keep"] if panes.inbox.listing.problem else []
        case "copying" if copy_panel is not None:
            idle = [*_iter_copying(state, copy_panel)]
        case "writing":
            idle = [*_iter_writing(state, panes)]
        case _:
            idle = [*_iter_everywhere(state, panes)]
    return frozenset(idle)


def _iter_refused(
    state: State, families: Container[str], build_verb: Callable[[Action], Verb]
) -> Iterator[str]:
    """The actions of these families whose verbs would be refused."""
    for action in ACTIONS:
        if action.family in families:
            try:
                build_verb(action)(state)
            except UserError:
                yield action.name


def _iter_everywhere(state: State, panes: Panes) -> Iterator[str]:
    if panes.find_issue() is None:
        yield from NEED_ISSUE
    if not state.links and not state.issues:
        yield "change.undo"  # the history would tell exactly, and it is on the disk, for which no key waits


def _iter_inbox(state: State, panes: Panes) -> Iterator[str]:
    host, links = panes.inbox.list.cursor_id, panes.inbox.list.collect_targets()
    if host is None:
        yield from NEED_LINK

    def build_verb(action: Action) -> Verb:
        if action.name == "link.join":
            return _build_join(panes, host)
        return build_link_verb(state, action.family, links, panes.issue_id, action.section_number)

    if len(links) <= MAX_ASKED:
        yield from _iter_refused(state, LINK_VERBS, build_verb)


def _build_join(panes: Panes, host: LinkId | None) -> Verb:
    if host is None:
        raise UserError("There is nothing here that something could be joined to.")
    return partial(triage.join_links, link=host, others=sorted(panes.inbox.list.marked - {host}))


def _iter_reading(panes: Panes) -> Iterator[str]:
    inbox = panes.inbox
    ids, source, here = inbox.list.ids, inbox.source, inbox.list.cursor_id
    if here in (None, *ids[-1:]):
        yield "text.next"
    if here in (None, *ids[:1]):
        yield "text.previous"
    if source.scroll_offset.y >= source.max_scroll_y:
        yield "text.page_down"


def _iter_issue(state: State, panes: Panes) -> Iterator[str]:
    issue, piece = issue_on_board(state, panes.issue_id), panes.issue.piece
    entry = writing.entry_of_piece(state, piece)
    if issue.state == "published" or piece is None:
        yield "piece.write"
    blank = (one for one in panes.issue.outline.list.pieces if writing.is_blank(state, issue, one))
    if not any(one != piece for one in blank):
        yield "piece.blank"

    def build_verb(action: Action) -> Verb:
        if entry is None or action.name == "entry.join":
            return _build_join(panes, entry.link if entry else None)
        return build_entry_verb(action.family, entry, issue, action.section_number)

    yield from _iter_refused(state, ENTRY_VERBS, build_verb)


def _iter_copying(state: State, panel: "CopyPanel") -> Iterator[str]:
    tracker = panel.tracker
    steps, step = tracker.steps, tracker.step
    if steps is None or step is None:
        return
    at, stands = steps.steps.index(step), bool(tracker.open_errors)
    if stands:
        yield from ("step.copy", "step.next", "step.previous", "step.tick")
    elif tracker.progress.edits_there is None:
        yield "copy.anyway"
    yield from (
        name
        for name, is_idle in (
            ("step.next", at == len(steps.steps) - 1),
            ("step.previous", at == 0),
            ("step.tick", step.item is None),
            ("copy.cut", not steps.videos),
            ("copy.videos", not steps.videos),
            ("copy.draft", stands or not steps.takes_draft),
            ("copy.differences", tracker.progress.edits_there is None),
            ("copy.target", len(state.publication.targets) == 1),
        )
        if is_idle
    )


def _iter_writing(state: State, panes: Panes) -> Iterator[str]:
    issue, piece, source = panes.find_issue(), panes.issue.piece, panes.writing_source
    if issue is None or piece is None:
        return
    links = panes.issue.links
    yield from (
        name
        for name, is_idle in (
            ("field.next", len(fields_of(state, issue.id, piece)) == 1),
            ("piece.next", panes.issue.find_printed_neighbour(issue, 1) is None),
            ("piece.previous", panes.issue.find_printed_neighbour(issue, -1) is None),
            ("title.offer", piece != TITLE or not offer_titles(state, issue)),
            ("source.down", not source.display or source.scroll_offset.y >= source.max_scroll_y),
            ("source.quote", not (links and state.source_of(links[0]).text.strip())),
            ("source.turn", panes.screen.has_class("-three")),
        )
        if is_idle
    )
