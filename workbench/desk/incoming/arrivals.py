"""Take in what lies in `inbox/`: each line of a list, and each other file, once.

A line is known by its digest, whichever file it stands in. So a sync program's copy of a list, a list that was sorted
and one under another name add nothing. What a file holds is told by `intake`, as when it is imported; nothing there
is an issue's Markdown, which only `import` reads back.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from workbench.curation.arrival import ArrivedFile, TakenFile, digest_content
from workbench.curation.model import UserError
from workbench.curation.text.cleaning import clean_line
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import MAX_QUOTED, MAX_QUOTES, IntakeResult, ParsedFile, slice_intake
from workbench.desk.ports import Arrivals
from workbench.desk.steps import Steps
from workbench.desk.touched import Touched
from workbench.intake import detect_format, parse_parts, parse_text
from workbench.intake.content import Content
from workbench.intake.format import Format

FILE_QUIET: Final = 0.5
"""Seconds without a change after which a file counts as written to its end."""
LINE_QUIET: Final = 2.0
"""The same for a line without its end, which somebody may still be writing."""
MANY_ROWS: Final = 100
"""Rows that are an import, so that a backup comes before them, as before any."""


class ParsedArrivals(Struct, frozen=True):
    """What is new in the folder: the files to take in, and what messages call the rows of each; what to remember once
    that is done; sentences about files that cannot be taken in; whether something waits until it is written to its
    end."""

    files: Sequence[ParsedFile] = ()
    row_labels: Mapping[str, str] = {}
    taken: Mapping[str, TakenFile] = {}
    faults: Sequence[str] = ()
    is_waiting: bool = False


class ArrivalResult(Struct, frozen=True):
    """What became of new arrivals. `intake` is None where no file held anything, `faults` are sentences about files
    that could not be taken in, `messages` all that people should know, these included."""

    intake: IntakeResult | None
    faults: Sequence[str]
    messages: Sequence[str]
    touched: Touched


def read_arrivals(folder: Arrivals) -> ParsedArrivals:
    """Read what is new in the folder. Nothing is saved or remembered; it may wait for the disk."""
    files = folder.read_new()
    return parse_arrivals(files, folder.load_taken()) if files else ParsedArrivals()


def take_in_arrivals(desk: Desk, folder: Arrivals, arrivals: ParsedArrivals) -> Steps[ArrivalResult]:
    """Save what is new as one change, then remember it. An export gets a backup before it. After a kill
    between the two it is read once more, and the links are known by then."""
    intake, touched = None, Touched()
    if arrivals.files:
        if sum(file.result.row_count for file in arrivals.files) >= MANY_ROWS:
            yield partial(desk.library.create_backup, "import")
        done = yield from desk.do_slices(partial(slice_intake, files=arrivals.files, origin="capture"))
        intake, touched = done.proposal, done.touched
    if arrivals.taken:
        yield partial(folder.remember, arrivals.taken)
    said = [] if intake is None else _describe_arrivals(intake, arrivals.row_labels)
    return ArrivalResult(intake, arrivals.faults, [*said, *arrivals.faults], touched)


def parse_arrivals(files: Sequence[ArrivedFile], taken: Mapping[str, TakenFile]) -> ParsedArrivals:
    """Files as what is new in them, beside what was taken in before."""
    news = _News(taken)
    for file in files:
        if file.quiet_for < FILE_QUIET:
            news.is_waiting = True
        else:
            news.add(file)
    return ParsedArrivals(news.files, news.row_labels, news.taken, news.faults, news.is_waiting)


class _News:
    """What is new in the files looked at so far; what is known grows with each."""

    def __init__(self, taken: Mapping[str, TakenFile]) -> None:
        self.files: Final[list[ParsedFile]] = []
        self.taken: Final[dict[str, TakenFile]] = {}
        self.row_labels: Final[dict[str, str]] = {}
        self.faults: Final[list[str]] = []
        self.is_waiting = False
        self._known: Final = {file.content: file for file in taken.values() if file.content}
        self._lines: Final = {line for file in taken.values() for line in file.lines}

    def add(self, file: ArrivedFile) -> None:
        """Look at a file that is written to its end, but perhaps for its last line."""
        digest = digest_content(
            f"{file.name} {file.fault}".encode("utf-8", "replace") if file.fault else file.content
        )
        taken = self._known.get(digest) or self._parse(file, digest)
        self.taken[file.name] = taken
        self._lines.update(taken.lines)
        if taken.content:
            self._known[digest] = taken

    def _parse(self, file: ArrivedFile, digest: str) -> TakenFile:
        from workbench.intake.formats.link_list import LIST  # noqa: PLC0415 - the screen starts without the formats

        name, content = f"inbox/{clean_line(file.name)}", Content(file.content)
        format = detect_format(content)
        if file.fault:
            self.faults.append(f"“{name}” {file.fault}.")
        elif format.is_issue:
            self.faults.append(f"“{name}” is an issue of the workbench: `workbench import` reads its edits.")
        elif format is LIST:
            return self._parse_lines(name, content, format, digest, is_quiet=file.quiet_for >= LINE_QUIET)
        elif file.content.strip():
            self._parse_whole(name, content)
        return TakenFile(digest)

    def _parse_whole(self, name: str, content: Content) -> None:
        try:
            parts = parse_parts(content, name)
        except UserError as refusal:
            self.faults.append(str(refusal))
        else:
            self.files.extend(ParsedFile(part.name, part.result, part.name) for part in parts)
            self.row_labels.update({part.name: part.format.row_label for part in parts})

    def _parse_lines(
        self, name: str, content: Content, format: Format, digest: str, *, is_quiet: bool
    ) -> TakenFile:
        """Read the lines of a list that are in no other; the others stay as empty ones, so that lines keep their
        numbers."""
        lines = content.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if lines[-1].strip() and not is_quiet:
            self.is_waiting, digest, lines[-1] = True, "", ""
        digests = [digest_content(line.strip().encode("utf-8", "replace")) for line in lines]
        new = [
            "" if key in self._lines else line.strip() and line
            for line, key in zip(lines, digests, strict=True)
        ]
        if any(new):
            self.row_labels[name] = format.row_label
            self.files.append(ParsedFile(name, parse_text("\n".join(new), name, format.name), name))
        kept = (key for line, key in zip(lines, digests, strict=True) if line.strip())
        return TakenFile(digest, tuple(dict.fromkeys(kept)))


def _describe_arrivals(intake: IntakeResult, row_labels: Mapping[str, str]) -> list[str]:
    """What came of the files as sentences, the first refused rows each for itself."""
    names = list(dict.fromkeys(outcome.file for outcome in intake.outcomes))
    where = names[0] if len(names) == 1 else f"{len(names)} files in inbox/"
    refused = [outcome for outcome in intake.outcomes if outcome.result == "refused"]
    quoted = [
        f"{outcome.file}, {row_labels[outcome.file]} {outcome.row}: {outcome.reason}: “{outcome.text[:MAX_QUOTED]}”."
        for outcome in refused[:MAX_QUOTES]
    ]
    return [f"{where}: {intake.change.label}.", *quoted] if intake.links else quoted
