"""Writing: the fields of the piece in hand, in the place of the list. The one place where text is typed.

Three boxes serve every piece, so that going on to the next one never leaves a key without a field to go to.
What is typed goes to `Unsaved` at once, and to the library after an idle second or when the field is left.
"""

from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from workbench.curation.preflight import meter, words
from workbench.desk.present import Present
from workbench.ui.box import Box, Line
from workbench.ui.dialogs.add import Paper
from workbench.ui.fields import Field, fields
from workbench.ui.foreign import literal
from workbench.ui.messages import Copy, Do, Say, Typed
from workbench.ui.piece_rows import name
from workbench.ui.unsaved import Unsaved

IDLE: Final = 1.0  # seconds without a key before what was typed is saved


class Writer(Vertical):
    """Fields, a meter beneath them, and whether all is saved."""

    def __init__(self, present: Present) -> None:
        super().__init__(id="writer")
        self.unsaved: Final = Unsaved(present)
        self.piece = ""
        self._issue = 0
        self._open: list[Box] = []
        self._present = present
        self._idle: Timer | None = None
        self._line = Box(Line(id="line", highlight_cursor_line=False))
        self._links = Box(Paper(id="links", highlight_cursor_line=False))
        self._prose = Box(Paper(id="prose", highlight_cursor_line=False))
        self._meter = Static(id="meter", markup=False)
        self._state = Static(id="state", markup=False)

    def compose(self) -> ComposeResult:
        """The boxes one above the other, and the line beneath them."""
        yield from (box.widget for box in (self._line, self._links, self._prose))
        with Horizontal(id="under"):
            yield self._meter
            yield self._state

    def open(self, issue: int, piece: str) -> None:
        """Write this piece of the issue (by document id). The keyboard goes to the first field that is empty,
        else to the last."""
        self.save()
        self._issue, self.piece = issue, piece
        asked = {self._box(field): field for field in fields(issue, piece)}
        self._open = [*asked]
        for box in (self._line, self._links, self._prose):
            box.widget.display = box in asked
        for box, field in asked.items():
            held, typed = field.held(self._present) or "", self.unsaved.text(field)
            box.open(field, held if typed is None else typed, held)
        self._entitle()
        first = next((box for box in self._open if not box.text), self._open[-1])
        self.screen.set_focus(first.widget)
        self._tell()

    def close(self) -> str:
        """Save and stop writing; returns the piece that was in hand."""
        self.save()
        piece, self.piece, self._open = self.piece, "", []
        return piece

    def take_keyboard(self) -> None:
        """Back to the fields from elsewhere."""
        self.screen.set_focus(self._open[-1].widget)

    def turn_field(self, by: int) -> None:
        """To the next field (1) or the one before (-1), and round the corner."""
        boxes = self._open
        at = next((at for at, box in enumerate(boxes) if box.widget.has_focus), 0)
        self.screen.set_focus(boxes[(at + by) % len(boxes)].widget)

    def save(self, *, again: bool = True) -> None:
        """Hand over all that is not saved, and `again` what was handed over and not heard of since.

        A line that is no link stays in its field, and is told.
        """
        self._hand_over(again=again)
        problem = next((box.problem for box in self._open if box.problem), "")
        if problem:
            self.post_message(Say(f"Not saved: {problem}", failed=True))

    def changed(self) -> bool:
        """Follow the library. False where the piece in hand is gone; what was typed then goes to the clipboard."""
        self._collect()
        self.unsaved.settle()
        stands = all(box.field.held(self._present) is not None for box in self._open)
        if stands:
            for box in self._open:
                self._follow(box)
        else:
            self._rescue()
        self._tell()
        return stands

    def _box(self, field: Field) -> Box:
        return self._links if field.name == "links" else self._prose if field.prose else self._line

    def _follow(self, box: Box) -> None:
        """Show what the library holds by now, but never over what is being typed."""
        held = box.field.held(self._present) or ""
        elsewhere = held not in (box.seen, box.kept, self.unsaved.sent(box.field))
        box.seen = held
        if not elsewhere:
            return
        if box.typed and (box.widget.has_focus or self.unsaved.text(box.field) is not None):
            self.unsaved.note(box.field, box.text, box.visit)
            self.post_message(
                Say("Changed elsewhere as well: yours stays here, theirs is in the history (H).")
            )
        else:
            box.put(held)

    def _rescue(self) -> None:
        texts = [self.unsaved.drop(box.field) for box in self._open]
        if any(texts):
            what = "The entry left the issue, what you were writing"
            self.post_message(Copy("\n\n".join(filter(None, texts)), what))

    # From the keys to the library

    def _collect(self) -> bool:
        """Take in what was typed since the last look. It compares, so it is right whatever the order of events."""
        typed = [box for box in self._open if box.typed_now()]
        for box in typed:
            self.unsaved.note(box.field, box.text, box.visit)
            self.post_message(Typed(self.piece, box.text, box.field.name))
        return bool(typed)

    def _hand_over(self, *, again: bool) -> None:
        self._collect()
        self._rest()
        for verb in self.unsaved.due(again=again):
            self.post_message(Do(verb, quiet=True))
        self._tell()

    def _rest(self) -> None:
        if self._idle is not None:
            self._idle.stop()
            self._idle = None

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._collect():
            self._rest()
            self._idle = self.set_timer(IDLE, lambda: self._hand_over(again=False))
        self._tell()

    @on(Line.Done)
    def _done(self, event: Line.Done) -> None:
        event.stop()
        self.turn_field(1)

    @on(events.DescendantFocus)
    def _entered(self) -> None:
        for box in self._open:
            if box.widget.has_focus:
                box.enter()

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self.save(again=False)

    @on(events.Paste)
    def _pasted(self, event: events.Paste) -> None:
        """A paste into a field is text, not links to add."""
        event.stop()

    # What it says

    def _entitle(self) -> None:
        issue = self._present.issues[self._issue]
        called = name(self._present, issue, self.piece)
        entry = self._links in self._open
        self._line.widget.border_title = literal("Title" if entry else called[:1].upper() + called[1:])
        self._links.widget.border_title = literal("Links, one a line: https://…  or  label: https://…")
        self._prose.widget.border_title = literal("Blurb" if entry else called.capitalize())

    def _tell(self) -> None:
        if self.piece:
            self._meter.update(literal(self._count()))
            self._state.update(literal(self._saved()))

    def _count(self) -> str:
        count = words(self._open[-1].text)
        told = f"{count} word{'' if count == 1 else 's'}"
        entry = self._present.entries.get(int(self.piece[6:])) if self.piece.startswith("entry:") else None
        if entry is None:
            return told
        wanted = self._present.issues[self._issue].section(entry.section).blurb_words
        return f"{told}, {wanted[0]} to {wanted[1]} · {meter(count, wanted)}"

    def _saved(self) -> str:
        boxes = self._open
        left = [box for box in boxes if self.unsaved.text(box.field) is not None]
        if any(box.problem for box in left):
            return "a link is not saved"
        if left:
            sent = all(self.unsaved.sent(box.field) == box.kept for box in left)
            return "saving…" if sent else "typing…"
        return "saved" if any(box.typed for box in boxes) else ""
