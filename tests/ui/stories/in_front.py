"""Stories of the copy-out and of the views in front of the panes."""

from typing import Final

from tests.support.editor import MemoryEditor
from tests.support.stories import KEY, Story, Typed
from tests.ui.stories.common import (
    CHECKLIST,
    MESHES,
    MESHES_TITLE,
    NEW_URL,
    PAGE,
    PLACED_URLS,
    TWOPUG,
    TWOPUG_NAME,
    UV,
    active_pane,
    everything_written,
    feed_fields,
    field_in_hand,
    ghost_with_key,
    ghost_with_other_draft,
    has_new_link,
    idle_tldr_line,
    issue_in_hand,
    issue_states,
    long_source,
    moved_paper,
    next_issue,
    one_feed,
    published_issue,
    says,
    step,
    step_keys,
    titles_in,
    view_in_front,
    with_next_original,
    with_original,
    word_of_its_own,
    writes_at_ghost,
)
from workbench.curation.model import IssueId, LinkId
from workbench.desk.words import list_learned_words
from workbench.ui.dialogs.quote import QuoteDialog

COPYING: Final[dict[str, tuple[Story, ...]]] = {
    "step.copy": (
        Story(
            ("c", KEY),
            lambda e: (e.desktop.clipboard, step(e)),
            ("Gates, Meshes and Agents - The Tokenizer Edition #11", "body"),
            given=everything_written,
        ),
        Story(
            ("c", "j", "j", KEY),
            lambda e: e.screen.actions.copy_panel.tracker.progress.ticked_items,
            set(CHECKLIST),
            given=everything_written,
        ),
        Story(("c", KEY), says("F shows them, ! copies anyway."), True),
        Story(
            ("c", "t", KEY),
            lambda e: (writes_at_ghost(e), step(e)),
            (["create"], CHECKLIST[0]),
            ("Began to send the draft of issue #11 to Fake", "Made the draft of issue #11 at Fake"),
            given=everything_written,
            prepare=ghost_with_key,
        ),
    ),
    "step.next": (Story(("c", KEY), step, "body", given=everything_written),),
    "step.previous": (Story(("c", "j", KEY), step, "title", given=everything_written),),
    "step.tick": (
        Story(
            ("c", *"jj", KEY),
            lambda e: (step(e), e.has_text("[x] Send a test mail")),
            (CHECKLIST[1], True),
            given=everything_written,
        ),
    ),
    "copy.cut": (
        Story(
            ("c", KEY),
            lambda e: step_keys(e)[:4],
            ["title", "body:1", "video:3:1", "body:2"],
            given=everything_written,
        ),
        Story(
            ("c", "b", KEY),
            lambda e: step_keys(e)[:3],
            ["title", "body", "None"],
            given=everything_written,
        ),
    ),
    "copy.videos": (
        Story(
            ("c", KEY),
            lambda e: (step_keys(e)[:3], step(e)),
            (["title", "body", "video:3:1"], "video:3:1"),
            given=everything_written,
        ),
        Story(
            ("c", "v", KEY), lambda e: (step_keys(e)[2], step(e)), ("None", "body"), given=everything_written
        ),
    ),
    "copy.target": (Story(("c", KEY), lambda e: e.screen.actions.copy_panel.target.name, "Ghost"),),
    "copy.draft": (
        Story(
            ("c", "t", "j", KEY),
            lambda e: (writes_at_ghost(e), step(e), e.has_text("done Made the draft of issue #11")),
            (["create"], CHECKLIST[0], True),
            ("Began to send the draft of issue #11 to Fake", "Made the draft of issue #11 at Fake"),
            given=everything_written,
            prepare=ghost_with_key,
        ),
        Story(
            ("c", "t", KEY),
            lambda e: (step(e), e.has_text("! refused There is no key for Ghost: set GHOST_KEY.")),
            ("title", True),
            given=everything_written,
        ),
        Story(("c", KEY), says("F shows them, ! copies anyway."), True, prepare=ghost_with_key),
    ),
    "copy.differences": (
        Story(
            ("c", "t", "d", KEY),
            view_in_front,
            "FindingsDialog",
            given=everything_written,
            prepare=ghost_with_other_draft,
        ),
    ),
    "copy.page": (Story(("c", KEY), lambda e: e.desktop.opened, [f"issues/{PAGE}"]),),
    "copy.leave": (
        Story(("c", KEY), lambda e: (e.screen.actions.copy_panel.display, active_pane(e)), (False, "inbox")),
    ),
    "copy.anyway": (
        Story(("c", KEY), lambda e: e.has_text("! stopped"), False),
        Story(
            ("c", "t", "d", KEY),
            lambda e: (writes_at_ghost(e), step(e)),
            (["update 1"], CHECKLIST[0]),
            (
                "Began to send the draft of issue #11 to Fake",
                "Brought the draft of issue #11 at Fake up to date",
            ),
            given=everything_written,
            prepare=ghost_with_other_draft,
        ),
    ),
}


