"""The files of an archive as past issues: those that other programs wrote, and those of the workbench itself.

Where the bytes are from is the caller's affair. What becomes of the issues is decided in `archive_import.py`.
"""

from collections.abc import Iterable

from msgspec import Struct

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.publication import Publication
from workbench.desk.incoming.own_past_issues import parse_own_issue
from workbench.intake.past_issues.archive_content import LeftOut
from workbench.intake.past_issues.archive_reader import read_archive
from workbench.intake.past_issues.source_files import SourceFile, is_archive_file

__all__ = ["LeftOut", "ReadArchive", "is_archive_file", "read_past_files"]


class ReadArchive(Struct, frozen=True):
    """Past issues as they were read, what was left out with its reason, and sentences about the whole."""

    issues: tuple[PastIssue, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def read_past_files(files: Iterable[tuple[str, bytes, bool]], publication: Publication) -> ReadArchive:
    """What files hold: name, bytes, and whether somebody named the file itself. A bad file never spoils the others."""
    content = read_archive((SourceFile(*file) for file in files), publication)
    own = [parse_own_issue(file, publication) for file in content.own_files]
    return ReadArchive((*content.issues, *own), content.left_out, content.notes)
