"""Corrections of what was published: an entry's title, text, links or section, where the record of it is wrong.

An issue that is out is not open to writing, and nothing here reopens it. The history says of each correction which
issue it is of, and undo takes it back like any other step.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Entry, Issue, LabelledLink, Link, LinkId, Section, UserError
from workbench.curation.pieces import clean_labelled_link, piece_of_entry, require_piece_text
from workbench.curation.text.cleaning import clean_line, require_line
from workbench.desk.change_builder import ChangeBuilder, display_entry_name, display_name
from workbench.desk.state import State


class Correction(Struct, frozen=True, kw_only=True):
    """What is to be otherwise in an entry; None and an empty section leave it as it is.

    `url` is where its first link leads, `links` are added or replace those of the same label, `section` is a key.
    """

    title: str | None = None
    blurb: str | None = None
    url: str | None = None
    links: Sequence[LabelledLink] = ()
    section: str = ""


def correct_entry(state: State, link: LinkId, correction: Correction, *, number: int | None = None) -> Change:
    """Correct the entry of a link in a published issue: the one of that number, else the only one that it is in.

    `UserError` where the issue is no published one, the link is not in it, or it would be what it is already.
    """
    entry = _require_printed_entry(state, state.get_link(link), number)
    issue = state.issues[entry.issue]
    builder = ChangeBuilder(state)
    changed = {
        "title": _correct_title(builder, entry, correction.title),
        "link": _correct_links(builder, entry, correction),
        "section": _correct_section(builder, issue, entry, correction.section),
        "text": _correct_blurb(builder, entry, correction.blurb),
    }
    if not builder:
        raise UserError(f"{display_entry_name(entry)} stands in issue #{issue.number} like that already.")
    said = " and ".join(what for what, is_changed in changed.items() if is_changed)
    change = builder.build(f"Corrected #{issue.number}: the {said} of {display_entry_name(entry)}")
    return replace(change, corrects=issue.number)


def _require_printed_entry(state: State, link: Link, number: int | None) -> Entry:
    printed = {
        state.issues[entry.issue].number: entry
        for entry in state.entries_of(link.id)
        if entry.slot is not None and state.issues[entry.issue].state == "published"
    }
    if number is None and len(printed) == 1:
        return next(iter(printed.values()))
    if number in printed:
        return printed[number]
    if number is not None and state.issue_by_number(number).state == "draft":
        raise UserError(f"Issue #{number} is a draft: `workbench write` and `move` change it.")
    if not printed:
        raise UserError(f"{display_name(link)} was not published: there is nothing to correct.")
    numbers = ", ".join(f"#{one}" for one in sorted(printed))
    raise UserError(f"{display_name(link)} was published in {numbers}: say which with --issue.")


def _correct_title(builder: ChangeBuilder, entry: Entry, title: str | None) -> bool:
    written = entry.title if title is None else require_line(title, "The title")
    builder.set(entry, title=written)
    return written != entry.title


def _correct_blurb(builder: ChangeBuilder, entry: Entry, blurb: str | None) -> bool:
    written = entry.blurb if blurb is None else require_piece_text(piece_of_entry(entry.id), blurb)
    builder.set(entry, blurb=written)
    return written != entry.blurb


def _correct_links(builder: ChangeBuilder, entry: Entry, correction: Correction) -> bool:
    links = list(entry.links)
    if correction.url is not None:
        first = links[0].label if links else ""
        links[:1] = [_require_link(LabelledLink(first, correction.url))]
        builder.set(entry, link=_find_work(builder, entry, links[0].url).id)
    for more in map(_require_link, correction.links):
        same = next((at for at, link in enumerate(links) if link.label == more.label), len(links))
        links[same : same + 1] = [more]
    builder.set(entry, links=tuple(links))
    return tuple(links) != entry.links


def _require_link(link: LabelledLink) -> LabelledLink:
    cleaned = clean_labelled_link(link)
    if cleaned is None:
        raise UserError(f"“{clean_line(link.url)}” is not a web address: a link begins with https://.")
    return cleaned


def _find_work(builder: ChangeBuilder, entry: Entry, url: str) -> Link:
    """The link of the work at that address, saved in this change where it is not known. The entry's old link, where it
    came with this entry and stands nowhere else, is put aside: nobody saved it to be read."""
    state = builder.state
    work = identify(url)
    if not isinstance(work, Identity):
        raise UserError(f"“{clean_line(url)}” is not a web address: {work.reason}.")
    known, old = state.by_identity(work.key), state.links[entry.link]
    if known == old:
        return old
    if known is not None and state.find_entry(entry.issue, known.id) is not None:
        raise UserError(f"{display_name(known)} is in issue #{state.issues[entry.issue].number} already.")
    if old.via == "archive" and len(state.entries_of(old.id)) == 1:
        builder.set(old, state="rejected")
    if known is not None:
        return known
    new = Link(
        id=LinkId(builder.allocate_id("links")), url=work.url, identity=work.key, kind=work.kind, title=entry.title,
        added=old.added, via=old.via,
    )  # fmt: skip
    builder.create(new)
    return new


def _correct_section(builder: ChangeBuilder, issue: Issue, entry: Entry, key: str) -> bool:
    if key in ("", entry.section):
        return False
    section = next((part for part in issue.sections if part.key == key), None) or _add_section(
        builder, issue, key
    )
    slots = section.open_slots(
        {
            one.slot
            for one in builder.state.entries_in(issue.id)
            if one.section == key and one.slot is not None
        }
    )
    if not slots:
        raise UserError(
            f"{section.name} of issue #{issue.number} is full ({section.capacity}/{section.capacity})."
        )
    builder.set(entry, section=key, slot=slots[0])
    return True


def _add_section(builder: ChangeBuilder, issue: Issue, key: str) -> Section:
    """A section of today, at the end of an issue that did not have it."""
    sections = builder.state.publication.sections
    today = next((part for part in sections if part.key == key), None)
    if today is None:
        names = ", ".join(dict.fromkeys(part.key for part in (*issue.sections, *sections)))
        raise UserError(f"There is no section “{clean_line(key)}”: {names}.")
    section = replace(today, slots=None)
    builder.set(issue, sections=(*issue.sections, section))
    return section
