"""Source: what is known of the link in hand, offline; a strip under the list, large on `enter` and while writing."""

import asyncio
from collections.abc import Container, Iterator, Sequence
from functools import partial
from time import monotonic
from typing import Final

from textual.content import Content
from textual.timer import Timer
from textual.worker import Worker

from workbench.curation.identity import source_name
from workbench.curation.identity.names import name_link, name_url
from workbench.curation.model import Link, LinkId, Source
from workbench.desk.archive_access import is_archive_search_read, published_numbers_of
from workbench.desk.related import Relation, find_joinable, find_related, find_similar_in_slices, is_joined
from workbench.desk.state import State
from workbench.ui.inbox.link_rows import explain_marks, explain_suggestion
from workbench.ui.sanitize import to_content
from workbench.ui.widgets.scrolled_lines import TextLines

SHOW_DELAY: Final = 0.06  # seconds, more than between two keys of one held down
COMPARE_DELAY: Final = (
    0.15  # seconds the cursor stays before titles are compared: nobody waits for that on the way down
)
SLICE_PAUSE: Final = 0.005  # seconds between two slices of comparing
READ_DELAY: Final = 0.5  # seconds until it is looked again whether all past issues are read
MAX_RELATED: Final = 4  # related works shown
MAX_NEAR_LINES: Final = 2  # reasons for which a past issue is near


