"""An issue put together from its parts: greeting, summary, sections, blocks, closing, and what is left of each."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from workbench.curation.archive.past_issue import PastIssue, PastSection
from workbench.curation.block import Block
from workbench.curation.model import LabelledLink
from workbench.curation.publication import Publication
from workbench.intake.past_issues.head import Head
from workbench.intake.past_issues.parts import Draft, Part, join_rows
from workbench.intake.past_issues.rows import (
    TextRow,
    TextRun,
    drop_beginning,
    find_run_links,
    trim_runs,
    write_markdown,
)
from workbench.intake.past_issues.summary import split_summary
from workbench.intake.past_issues.wording import fold_heading, is_chrome

_SLUG: Final = re.compile(r"[a-z0-9]+")


def assemble_issue(parts: Sequence[Part], head: Head, publication: Publication, name: str) -> PastIssue:
    """The issue that these parts are of."""
    assembly = _Assembly(parts, publication)
    assembly.read_parts()
    return PastIssue(
        number=head.number,
        date=head.date,
        title=head.title,
        subtitle=head.subtitle,
        greeting=join_rows(assembly.greeting),
        tldr=tuple(assembly.tldr),
        sections=tuple(
            PastSection(heading, tuple(draft.build() for draft in drafts))
            for heading, drafts in assembly.sections
        ),
        blocks=tuple(assembly.blocks),
        closing=join_rows(assembly.closing),
        unplaced=join_rows(assembly.unplaced),
        url=head.url,
        file=name,
    )


class _Assembly:
    """Goes through the parts once. `_place` is where a block would stand now."""

    def __init__(self, parts: Sequence[Part], publication: Publication) -> None:
        self._parts: Final = parts
        self._publication: Final = publication
        self._last: Final = max((at for at, part in enumerate(parts) if part.entries), default=-1)
        self.greeting: list[TextRow] = []
        self.tldr: list[tuple[str, str]] = []
        self.sections: Final[list[tuple[str, list[Draft]]]] = []
        self.blocks: Final[list[Block]] = []
        self.closing: list[TextRow] = []
        self.unplaced: Final[list[TextRow]] = []

    def read_parts(self) -> None:
        self._cut_chrome()
        for at, part in enumerate(self._parts):
            match part.role:
                case "start" if not part.entries:
                    self._read_greeting(part.prose)
                case "tldr":
                    self._read_summary(at, part)
                case "ruled" if not part.entries:
                    self._read_ruled(at, part)
                case _ if part.entries:
                    self._read_section(part)
                case _:
                    self._add_block(at, part.heading, part.prose)
        if self._last >= 0 and not self.closing:
            self._find_closing()

    def _cut_chrome(self) -> None:
        """Take out the buttons that a platform put beside and below the text."""
        for part in self._parts[max(self._last, 0) :]:
            for rows in (part.prose, *(draft.blurb for draft in part.entries)):
                for row in [row for row in rows if is_chrome(row.text)]:
                    rows.remove(row)
                    self.unplaced.append(row)

    def _read_greeting(self, rows: list[TextRow]) -> None:
        for at, row in enumerate(rows):
            block = self._find_run_in(row)
            if block:
                self.blocks.append(block)
                self._add_promo("after_greeting", rows[at + 1 :])
                return
            self.greeting.append(row)

    def _find_run_in(self, row: TextRow) -> Block | None:
        """The block whose heading runs into this paragraph: `New here? This letter ..`."""
        for rule in self._publication.blocks:
            heading = rule.heading
            if (
                heading
                and row.text.casefold().startswith(heading.casefold())
                and len(row.text) > len(heading) + 1
            ):
                return Block(
                    key=rule.key,
                    place=rule.place,
                    heading=heading,
                    text=write_markdown(drop_beginning(trim_runs(row.runs), len(heading))).lstrip(" :："),
                )
        return None

    def _read_summary(self, at: int, part: Part) -> None:
        lines, others = split_summary(part.prose, self._publication)
        self.tldr += lines
        self._add_promo(self._place_of(at), others)
        if part.entries:
            self._read_section(part)

    def _read_section(self, part: Part) -> None:
        self.unplaced.extend(part.prose)
        if part.role == "ruled" and self.sections:
            self.sections[-1][1].extend(part.entries)
        else:
            self.sections.append((part.heading, part.entries))

    def _read_ruled(self, at: int, part: Part) -> None:
        if not part.prose:
            return
        if at > self._last and not any(other.prose for other in self._parts[at + 1 :]):
            self.closing = part.prose
        elif not self.sections and not self.greeting and not self.tldr and not self.blocks:
            self._read_greeting(part.prose)
        else:
            self._add_promo(self._place_of(at), part.prose)

    def _add_block(self, at: int, heading: str, rows: list[TextRow]) -> None:
        """A heading without entries and what stands below it. Of a known block, more than its own text is a promo."""
        if not rows:
            self.unplaced.append(TextRow("text", (TextRun(heading),)))
            return
        known = next(
            (
                rule
                for rule in self._publication.blocks
                if fold_heading(rule.heading) == fold_heading(heading)
            ),
            None,
        )
        size = (
            len([text for text in known.text.strip().split("\n\n") if text])
            if known and known.text
            else len(rows)
        )
        place = self._place_of(at)
        key = known.key if known else self._make_key(heading)
        self.blocks.append(Block(key=key, place=place, heading=heading, text=join_rows(rows[:size])))
        self._add_promo(place, rows[size:])

    def _add_promo(self, place: str, rows: Sequence[TextRow]) -> None:
        if text := join_rows(rows):
            self.blocks.append(Block(key=self._make_key(""), place=place, text=text))

    def _make_key(self, heading: str) -> str:
        name = "-".join(_SLUG.findall(heading.casefold())) or "promo"
        used = sum(block.key == name or block.key.startswith(f"{name}-") for block in self.blocks)
        return name if not used else f"{name}-{used + 1}"

    def _place_of(self, at: int) -> str:
        following = [part for part in self._parts[at + 1 :] if part.entries]
        if self.sections or not following:
            return f"before:{following[0].heading}" if following else "end"
        has_summary = any(part.role == "tldr" for part in self._parts[: at + 1])
        return "after_tldr" if has_summary else "after_greeting"

    def _find_closing(self) -> None:
        """Where no rule parts it from the last entry: from the publication's own words on, or what exceeds the length
        that entries have here."""
        drafts = [draft for _, drafts in self.sections for draft in drafts]
        last = drafts[-1]
        usual = max((len(draft.blurb) for draft in drafts[:-1]), default=0)
        opening = fold_heading(self._publication.closing)[:12]
        own = next(
            (
                at
                for at, row in enumerate(last.blurb)
                if opening and fold_heading(row.text).startswith(opening)
            ),
            None,
        )
        cut = own if own is not None else usual if len(drafts) > 3 and usual > 0 else len(last.blurb)
        last.blurb, self.closing = last.blurb[:cut], last.blurb[cut:]
        if not self.closing and self._parts[self._last].prose and self._last == len(self._parts) - 1:
            prose = self._parts[self._last].prose
            self.closing = [row for row in prose if row in self.unplaced]


def collect_mentions(rows: Iterable[TextRow], issue: PastIssue) -> tuple[LabelledLink, ...]:
    """The links of rows that no entry has, each once."""
    taken = {link.url for section in issue.sections for entry in section.entries for link in entry.links}
    found: dict[str, LabelledLink] = {}
    for row in rows:
        for link in find_run_links(row.runs):
            if link.url not in taken and (link.url not in found or not found[link.url].label):
                found[link.url] = link
    return tuple(found.values())
