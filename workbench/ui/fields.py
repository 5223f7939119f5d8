"""What can be typed into a piece: the one place that turns what the library holds into text to edit, and back."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.cleaning import clean, clean_lines, safe_url
from workbench.curation.model import Entry, Issue, LabelledLink, Refused
from workbench.desk import writing
from workbench.desk.present import Present
from workbench.ui.messages import Verb

ENTRY: Final = ("title", "links", "blurb")
WHOLE: Final = ("text",)
PROSE: Final = frozenset({"greeting", "closing", "unplaced"})
_LINK: Final = re.compile(r"(?:(?P<label>.*?)\s*[:|]?\s+)?(?P<url>\S+)")


class Field(Struct, frozen=True):
    """One field of a piece of an issue (by document id): an entry's title, links or blurb; else its `text`."""

    issue: int
    piece: str
    name: str

    @property
    def prose(self) -> bool:
        """Whether it holds paragraphs rather than one line."""
        return self.name == "blurb" or self.piece in PROSE

    @property
    def lines(self) -> bool:
        """Whether a line break may be typed."""
        return self.prose or self.name == "links"

    @property
    def _entry(self) -> int:
        return int(self.piece.partition(":")[2])

    def held(self, present: Present) -> str | None:
        """What the library holds, as it is edited; None where the piece is gone."""
        if self.issue not in present.issues:
            return None
        if self.name == "text":
            return writing.text_of(present, present.issues[self.issue], self.piece)
        entry = present.entries.get(self._entry)
        if entry is None or entry.issue != self.issue:
            return None
        return "\n".join(map(link_line, entry.links)) if self.name == "links" else getattr(entry, self.name)

    def kept(self, text: str) -> str:
        """What the library will hold once this text is saved, as `held` gives it; `Refused` where it cannot be."""
        if self.name == "links":
            return "\n".join(map(link_line, links(text)))
        if self.prose:
            return clean_lines(text).strip()
        return clean(text, limit=2000) if self.piece.startswith("tldr:") else clean(text)

    def settled(self, present: Present, text: str) -> bool:
        """Whether the library holds this text, or has no place for it any more."""
        try:
            return self.held(present) in (None, self.kept(text))
        except Refused:
            return False

    def verb(self, text: str, visit: str) -> Verb:
        """What saves this text as part of that visit; it is `Refused` where a link is no web address."""

        def save(present: Present) -> Change:
            if self.name == "text":
                change = writing.set_field(present, self.piece, text, issue=self.issue)
            else:
                value = links(text) if self.name == "links" else text
                change = writing.write(present, self._entry, **{self.name: value})  # type: ignore[arg-type]
            return replace(change, visit=visit)

        return save

    def into(self, issue: Issue, entries: Sequence[Entry], text: str) -> tuple[Issue, list[Entry]]:
        """The issue and its entries as they would be with this text saved; as they are where it cannot be."""
        try:
            value = links(text) if self.name == "links" else self.kept(text)
        except Refused:
            return issue, [*entries]
        word, _, key = self.piece.partition(":")
        if word == "entry":
            changed = [
                replace(entry, **{self.name: value}) if entry.id == int(key) else entry for entry in entries
            ]
            return issue, changed
        if word == "tldr":
            lines = {**issue.tldr, key: value}
            return replace(issue, tldr={section: line for section, line in lines.items() if line}), [*entries]
        return replace(issue, **{self.piece: value}), [*entries]


def fields(issue: int, piece: str) -> list[Field]:
    """The fields of a piece, in the order they are written."""
    names = ENTRY if piece.startswith("entry:") else WHOLE
    return [Field(issue, piece, name) for name in names]


def links(text: str) -> tuple[LabelledLink, ...]:
    """Labelled links, one a line: `url` or `label: url`. `Refused` names the first line that is none."""
    return tuple(_link(clean(line, limit=5000)) for line in text.splitlines() if line.strip())


def link_line(link: LabelledLink) -> str:
    """A labelled link as a line to edit."""
    return f"{link.label}: {link.url}" if link.label else link.url


def _link(line: str) -> LabelledLink:
    parts = _LINK.fullmatch(line)
    url = safe_url(parts["url"]) if parts else None
    if parts is None or url is None:
        raise Refused(f"“{line[:60]}” is not a link: write https://… or a label, a colon and https://….")
    return LabelledLink(clean(parts["label"] or "", limit=80), url)
