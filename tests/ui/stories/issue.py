"""Stories of the issue, its pieces in the list and its fields."""

from typing import Final

from tests.support.editor import MemoryEditor
from tests.support.stories import KEY, Story, Typed
from tests.ui.stories.common import (
    MESHES,
    MESHES_TITLE,
    SECTION_LABELS,
    SECTION_SLOTS,
    TOKENIZER,
    Look,
    both_papers,
    field_in_hand,
    has_scrolled,
    issue_in_hand,
    issue_states,
    link_field,
    long_source,
    nine_sections,
    piece,
    place_of,
    says,
    state_of,
    tied,
    with_original,
)
from workbench.curation.model import EntryId, IssueId, LinkId
from workbench.desk.blocks import list_block_rules
from workbench.desk.desk import Desk
from workbench.desk.incoming import take_in
from workbench.desk.verbs import blocks, issues, triage


def slots_of(section: str) -> Look:
    """How many slots a section of the issue has."""
    return lambda editor: editor.desk.state.issues[IssueId(1)].section_by_key(section).slots


def issue_on_screen(editor: MemoryEditor) -> str:
    """The title of the Issue."""
    return str(editor.panes.issue.border_title)


def save_namesake(desk: Desk) -> None:
    """A repository that is called as the paper in hand is."""
    desk.do(take_in.take_in_paste, "https://github.com/o/radiance-meshes")


def place_again(desk: Desk) -> None:
    """Issue #11 is out, and one of its papers stands in the next one too."""
    desk.do(issues.publish_issue, IssueId(1))
    desk.do(triage.place_links, [LinkId(2)], "papers")


def written_block(desk: Desk) -> None:
    """A block of the issue alone."""
    desk.do(blocks.add_block, "From a friend", "before:papers")
    desk.do(blocks.write_block, "from-a-friend", text="Go and see.")


def moves_to_section(digit: int, section: str, slot: int) -> Story:
    entry, link, title = (
        (TOKENIZER, 7, "Let's build the GPT Tokenizer")
        if digit == 1
        else (MESHES, 2, "Radiance Meshes for Volumetric Reconstruction")
    )
    heading = SECTION_LABELS[digit - 1]
    said = (f"Placed “{title}” in {heading}",)
    return Story((KEY,), place_of(link), (section, slot), said, given=nine_sections, piece=entry)


