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
    write_markdown,
)
from workbench.intake.past_issues.summary import split_summary
from workbench.intake.past_issues.wording import fold_heading, is_chrome

_MOST_IN_PASSING: Final = 3
_LEAST_SHARE: Final = 5
"""How many entries of sections there are for each link above them that is told in passing."""
_LEAST_ENTRIES: Final = 3
"""That show how long the blurbs of an issue are."""
_OPENING_LENGTH: Final = 12
"""Characters by which a closing is known."""
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
    """Goes through the parts once. `_last` is the place of the last part with entries."""

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
            if part.role == "start":
                self._read_start(part)
            match part.role:
                case "tldr":
                    self._read_summary(at, part)
                case _ if part.entries:
                    self._read_section(at, part)
                case "ruled":
                    self._read_ruled(at, part)
                case "start":
                    pass
                case _:
                    self._add_block(at, part.heading, part.intro)

    def _cut_chrome(self) -> None:
        """Take out the buttons that a platform put beside and below the text."""
        for part in self._parts[max(self._last, 0) :]:
            for rows in (part.intro, part.prose, *(draft.blurb for draft in part.entries)):
                for row in [row for row in rows if is_chrome(row.text)]:
                    rows.remove(row)
                    self.unplaced.append(row)

    def _read_start(self, part: Part) -> None:
        """Read what stands above the first heading. A few links there are told in passing, where sections follow."""
        others = sum(len(other.entries) for other in self._parts) - len(part.entries)
        if len(part.entries) <= _MOST_IN_PASSING and others >= _LEAST_SHARE * len(part.entries):
            passing = [row for draft in part.entries for row in draft.rows]
            part.intro, part.entries, part.prose = [*part.intro, *passing, *part.prose], [], []
        self._read_greeting(part.intro)

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
        words = row.text.casefold()
        for rule in self._publication.blocks:
            heading = rule.heading
            if heading and words.startswith(heading.casefold()) and len(words) > len(heading) + 1:
                text = write_markdown(drop_beginning(row.runs, len(heading))).lstrip(" :：")
                return Block(key=rule.key, place=rule.place, heading=heading, text=text)
        return None

    def _read_summary(self, at: int, part: Part) -> None:
        lines, others = split_summary(part.intro, self._publication)
        self.tldr += lines
        self._add_promo(self._place_of(at), others)

    def _read_section(self, at: int, part: Part) -> None:
        if part.role != "start":
            self.unplaced.extend(part.intro)
        if part.role == "ruled" and self.sections:
            self.sections[-1][1].extend(part.entries)
        else:
            self.sections.append((part.heading, part.entries))
        if at == self._last:
            self._find_closing(part.entries[-1], part.prose, is_end=at == len(self._parts) - 1)
        else:
            self.unplaced.extend(part.prose)

    def _read_ruled(self, at: int, part: Part) -> None:
        following = self._parts[at + 1 :]
        if not part.intro:
            return
        if at > self._last and not any(other.intro for other in following):
            self.unplaced.extend(self.closing)
            self.closing = part.intro
        elif not self.sections and not self.greeting and not self.tldr and not self.blocks:
            self._read_greeting(part.intro)
        else:
            self._add_promo(self._place_of(at), part.intro)

    def _add_block(self, at: int, heading: str, rows: list[TextRow]) -> None:
        """A heading without entries and what stands below it. Of a known block, more than its own text is a promo."""
        if not rows:
            self.unplaced.append(TextRow("text", (TextRun(heading),)))
            return
        folded = fold_heading(heading)
        known = next(
            (rule for rule in self._publication.blocks if fold_heading(rule.heading) == folded), None
        )
        texts = known.text.split("\n\n") if known else []
        size = sum(bool(text.strip()) for text in texts) or len(rows)
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

    def _find_closing(self, last: Draft, prose: list[TextRow], *, is_end: bool) -> None:
        """What no rule parts from the last entry: from the publication's own words on, or at the end of the text what
        exceeds the length that entries have here."""
        cut = self._find_own_closing(last.blurb)
        if cut is None:
            lengths = [
                len(draft.blurb) for _, drafts in self.sections for draft in drafts if draft is not last
            ]
            usual = max(lengths, default=0) if is_end and len(lengths) >= _LEAST_ENTRIES else 0
            cut = usual or len(last.blurb)
        overflow = last.blurb[cut:]
        del last.blurb[cut:]
        if is_end or self._find_own_closing(prose) is not None or overflow:
            self.closing = [*overflow, *prose]
        else:
            self.unplaced.extend(prose)

    def _find_own_closing(self, rows: Sequence[TextRow]) -> int | None:
        opening = fold_heading(self._publication.closing)[:_OPENING_LENGTH]
        found = (at for at, row in enumerate(rows) if opening and fold_heading(row.text).startswith(opening))
        return next(found, None)


def collect_mentions(rows: Iterable[TextRow], issue: PastIssue) -> tuple[LabelledLink, ...]:
    """The links of rows that no entry has, each once."""
    taken = {link.url for section in issue.sections for entry in section.entries for link in entry.links}
    found: dict[str, LabelledLink] = {}
    for row in rows:
        for link in find_run_links(row.runs):
            if link.url not in taken and (link.url not in found or not found[link.url].label):
                found[link.url] = link
    return tuple(found.values())
