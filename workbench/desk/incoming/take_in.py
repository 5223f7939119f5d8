"""Take links in, from whatever saves them, so that one work is one link however it arrives.

Every row gets an outcome with a reason, and the outcomes add up to the rows: none vanishes. What merging keeps is
decided in `merging.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct, structs

from workbench.curation.archive.marks import Candidate, describe_repeats
from workbench.curation.change import Change, Origin
from workbench.curation.clipping import Clipping, ImportResult, RejectedRow
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Link, LinkId, UserError
from workbench.curation.search.topics import has_other_topic
from workbench.desk.archive_access import can_ask_archive, published_numbers_of
from workbench.desk.change_builder import ChangeBuilder, display_name
from workbench.desk.incoming.clipping_merger import ClippingMerger, PendingWork, current_work
from workbench.desk.incoming.matching import match_link
from workbench.desk.incoming.merging import merge_notes, merge_tags
from workbench.desk.state import State
from workbench.desk.steps import Slices, run_slices, slice_items
from workbench.intake import parse_text


class ParsedFile(Struct, frozen=True):
    """A file as it was read and not yet taken in. `name` is what messages call it, `via` what links remember of it."""

    name: str
    result: ImportResult
    via: str


class RowOutcome(Struct, frozen=True):
    """What became of one row of a file. `link` is 0 where there is none; `reason` says into what it merged, or why not.

    `key` is the identity by which it was held against the links known. `is_plain`: nothing about it wants to be looked
    at, it was new, or is the link that it was.
    """

    row: int
    result: Literal["added", "merged", "already_published", "refused", "skipped"]
    link: LinkId
    reason: str
    text: str
    file: str = ""
    key: str = ""
    is_plain: bool = False


def describe_row(row_label: str, outcome: RowOutcome) -> str:
    """What became of a row: `a.csv line 2: merged into 12, the same work as “Gates”, by … (https://…)`."""
    if not outcome.row:
        return f"{outcome.file}: {outcome.reason}"
    match outcome.result:
        case "added":
            became = f"added as {outcome.link}{', ' if outcome.reason else ''}{outcome.reason}"
        case "merged":
            became = f"merged into {outcome.link}, {outcome.reason}, by {outcome.key}"
        case "already_published":
            became = f"known as {outcome.link}, {outcome.reason}"
        case "skipped":
            became = f"left out, {outcome.reason}"
        case _:
            became = f"refused, {outcome.reason}"
    return f"{row_label} {outcome.row}: {became} ({outcome.text})"


class IntakeResult(Struct, frozen=True):
    """The change that takes the rows in, and what became of each, in the order of the rows.

    `archived` counts the rows that the tool they come from has as read or put away.
    """

    change: Change
    format: str
    outcomes: tuple[RowOutcome, ...]
    archived: int = 0

    def count(self, what: str) -> int:
        """How many rows came out as this."""
        return sum(outcome.result == what for outcome in self.outcomes)

    @property
    def links(self) -> list[LinkId]:
        """The ids of the links these rows became, each once, in the order of the rows."""
        return list(dict.fromkeys(outcome.link for outcome in self.outcomes if outcome.link))


class Extras(Struct, frozen=True, kw_only=True):
    """What the editor says about all the links taken in at once; a section places them."""

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    section: str = ""


NO_EXTRAS = Extras()

MANY_ISSUES: Final = 4  # issues that had a link, of which only the newest is named
MAX_QUOTES: Final = 3  # refused lines of a paste that its message quotes
MAX_QUOTED: Final = 30  # characters of each


def take_in_links(
    state: State, result: ImportResult, via: str, extras: Extras = NO_EXTRAS, origin: Origin = "editor"
) -> IntakeResult:
    """Add what was read, merging what is known. One change, however many rows. Never fetches.

    `via` says by which way the links came; it is kept with each, and with what no site is named for.
    """
    return take_in_files(state, [ParsedFile("", result, via)], extras, origin)


def take_in_files(
    state: State,
    files: Sequence[ParsedFile],
    extras: Extras = NO_EXTRAS,
    origin: Origin = "editor",
    *,
    skip_archived: bool = False,
) -> IntakeResult:
    """The same for what was read of several files. `skip_archived` leaves out what was read or put away there."""
    return run_slices(slice_intake(state, files, extras, origin, skip_archived=skip_archived))


def slice_intake(
    state: State,
    files: Sequence[ParsedFile],
    extras: Extras = NO_EXTRAS,
    origin: Origin = "editor",
    *,
    skip_archived: bool = False,
) -> Slices[IntakeResult]:
    """The same in slices, where there may be thousands of rows."""
    builder = ChangeBuilder(state)
    merger = ClippingMerger(builder)
    rows: list[_Row] = []
    outcomes = [
        *(_skip_row(*row) for row in _iter_clippings(files) if skip_archived and row[1].is_archived),
        *(_refuse_row(file, refusal) for file in files for refusal in file.result.rejected),
    ]
    wanted = (row for row in _iter_clippings(files) if not (skip_archived and row[1].is_archived))
    yield from slice_items(lambda row: rows.append(_merge_row(merger, *row, extras)), wanted)
    yield from merger.write_in_slices()
    yield from slice_items(outcomes.append, _iter_outcomes(state, rows))
    order = {file.name: at for at, file in enumerate(files)}
    outcomes.sort(key=lambda outcome: (order[outcome.file], outcome.row))
    if extras.section:
        _place_works(builder, rows, extras.section)
    intake = IntakeResult(
        Change(label=""),
        " ".join(dict.fromkeys(file.result.format for file in files)),
        tuple(outcomes),
        sum(clipping.is_archived for _, clipping in _iter_clippings(files)),
    )
    is_paste = any(file.via == "paste" for file in files)
    label = _describe_intake(state, rows, intake, is_new=bool(builder), is_paste=is_paste)
    return structs.replace(intake, change=builder.build(label, origin))


def take_in_paste(state: State, text: str) -> IntakeResult:
    """Add whatever links stand in a pasted text; `UserError` where there are none."""
    taken = take_in_links(state, parse_text(text, "paste"), "paste")
    if not taken.links:
        raise UserError("There is no link in what was pasted.")
    return taken


class _Row(Struct):
    """A clipping on its way in: the work it speaks of, or why there is none. `known` is the link that a work was
    before the clipping was merged, `twin` another link of the same page, `title` what the row calls it."""

    clipping: Clipping
    file: str
    pending: PendingWork | None
    fault: str = ""
    known: Link | None = None
    twin: Link | None = None
    title: str = ""

    @property
    def work(self) -> PendingWork | None:
        """The work as it turned out to be."""
        return None if self.pending is None else current_work(self.pending)


def _abridge(link: Link | None) -> Link | None:
    """The link as rows keep it: without what grows as thousands of rows of one work are merged into it."""
    return None if link is None else structs.replace(link, note="", tags=(), urls=())


def _iter_clippings(files: Iterable[ParsedFile]) -> Iterator[tuple[ParsedFile, Clipping]]:
    return ((file, clipping) for file in files for clipping in file.result.clippings)


def _skip_row(file: ParsedFile, clipping: Clipping) -> RowOutcome:
    return RowOutcome(
        clipping.row, "skipped", LinkId(0), "archived there", clipping.url, file.name, is_plain=True
    )


def _refuse_row(file: ParsedFile, refusal: RejectedRow) -> RowOutcome:
    return RowOutcome(refusal.row, "refused", LinkId(0), refusal.reason, refusal.text, file.name)


def _merge_row(merger: ClippingMerger, file: ParsedFile, clipping: Clipping, extras: Extras) -> _Row:
    found = clipping.work or identify(clipping.url)
    if not isinstance(found, Identity):
        return _Row(clipping, file.name, None, fault=found.reason)
    title = extras.title or clipping.title
    match = match_link(merger, found, title)
    if clipping.work is None:
        clipping = structs.replace(clipping, work=found)
    if match.link is None:
        known = merger.add_work(structs.replace(found, key=match.key), file.via)
    else:
        known = merger.work_of(match.link)
        if merger.find_work(match.key) is None:
            merger.add_identity(known, match.key)
    work = merger.merge_clipping(known, clipping, via=file.via, is_answer=False)
    work.link = _add_extras(work.link, extras, is_printed=merger.is_printed(work))
    work.link = structs.replace(work.link, in_feeds=False)  # whoever saves it has taken it from the feeds
    return _Row(clipping, file.name, work, known=_abridge(match.link), twin=_abridge(match.twin), title=title)


def _add_extras(link: Link, extras: Extras, *, is_printed: bool) -> Link:
    if extras == NO_EXTRAS:
        return link
    titled = {"title": extras.title, "title_by": "editor"} if extras.title and not is_printed else {}
    note, tags = merge_notes(link.note, extras.note), merge_tags(link.tags, extras.tags)
    return structs.replace(link, note=note, tags=tags, **titled)


def _iter_outcomes(state: State, rows: Sequence[_Row]) -> Iterator[RowOutcome]:
    """What became of each row. Of the rows that speak of a new work, the first added it."""
    added: set[LinkId] = set()
    for row, said in zip(rows, _describe_repeats_of(state, rows), strict=True):
        number, url, work = row.clipping.row, row.clipping.url, row.work
        if work is None:
            yield RowOutcome(number, "refused", LinkId(0), row.fault, url, row.file)
            continue
        id = work.link.id
        key = row.clipping.work.key if row.clipping.work else ""
        printed = any(published_numbers_of(state, link.id) for link in work.stored)
        if not work.stored and id not in added:
            added.add(id)
            reason = said or _describe_twin(state, row)
            yield RowOutcome(number, "added", id, reason, url, row.file, key, is_plain=not reason)
        elif printed:
            reason = said or f"{_describe_standing(state, id)}{_describe_other_title(row)}"
            yield RowOutcome(number, "already_published", id, reason, url, row.file, key)
        else:
            name = display_name(row.known or work.link)
            title = _describe_new_title(row) or _describe_other_title(row)
            reason = f"the same work as {name}{title}"
            yield RowOutcome(number, "merged", id, reason, url, row.file, key, is_plain=not title)


def _describe_repeats_of(state: State, rows: Sequence[_Row]) -> list[str]:
    """What readers had of each row before: `published in #11 (2026-11-29, Papers): the same work, …`; else empty."""
    if not can_ask_archive(state):
        return [""] * len(rows)
    from workbench.desk.repeats import find_repeats_among  # noqa: PLC0415 - nothing is published yet in a new library

    return [describe_repeats(repeats) for repeats in find_repeats_among(state, [*map(_candidate_of, rows)])]


def _candidate_of(row: _Row) -> Candidate:
    """A row as it is held against the archive. Under a title of its own it is not taken for the link that it merges
    into: that keeps its title, and readers may have had something else at that address."""
    work = row.work
    if work is None:
        return Candidate((), (), "")
    own = (row.clipping.work.key,) if row.clipping.work else ()
    is_same = bool(work.stored) and not has_other_topic(row.title, work.link.title)
    return Candidate(
        identities=tuple(dict.fromkeys((work.link.identity, *work.link.aliases, *own))),
        titles=tuple(filter(None, (row.title or work.link.title,))),
        url=row.clipping.url,
        link=work.link.id if is_same else LinkId(0),
        repeat_of=work.link.repeat_of,
    )


def _describe_twin(state: State, row: _Row) -> str:
    """Of which link a new one shows the same page: `the same page under another title: “Gates”, rejected`."""
    if row.twin is None:
        return ""
    where = f", {_describe_standing(state, row.twin.id)}" if row.twin.id in state.links else ""
    return f"the same page under another title: {display_name(row.twin)}{where}"


def _describe_other_title(row: _Row) -> str:
    """What a row calls a known link, where that says something else; it is not taken over."""
    work = row.work
    if work is None or not has_other_topic(row.title, work.link.title):
        return ""
    return f", the same page under another title: {display_name(structs.replace(work.link, title=row.title))}"


def _describe_new_title(row: _Row) -> str:
    """That a known link has another title now: `, called “DAComp: Benchmarking Data Agents” now`; else empty."""
    old, work = row.known, row.work
    if old is None or work is None or old.title in ("", work.link.title):
        return ""
    return f", called {display_name(work.link)} now"


def _place_works(builder: ChangeBuilder, rows: Iterable[_Row], section: str) -> None:
    draft = builder.draft_to_edit(None)
    into = builder.require_section(draft, section)
    works = {work.link.id: work for row in rows if (work := row.work) is not None}
    for work in works.values():
        if all(builder.state.find_entry(draft.id, link.id) is None for link in work.stored):
            builder.add_entry(draft, work.link, into, builder.take_open_slot(draft, into, work.link))


def _describe_intake(
    state: State, rows: Sequence[_Row], intake: IntakeResult, *, is_new: bool, is_paste: bool
) -> str:
    added = intake.count("added")
    names = (display_name(work.link) for row in rows if (work := row.work) is not None)
    if added == 1 and len(intake.outcomes) == 1:
        reason = intake.outcomes[0].reason
        said = f"Added {next(names)}{', ' if reason else ''}{reason}"
    elif len(intake.outcomes) == 1 and intake.links:
        title = _describe_new_title(rows[0]) or (
            "" if intake.count("already_published") else _describe_other_title(rows[0])
        )
        return f"Known already: {_describe_known(state, intake.outcomes[0])}{title}"
    elif is_new:
        said = f"Added {added:,} link{'' if added == 1 else 's'}"
    else:
        said = "Nothing is new"
    counts = [(intake.count(what), word) for what, word in _COUNT_LABELS]
    if len(intake.outcomes) > 1:
        notable = sum(outcome.result == "added" and bool(outcome.reason) for outcome in intake.outcomes)
        twins = sum(row.twin is not None for row in rows)
        counts.insert(0, (twins, "the same page under another title"))
        counts.insert(1, (notable - twins, "perhaps a repeat"))
    sums = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    message = f"{said}{', ' if is_new else ': '}{sums}" if sums else said
    refused = [outcome.text for outcome in intake.outcomes if outcome.result == "refused"]
    return f"{message}: {_quote_refused(refused)}" if refused and is_paste else message


def _quote_refused(texts: Sequence[str]) -> str:
    """The first refused lines, as many as a person looks at: `“not a link”, “ftp://old.example/a” …`."""
    shown = [f"“{text[:MAX_QUOTED]}{'…' * (len(text) > MAX_QUOTED)}”" for text in texts[:MAX_QUOTES]]
    return ", ".join(shown) + " …" * (len(texts) > MAX_QUOTES)


def _describe_known(state: State, outcome: RowOutcome) -> str:
    """Which link it was and where it stands: `“Gates”, rejected`."""
    published = outcome.result == "already_published"
    where = outcome.reason if published else _describe_standing(state, outcome.link)
    return f"{display_name(state.get_link(outcome.link))}, {where}"


def _describe_standing(state: State, link: LinkId) -> str:
    printed, where = published_numbers_of(state, link), state.state_of(link)
    if len(printed) >= MANY_ISSUES:
        return f"published in {len(printed)} issues, the newest #{printed[-1]}"
    if printed:
        return f"published in {', '.join(f'#{number}' for number in printed)}"
    return _STANDINGS.get(where, where)


_STANDINGS: Final = {"inbox": "in the inbox", "feeds": "taken from the feeds"}
_COUNT_LABELS = (
    ("merged", "known already"),
    ("already_published", "already published"),
    ("refused", "refused"),
    ("skipped", "archived and left out"),
)