ISSUE: Final[dict[str, tuple[Story, ...]]] = {
    **{
        f"entry.move.{digit}": (moves_to_section(digit, *place),)
        for digit, place in enumerate(SECTION_SLOTS, 1)
    },
    "piece.write": (Story((KEY,), lambda e: e.written_piece, MESHES, piece=MESHES),),
    "piece.blank": (
        Story((KEY,), piece, "subtitle", piece="title"),
        Story((KEY,), piece, MESHES, piece="entry:1"),
        Story((KEY,), piece, "subtitle", piece=TOKENIZER),
    ),
    "entry.bench": (
        Story((KEY,), place_of(2), ("papers", None), (f"Benched “{MESHES_TITLE}” for Papers",), piece=MESHES),
        Story(
            (KEY,),
            place_of(3),
            ("papers", 3),
            ("Placed “Agentic AI: A Comprehensive Survey” in Papers (3/5)",),
            piece="entry:4",
        ),
    ),
    "entry.swap": (
        Story(
            (KEY,),
            lambda e: (place_of(3)(e), place_of(2)(e), piece(e)),
            (("papers", 2), ("papers", None), "entry:4"),
            (f"Placed “Agentic AI: A Comprehensive Survey”; “{MESHES_TITLE}” is on the bench",),
            piece=MESHES,
        ),
        Story(
            (KEY,),
            place_of(3),
            ("papers", 3),
            ("Placed “Agentic AI: A Comprehensive Survey” in Papers (3/5)",),
            piece="entry:4",
        ),
        Story((KEY,), says("The bench of Videos is empty"), True, piece=TOKENIZER),
    ),
    "entry.reject": (Story((KEY,), state_of(2), "rejected", (f"Rejected “{MESHES_TITLE}”",), piece=MESHES),),
    "entry.repeat": (
        Story(
            (KEY,),
            lambda editor: editor.desk.state.links[LinkId(2)].repeat_of,
            11,
            (f"Repeating “{MESHES_TITLE}” on purpose",),
            given=place_again,
            piece="entry:5",
        ),
    ),
    "entry.tie": (
        Story(
            (KEY, "j", "enter"),
            link_field(2, "original"),
            "arxiv:2106.09685",
            (f"Tied “{MESHES_TITLE}” to the original's arxiv:2106.09685",),
            given=with_original,
            piece=MESHES,
        ),
        Story(
            (KEY,),
            link_field(2, "original"),
            "",
            (f"Untied “{MESHES_TITLE}” from the original's arxiv:1706.03762",),
            given=tied,
            piece=MESHES,
        ),
        Story((KEY,), says("This newsletter is no translation"), True, piece=MESHES),
    ),
    "entry.return": (
        Story((KEY,), state_of(2), "inbox", (f"Back in the inbox: “{MESHES_TITLE}”",), piece=MESHES),
    ),
    "entry.down": (
        Story(
            (KEY,),
            both_papers,
            (2, 1),
            ("Moved “Gated Attention for Large Language Models” down to 2",),
            piece="entry:1",
        ),
    ),
    "entry.up": (Story((KEY,), both_papers, (2, 1), (f"Moved “{MESHES_TITLE}” up to 1",), piece=MESHES),),
    "slots.more": (
        Story((KEY,), slots_of("papers"), 6, ("Papers has 6 slots in issue #11",), piece=MESHES),
        Story((KEY,), slots_of("pick"), 2, ("Pick of the Week has 2 slots in issue #11",), piece="tldr:pick"),
    ),
    "slots.fewer": (
        Story((KEY,), slots_of("papers"), 4, ("Papers has 4 slots in issue #11",), piece=MESHES),
    ),
    "section.omit": (
        Story((KEY,), slots_of("pick"), 0, ("Left Pick of the Week out of issue #11",), piece="tldr:pick"),
        Story(
            ("0", KEY), slots_of("pick"), 1, ("Pick of the Week has 1 slot in issue #11",), piece="tldr:pick"
        ),
    ),
    "title.offer": (
        Story(
            ("enter", KEY, "escape"),
            lambda e: e.desk.state.issues[IssueId(1)].title,
            "Gated Attention, Let's build the GPT Tokenizer, Radiance Meshes for Volumetric Reconstruction",
            ("Wrote the title of issue #11",),
            piece="title",
        ),
    ),
    "piece.versions": (
        Story(
            ("enter", Typed(" Indeed."), "escape", KEY, "enter"),
            lambda e: e.desk.state.issues[IssueId(1)].greeting,
            "Hey there!",
            ("Brought back an earlier text: wrote the greeting of issue #11",),
            piece="greeting",
        ),
    ),
    "block.add": (
        Story(
            (KEY, Typed("From a friend"), "enter", Typed("Go and see."), "escape"),
            lambda e: [
                (block.key, block.place, block.text) for block in e.desk.state.issues[IssueId(1)].blocks or ()
            ],
            [("from-a-friend", "before:papers", "Go and see.")],
            (
                "Added the block “From a friend” to issue #11",
                "Wrote the block “From a friend” of issue #11",
            ),
            piece=MESHES,
        ),
    ),
    "block.keep": (
        Story(
            (KEY, Typed("12, 14"), "enter"),
            lambda e: [rule.issues for rule in list_block_rules(e.desk.state)],
            [(12, 14)],
            ("Kept the block “From a friend” for #12 and #14",),
            given=written_block,
            piece="block:from-a-friend",
        ),
    ),
    "issue.number": (
        Story((KEY, Typed("2"), "enter"), issue_in_hand, 112, ("Issue #11 is #112 now",), piece=MESHES),
    ),
    "issue.date": (
        Story(
            (KEY, *["backspace"] * 2, Typed("30"), "enter"),
            lambda e: e.desk.state.issues[IssueId(1)].date,
            "2026-11-30",
            ("The date of issue #11 is 2026-11-30",),
            piece=MESHES,
        ),
    ),
    "issue.url": (
        Story(
            (KEY, Typed("https://sieve.example/p/11"), "enter"),
            lambda e: e.desk.state.issues[IssueId(1)].url,
            "https://sieve.example/p/11",
            ("Issue #11 is at https://sieve.example/p/11",),
            piece=MESHES,
        ),
    ),
    "issue.delete": (
        Story(
            (KEY,),
            lambda e: (issue_states(e), e.desk.state.state_of(LinkId(2)), issue_on_screen(e)),
            ({}, "inbox", "Issue #11 · coming"),
            ("Deleted issue #11, 4 links are back in the inbox",),
            piece=MESHES,
        ),
    ),
    "entry.join": (
        Story(
            (KEY,),
            lambda e: [link.url for link in e.desk.state.entries[EntryId(2)].links][1:],
            ["https://github.com/o/radiance-meshes"],
            (f"Joined “o/radiance-meshes” to “{MESHES_TITLE}”",),
            given=save_namesake,
            piece=MESHES,
        ),
    ),
    "entry.defer": (
        Story((KEY,), state_of(2), "deferred", (f"Deferred to #12: “{MESHES_TITLE}”",), piece=MESHES),
    ),
    "pane.inbox": (
        Story((KEY,), lambda e: e.message, "! That key acts in the Inbox: tab goes there.", piece=MESHES),
    ),
    "section.previous": (Story((KEY,), piece, "entry:1", piece=MESHES),),
    "section.next": (Story((KEY,), piece, TOKENIZER, piece=MESHES),),
    "entry.open": (
        Story((KEY,), lambda e: e.desktop.opened, ["https://arxiv.org/abs/2512.04076"], piece=MESHES),
    ),
    "entry.copy": (
        Story((KEY,), lambda e: e.desktop.clipboard.startswith("### Radiance Meshes"), True, piece=MESHES),
        Story((KEY,), lambda e: e.desktop.rich.startswith("<h3>Radiance Meshes"), True, piece=MESHES),
        Story((KEY,), lambda e: (e.desktop.clipboard, e.desktop.rich), ("Hey there!", ""), piece="greeting"),
    ),
}

