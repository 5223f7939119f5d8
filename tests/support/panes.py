"""The Issue and the Preview side by side on one desk, in the words of the product."""

from pathlib import Path

from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea

from workbench.curation.model import Refused
from workbench.desk.desk import Desk
from workbench.desk.present import Touched
from workbench.ui.issue import IssuePane
from workbench.ui.messages import Copy, Do, InHand, Open, Say, Typed, Verb, Writing
from workbench.ui.preview import PreviewPane

STYLES = Path(__file__).parents[2] / "styles"


class Side(App[None]):
    """What the screen does for the two panes, and a note of all they asked for."""

    CSS_PATH = [STYLES / "workbench.tcss", STYLES / "issue.tcss", STYLES / "preview.tcss"]
    CSS = "#both { height: 1fr; } #issue, #preview { width: 1fr; height: 1fr; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.issue = IssuePane(desk.present)
        self.preview = PreviewPane(desk.present)
        self.said: list[str] = []
        self.opened: list[str] = []
        self.copied: list[tuple[str, str]] = []
        self.in_hand = ""
        self.writing: list[str] = []
        self.pasted = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="both"):
            yield self.issue
            yield self.preview

    def on_mount(self) -> None:
        draft = self.desk.present.draft()
        self.issue.issue_id = self.preview.issue_id = draft.id if draft else None
        self.issue.focus()

    def changed(self, touched: Touched) -> None:
        self.issue.changed(touched)
        self.preview.changed(touched)

    @on(Do)
    def _do(self, message: Do) -> None:
        try:
            done = self.desk.do(message.verb)
        except Refused as refusal:
            self.said.append(str(refusal))
        else:
            self.changed(done.touched)
            if not message.quiet:
                self.said.append(done.says)

    @on(Say)
    def _say(self, message: Say) -> None:
        self.said.append(message.sentence)

    @on(Open)
    def _open(self, message: Open) -> None:
        self.opened.append(message.url)

    @on(Copy)
    def _copy(self, message: Copy) -> None:
        self.copied.append((message.what, message.text))

    @on(InHand)
    def _in_hand(self, message: InHand) -> None:
        self.in_hand = message.piece
        self.preview.show_piece(message.piece)

    @on(Typed)
    def _typed(self, message: Typed) -> None:
        self.preview.follow(message.piece, message.text, message.field)

    @on(Writing)
    def _writing(self, message: Writing) -> None:
        self.writing.append(message.piece)


class Editor:
    """An editor before the two panes: presses keys, reads what stands there."""

    def __init__(self, pilot: Pilot[None], app: Side) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type into whatever has the keyboard, as the terminal's driver does; `pilot.press` waits after each key."""
        for char in text:
            name = "enter" if char == "\n" else char if char.isalnum() else _character_to_key(char)
            self.app.post_message(events.Key(name, None if char == "\n" else char))
        await self.pilot.pause()
        await self.pilot.pause()

    async def write(self, piece: str, text: str = "") -> None:
        """Go to a piece, open it and type."""
        self.app.issue.move_to(piece)
        await self.press("enter")
        await self.type(text)

    async def elsewhere(self, verb: Verb) -> None:
        """What another process did, as this screen hears of it."""
        desk = self.app.desk
        desk.library.write(verb(desk.present).change)  # type: ignore[attr-defined]
        self.app.changed(desk.follow(desk.library.news()))
        await self.pilot.pause()

    async def caught_up(self) -> None:
        """The preview shows all it was told."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def raw(self, widget: Widget) -> list[str]:
        """The lines of a widget as they stand on the screen."""
        region: Region = widget.content_region
        strips = self.app.screen._compositor.render_strips(self.app.size)
        lines = ["".join(segment.text for segment in strip.crop(region.x, region.right)) for strip in strips]
        return lines[region.y : region.bottom]

    def shown(self, widget: Widget) -> list[str]:
        """The same without the spaces that columns need."""
        return [" ".join(line.split()) for line in self.raw(widget)]

    @property
    def rows(self) -> list[str]:
        """The list of pieces, without the lines drawn between."""
        return [" ".join(row.replace("─", "").split()) for row in self.shown(self.app.issue.list)]

    @property
    def page(self) -> str:
        """The preview as a reader would see it, as far as it is in sight."""
        return "\n".join(line.removeprefix("▌").strip() for line in self.shown(self.app.preview.page))

    @property
    def at(self) -> str:
        """The row the cursor stands on."""
        return next((row.removeprefix("▌").strip() for row in self.rows if row.startswith("▌")), "")

    @property
    def under(self) -> str:
        """The line beneath the fields."""
        return self.shown(self.app.issue.writer.query_one("#under"))[0]

    def field(self, name: str) -> str:
        """What stands in the box of that name: line, links or prose."""
        return self.app.query_one(f"#{name}", TextArea).text
