"""What the stories of actions look at, and what they begin with."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import LINKS, PUBLICATION
from tests.support.editor import MemoryEditor
from tests.support.editors import give_back_tiptap
from tests.support.memory_platform import MemoryPlatform
from tests.support.originals import make_original
from workbench.curation.change import EditCollector
from workbench.curation.link_check import CheckedLink
from workbench.curation.model import EntryId, IssueId, Link, LinkId, Section, Source, format_time
from workbench.curation.platform_draft import DraftContent
from workbench.curation.publication import PreflightSettings
from workbench.curation.subscription import Subscription
from workbench.desk.desk import Desk
from workbench.desk.index.link_views import LinkView
from workbench.desk.originals import Originals
from workbench.desk.outgoing import export
from workbench.desk.state import State
from workbench.desk.verbs import feeds, issues, translating, triage, writing
from workbench.publishing.passages import build_passages

Look = Callable[[MemoryEditor], Any]
CHECKLIST: Final = ("Send a test mail", "Look at it on a phone")
DESK_PUBLICATION: Final = replace(
    PUBLICATION, checklist=CHECKLIST, preflight=PreflightSettings(language="en")
)
NEW_URL: Final = "https://new.example/x"

# Links of the half-done week, in the order of the inbox, and entries of its issue
TWOPUG, UV, NANOCHAT, QUIET = LinkId(12), LinkId(11), LinkId(10), LinkId(4)
TWOPUG_NAME: Final = "“twopug.com/interview-prep-ml-grind”"
MESHES, TOKENIZER = "entry:2", "entry:3"


SECTION_LABELS: Final = (
    "Papers (3/5)", "Videos (2/4)", "Curated Reads (1/3)", "Tools & Repos (1/2)", "Pick of the Week (1/1)",
    "Posts (1/2)", "Talks (1/2)", "Events (1/2)", "Jobs (1/2)",
)  # fmt: skip
SECTION_SLOTS: Final = (
    ("papers", 3),
    ("videos", 2),
    ("reads", 1),
    ("tools", 1),
    ("pick", 1),
    ("posts", 1),
    ("talks", 1),
    ("events", 1),
    ("jobs", 1),
)
MESHES_TITLE: Final = "Radiance Meshes for Volumetric Reconstruction"
PAGE: Final = "0011-gates-meshes-and-agents.copy.html"


# What is looked at


def state_of(id: int) -> Look:
    """A link's state."""
    return lambda editor: editor.desk.state.state_of(LinkId(id))


def place_of(id: int) -> Look:
    """The section and slot of a link in the issue; slot None is the bench, None alone is nowhere."""

    def look(editor: MemoryEditor) -> tuple[str, int | None] | None:
        entry = editor.desk.state.find_entry(IssueId(1), LinkId(id))
        return (entry.section, entry.slot) if entry else None

    return look


def sections_of(id: int) -> Look:
    """The sections in which a link stands, of whichever issue."""
    return lambda editor: [entry.section for entry in editor.desk.state.entries_of(LinkId(id))]


def link_field(id: int, name: str) -> Look:
    """A field of a link."""
    return lambda editor: getattr(editor.desk.state.links[LinkId(id)], name)


def with_original(desk: Desk) -> None:
    """The newsletter is the translation of another one, whose issue is #11 too."""
    desk.state.originals = Originals(make_original(), partial(State, clock=lambda: NOW))


def tied(desk: Desk) -> None:
    """The same, and the second paper is tied to a work of the original."""
    with_original(desk)
    desk.do(translating.tie_to_work, LinkId(2), "arxiv:1706.03762")


def with_next_original(desk: Desk) -> None:
    """The original is one issue ahead."""
    desk.state.originals = Originals(make_original(12), partial(State, clock=lambda: NOW))


def publish_past(desk: Desk) -> None:
    """Publish the half-done issue with a read among its tools: there is something to learn from, and little of it."""
    desk.do(triage.place_links, [LinkId(9)], "tools")
    desk.do(issues.publish_issue, IssueId(1))


