"""Choose a sentence of a source, to quote it."""

from typing import ClassVar, Final

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from workbench.curation.text.sentences import find_sentences
from workbench.ui.dialogs.dialog import Dialog
from workbench.ui.keys.table import build_bindings
from workbench.ui.sanitize import many_lines, to_content

CONTEXT_LINES: Final = 2  # lines seen above a sentence that is scrolled to


class Quote(Struct, frozen=True):
    """Sentences as one line, and where in the source they end (an index of its text)."""

    text: str
    end: int


class QuoteDialog(Dialog[Quote | None]):
    """Answers with the sentences that are highlighted, one at first. It begins with the one that ends after `start`, an
    index of the source's text."""

    BINDINGS = [*build_bindings("quoting")]
    heading = "Quote a sentence"
    hints: ClassVar = (
        ("sentence.take", "quote it"),
        ("sentence.next", "next"),
        ("sentence.previous", "previous"),
        ("sentence.more", "one more"),
        ("sentence.fewer", "one fewer"),
    )

    def __init__(self, source_text: str, start: int = 0) -> None:
        super().__init__()
        self._source_text = many_lines(source_text)
        self._spans = find_sentences(self._source_text)
        ahead = (at for at, (_, end) in enumerate(self._spans) if end > start)
        self._first = self._last = next(ahead, 0)
        self._body = Static(markup=False)
        self._page = VerticalScroll(self._body, can_focus=False, classes="quote-page")

    def compose_body(self) -> ComposeResult:
        yield self._page

    def on_mount(self) -> None:
        self._highlight()

    def on_resize(self) -> None:
        """The sentence stays in sight."""
        self.call_after_refresh(self._scroll_to_sentence)

    def _highlight(self) -> None:
        begin, end = self._selected
        self._body.update(to_content(self._source_text).stylize("reverse", begin, end))
        self.call_after_refresh(self._scroll_to_sentence)

    @property
    def _selected(self) -> tuple[int, int]:
        return self._spans[self._first][0], self._spans[self._last][1]

    def _scroll_to_sentence(self) -> None:
        begin, end = self._selected
        top, height = self._page.scroll_offset.y, self._page.size.height
        first, last = self._find_line(begin + 1), self._find_line(end)
        if first < top or last >= top + height:
            self._page.scroll_to(y=max(0, first - CONTEXT_LINES), animate=False)

    def _find_line(self, at: int) -> int:
        """The line on which the text up to there ends."""
        width = max(1, self._body.size.width)
        return len(to_content(self._source_text[:at]).wrap(width)) - 1

    def _select(self, first: int, last: int) -> None:
        limit = len(self._spans) - 1
        self._first = max(0, min(first, limit))
        self._last = max(self._first, min(last, limit))
        self._highlight()

    def action_sentence_next(self) -> None:
        """The sentence after."""
        self._select(self._last + 1, self._last + 1)

    def action_sentence_previous(self) -> None:
        """The sentence before."""
        self._select(self._first - 1, self._first - 1)

    def action_sentence_more(self) -> None:
        """The sentence after as well."""
        self._select(self._first, self._last + 1)

    def action_sentence_fewer(self) -> None:
        """Without the last of several."""
        self._select(self._first, self._last - 1)

    def action_paragraph_next(self) -> None:
        """The first sentence of the next paragraph."""
        self._select_near(self._source_text.find("\n\n", self._selected[1]))

    def action_paragraph_previous(self) -> None:
        """The first sentence of the paragraph before."""
        here = self._source_text.rfind("\n\n", 0, self._selected[0])
        self._select_near(max(0, self._source_text.rfind("\n\n", 0, max(0, here))))

    def _select_near(self, at: int) -> None:
        found = next((n for n, (begin, _) in enumerate(self._spans) if begin >= at >= 0), self._first)
        self._select(found, found)

    @property
    def quote(self) -> Quote:
        """What is highlighted."""
        begin, end = self._selected
        return Quote(" ".join(self._source_text[begin:end].split()), end)

    def action_sentence_take(self) -> None:
        """Answer with what is highlighted."""
        self.dismiss(self.quote)
