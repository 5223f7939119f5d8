"""What an import of past issues would do, before it does it: the issues, the sections with what they are today, and
what is left out.

The sections that are none of today's stand first, since somebody may want to say which they are.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from workbench.curation.archive.old_sections import OldSection
from workbench.curation.model import Section
from workbench.desk.incoming.archive_outcomes import ArchiveImport, PastOutcome
from workbench.desk.incoming.archive_reading import LeftOut, ReadArchive
from workbench.ui.dialogs.review import ReviewDialog
from workbench.ui.widgets.list_row import ListRow

PreviewArchive: TypeAlias = Callable[[ReadArchive], Awaitable[ArchiveImport]]
"""What taking the issues in would do. Nothing is written."""


class ReviewedArchive(Struct, frozen=True):
    """What is to be taken in, and the keys of today's sections by the names of old ones."""

    read: ReadArchive
    choices: Mapping[str, str]


class ArchiveReview(ReviewDialog[ReviewedArchive]):
    """The import of past issues that is to be done."""

    def __init__(
        self,
        name: str,
        read: Callable[[], Awaitable[ReadArchive]],
        preview: PreviewArchive,
        list_sections: Callable[[ReadArchive], Sequence[OldSection]],
        today: Sequence[Section],
        refuse: Callable[[str], None],
    ) -> None:
        super().__init__(f"Import past issues of {name}", refuse)
        self._archive_name: Final = name
        self._read_files: Final = read
        self._preview: Final = preview
        self._list_sections: Final = list_sections
        self._names: Final = {part.key: part.name for part in today}
        self._read: ReadArchive | None = None
        self._choices: Final[dict[str, str]] = {}
        self._sections: list[OldSection] = []
        self._items: Sequence[OldSection | LeftOut | PastOutcome] = ()

    def list_hints(self) -> Sequence[tuple[str, str]]:
        """Sections are spoken of where the cursor is on one."""
        return (*self.hints, ("import.section", "another section")) if self._section_here else self.hints

    @property
    def _answer(self) -> ReviewedArchive | None:
        return None if self._read is None else ReviewedArchive(self._read, dict(self._choices))

    async def _review(self) -> None:
        self._tell(f"↻ Reading {self._archive_name} …")
        read = await self._read_files()
        planned = await self._preview(read)
        self._read = read
        sections = self._list_sections(read)
        self._sections = sorted(sections, key=lambda section: not section.is_own)
        self._items = (*self._sections, *planned.left_out, *planned.outcomes)
        self._tell("\n".join((_summarise(planned), *read.notes)))
        self._show_rows(len(self._items), "There is no past issue in it.")

    @property
    def _section_here(self) -> OldSection | None:
        """The section under the cursor, as it was read."""
        at = self._list.cursor_id
        return self._sections[at] if at is not None and at < len(self._sections) else None

    def _build_row(self, at: int) -> ListRow:
        item = self._items[at]
        if isinstance(item, OldSection):
            is_open = item.is_own and item.name not in self._choices
            return _build_section_row(item, self._name_target(item), is_open=is_open)
        return _build_issue_row(item)

    def _name_target(self, section: OldSection) -> str:
        key = self._choices.get(section.name, section.key)
        return self._names.get(key, "a section of its own" if section.is_own else key)

    def _describe(self, at: int) -> str:
        item = self._items[at]
        if isinstance(item, OldSection):
            issues = "1 issue" if item.issues == 1 else f"{item.issues:,} issues"
            return f"{item.name}, in {issues}: {self._name_target(item)}"
        return _describe_issue(item)

    def action_import_section(self) -> None:
        """Let the section under the cursor be the next of today's, and at last what it was."""
        section = self._section_here
        if section is None:
            self.say("There is no section under the cursor.")
            return
        keys = [key for key in self._names if key != section.key]
        at = keys.index(self._choices[section.name]) + 1 if section.name in self._choices else 0
        self._choices.pop(section.name, None)
        if at < len(keys):
            self._choices[section.name] = keys[at]
        self.say("")
        self._list.refresh_ids([self._sections.index(section)])
        self._show_detail()

    def action_import_archived(self) -> None:
        """Past issues are archived nowhere."""
        self.say("Nothing in it is archived.")

    def action_import_past_issues(self) -> None:
        """They are that already."""
        self.say("These are taken in as past issues.")


def _build_section_row(section: OldSection, target: str, *, is_open: bool) -> ListRow:
    said, count = f"{section.name} → {target}", f"{section.entries:,} entries"
    return ListRow("?" if is_open else "", said, "", count, age=None, tone="warning" if is_open else "dim")


def _build_issue_row(item: LeftOut | PastOutcome) -> ListRow:
    if isinstance(item, LeftOut):
        said = f"{item.text or item.file} · {item.reason}"
        return ListRow("!", said, "", "left out", age=None, tone="error")
    title = " ".join(filter(None, (f"#{item.number}", item.date, item.title)))
    return ListRow("", title, "", "known" if item.is_known else "new", age=None, tone="dim")


def _describe_issue(item: LeftOut | PastOutcome) -> str:
    if isinstance(item, LeftOut):
        return f"{item.file}: left out, {item.reason}"
    return (
        f"{item.file}: {item.entries:,} entries in {len(item.sections):,} sections, {item.mentions:,} mentions, "
        f"{item.unplaced:,} lines without a place"
    )


def _summarise(planned: ArchiveImport) -> str:
    """How much there is: `2 new issues, #2 to #3 · 4 entries · 4 mentions · 1 left out`."""
    added = planned.added
    numbers = [outcome.number for outcome in added]
    which = (
        f", #{min(numbers)} to #{max(numbers)}" if len(numbers) > 1 else f", #{numbers[0]}" if numbers else ""
    )
    counts = [
        (sum(outcome.entries for outcome in added), "entries"),
        (sum(outcome.mentions for outcome in added), "mentions"),
        (len(planned.known), "known already"),
        (len(planned.left_out), "left out"),
    ]
    issues = f"{len(added):,} new issue{'' if len(added) == 1 else 's'}{which}"
    return " · ".join((issues, *(f"{count:,} {word}" for count, word in counts if count)))
