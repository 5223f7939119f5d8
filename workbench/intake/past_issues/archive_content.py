"""What the files of an archive hold, as it was read and before the desk takes it in."""

from msgspec import Struct

from workbench.curation.archive.past_issue import PastIssue


class OwnIssueFile(Struct, frozen=True):
    """An issue that the workbench wrote, in Markdown: publishing reads it back exactly."""

    file: str
    text: str


class LeftOut(Struct, frozen=True):
    """What is not taken in: the file, why in a short phrase, and the title of what stood there.

    `row` counts as in a spreadsheet, 0 for a whole file.
    """

    file: str
    reason: str
    text: str = ""
    row: int = 0


class ArchiveContent(Struct, frozen=True, kw_only=True):
    """Past issues, files of the workbench's own, whatever is left out, and sentences about the whole."""

    issues: tuple[PastIssue, ...] = ()
    own_files: tuple[OwnIssueFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
