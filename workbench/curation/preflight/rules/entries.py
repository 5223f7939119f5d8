"""What each entry must have, and that readers get each work once."""

from collections.abc import Iterator
from typing import Final

from workbench.curation.archive.marks import describe_repeats
from workbench.curation.model import Entry
from workbench.curation.pieces import TITLE
from workbench.curation.preflight.context import PreflightContext, describe_title
from workbench.curation.preflight.cut_titles import is_address_of, is_cut
from workbench.curation.preflight.finding import Violation, violation_at
from workbench.curation.preflight.mends import find_whole_title
from workbench.curation.text.word_count import count_words, judge_length


def check_section(context: PreflightContext) -> Iterator[Violation]:
    """Each entry stands in a section that the issue has."""
    for entry in context.placed:
        if context.find_section(entry) is None:
            said = f"The issue has no section “{entry.section}”: the entry would not be printed."
            yield violation_at(entry, said)


def check_entry_title(context: PreflightContext) -> Iterator[Violation]:
    """Each entry has a title."""
    for entry in context.placed:
        if not entry.title.strip():
            yield violation_at(entry, "The entry has no title.", "title")


def check_rough_title(context: PreflightContext) -> Iterator[Violation]:
    """No title is an address, or was cut where it came from."""
    if is_address_of(context.issue.title, ()):
        yield Violation("title", TITLE, _IS_ADDRESS)
    for entry in context.placed:
        urls = [link.url for link in entry.links]
        if is_address_of(entry.title, urls):
            yield violation_at(entry, _IS_ADDRESS, "title")
        elif find_whole_title(context, entry) or is_cut(entry.title, urls):
            yield violation_at(entry, "The title was cut: write the whole of it.", "title")


_IS_ADDRESS: Final = "The title is an address: write what it leads to."


def check_link(context: PreflightContext) -> Iterator[Violation]:
    """Each entry has a link, except where its section takes ideas."""
    for entry in context.placed:
        section = context.find_section(entry)
        if not entry.links and not (section is not None and section.takes_ideas):
            yield violation_at(entry, "The entry has no link.", "links")


def check_blurb(context: PreflightContext) -> Iterator[Violation]:
    """Each entry has a blurb."""
    for entry in context.placed:
        if count_words(entry.blurb) == 0:
            yield violation_at(entry, "The blurb is not written.", "blurb")


def check_length(context: PreflightContext) -> Iterator[Violation]:
    """Each blurb has the length that its section wants."""
    for entry in context.placed:
        section = context.find_section(entry)
        if section is None:
            continue
        count, (least, most) = count_words(entry.blurb), section.blurb_words
        verdict = judge_length(count, section.blurb_words)
        if verdict in ("short", "long"):
            yield violation_at(
                entry, f"The blurb is too {verdict}: {count} words, {least} to {most} are wanted.", "blurb"
            )


def check_twice(context: PreflightContext) -> Iterator[Violation]:
    """No work stands in the issue twice, by whichever of its addresses."""
    first: dict[str, Entry] = {}
    for entry in context.placed:
        works = [*context.identities[entry.id], f"link {entry.link}"]
        other = next((first[work] for work in works if work in first), None)
        if other is not None:
            section = context.find_section(other)
            place = f"{section.name if section else other.section} {other.slot}"
            said = f"The same work stands in {place} already: {describe_title(other)}."
            yield violation_at(entry, said, "links")
        for work in works:
            first.setdefault(work, entry)


def check_published(context: PreflightContext) -> Iterator[Violation]:
    """No work stood in another issue, unless it is repeated on purpose."""
    for entry in context.placed:
        said = describe_repeats([one for one in context.repeats.get(entry.id, ()) if not one.is_deliberate])
        if said:
            yield violation_at(entry, f"{said[0].upper()}{said[1:]}.")
