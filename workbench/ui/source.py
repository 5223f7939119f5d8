"""Source: what is known of the link in hand, offline; a strip under the list, large on `enter` and while writing."""

from collections.abc import Container, Iterator, Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from workbench.curation.identity import key_of, origin
from workbench.curation.model import Link, Source
from workbench.desk.present import Present
from workbench.desk.related import Relation, joinable, printed_with, related, similar
from workbench.ui.foreign import literal
from workbench.ui.rows import bare, reasons

REST: Final = (
    0.15  # seconds the cursor stays before titles are compared: nobody waits for that on the way down
)
MOST: Final = 4  # related works shown


class SourceView(VerticalScroll, can_focus=False):
    """Title, what is known, why the link is marked, what is beside it, the text. `asked` holds links on their way."""

    BORDER_TITLE = "Source"

    def __init__(self, present: Present, asked: Container[int] = (), *, id: str, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._present = present
        self._asked = asked
        self._body = Static(markup=False)
        self._alike: list[int] = []
        self._shown = ""
        self._resting: Timer | None = None
        self.link: int | None = None

    def compose(self) -> ComposeResult:
        yield self._body

    def show(self, link: int | None) -> None:
        """Show that link from its top; None shows what to do instead."""
        known = link if link in self._present.links else None
        if known != self.link:
            self._alike = []
        if self._put(known, NOTHING if known is None else self._about(known)):
            self._rest()

    def show_piece(self, issue: int, piece: str) -> None:
        """Show what a piece is written from: an entry's source, else the entries it sums up."""
        word, _, key = piece.partition(":")
        entry = self._present.entries.get(int(key)) if word == "entry" else None
        if entry is not None:
            self.show(entry.link)
        else:
            self._put(None, gist(self._present, issue, key if word == "tldr" else ""))

    def _about(self, link: int) -> Content:
        return about(self._present, link, link in self._asked, self._alike)

    def _put(self, link: int | None, content: Content) -> bool:
        """Show this, from its top where the link is another; False where it is shown already."""
        moved, self.link = link != self.link, link
        if not moved and content.plain == self._shown:
            return False
        self._shown = content.plain
        self._body.update(content)
        if moved:
            self.scroll_home(animate=False)
        return True

    def _rest(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._compare) if self.link is not None else None

    def _compare(self) -> None:
        """Say which titles are nearly the same, now that the cursor rests."""
        if self.link not in self._present.links or not self.region.area:
            return
        alike = similar(self._present, self.link)
        if alike != self._alike:
            self._alike = alike
            self._put(self.link, self._about(self.link))


NOTHING = Content("Nothing in hand.").stylize("dim")


def about(present: Present, id: int, asked: bool = False, alike: Sequence[int] = ()) -> Content:
    """All that is known of a link, as one text; `alike` are links whose titles are nearly the same."""
    link, source = present.links[id], present.source(id)
    facts = [", ".join(source.authors), source.published, *source.facts, origin(link.identity)]
    beside = [*_beside(present, link), *(_twin(present, other) for other in alike if other in present.links)]
    tags = " ".join(f"#{tag}" for tag in link.tags)
    known = source.text or ("" if asked or link.failure else "No text is kept for this link yet.")
    parts = [
        literal(link.title or bare(link.url), "bold"),
        literal(" · ".join(fact for fact in facts if fact), "dim"),
        literal("\n".join([*reasons(present, id, asked), *beside])),
        literal(f"Note: {link.note}" if link.note else ""),
        literal(tags, "dim"),
        literal(known, "" if source.text else "dim"),
        literal(" · ".join(filter(None, [link.url, _told_by(link, source)])), "dim"),
    ]
    return Content("\n").join([part for part in parts if part.plain])


def _beside(present: Present, link: Link) -> Iterator[str]:
    """What is related, a line each, and which of it + joins."""
    joined = printed_with(present, link)
    found = related(present, link.id)
    free = joinable(present, link.id) if found else None
    for one in found[:MOST]:
        todo = " · joined" if key_of(one.url) in joined else " · + joins it" if one == free else ""
        yield _relation(present, one) + todo
    if len(found) > MOST:
        yield f"● and {len(found) - MOST} more"


def _relation(present: Present, one: Relation) -> str:
    known = present.links.get(one.link)
    called = known.title or bare(one.url) if known else bare(one.url)
    stands = _stands(present, known.id) if known and known.joined is None else ""
    details = ", ".join(filter(None, [one.said_by, stands]))
    return f"● {one.why}: {called}" + (f" ({details})" if details else "")


def _twin(present: Present, other: int) -> str:
    return f"= looks like “{present.links[other].title}” ({_stands(present, other)})"


def _stands(present: Present, link: int) -> str:
    """Where a link stands: `12, published in #7`."""
    printed, state = present.published_in(link), present.state(link)
    if printed:
        return f"{link}, published in #{printed[-1]}"
    return f"{link}, {'in the inbox' if state == 'inbox' else state}"


def _told_by(link: Link, source: Source) -> str:
    """Who said what: `told by arXiv`, or where several did `title by you · date by arXiv`."""
    fields = {"title": link.title_by, **source.said_by}
    said: dict[str, list[str]] = {}
    for field, by in fields.items():
        if by:
            said.setdefault(CALLED.get(by, by), []).append(WORD.get(field, field))
    if len(said) == 1 and link.title_by != "editor":
        return f"told by {next(iter(said))}"
    return " · ".join(f"{', '.join(words)} by {by}" for by, words in said.items())


CALLED: Final = {"editor": "you", "page": "the page"}
WORD: Final = {"published": "date"}


def gist(present: Present, issue: int, section: str = "") -> Content:
    """An issue's entries, or a section's: each title, and its blurb where only a section is asked for."""
    parts: list[Content] = []
    for entry in present.entries_in(issue) if issue in present.issues else ():
        if entry.slot is not None and section in ("", entry.section):
            parts.append(literal(entry.title or bare(entry.links[0].url if entry.links else ""), "bold"))
            if section and entry.blurb:
                parts.append(literal(entry.blurb + "\n"))
    return Content("\n").join(parts) if parts else NOTHING