def highlighted(editor: MemoryEditor) -> str:
    """The sentences that would be quoted."""
    view = editor.app.screen
    return view.quote.text if isinstance(view, QuoteDialog) else ""


QUOTING: Final[dict[str, tuple[Story, ...]]] = {
    "sentence.take": (
        Story(
            ('"', KEY),
            view_in_front,
            "WorkbenchScreen",
            ("Noted on “twopug.com/interview-prep-ml-grind”",),
            given=long_source,
        ),
    ),
    "sentence.next": (Story(('"', KEY), highlighted, "Paragraph 1.", given=long_source),),
    "sentence.previous": (Story(('"', "j", KEY), highlighted, "Paragraph 0.", given=long_source),),
    "sentence.more": (Story(('"', KEY), highlighted, "Paragraph 0. Paragraph 1.", given=long_source),),
    "sentence.fewer": (Story(('"', "J", KEY), highlighted, "Paragraph 0.", given=long_source),),
    "paragraph.next": (Story(('"', KEY), highlighted, "Paragraph 1.", given=long_source),),
    "paragraph.previous": (Story(('"', "j", "j", "j", KEY), highlighted, "Paragraph 2.", given=long_source),),
}

DIALOGS: Final[dict[str, tuple[Story, ...]]] = {
    "issue.switch": (Story(("N", "j", KEY), issue_in_hand, 11, given=next_issue),),
    "issue.new": (
        Story(
            ("N", KEY),
            lambda e: (issue_states(e), issue_in_hand(e)),
            ({11: "draft", 12: "draft"}, 12),
            ("Created issue #12",),
        ),
    ),
    "issue.publish": (
        Story(
            ("N", "p", KEY),
            lambda e: (issue_states(e), issue_in_hand(e), str(e.panes.issue.border_title)),
            ({11: "published"}, 0, "Issue #12 · coming"),
            ("Published issue #11; #12 has 1 from the bench",),
        ),
        Story(
            ("N", KEY),
            issue_states,
            {11: "published"},
            ("Published issue #11; #12 has 1 from the bench",),
            given=everything_written,
        ),
        Story(("N", KEY), lambda e: e.has_text("p again publishes it with 2 errors"), True),
        Story(
            ("N", "j", "p", KEY),
            issue_states,
            {11: "published", 12: "draft"},
            ("Published issue #11; #12 has 1 from the bench",),
            given=next_issue,
        ),
    ),
    "issue.translate": (
        Story(
            ("N", KEY),
            lambda e: (issue_states(e), issue_in_hand(e)),
            ({11: "draft", 12: "draft"}, 12),
            ("Issue #12 translates the original (en) #12, 5 entries to write",),
            given=with_next_original,
        ),
        Story(("N", KEY), lambda e: e.has_text("This newsletter is no translation"), True),
    ),
    "original.tie": (
        Story(
            ("&", KEY),
            lambda e: (view_in_front(e), e.desk.state.links[LinkId(2)].original),
            ("WorkbenchScreen", "arxiv:1706.03762"),
            (f"Tied “{MESHES_TITLE}” to the original's arxiv:1706.03762",),
            given=with_original,
            piece=MESHES,
        ),
    ),
    "issue.reopen": (
        Story(
            ("N", "j", KEY),
            lambda e: (issue_states(e), issue_in_hand(e)),
            ({11: "draft"}, 11),
            ("Reopened issue #11",),
            given=published_issue,
        ),
    ),
    "archive.open": (
        Story(
            ("Y", Typed("gated"), "enter", KEY),
            lambda e: (view_in_front(e), issue_in_hand(e), active_pane(e), str(e.panes.issue.piece)),
            ("WorkbenchScreen", 11, "issue", "entry:1"),
            given=published_issue,
        ),
    ),
    "finding.jump": (
        Story(
            ("F", KEY),
            lambda e: (view_in_front(e), active_pane(e), e.written_piece, field_in_hand(e)),
            ("WorkbenchScreen", "issue", MESHES, "prose"),
        ),
    ),
    "finding.mend": (
        Story(
            ("F", *"jjj", KEY),
            lambda e: dict(e.desk.state.issues[IssueId(1)].tldr),
            {"papers": "gates after attention"},
            ("Removed the TL;DR line of Tools",),
            given=idle_tldr_line,
        ),
    ),
    "finding.mend_all": (
        Story(
            ("F", *"jjj", KEY),
            lambda e: dict(e.desk.state.issues[IssueId(1)].tldr),
            {"papers": "gates after attention"},
            ("Removed the TL;DR line of Tools",),
            given=idle_tldr_line,
        ),
    ),
    "finding.waive": (
        Story(
            ("F", KEY, Typed("Written elsewhere"), "enter"),
            lambda e: [waiver.reason for waiver in e.desk.state.issues[IssueId(1)].waivers],
            ["Written elsewhere"],
            ("Waived “The blurb is not written” of issue #11",),
        ),
        Story(
            ("F", "w", "enter", "G", KEY),
            lambda e: (e.desk.state.issues[IssueId(1)].waivers, e.has_text("1 waived")),
            ((), False),
            ("Withdrew the waiver of “The blurb is not written” of issue #11",),
        ),
    ),
    "finding.check": (
        Story(
            ("F", KEY),
            lambda e: (
                [url for url, _ in e.link_web.asked],
                e.has_text("moved for good, to https://new.example"),
            ),
            (PLACED_URLS, True),
            prepare=moved_paper,
        ),
    ),
    "finding.learn": (
        Story(
            ("F", "G", KEY),
            lambda e: ([one.word for one in list_learned_words(e.desk.state)], e.has_text("numba” is not")),
            (["numba"], False),
            ("Learned “numba”",),
            given=word_of_its_own,
        ),
    ),
    "version.bring_back": (
        Story(
            ("enter", Typed(" Indeed."), "escape", "Z", KEY),
            lambda e: e.desk.state.issues[IssueId(1)].greeting,
            "Hey there!",
            ("Brought back an earlier text: wrote the greeting of issue #11",),
            piece="greeting",
        ),
    ),
    "change.take_back": (
        Story(
            ("x", "x", "H", "j", KEY),
            lambda e: (e.desk.state.state_of(TWOPUG), e.desk.state.state_of(UV)),
            ("inbox", "rejected"),
            (f"Undone: Rejected {TWOPUG_NAME}",),
        ),
    ),
    "import.take": (
        Story(
            ("I", Typed("links.csv"), "enter", KEY),
            has_new_link,
            True,
            ("Added 2 links",),
        ),
    ),
    "import.archived": (
        Story(
            ("I", Typed("links.csv"), "enter", KEY, "enter"),
            lambda e: (
                has_new_link(e),
                [link.url for link in e.desk.state.links.values() if "old" in link.url],
            ),
            (True, []),
            ("Added 1 link, 1 archived and left out",),
        ),
    ),
    "feed.pull": (
        Story(
            ("O", KEY),
            lambda e: titles_in(e, "feeds"),
            ["New gates", "Old gates"],
            ("2 links from the feed “Gates”", "Pulled the feed “Gates”"),
            given=one_feed,
        ),
        Story(("O", KEY), lambda e: e.has_text("There is no feed here: a adds one."), True),
    ),
    "feed.add": (
        Story(
            ("O", KEY, Typed("https://gates.example/feed"), "enter"),
            lambda e: titles_in(e, "feeds"),
            ["New gates", "Old gates"],
            (
                "Added the feed “Gates weekly”",
                "2 links from the feed “Gates weekly”",
                "Pulled the feed “Gates weekly”",
            ),
        ),
    ),
    "feed.query": (
        Story(
            ("O", KEY, Typed("-survey"), "enter"),
            feed_fields,
            ("Gates", "-survey", 50),
            ("Changed the feed “Gates”",),
            given=one_feed,
        ),
    ),
    "feed.cap": (
        Story(
            ("O", KEY, "ctrl+u", Typed("7"), "enter"),
            feed_fields,
            ("Gates", "", 7),
            ("Changed the feed “Gates”",),
            given=one_feed,
        ),
        Story(
            ("O", KEY, Typed("00"), "enter"),
            says("“5000” is no number of links a day: 1 to 1,000."),
            True,
            given=one_feed,
        ),
    ),
    "feed.title": (
        Story(
            ("O", KEY, Typed(" weekly"), "enter"),
            feed_fields,
            ("Gates weekly", "", 50),
            ("Changed the feed “Gates”",),
            given=one_feed,
        ),
    ),
    "feed.remove": (
        Story(
            ("O", KEY),
            feed_fields,
            None,
            ("Removed the feed “Gates”",),
            given=one_feed,
        ),
    ),
    "import.past_issues": (Story(("I", Typed("links.csv"), "enter", KEY), view_in_front, "ArchiveReview"),),
    "import.section": (
        Story(
            ("I", Typed("past.json"), "enter", KEY, "enter"),
            lambda e: [
                part.key
                for issue in e.desk.state.issues.values()
                if issue.number == 1
                for part in issue.sections
            ],
            ["papers"],
            ("Imported issue #1: 2 entries, 2 mentions",),
        ),
    ),
    "links.take": (Story(("a", Typed(NEW_URL), KEY), has_new_link, True, ("Added “new.example/x”",)),),
}
