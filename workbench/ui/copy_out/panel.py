"""Copying out: the strip beneath the panes that walks an issue to its platform, one passage a key.

It says what each step is, how large, and what is on the clipboard now; only `enter` ever touches that.
"""

from collections.abc import Iterator

from textual import events, on
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from workbench.curation.model import IssueId
from workbench.curation.publication import Target
from workbench.desk.state import State
from workbench.publishing.passages import Passage
from workbench.ui.copy_out.requests import CopyRequest, CopyRequested, Task
from workbench.ui.copy_out.step_rows import (
    LabelledRow,
    build_rows,
    format_edits_hint,
    format_override_hint,
    render_labelled_rows,
)
from workbench.ui.copy_out.steps import CopyStep, CopySteps, piece_of_step
from workbench.ui.copy_out.tracker import StepTracker
from workbench.ui.keys.table import ACTIONS_BY_NAME, Keymap, build_bindings, keys_of
from workbench.ui.messages import PieceSelected, ShowMessage
from workbench.ui.sanitize import one_line, to_content


class CopyPanel(Widget, can_focus=True):
    """Where each issue's copy-out stands, and what is drawn of it. Out of sight it does nothing."""

    BINDINGS = [*build_bindings("copying")]
    issue_id: reactive[IssueId | None] = reactive(None)
    clipboard_status: reactive[str] = reactive("")
    """What was put on the clipboard last, and what is known of it."""

    def __init__(self, state: State, keymap: Keymap) -> None:
        super().__init__(id="copy-panel")
        self._targets = state.publication.targets
        self._keymap = keymap
        self.tracker = StepTracker(state)
        self._issue_of_panes: IssueId | None = None
        self._is_copying, self._notice = False, ("", "")
        self.takes_rich = True  # a clipboard here; where none does, the copy page has to do
        self.display = False

    # What the screen says

    def open(self) -> None:
        """Come up where this issue was left."""
        self.issue_id = self._issue_of_panes
        self.display = True
        self._notice = ("", "")
        self.rebuild_steps()
        self.focus()

    def close(self) -> None:
        """Go out of sight."""
        self.display = False

    def follow_issue(self, issue_id: IssueId | None) -> None:
        """Go along with the panes to another issue, but stay with one that was published from here: its posts come."""
        self._issue_of_panes = issue_id
        if not (self.display and self.tracker.is_at_posts):
            self.issue_id = issue_id

    def watch_issue_id(self) -> None:
        """Another issue has steps of its own."""
        self.tracker.issue_id = self.issue_id
        self._notice = ("", "")
        self.rebuild_steps()

    def rebuild_steps(self) -> None:
        """The issue may say something else now."""
        if self.display:
            self.tracker.rebuild()
            self._update_view()

    @property
    def target(self) -> Target:
        """The platform in hand, whether or not the strip is open."""
        return self.tracker.target

    def is_at(self, task: Task) -> bool:
        """Whether the strip is open at the step of this task."""
        return self.display and self.tracker.step == CopyStep(task=task)

    def show_copied(self, passage: Passage) -> None:
        """It is there: on to the next step, if the editor has not gone elsewhere meanwhile."""
        self._is_copying = False
        if self.tracker.passage == passage:
            self._move_by(1)

    def show_done(self, request: CopyRequest, said: str) -> None:
        """What the step in hand is for is done, or something else: on to the next step, with what was done above it."""
        step, needs_page = self.tracker.step, self._needs_page(self.tracker.passage)
        if request == (step and step.task) or (request == "page" and needs_page):
            self._move_by(1)
        self.show_outcome("done", said)

    def show_refusal(self, why: str) -> None:
        """It could not be copied: say so, and what helps."""
        self._is_copying = False
        self.show_outcome("! refused", f"{why} {self._key_of('copy.page')} opens the copy page.")

    def show_outcome(self, label: str, said: str) -> None:
        """A line more until the next step, for what the message line has no room for."""
        self._notice = label, said
        self._update_view()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """What any other key does here: nothing, and it is said."""
        if event.is_printable and event.key not in self.screen.active_bindings:
            event.stop()
            self._say(
                f"{event.character} does nothing here: {self._key_of('copy.leave')} leaves.", failed=True
            )

    def action_step_copy(self) -> None:
        """Do this step, and go on to the next: copy a passage, tick the whole checklist, or what ends an edition."""
        step = self.tracker.step
        if self._is_copying:
            self._say("Still copying: the clipboard has not answered yet.", failed=True)
        elif self.tracker.open_errors:
            self._say(format_override_hint(self._key_of), failed=True)
        elif step is not None:
            self._run_step(step)

    def _run_step(self, step: CopyStep) -> None:
        passage, self._notice = self.tracker.passage, ("", "")
        if step.item is not None:
            self.tracker.tick_all()
        elif step.task is not None:
            self.post_message(CopyRequested(step.task, self.target))
        elif passage is not None and passage.lacks_url:
            self.post_message(CopyRequested("url", self.target))
        elif self._needs_page(passage):
            self.post_message(CopyRequested("page", self.target))
        else:
            self._is_copying = True
            self.post_message(CopyRequested("copy", self.target, passage))
        self._update_view()

    def _needs_page(self, passage: Passage | None) -> bool:
        """Whether no clipboard here takes this passage as the target wants it."""
        return bool(passage and passage.html and self.target.takes == "rich" and not self.takes_rich)

    def action_step_next(self) -> None:
        """One step on, without copying."""
        self._request_move(1)

    def action_step_previous(self) -> None:
        """One step back."""
        self._request_move(-1)

    def _request_move(self, by: int) -> None:
        if self.tracker.open_errors:
            self._say(format_override_hint(self._key_of), failed=True)
        elif not self._move_by(by):
            self._say(f"That is the {'last' if by > 0 else 'first'} step.", failed=True)

    def action_step_tick(self) -> None:
        """Tick what was checked, or take that back, and go on."""
        step = self.tracker.step
        if step is None or step.item is None or self.tracker.open_errors:
            self._say("Only the checklist is ticked; it comes after the passages.", failed=True)
        elif not (self.tracker.toggle_tick(step.item) and self._move_by(1)):
            self._update_view()

    def action_copy_draft(self) -> None:
        """Make the draft at the platform, or bring it up to date; what that lacks is said."""
        if self.tracker.open_errors:
            self._say(format_override_hint(self._key_of), failed=True)
        else:
            self.post_message(CopyRequested("draft", self.target))

    def action_copy_differences(self) -> None:
        """How the draft that was edited at the platform differs from the issue."""
        self.post_message(CopyRequested("differences", self.target))

    def action_copy_anyway(self) -> None:
        """Go on in spite of the errors there are, or of what was edited at the platform."""
        if self.tracker.open_errors:
            self.tracker.waive_errors()
            self._say("")
            self._update_view()
        elif self.tracker.progress.edits_there is not None:
            self.post_message(CopyRequested("overwrite", self.target))
        else:
            self._say("Nothing stands in the way.", failed=True)

    def action_copy_videos(self) -> None:
        """A step for each video, for those that stayed an address where they were pasted; or none again."""
        if self.tracker.toggle_video_steps():
            self._say("Paste each video alone where it stayed an address.")
        elif not (self.tracker.steps and self.tracker.steps.videos):
            self._say("There is no video in this issue.", failed=True)
        self._update_view()

    def action_copy_cut(self) -> None:
        """The body whole, or cut at each video."""
        was_split = self.tracker.progress.is_split
        parts = self.tracker.toggle_split()
        self._update_view()
        if self.tracker.progress.is_split:
            self._say(f"The body is cut at each video: {parts} parts, and the videos between them.")
        elif was_split:
            self._say("The body is whole again.")
        else:
            self._say("There is no video in it that the body could be cut at.", failed=True)

    def action_copy_target(self) -> None:
        """The next platform of the publication."""
        if len(self._targets) == 1:
            self._say(f"{one_line(self.target.name)} is the only target; workbench.toml names others.")
        self.tracker.next_target()
        self._update_view()

    def action_copy_page(self) -> None:
        """Write the copy page, and open it."""
        if self.tracker.steps:
            self.post_message(CopyRequested("page", self.target))

    def action_copy_leave(self) -> None:
        """Back to the panes."""
        self.post_message(CopyRequested("leave", self.target))

    def _move_by(self, by: int) -> bool:
        """So many steps on; False where there are none."""
        if not self.tracker.move_by(by):
            return False
        self._notice = ("", "")
        self._say("")
        self._update_view()
        return True

    @on(events.Paste)
    def _compare_paste(self, event: events.Paste) -> None:
        """What is pasted here was copied back from the platform: links are added in the lists."""
        event.stop()
        self.post_message(CopyRequested("compare", self.target, text=event.text))

    # What it shows

    def _say(self, sentence: str, *, failed: bool = False) -> None:
        self.post_message(ShowMessage(sentence, failed=failed))

    def _key_of(self, action: str) -> str:
        return keys_of(ACTIONS_BY_NAME[action], self._keymap)[0].replace("escape", "esc")

    def watch_clipboard_status(self) -> None:
        """The clipboard holds something else."""
        self._update_view()

    def _update_view(self) -> None:
        issue = self.tracker.issue
        if not self.display or self.tracker.steps is None or issue is None:
            return
        title = to_content(f"Copy out #{issue.number} to {self.target.name}")
        self.border_title = Content.assemble(" ", title, " ")
        self.refresh(layout=len(self._render_step_lines(self.content_size.width)) != self.content_size.height)
        if (shows := piece_of_step(self.tracker.step)) and not self.tracker.open_errors:
            self.post_message(PieceSelected(shows))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Lines at that width."""
        return len(self._render_step_lines(width))

    def render(self) -> Content:
        """The step, what it copies, what is on the clipboard."""
        return Content("\n").join(self._render_step_lines(self.content_size.width))

    def _render_step_lines(self, width: int) -> list[Content]:
        steps = self.tracker.steps
        return list(render_labelled_rows(self._build_rows(steps, width), width)) if steps else []

    def _build_rows(self, steps: CopySteps, width: int) -> Iterator[LabelledRow]:
        needs_page = self._needs_page(self.tracker.passage)
        yield from build_rows(self.tracker, steps, width, self._key_of, needs_page=needs_page)
        label, said = self._notice
        if said:
            yield label, to_content(said)
        if self.tracker.progress.edits_there is not None:
            yield "", to_content(format_edits_hint(self._key_of))
        status = self.clipboard_status or "nothing from here yet"
        yield "clipboard", to_content("being asked to take it …" if self._is_copying else status)
