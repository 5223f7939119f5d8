"""The Issue and the Preview side by side on one desk, in the words of the product."""

from collections.abc import Callable
from pathlib import Path

from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea

from tests.support.desks import desk_beside
from tests.support.quiet import wait_until_quiet
from workbench.curation.model import UserError
from workbench.curation.pieces import parse_piece
from workbench.desk.desk import Desk
from workbench.desk.touched import Touched
from workbench.ui.issue.pane import IssuePane
from workbench.ui.messages import (
    CopyText,
    OpenUrl,
    PieceEdited,
    PieceSelected,
    ShowMessage,
    Verb,
    WritingChanged,
)
from workbench.ui.preview.pane import PreviewPane

STYLES = Path(__file__).parents[2] / "styles"


class TwoPanesApp(App[None]):
    """What the screen does for the two panes, and a note of all they asked for."""

    CSS_PATH = [STYLES / "workbench.tcss", STYLES / "issue.tcss", STYLES / "preview.tcss"]
    CSS = "#panes { height: 1fr; } #issue, #preview { width: 1fr; height: 1fr; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.joined: list[int] = []
        self.issue = IssuePane(
            desk.state, run_verb=self._run_verb, save_text=self._save_text, join_to=self.joined.append
        )
        self.preview = PreviewPane(desk.state)
        self.messages: list[str] = []
        self.opened_urls: list[str] = []
        self.copied_texts: list[tuple[str, str]] = []
        self.selected_piece = ""
        self.written_pieces: list[str] = []
        self.pasted = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield self.issue
            yield self.preview

    def on_mount(self) -> None:
        draft = self.desk.state.newest_draft()
        self.issue.issue_id = self.preview.issue_id = draft.id if draft else None
        self.issue.focus()

    def update_panes(self, touched: Touched) -> None:
        self.issue.show_changes(touched)
        self.preview.show_changes(touched)

    def on_paste(self, event: events.Paste) -> None:
        self.pasted += event.text

    def _run_verb(self, verb: Verb) -> None:
        try:
            done = self.desk.do(verb)
        except UserError as refusal:
            self.messages.append(str(refusal))
        else:
            self.update_panes(done.touched)
            self.messages.append(done.message)

    def _save_text(self, verb: Verb, on_refused: Callable[[], None]) -> None:
        self.call_later(self._save_now, verb, on_refused)

    def _save_now(self, verb: Verb, on_refused: Callable[[], None]) -> None:
        try:
            self.update_panes(self.desk.do(verb).touched)
        except UserError as refusal:
            self.messages.append(str(refusal))
            on_refused()

    @on(ShowMessage)
    def _record_message(self, message: ShowMessage) -> None:
        self.messages.append(message.sentence)

    @on(OpenUrl)
    def _record_url(self, message: OpenUrl) -> None:
        self.opened_urls.append(message.url)

    @on(CopyText)
    def _record_copy(self, message: CopyText) -> None:
        self.copied_texts.append((message.label, message.text))

    @on(PieceSelected)
    def _select_piece(self, message: PieceSelected) -> None:
        self.selected_piece = str(message.piece or "")
        self.preview.show_piece(message.piece)

    @on(PieceEdited)
    def _update_preview(self, message: PieceEdited) -> None:
        self.preview.show_edit(message.piece, message.text, message.field)

    @on(WritingChanged)
    def _record_writing(self, message: WritingChanged) -> None:
        self.written_pieces.append(str(message.piece or ""))


class Editor:
    """An editor before the two panes: presses keys, reads what stands there."""

    def __init__(self, pilot: Pilot[None], app: TwoPanesApp) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await wait_until_quiet(self.pilot)

    async def type(self, text: str) -> None:
        """Type into whatever has the keyboard, as the terminal's driver does; `pilot.press` waits after each key."""
        for char in text:
            name = "enter" if char == "\n" else char if char.isalnum() else _character_to_key(char)
            self.app.post_message(events.Key(name, None if char == "\n" else char))
        await wait_until_quiet(self.pilot)

    async def paste(self, text: str) -> None:
        """Paste into whatever has the keyboard."""
        self.focused.post_message(events.Paste(text))
        await wait_until_quiet(self.pilot)

    def move_to(self, piece: str) -> None:
        """Put the cursor on a piece, by its text form."""
        self.app.issue.move_to(parse_piece(piece))

    async def write(self, piece: str, text: str = "") -> None:
        """Go to a piece, open it and type."""
        self.move_to(piece)
        await self.press("enter")
        await self.type(text)

    async def change_elsewhere(self, verb: Verb) -> None:
        """What another process did, as this screen hears of it."""
        desk = self.app.desk
        desk_beside(desk).do(verb)
        self.app.update_panes(desk.apply_records(desk.library.poll()))
        await wait_until_quiet(self.pilot)

    async def wait_for_preview(self) -> None:
        """The preview shows all it was told."""
        await self.app.workers.wait_for_complete()
        await wait_until_quiet(self.pilot)

    @property
    def focused(self) -> Widget:
        """Whatever has the keyboard."""
        assert self.app.focused is not None
        return self.app.focused

    def raw_lines(self, widget: Widget) -> list[str]:
        """The lines of a widget as they stand on the screen."""
        region: Region = widget.content_region
        strips = self.app.screen._compositor.render_strips(self.app.size)
        lines = ["".join(segment.text for segment in strip.crop(region.x, region.right)) for strip in strips]
        return lines[region.y : region.bottom]

    def lines_of(self, widget: Widget) -> list[str]:
        """The same without the spaces that columns need."""
        return [" ".join(line.split()) for line in self.raw_lines(widget)]

    @property
    def rows(self) -> list[str]:
        """The list of pieces, without the lines drawn between."""
        return [" ".join(row.replace("─", "").split()) for row in self.lines_of(self.app.issue.outline.list)]

    @property
    def page_text(self) -> str:
        """The preview as a reader would see it, as far as it is in sight."""
        return "\n".join(line.removeprefix("▌").strip() for line in self.lines_of(self.app.preview.page))

    @property
    def current_row(self) -> str:
        """The row the cursor stands on."""
        return next((row.removeprefix("▌").strip() for row in self.rows if row.startswith("▌")), "")

    @property
    def status_line(self) -> str:
        """The line beneath the fields."""
        return self.lines_of(self.app.issue.writer.query_one("#writer-footer"))[0]

    def field_text(self, name: str) -> str:
        """What stands in the box of that name: line, links or prose."""
        return self.app.query_one(f"#{name}", TextArea).text