def decide_for_weeks(desk: Desk) -> None:
    """Save and decide for six weeks: in each an older link is benched, and one from another host rejected."""
    edits = EditCollector()
    first = desk.state.next_id("links")
    for at in range(12):
        host = "dull.example" if at % 2 else "good.example"
        edits.create(
            Link(
                id=LinkId(first + at),
                url=f"https://{host}/{at}",
                identity=f"https://{host}/{at}",
                added=f"2026-0{1 + at // 2}-{13 + at % 2}T08:00:00Z",
                state="rejected" if at % 2 else "inbox",
            )
        )
    desk.do(lambda _: edits.build("Saved twelve links"))
    good = [LinkId(first + at) for at in range(0, 12, 2)]
    desk.do(triage.bench_links, good, "reads", issue_id=IssueId(1))


def titles_in(editor: MemoryEditor, view: LinkView) -> list[str]:
    """The titles of the links of a view, whichever is shown."""
    state = editor.desk.state
    return [state.links[id].title for id in state.ids_in(view)]


def active_pane(editor: MemoryEditor) -> str:
    return editor.panes.active_pane


def has_new_link(editor: MemoryEditor) -> bool:
    return editor.desk.state.by_identity(NEW_URL) is not None


def both_papers(editor: MemoryEditor) -> tuple[int | None, ...]:
    """The slots of the first two papers."""
    return tuple(editor.desk.state.entries[EntryId(id)].slot for id in (1, 2))


def step_keys(editor: MemoryEditor) -> list[str]:
    """The steps of the copy-out."""
    steps = editor.screen.actions.copy_panel.tracker.steps
    return [str(step.passage) for step in steps.steps] if steps else []


def read_large(editor: MemoryEditor) -> tuple[bool, int | None]:
    """Whether a source is read large, and whose it is."""
    inbox = editor.panes.inbox
    return inbox.is_reading, inbox.source.link


def cursor(editor: MemoryEditor) -> Any:
    return editor.panes.inbox.list.cursor_id


def piece(editor: MemoryEditor) -> str:
    """The piece under the cursor."""
    return str(editor.panes.issue.outline.list.piece)


def view_in_front(editor: MemoryEditor) -> str:
    return type(editor.app.screen).__name__


def step(editor: MemoryEditor) -> str:
    """The step of the copy-out."""
    step = editor.screen.actions.copy_panel.tracker.step
    return str(step and (step.passage or step.item or step.task))


def issue_states(editor: MemoryEditor) -> dict[int, str]:
    """The state of each issue, by number."""
    return {issue.number: issue.state for issue in editor.desk.state.issues.values()}


def issue_in_hand(editor: MemoryEditor) -> int:
    issue = editor.desk.state.find_issue(editor.panes.issue_id)
    return issue.number if issue else 0


def says(text: str) -> Look:
    """Whether the message line says this."""
    return lambda editor: text in editor.message


def field_in_hand(editor: MemoryEditor) -> str | None:
    return editor.app.focused.id if editor.app.focused else None


def has_scrolled(name: str) -> Look:
    """Whether that source is anywhere but at its top."""
    return lambda editor: editor.screen.query_one(f"#{name}").scroll_offset.y > 0


def ids(editor: MemoryEditor) -> list[int]:
    """The links listed in the inbox."""
    return list(editor.panes.inbox.list.ids)


def feed_fields(editor: MemoryEditor) -> tuple[str, str, int] | None:
    """Title, query and cap of the only feed; None where there is none."""
    found = feeds.list_feeds(editor.desk.state)
    return (found[0].title, found[0].query, found[0].cap) if found else None


# What is given


def one_feed(desk: Desk) -> None:
    """A feed that is read."""
    desk.do(feeds.add_feeds, [Subscription(url="https://gates.example/feed", title="Gates")])


def next_issue(desk: Desk) -> None:
    """Issue #12 as well, which then is the one in hand."""
    desk.do(issues.create_issue)


def published_issue(desk: Desk) -> None:
    """#11 is published, and #12 not begun."""
    desk.do(issues.publish_issue, IssueId(1))


def nine_sections(desk: Desk) -> None:
    """Four more sections than the publication has, so that each digit fills one."""
    edits = EditCollector()
    issue = desk.state.issues[IssueId(1)]
    more = (
        Section(key=name.lower(), heading=name, label=name, slots=2)
        for name in ("Posts", "Talks", "Events", "Jobs")
    )
    edits.set(issue, sections=(*issue.sections, *more))
    desk.do(lambda _: edits.build("Added sections"))


