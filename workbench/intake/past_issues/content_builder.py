"""Gather what the files of an archive hold, from whichever reader it comes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication import Publication
from workbench.intake.past_issues.archive_content import ArchiveContent, LeftOut, OwnIssueFile

_MAX_NAMED: Final = 3
NO_LINK: Final = "there is no link in it"


class ContentBuilder:
    """The issues read so far, and whatever is left out. `publication` is asked for its headings and wording."""

    def __init__(self, publication: Publication) -> None:
        self.publication: Final = publication
        self.issues: Final[list[PastIssue]] = []
        self.own_files: Final[list[OwnIssueFile]] = []
        self.left_out: Final[list[LeftOut]] = []
        self._noted: Final[defaultdict[str, list[str]]] = defaultdict(list)

    def leave_out(self, file: str, reason: str, text: str = "", row: int = 0) -> None:
        """Something is not taken in, and why."""
        self.left_out.append(LeftOut(file, reason, text, row))

    def note(self, file: str, sentences: Iterable[str]) -> None:
        """What is to be said of how a file was read."""
        for sentence in sentences:
            self._noted[sentence].append(file)

    def add_issues(self, issues: Iterable[PastIssue], file: str) -> None:
        """The issues that a file holds; one without any link is none."""
        found = list(issues)
        linked = [replace(issue, file=file) for issue in found if has_links(issue)]
        self.issues.extend(linked)
        if not linked:
            self.leave_out(file, NO_LINK, found[0].title if found else "")

    def build(self) -> ArchiveContent:
        """All of it."""
        return ArchiveContent(
            issues=tuple(self.issues),
            own_files=tuple(self.own_files),
            left_out=tuple(self.left_out),
            notes=tuple(_join_names(names) + sentence for sentence, names in self._noted.items()),
        )


def _join_names(names: Sequence[str]) -> str:
    """The files that a sentence is about: `a.md, b.md and 3 more: `."""
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{', '.join(names[:_MAX_NAMED])}{more}: "


def has_links(issue: PastIssue) -> bool:
    """Whether an issue has an entry or mentions a link."""
    return bool(issue.mentions) or any(part.entries for part in issue.sections)


def join_past_issues(issues: Sequence[PastIssue]) -> PastIssue:
    """Parts of one text as the one issue that they are; the first has the say."""
    first, *others = issues
    for other in others:
        first = replace(
            first,
            sections=(*first.sections, *other.sections),
            blocks=(*first.blocks, *other.blocks),
            mentions=(*first.mentions, *other.mentions),
            tldr=(*first.tldr, *other.tldr),
            unplaced="\n\n".join(
                filter(None, (first.unplaced, other.title, other.greeting, other.unplaced, other.closing))
            ),
        )
    return first