class SourceView(TextLines, can_focus=False):
    """Title, what is known, why the link is marked, what is beside it, the text. `is_in_flight` holds links on
    their way."""

    BORDER_TITLE = "Source"

    def __init__(
        self, state: State, in_flight: Container[LinkId] = (), *, id: str, classes: str = ""
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._state = state
        self._in_flight = in_flight
        self._similar_ids: list[LinkId] = []
        self._show_timer: Timer | None = None
        self._asked_at = 0.0
        self._asked_link: LinkId | None = None
        self._is_waiting = False
        self._compare_timer: Timer | None = None
        self.link: LinkId | None = None

    def show_link(self, link: LinkId | None) -> None:
        """Show that link from its top; None shows what to do instead."""
        known = link if link in self._state.links else None
        if known != self.link:
            self._similar_ids = []
        if self._update_body(known, EMPTY_CONTENT if known is None else self._render_about(known)):
            self._schedule_compare()

    def show_again(self) -> None:
        """Show what is known by now of the link that is shown."""
        if self.link is not None and not self.is_waiting:
            self.show_link(self.link)

    def show_link_soon(self, link: LinkId | None) -> None:
        """Show that link behind its row, or, while the cursor runs, once it rests: a source takes longer to lay out
        than a row, and would hold it up."""
        if self._show_timer is not None:
            self._show_timer.stop()
        now = monotonic()
        is_running, self._asked_at, self._asked_link = now - self._asked_at < SHOW_DELAY, now, link
        self._is_waiting = True
        if is_running:
            self._show_timer = self.set_timer(SHOW_DELAY, self._show_waiting)
        else:
            self.call_after_refresh(self._show_waiting)

    def _show_waiting(self) -> None:
        self._show_timer, self._is_waiting = None, False
        self.show_link(self._asked_link)

    @property
    def is_waiting(self) -> bool:
        """Whether another link will be shown in a moment."""
        return self._is_waiting

    def _render_about(self, link: LinkId) -> Content:
        near = (
            describe_near(self._state, self._state.links[link]) if is_archive_search_read(self._state) else []
        )
        return render_link(self._state, link, link in self._in_flight, self._similar_ids, near)

    def _update_body(self, link: LinkId | None, content: Content) -> bool:
        """Show this, from its top where the link is another; False where it is shown already."""
        moved, self.link = link != self.link, link
        if not moved and content.plain == self.text.plain:
            return False
        self.show_text(content)
        if moved or link is None:
            self.scroll_home(animate=False)
        return True

    def _schedule_compare(self) -> None:
        if self._compare_timer is not None:
            self._compare_timer.stop()
        self._compare_timer = (
            self.set_timer(COMPARE_DELAY, self._compare_titles) if self.link is not None else None
        )

    def _compare_titles(self) -> None:
        """Say which titles are nearly the same, now that the cursor rests."""
        if self.link is None or self.link not in self._state.links or not self.region.area:
            return
        # Soon they are, by whoever reads in idle moments.
        if self._state.unread_links.is_read and self._state.archive_search.is_read:
            compare = partial(self._compare_in_slices, self.link)
            _: Worker[None] = self.run_worker(compare, group="compare", exclusive=True)
        else:
            self._compare_timer = self.set_timer(READ_DELAY, self._compare_titles)

    async def _compare_in_slices(self, link: LinkId) -> None:
        """Go through all titles between the keys, until the cursor goes on."""
        slices = find_similar_in_slices(self._state, link)
        alike: list[LinkId] | None = None
        while alike is None:
            try:
                next(slices)
            except StopIteration as end:
                alike = end.value
            await asyncio.sleep(SLICE_PAUSE)
            if self.link != link or link not in self._state.links:
                return
        self._similar_ids = alike
        self._update_body(link, self._render_about(link))


EMPTY_CONTENT = Content("Nothing in hand.").stylize("dim")


def render_link(
    state: State,
    id: LinkId,
    is_in_flight: bool = False,
    similar_ids: Sequence[LinkId] = (),
    near_lines: Sequence[str] = (),
) -> Content:
    """All that is known of a link, as one text; `similar_ids` are links whose titles are nearly the same, `near_lines`
    say what past issues have near it."""
    link, source = state.links[id], state.source_of(id)
    facts = [", ".join(source.authors), source.published, *source.facts, source_name(link.identity)]
    beside = [
        *_iter_related_lines(state, link),
        *(_format_similar(state, other) for other in similar_ids if other in state.links),
    ]
    tags = " ".join(f"#{tag}" for tag in link.tags)
    missing = "An idea has no source." if link.is_idea else "No text is kept for this link yet."
    known = source.text or ("" if is_in_flight or link.failure else missing)
    parts = [
        to_content(name_link(link), "bold"),
        to_content(" · ".join(fact for fact in facts if fact), "dim"),
        to_content(
            "\n".join([*explain_marks(state, id, is_in_flight), *explain_suggestion(state, id), *beside])
        ),
        to_content("\n".join(near_lines), "dim"),
        to_content(f"Note: {link.note}" if link.note else ""),
        to_content(tags, "dim"),
        to_content(known, "" if source.text else "dim"),
        to_content(" · ".join(filter(None, [link.url, _format_credits(link, source)])), "dim"),
    ]
    return Content("\n").join([part for part in parts if part.plain])


def describe_near(state: State, link: Link) -> list[str]:
    """What past issues have near a link, and why, a line each: `~ also by karpathy: “nanochat” in #9 (Tools)`."""
    lines = []
    for near in state.archive_search.find_near(link)[:MAX_NEAR_LINES]:
        text = state.archive_search.text_of(near.text)
        if text is not None:
            more = f" and {near.count - 1} more" if near.count > 1 else ""
            where = ", ".join(filter(None, [text.section_name or "mentioned", text.date]))
            lines.append(f"~ {near.why}: “{text.title}” in #{text.number} ({where}){more}")
    return [*lines[:-1], f"{lines[-1]} · W shows it"] if lines else []


def _iter_related_lines(state: State, link: Link) -> Iterator[str]:
    """What is related, a line each, and which of it + joins."""
    found = find_related(state, link.id)
    free = find_joinable(state, link.id) if found else None
    for one in found[:MAX_RELATED]:
        todo = " · joined" if is_joined(state, link, one) else " · + joins it" if one == free else ""
        yield _format_relation(state, one) + todo
    if len(found) > MAX_RELATED:
        yield f"● and {len(found) - MAX_RELATED} more"


def _format_relation(state: State, relation: Relation) -> str:
    known = state.links.get(relation.link)
    called = name_link(known) if known else name_url(relation.url)
    stands = _format_standing(state, known.id) if known and known.joined is None else ""
    details = ", ".join(filter(None, [relation.said_by, stands]))
    return f"● {relation.why}: {called}" + (f" ({details})" if details else "")


def _format_similar(state: State, other: LinkId) -> str:
    return f"= looks like “{state.links[other].title}” ({_format_standing(state, other)})"


def _format_standing(state: State, link: LinkId) -> str:
    """Where a link stands: `published in #7`, `in the inbox`."""
    printed, link_state = published_numbers_of(state, link), state.state_of(link)
    if printed:
        return f"published in #{printed[-1]}"
    return "in the inbox" if link_state == "inbox" else link_state


def _format_credits(link: Link, source: Source) -> str:
    """Who said what: `told by arXiv`, or where several did `title by you · date by arXiv`."""
    fields = {"title": link.title_by, **source.said_by}
    said: dict[str, list[str]] = {}
    for field, by in fields.items():
        if by:
            said.setdefault(PROVIDER_NAMES.get(by, by), []).append(FIELD_NAMES.get(field, field))
    if len(said) == 1 and link.title_by != "editor":
        return f"told by {next(iter(said))}"
    return " · ".join(f"{', '.join(words)} by {by}" for by, words in said.items())


PROVIDER_NAMES: Final = {"editor": "you", "page": "the page"}
FIELD_NAMES: Final = {"published": "date"}
