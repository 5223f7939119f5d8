"""Copying out: the strip beneath the panes that walks an issue to its platform, one passage a key.

It says what each step is, how large, and what is on the clipboard now; only `enter` ever touches that.
"""

from collections.abc import Iterator

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from workbench.curation.model import Issue
from workbench.curation.publication import Target
from workbench.desk.present import Present
from workbench.publishing import Passage
from workbench.ui.foreign import line, literal
from workbench.ui.keys import BY_NAME, Keymap, bindings, keys_of
from workbench.ui.messages import InHand, Say
from workbench.ui.walk import Route, Walk, piece, route
from workbench.ui.walk_rows import Row, checklist, door, drawn, step


class CopyStrip(Widget, can_focus=True):
    """Where each issue's copy-out stands, and what is drawn of it. Out of sight it does nothing."""

    BINDINGS = [*bindings("copying")]
    issue_id: reactive[int | None] = reactive(None)
    held: reactive[str] = reactive("")
    """What was put on the clipboard last, and what is known of it."""

    class Chosen(Message):
        """Copy this passage for that target."""

        def __init__(self, passage: Passage, target: Target) -> None:
            super().__init__()
            self.passage = passage
            self.target = target

    class PageWanted(Message):
        """Write the copy page for that target, and open it."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class Left(Message):
        """Back to where the editor came from."""

    def __init__(self, present: Present, keymap: Keymap) -> None:
        super().__init__(id="copying")
        self._present = present
        self._keymap = keymap
        self._walks: dict[int, Walk] = {}
        self._route: Route | None = None
        self._busy = False
        self._told = ("", "")
        self.display = False

    # What the screen says

    def open(self) -> None:
        """Come up where this issue was left."""
        self.display = True
        self._told = ("", "")
        self.changed()
        self.focus()

    def close(self) -> None:
        """Go out of sight."""
        self.display = False

    def watch_issue_id(self) -> None:
        """Another issue: its own way."""
        self._told = ("", "")
        self.changed()

    def changed(self) -> None:
        """The issue may say something else now."""
        if not self.display:
            return
        issue = self._issue
        self._route = route(self._present, issue, self._walk) if issue else None
        self._paint()

    @property
    def target(self) -> Target:
        """The platform in hand, whether or not the strip is open."""
        targets = self._present.publication.targets
        return targets[self._walk.turned % len(targets)]

    def copied(self, passage: Passage) -> None:
        """It is there: on to the next step, if the editor has not gone elsewhere meanwhile."""
        self._busy = False
        if self._route and self._route.passage(self._walk) == passage:
            self._go(1)

    def refused(self, why: str) -> None:
        """It could not be copied: say so, and what helps."""
        self._busy = False
        self.tell("! refused", f"{why} {self._key('copy.page')} opens the copy page.")

    def tell(self, label: str, said: str) -> None:
        """A line more until the next step, for what the message line has no room for."""
        self._told = label, said
        self._paint()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """What any other key does here: nothing, and it is said."""
        if event.is_printable and event.key not in self.screen.active_bindings:
            event.stop()
            self._say(f"{event.character} does nothing here: {self._key('copy.leave')} leaves.", failed=True)

    def action_step_copy(self) -> None:
        """Copy this step, and go on to the next."""
        ticks, proves = self._key("step.tick"), self._key("issue.prove")
        if self._busy:
            self._say("Still copying: the clipboard has not answered yet.", failed=True)
        elif self._stopped:
            self._say(self._override, failed=True)
        elif (passage := self._passage) is None:
            self._say(f"There is nothing to copy here: {ticks} ticks, {proves} proves.", failed=True)
        elif self._route:
            self._busy, self._told = True, ("", "")
            self._paint()
            self.post_message(self.Chosen(passage, self._route.target))

    def action_step_next(self) -> None:
        """One step on, without copying."""
        self._step(1)

    def action_step_previous(self) -> None:
        """One step back."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._stopped:
            self._say(self._override, failed=True)
        elif not self._go(by):
            self._say(f"That is the {'last' if by > 0 else 'first'} step.", failed=True)

    def action_step_tick(self) -> None:
        """Tick what was checked, or take that back, and go on."""
        walk, (kind, _, item) = self._walk, self._at.partition(":")
        if kind != "check" or self._stopped:
            self._say("Only the checklist is ticked; it comes after the passages.", failed=True)
            return
        walk.ticked ^= {item}
        if not (item in walk.ticked and self._go(1)):
            self._paint()

    def action_copy_anyway(self) -> None:
        """Go on in spite of the errors there are."""
        if self._stopped and self._route:
            self._walk.waived = self._route.errors
            self._say("")
            self._paint()
        else:
            self._say("Nothing stands in the way.", failed=True)

    def action_copy_cut(self) -> None:
        """The body whole, or cut at each video."""
        walk = self._walk
        walk.cut = not walk.cut
        self.changed()
        bodies = [step for step in self._route.steps if step.startswith("body")] if self._route else []
        if walk.cut and len(bodies) == 1:
            walk.cut = False
            self.changed()
            self._say("There is no video in it that the body could be cut at.", failed=True)
        elif walk.cut:
            self._say(f"The body is cut at each video: {len(bodies)} parts, and the videos between them.")
        else:
            self._say("The body is whole again, and the videos follow it.")

    def action_copy_target(self) -> None:
        """The next platform of the publication."""
        if len(self._present.publication.targets) == 1:
            self._say(f"{line(self.target.name)} is the only target; workbench.toml names others.")
        self._walk.turned += 1
        self.changed()

    def action_copy_page(self) -> None:
        """Write the copy page, and open it."""
        if self._route:
            self.post_message(self.PageWanted(self._route.target))

    def action_copy_leave(self) -> None:
        """Back to the panes."""
        self.post_message(self.Left())

    # Where it is

    @property
    def _issue(self) -> Issue | None:
        return self._present.issues.get(self.issue_id or 0)

    @property
    def _walk(self) -> Walk:
        return self._walks.setdefault(self.issue_id or 0, Walk())

    @property
    def _at(self) -> str:
        return self._route.steps[self._route.place(self._walk)] if self._route else ""

    @property
    def _passage(self) -> Passage | None:
        return self._route.passage(self._walk) if self._route else None

    @property
    def _stopped(self) -> bool:
        return bool(self._route and self._route.errors - self._walk.waived)

    def _go(self, by: int) -> bool:
        """So many steps on; False where there are none."""
        steps = self._route.steps if self._route else []
        place = (self._route.place(self._walk) if self._route else 0) + by
        if not 0 <= place < len(steps):
            return False
        self._walk.at, self._told = steps[place], ("", "")
        self._say("")
        self._paint()
        return True

    # What it shows

    def _say(self, sentence: str, *, failed: bool = False) -> None:
        self.post_message(Say(sentence, failed=failed))

    def _key(self, action: str) -> str:
        return keys_of(BY_NAME[action], self._keymap)[0].replace("escape", "esc")

    @property
    def _override(self) -> str:
        return f"{self._key('findings.show')} shows them, {self._key('copy.anyway')} copies anyway."

    def watch_held(self) -> None:
        """The clipboard holds something else."""
        self._paint()

    def _paint(self) -> None:
        issue = self._issue
        if not self.display or self._route is None or issue is None:
            return
        self.border_title = Content.assemble(
            " ", literal(f"Copy out #{issue.number} to {self._route.target.name}"), " "
        )
        self.refresh(layout=len(self._lines(self.content_size.width)) != self.content_size.height)
        if (shows := piece(self._at)) and not self._stopped:
            self.post_message(InHand(shows))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Lines at that width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The step, what it copies, what is on the clipboard."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        return list(drawn(self._rows(self._route, width), width)) if self._route else []

    def _rows(self, way: Route, width: int) -> Iterator[Row]:
        if self._stopped:
            yield from door(way.errors - self._walk.waived, self._override, width)
        elif passage := self._passage:
            yield from step(passage, way, self._walk, width)
        else:
            proves = self._key("issue.prove")
            yield from checklist(way, self._walk, width)
            yield (
                "then",
                literal(f"Select all where you pasted it, copy that, and {proves} proves that it arrived."),
            )
        label, said = self._told
        if said:
            yield label, literal(said)
        yield (
            "clipboard",
            literal("being asked to take it …" if self._busy else self.held or "nothing from here yet"),
        )