def section_of_quotes(desk: Desk) -> None:
    """A section whose entries need no link."""
    edits = EditCollector()
    issue = desk.state.issues[IssueId(1)]
    quotes = Section(key="quotes", heading="Quotes", label="Quotes", kinds=("idea",))
    edits.set(issue, sections=(*issue.sections, quotes))
    desk.do(lambda _: edits.build("Added a section"))


def word_of_its_own(desk: Desk) -> None:
    """The closing has a word that is in no dictionary: of what preflight finds it is the last."""
    desk.do(writing.set_issue_field, "closing", "Mind your numba.")


def idle_tldr_line(desk: Desk) -> None:
    """A TL;DR line for a section without entries: the one finding that a key can mend."""
    desk.do(writing.set_issue_field, "tldr.tools", "none this week")


def many_links(desk: Desk) -> None:
    """Fifty links more than the screen has rows."""
    edits = EditCollector()
    for id in range(13, 63):
        url = f"https://many.example/{id}"
        edits.create(Link(id=LinkId(id), url=url, identity=url, added=f"2026-11-20T08:{id - 13:02}:00Z"))
    desk.do(lambda _: edits.build("Imported 50 links"))


def long_source(desk: Desk) -> None:
    """Much to read of the link under the cursor, and of the entry it is written for."""
    edits = EditCollector()
    for id in (TWOPUG, LinkId(2)):
        edits.create(Source(id=id, text="\n\n".join(f"Paragraph {at}." for at in range(60))))
    desk.do(lambda _: edits.build("Fetched", origin="fetch"))


def long_blurbs(desk: Desk) -> None:
    """More of the issue than the preview has lines."""
    for id in (LinkId(1), LinkId(2), LinkId(7)):
        desk.do(writing.write_entry_of_link, id, blurb="\n\n".join(f"Paragraph {at}." for at in range(40)))


def everything_written(desk: Desk) -> None:
    """No error stands between the issue and its readers."""
    for id in (LinkId(2), LinkId(7)):
        desk.do(writing.write_entry_of_link, id, blurb="All there is to say. " * 12)


def stuck_sites(editor: MemoryEditor) -> None:
    editor.web.is_stuck = True


def pasted_whole(editor: MemoryEditor) -> None:
    """The clipboard has what was copied back from a platform, which wraps it up."""
    state = editor.desk.state
    edition = export.edition_of(state, state.issues[IssueId(1)])
    editor.desktop.rich = give_back_tiptap(build_passages(edition, state.publication.targets[0])[-1].html)


def pasted_in_part(editor: MemoryEditor) -> None:
    """No more than the greeting arrived."""
    editor.desktop.rich = "<p>Hey there!</p>"


def own_editor(editor: MemoryEditor) -> None:
    """An editor's own program that changes the greeting."""
    editor.desktop.editor_program = lambda text: text.replace("Hey there!", "Good morning!")


def ghost_with_key(editor: MemoryEditor) -> None:
    """A Ghost that takes drafts."""
    editor.platforms.platforms["ghost"] = MemoryPlatform("rich")


def ghost_with_other_draft(editor: MemoryEditor) -> None:
    """A Ghost that has a draft of the issue's title which says something else."""
    ghost = MemoryPlatform("rich")
    title = "Gates, Meshes and Agents - The Tokenizer Edition #11"
    ghost.create(DraftContent(number=11, title=title, subtitle="", body="<p>Theirs</p>"), "")
    ghost.writes.clear()
    editor.platforms.platforms["ghost"] = ghost


def writes_at_ghost(editor: MemoryEditor) -> list[str]:
    """What was written at that Ghost."""
    return list(editor.platforms.platforms["ghost"].writes)


PLACED_URLS: Final = [LINKS[at][1] for at in (0, 1, 6)]
"""What the issue prints."""
NEW_ADDRESS: Final = "https://new.example/paper"


def moved_paper(editor: MemoryEditor) -> None:
    """The first paper's page moved, as whoever asks it will hear."""
    url = PLACED_URLS[0]
    editor.link_web.outcomes[url] = CheckedLink(
        url=url, outcome="moved", at=format_time(NOW), moved_to=NEW_ADDRESS
    )
