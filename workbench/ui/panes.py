"""Three panes and what is said between them: attributes down, messages up, siblings meet here.

The views that come in front of them are the screen's other half (`screen.py`).
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from workbench.curation.model import Refused
from workbench.desk import intake
from workbench.desk.desk import Desk, Done, Proposal
from workbench.desk.ports import World
from workbench.desk.present import Touched
from workbench.ui.copying import CopyStrip
from workbench.ui.errands import Errands
from workbench.ui.fetching import Fetches
from workbench.ui.footline import Footline
from workbench.ui.inbox import InboxPane
from workbench.ui.issue import IssuePane
from workbench.ui.keys import Keymap, Place, bindings
from workbench.ui.link_list import LinkList
from workbench.ui.masthead import PANES, Masthead
from workbench.ui.message_line import MessageLine
from workbench.ui.messages import Do, InHand, Read, Say, Typed, Writing
from workbench.ui.preview import PreviewPane
from workbench.ui.source import SourceView
from workbench.ui.turns import Turns

LOOK_EVERY: Final = 1.0  # seconds between looks at what other processes wrote; two are promised
T = TypeVar("T")


class PaneScreen(Screen[None]):
    """Holds what is in hand (the issue, the pane in front) and carries messages where they belong."""

    BINDINGS = [*bindings("everywhere")]
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two"), (140, "-three")]

    issue_id: reactive[int | None] = reactive(None, init=False)
    front: reactive[str] = reactive("inbox", init=False)

    def __init__(self, desk: Desk, world: World, keymap: Keymap) -> None:
        super().__init__()
        present = desk.present
        self.desk: Final = desk
        self.turns: Final = Turns(desk)
        self.world: Final = world
        self.fetches: Final = Fetches(self)
        self.masthead = Masthead(present)
        self.inbox = InboxPane(present, self.fetches)
        self.issue = IssuePane(present)
        self.preview = PreviewPane(present)
        self.beside = SourceView(present, self.fetches, id="beside", classes="pane")
        self.reader = SourceView(present, self.fetches, id="reader", classes="pane")
        self.message = MessageLine()
        self.keymap: Final = keymap
        self.footline = Footline(keymap)
        self.strip = CopyStrip(present, keymap)

    def compose(self) -> ComposeResult:
        yield self.masthead
        with Horizontal(id="panes"):
            with ContentSwitcher(id="first", initial="inbox"):
                yield self.inbox
                yield self.beside
            yield self.issue
            with ContentSwitcher(id="third", initial="preview"):
                yield self.preview
                yield self.reader
        yield self.strip
        yield self.message
        yield self.footline

    def on_mount(self) -> None:
        self.errands = Errands(self.app, self.desk.present, self.world)
        left = self.world.memory.load()
        self.issue_id = self._issue_left(left.get("issue"))
        self.watch_front()
        self.inbox.go_to(left)
        self.inbox.list.focus()
        self.set_interval(LOOK_EVERY, self.look)
        self.call_after_refresh(self.fetches.begin)
        if self.desk.present.notices:
            self.say(" ".join(self.desk.present.notices), failed=True)

    def _issue_left(self, id: Any) -> int | None:
        draft = self.desk.present.draft()
        return id if id in self.desk.present.issues else draft.id if draft else None

    # What is in hand, handed down

    def watch_issue_id(self) -> None:
        for part in (self.masthead, self.inbox, self.issue, self.preview, self.strip):
            part.issue_id = self.issue_id

    def watch_front(self) -> None:
        for pane in PANES:
            self.set_class(pane == self.front, f"-at-{pane}")
        self.masthead.front = self.front

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        pane = next((pane for pane in PANES if self.query_one(f"#{pane}").has_focus_within), None)
        if pane is not None:
            self.front = pane
            self.strip.close()
        places: dict[str | None, Place] = {"inbox": "inbox", "issue": "issue"}
        writing = self.masthead.mode == "WRITING"
        here = "copying" if self.strip.has_focus else places.get(pane, "everywhere")
        self.footline.where = "writing" if writing and not self.strip.has_focus else here

    def say(self, sentence: str, *, failed: bool = False) -> None:
        """One sentence in the one fixed line."""
        self.message.say(sentence, failed=failed)

    # Verbs and what follows from them

    def perform(self, answer: Awaitable[T], then: Callable[[T], None]) -> None:
        """Wait for work off this handler; a refusal is said, never raised."""

        async def work() -> None:
            try:
                then(await answer)
            except Refused as refusal:
                self.say(str(refusal), failed=True)

        self.run_worker(work(), group="errands", exit_on_error=True)

    def changed(self, touched: Touched) -> None:
        """Tell every pane whose rows must be painted anew."""
        if not touched:
            return
        present = self.desk.present
        if self.issue_id not in present.issues:
            draft = present.draft()
            self.issue_id = draft.id if draft else None
        for pane in (self.inbox, self.issue, self.preview):
            pane.changed(touched)
        self.masthead.changed()
        self.strip.changed()
        self.fetches.notice(touched.links)

    def done(self, done: Done[Proposal]) -> None:
        """A verb is durable: show it and say how to take it back."""
        self.changed(done.touched)
        change = done.proposal.change
        back = done.record is not None and change.origin == "editor" and not (change.undoes or change.redoes)
        self.say(f"{done.says} · u takes it back" if back else done.says)

    @on(Do)
    def _do(self, message: Do) -> None:
        quietly = lambda done: self.changed(done.touched)  # noqa: E731 - beside its one use it reads best
        self.perform(self.turns.do(message.verb), quietly if message.quiet else self.done)

    def look(self) -> None:
        """Take in what other processes wrote."""
        self.run_worker(self._news(), group="look", exclusive=False)

    async def _news(self) -> None:
        try:
            self.changed(await self.turns.news())
        except Refused as refusal:
            self.say(str(refusal), failed=True)
        if noticed := self.turns.noticed():
            self.say(" ".join(noticed), failed=True)

    # Messages of the panes

    @on(Say)
    def _say(self, message: Say) -> None:
        self.say(message.sentence, failed=message.failed)

    @on(Read)
    def _read(self, message: Read) -> None:
        self.reader.show(message.link)
        self._third("reader")

    @on(LinkList.Moved)
    def _read_on(self) -> None:
        if self.reader.display:
            self.reader.show(self.inbox.list.cursor_id)

    @on(InHand)
    def _in_hand(self, message: InHand) -> None:
        self.preview.show_piece(message.piece)
        if self.issue_id is not None:
            self.beside.show_piece(self.issue_id, message.piece)

    @on(Typed)
    def _typed(self, message: Typed) -> None:
        self.preview.follow(message.piece, message.text, message.field)

    @on(Writing)
    def _writing(self, message: Writing) -> None:
        self.masthead.mode = "WRITING" if message.piece else "LIST"
        self.set_class(bool(message.piece), "-writing")
        self.query_one("#first", ContentSwitcher).current = "beside" if message.piece else "inbox"
        self._focused()

    @on(events.Paste)
    def _paste(self, event: events.Paste) -> None:
        event.stop()
        self.take_in(event.text)

    def take_in(self, text: str) -> None:
        """Add whatever links stand in this text."""
        self.perform(self.turns.do(lambda present: intake.paste(present, text)), self.done)

    # Keys that work everywhere

    def action_pane_next(self) -> None:
        self._turn_pane(1)

    def action_pane_previous(self) -> None:
        self._turn_pane(-1)

    def _turn_pane(self, by: int) -> None:
        within = [pane for pane in PANES if pane != "preview" or self.has_class("-one", "-three")]
        at = within.index(self.front) if self.front in within else 0
        self.go_to(within[(at + by) % len(within)])

    def go_to(self, pane: str) -> None:
        """Bring a pane to the front and the keyboard into it."""
        self.front = pane
        self._third("preview", come=False)
        {"inbox": self.inbox.list, "issue": self.issue, "preview": self.preview}[pane].focus()

    def _third(self, name: str, *, come: bool = True) -> None:
        self.query_one("#third", ContentSwitcher).current = name
        if come:
            self.front = "preview"

    def action_preview_turn(self) -> None:
        hidden = not self.has_class("-three") and self.front != "preview"
        if not hidden and not self.reader.display:
            self.preview.turn()
        self._third("preview")
        if not self.has_class("-three") and not self.strip.display:
            self.preview.focus()  # or keys would act on a list that nobody sees

    def action_reading_down(self) -> None:
        self._reading().scroll_page_down(animate=False)

    def action_reading_up(self) -> None:
        self._reading().scroll_page_up(animate=False)

    def _reading(self) -> Any:
        """What ctrl+d scrolls: the large source, the preview in front, the source while writing, else the strip."""
        if self.front == "preview":
            return self.reader if self.reader.display else self.preview.reading
        if self.beside.display:
            return self.beside
        return self.inbox.source if self.front == "inbox" else self.preview.reading

    def action_filter_open(self) -> None:
        self.go_to("inbox")
        self.inbox.open_filter()

    def action_view_back(self) -> None:
        if self.covers() or not self.inbox.leave():
            self.go_to("inbox")

    def covers(self) -> bool:
        """Whether something stands in front of the panes that back should take away."""
        return self.reader.display or (self.front == "preview" and not self.has_class("-three"))
