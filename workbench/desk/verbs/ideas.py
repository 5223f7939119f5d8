"""Ideas: what the editor writes down without a link, a quote or a thought, for a section that takes it.

An idea is a link without a URL, of kind `idea`. So it has a state, is searched, benched, deferred, exported and undone
as links are. Only what leads somewhere (fetching, opening, joining) asks for a URL.
"""

from collections.abc import Iterable

from workbench.curation.change import Change
from workbench.curation.model import IssueId, Link, LinkId, SavedText, Section, UserError
from workbench.curation.publication import suggest_section
from workbench.curation.text.cleaning import clean_line, clean_lines
from workbench.desk.change_builder import ChangeBuilder, display_name
from workbench.desk.state import State


def add_idea(
    state: State, title: str, *, section: str = "", blurb: str = "", issue_id: IssueId | None = None
) -> Change:
    """Save an idea and place it in a section; without one it waits in the inbox.

    `UserError` where it has no title, or the section takes links only or is full.
    """
    builder = ChangeBuilder(state)
    idea = make_idea(builder, title, via="editor")
    text = clean_lines(blurb).strip()
    if not section:
        if text:
            builder.set(idea, words=SavedText(idea.title, (), text))
        return builder.build(f"Added {display_name(idea)}")
    draft = builder.draft_to_edit(issue_id)
    into = builder.require_section(draft, section)
    if not into.takes_ideas:
        raise UserError(explain_refusal(into))
    entry = builder.add_entry(draft, idea, into, builder.take_open_slot(draft, into, idea))
    builder.set(entry, blurb=text)
    return builder.build(f"Added {display_name(idea)} to {into.name}")


def make_idea(builder: ChangeBuilder, title: str, *, via: str) -> Link:
    """The link of an idea, in the change that is being built; `UserError` where it has no title."""
    name = clean_line(title)
    if not name:
        raise UserError("An idea needs a title: readers see it above the text.")
    id = LinkId(builder.allocate_id("links"))
    idea = Link(
        id=id, url="", identity=f"idea:{id}", kind="idea", title=name, title_by="editor",
        added=builder.state.now, via=via,
    )  # fmt: skip
    builder.create(idea)
    return idea


def choose_section(sections: Iterable[Section], key: str = "") -> Section:
    """Where an idea goes: the section of that key if it takes ideas, else the first that does; `UserError` for none."""
    known = [section for section in sections if section.capacity]
    here = next((section for section in known if section.key == key and section.takes_ideas), None)
    found = here or suggest_section("idea", known)
    if found is None:
        raise UserError(
            'No section takes an entry without a link: give one kinds = ["idea"] in workbench.toml, for the next issue.'
        )
    return found


def explain_refusal(section: Section) -> str:
    """Why an idea cannot go there, and what to do."""
    return f'{section.name} takes links only: an idea goes where workbench.toml says kinds = ["idea"].'
