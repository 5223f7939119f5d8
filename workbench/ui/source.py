"""Source: what is known of the link in hand, offline; a strip under the list, large on `enter` and while writing."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.curation.identity import origin
from workbench.desk.present import Present
from workbench.ui.foreign import literal
from workbench.ui.rows import bare, reasons


class SourceView(VerticalScroll, can_focus=False):
    """Title, what is known, the text, the note, and why the link is marked."""

    BORDER_TITLE = "Source"

    def __init__(self, present: Present, *, id: str, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._present = present
        self._body = Static(markup=False)
        self.link: int | None = None

    def compose(self) -> ComposeResult:
        yield self._body

    def show(self, link: int | None) -> None:
        """Show that link from its top; None shows what to do instead."""
        known = link is not None and link in self._present.links
        self._put(link, about(self._present, link) if known and link is not None else NOTHING)

    def show_piece(self, issue: int, piece: str) -> None:
        """Show what a piece is written from: an entry's source, else the entries it sums up."""
        word, _, key = piece.partition(":")
        entry = self._present.entries.get(int(key)) if word == "entry" else None
        if entry is not None:
            self.show(entry.link)
        else:
            self._put(None, gist(self._present, issue, key if word == "tldr" else ""))

    def _put(self, link: int | None, content: Content) -> None:
        moved, self.link = link != self.link, link
        self._body.update(content)
        if moved:
            self.scroll_home(animate=False)


NOTHING = Content("Nothing in hand.").stylize("dim")


def about(present: Present, id: int) -> Content:
    """All that is known of a link, as one text."""
    link, source = present.links[id], present.source(id)
    facts = [", ".join(source.authors), source.published, *source.facts, origin(link.identity)]
    tags = " ".join(f"#{tag}" for tag in link.tags)
    parts = [
        literal(link.title or bare(link.url), "bold"),
        literal(" · ".join(fact for fact in facts if fact), "dim"),
        literal("\n".join(reasons(present, id))),
        literal(f"Note: {link.note}" if link.note else ""),
        literal(tags, "dim"),
        literal(source.text or "No text is kept for this link yet.", "" if source.text else "dim"),
        literal(link.url, "dim"),
    ]
    return Content("\n").join([part for part in parts if part.plain])


def gist(present: Present, issue: int, section: str = "") -> Content:
    """An issue's entries, or a section's: each title, and its blurb where only a section is asked for."""
    parts: list[Content] = []
    for entry in present.entries_in(issue) if issue in present.issues else ():
        if entry.slot is not None and section in ("", entry.section):
            parts.append(literal(entry.title or bare(entry.links[0].url if entry.links else ""), "bold"))
            if section and entry.blurb:
                parts.append(literal(entry.blurb + "\n"))
    return Content("\n").join(parts) if parts else NOTHING