SCROLLS: Final = has_scrolled("writing-source")

WRITING: Final[dict[str, tuple[Story, ...]]] = {
    "source.down": (Story(("e", KEY), SCROLLS, True, given=long_source, piece=MESHES),),
    "source.up": (Story(("e", "ctrl+down", KEY), SCROLLS, False, given=long_source, piece=MESHES),),
    "source.page_down": (Story(("e", KEY), SCROLLS, True, given=long_source, piece=MESHES),),
    "source.page_up": (Story(("e", "ctrl+f", KEY), SCROLLS, False, given=long_source, piece=MESHES),),
    "source.quote": (
        Story(
            ("e", KEY, "enter", "escape"),
            lambda e: e.desk.state.entries[EntryId(2)].blurb,
            "> Paragraph 0.",
            (f"Wrote “{MESHES_TITLE}”",),
            given=long_source,
            piece=MESHES,
        ),
    ),
    "source.turn": (Story(("e", KEY), says("Source and preview stand beside the text"), True, piece=MESHES),),
    "field.next": (Story(("e", KEY), field_in_hand, "line", piece=MESHES),),
    "field.previous": (Story(("e", KEY), field_in_hand, "links", piece=MESHES),),
    "piece.next": (
        Story(
            ("e", Typed("All of it."), KEY),
            lambda e: e.written_piece,
            TOKENIZER,
            (f"Wrote “{MESHES_TITLE}”",),
            piece=MESHES,
        ),
    ),
    "piece.previous": (
        Story(
            ("e", Typed("All of it."), KEY),
            lambda e: e.written_piece,
            "entry:1",
            (f"Wrote “{MESHES_TITLE}”",),
            piece=MESHES,
        ),
    ),
    "piece.leave": (
        Story(
            ("e", Typed("All of it."), KEY),
            lambda e: (e.written_piece, e.desk.state.entries[EntryId(2)].blurb),
            ("", "All of it."),
            (f"Wrote “{MESHES_TITLE}”",),
            piece=MESHES,
        ),
    ),
}
