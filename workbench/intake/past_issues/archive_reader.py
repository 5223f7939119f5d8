"""Read the files of an archive, whatever they are: exports of platforms, issues as JSON, links one a file, texts.

A file is told by what is in it. Each reader takes its files out of those that are left, and the last one reads what
remains as text. Nothing here raises for one bad file: it is left out with its reason.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from workbench.curation.publication import Publication
from workbench.intake.formats import issue, unreadable
from workbench.intake.past_issues import guess_text_form, read_past_issues
from workbench.intake.past_issues.archive_content import ArchiveContent, OwnIssueFile
from workbench.intake.past_issues.beehiiv import read_beehiiv
from workbench.intake.past_issues.buttondown import read_buttondown
from workbench.intake.past_issues.content_builder import ContentBuilder
from workbench.intake.past_issues.ghost import read_ghost
from workbench.intake.past_issues.header_fields import split_header
from workbench.intake.past_issues.json_issues import read_json_issues
from workbench.intake.past_issues.link_notes import read_link_notes
from workbench.intake.past_issues.source_files import OpenFile, SourceFile, open_files
from workbench.intake.past_issues.substack import read_substack

_Reader: TypeAlias = Callable[[dict[str, OpenFile], ContentBuilder], None]
PLATFORM_EXPORTS: Final[tuple[_Reader, ...]] = (read_substack, read_buttondown, read_beehiiv, read_ghost)
"""The readers of exports, the surest first: a table of posts says which of the files beside it are its own."""
ISSUE_SHAPES: Final[tuple[_Reader, ...]] = (read_json_issues, read_link_notes)
"""The readers of what newsletters keep by themselves, text aside."""
_MIN_NUMBERED: Final = 5
_NUMBERED_SHARE: Final = 0.8


def read_archive(files: Iterable[SourceFile], publication: Publication) -> ArchiveContent:
    """What these files hold: past issues, files of the workbench's own, and what is left out with its reason."""
    builder = ContentBuilder(publication)
    left = open_files(files, builder.left_out)
    _take_own_files(left, builder)
    for read in PLATFORM_EXPORTS:
        read(left, builder)
    found = {file.name for file in left.values() if not file.is_named}
    for read in ISSUE_SHAPES:
        read(left, builder)
    _read_texts(left, builder)
    _leave_out_pages(builder, found)
    return builder.build()


def _take_own_files(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    for file in [one for one in files.values() if issue.FORMAT.matches(one.content)]:
        del files[file.name]
        builder.own_files.append(OwnIssueFile(file.name, file.content.text))


def _read_texts(files: dict[str, OpenFile], builder: ContentBuilder) -> None:
    for file in files.values():
        reason = _find_reason_against(file)
        if reason:
            builder.leave_out(file.name, reason)
        else:
            builder.note(file.name, file.content.notes)
            form = guess_text_form(file.content.text, file.name)
            builder.add_issues(
                read_past_issues(file.content.text, form, file.name, builder.publication), file.name
            )


def _find_reason_against(file: OpenFile) -> str:
    if unreadable.EMPTY.matches(file.content):
        return "it is empty"
    if unreadable.BINARY.matches(file.content):
        return "it is no text"
    if file.ending == "json":
        return "no past issue is found in this JSON"
    if file.ending == "csv":
        return "it is a table of something else than posts: `import` takes links"
    fields, _ = split_header(file.content.text)
    if fields.get("published") == "false" or fields.get("draft") == "true":
        return "a draft"
    return ""


def _leave_out_pages(builder: ContentBuilder, found: set[str]) -> None:
    """Of what was found in folders, leave out what has neither number nor date among issues that have: a page about
    the newsletter, a template."""
    issues = [one for one in builder.issues if one.file in found]
    pages = {one.file for one in issues if one.number is None and not one.date}
    numbered = sum(one.number is not None for one in issues)
    if numbered >= max(_MIN_NUMBERED, _NUMBERED_SHARE * len(issues)):
        pages = {one.file for one in issues if one.number is None}
    if len(issues) - len(pages) < max(_MIN_NUMBERED, _NUMBERED_SHARE * len(issues)):
        return
    builder.issues[:] = [one for one in builder.issues if one.file not in pages]
    for one in issues:
        if one.file in pages:
            said = "it has no number, as the others have: named by itself it is taken"
            builder.leave_out(one.file, said, one.title)
