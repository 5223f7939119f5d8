"""Stories of what works everywhere, and of moving in a list."""

from typing import Final

from tests.support.stories import KEY, Story, Typed
from tests.ui.stories.common import (
    MESHES,
    NANOCHAT,
    NEW_URL,
    QUIET,
    TWOPUG,
    TWOPUG_NAME,
    UV,
    active_pane,
    cursor,
    field_in_hand,
    has_new_link,
    has_scrolled,
    ids,
    long_blurbs,
    long_source,
    many_links,
    one_feed,
    own_editor,
    pasted_in_part,
    pasted_whole,
    piece,
    place_of,
    published_issue,
    says,
    section_of_quotes,
    state_of,
    stuck_sites,
    titles_in,
    view_in_front,
)
from workbench.curation.model import IssueId

EVERYWHERE: Final[dict[str, tuple[Story, ...]]] = {
    "pane.next": (
        Story((KEY,), active_pane, "issue"),
        Story((KEY,), active_pane, "preview", piece="title"),
    ),
    "pane.previous": (
        Story((KEY,), active_pane, "preview"),
        Story((KEY,), active_pane, "inbox", piece="title"),
    ),
    "change.undo": (Story(("x", KEY), state_of(TWOPUG), "inbox", (f"Undone: Rejected {TWOPUG_NAME}",)),),
    "change.redo": (
        Story(
            ("x", "u", KEY),
            state_of(TWOPUG),
            "rejected",
            (f"Redone: Rejected {TWOPUG_NAME}",),
        ),
    ),
    "archive.search": (
        Story(
            (KEY, Typed("gated")),
            lambda e: (view_in_front(e), e.has_text("#11 Papers")),
            ("ArchiveDialog", True),
            given=published_issue,
        ),
    ),
    "report.show": (
        Story(  # the package that draws plots is optional
            (KEY,),
            lambda e: view_in_front(e) == "ReportDialog" or "[plots]" in e.message,
            True,
            given=published_issue,
        ),
    ),
    "archive.recall": (
        Story((KEY,), lambda e: e.has_text("work:https://twopug.com"), True, given=published_issue),
        Story(
            (KEY,),
            lambda e: e.has_text("work:arxiv:2505.06708"),
            True,
            given=published_issue,
            prepare=lambda e: setattr(e.panes, "issue_id", IssueId(1)),
            piece="entry:1",
        ),
    ),
    "idea.add": (
        Story(
            (KEY, Typed("Less is more"), "enter"),
            lambda e: (e.written_piece, place_of(13)(e)),
            ("entry:5", ("quotes", 1)),
            ("Added “Less is more” to Quotes",),
            given=section_of_quotes,
        ),
        Story((KEY,), says("No section takes an entry without a link"), True),
    ),
    "filter.open": (
        Story((KEY, Typed("nanochat")), ids, [NANOCHAT]),
        Story((KEY, Typed("nanochat")), ids, [NANOCHAT], piece="title"),
    ),
    "view.back": (
        Story(("/", Typed("uv"), "enter", KEY), lambda e: (e.panes.inbox.filter.value, len(ids(e))), ("", 8)),
        Story(("space", "space", KEY), lambda e: e.panes.inbox.list.marked, set()),
        Story(("enter", KEY), lambda e: e.panes.inbox.is_reading, False),
        Story(("tab", KEY), active_pane, "issue", piece="title"),
        Story(("N", KEY), view_in_front, "WorkbenchScreen"),
    ),
    "link.add": (Story((KEY, Typed(NEW_URL), "ctrl+s"), has_new_link, True, ("Added “new.example/x”",)),),
    "files.import": (
        Story((KEY, Typed("links.csv"), "enter"), view_in_front, "ImportReview"),
        Story((KEY, Typed("gone.txt"), "enter"), says("There is no file gone.txt."), True),
    ),
    "preview.turn": (
        Story((KEY,), lambda e: e.panes.preview.mode, "Markdown"),
        Story(("p", KEY), lambda e: e.panes.preview.mode, "HTML"),
        Story(("p", "p", KEY), lambda e: e.panes.preview.mode, ""),
    ),
    "reading.down": (
        Story((KEY,), has_scrolled("source"), True, given=long_source),
        Story(("enter", KEY), has_scrolled("source"), True, given=long_source),
        Story((KEY,), has_scrolled("preview-page"), True, given=long_blurbs, piece="title"),
    ),
    "reading.up": (
        Story(("ctrl+d", KEY), has_scrolled("source"), False, given=long_source),
        Story(("ctrl+d", KEY), has_scrolled("preview-page"), False, given=long_blurbs, piece="title"),
    ),
    "link.fetch": (
        Story((KEY,), lambda e: e.web.asked, [(TWOPUG, True)], ("Fetched “What the site says”",)),
        Story(("space", KEY), lambda e: e.web.asked, [(TWOPUG, True)], ("Fetched “What the site says”",)),
        Story((KEY,), lambda e: e.web.asked, [(2, True)], ("Fetched “What the site says”",), piece=MESHES),
    ),
    "fetch.stop": (Story(("f", KEY), says("Stopped fetching: 0 of 1 came"), True, prepare=stuck_sites),),
    "feeds.pull": (
        Story(
            (KEY,),
            lambda e: (titles_in(e, "feeds"), cursor(e)),
            (["New gates", "Old gates"], TWOPUG),
            ("2 links from the feed “Gates”", "Pulled the feed “Gates”"),
            given=one_feed,
        ),
        Story((KEY,), says("No feed is read yet: O adds one."), True),
    ),
    "feeds.show": (Story((KEY,), view_in_front, "FeedsDialog"),),
    "findings.show": (Story((KEY,), view_in_front, "FindingsDialog"),),
    "findings.next": (
        Story((KEY,), lambda e: (e.written_piece, field_in_hand(e)), ("entry:2", "prose")),
        Story(
            ("F", "enter", Typed("At last."), KEY),
            lambda e: (e.written_piece, "! Videos 1: The blurb is not written. ctrl+g:" in e.message),
            ("entry:3", True),
            ("Wrote “Radiance Meshes for Volumetric Reconstruction”",),
        ),
    ),
    "issue.copy": (Story((KEY,), lambda e: e.screen.actions.copy_panel.has_focus, True),),
    "issue.prove": (
        Story((KEY,), says("It arrived: 3 entries, 3 links, all there."), True, prepare=pasted_whole),
        Story((KEY,), view_in_front, "FindingsDialog", prepare=pasted_in_part),
    ),
    "issue.export": (
        Story(
            (KEY,),
            lambda e: [name for name in e.files.texts if name.endswith(".md")],
            ["0011-gates-meshes-and-agents.md"],
            ("Wrote 0011-gates-meshes-and-agents.md",),
        ),
    ),
    "issue.edit": (
        Story(
            (KEY,),
            lambda e: e.desk.state.issues[IssueId(1)].greeting,
            "Good morning!",
            ("Read the edits of issue #11",),
            prepare=own_editor,
        ),
    ),
    "issue.list": (Story((KEY,), view_in_front, "IssuesDialog"),),
    "history.show": (Story((KEY,), view_in_front, "HistoryDialog"),),
    "command.palette": (Story((KEY,), view_in_front, "PaletteDialog"),),
    "theme.turn": (
        Story((KEY,), lambda e: e.app.theme, "day"),
        Story(("T", KEY), lambda e: e.app.theme, "night"),
    ),
    "help.show": (Story((KEY,), view_in_front, "HelpDialog"),),
    "view.close": (
        Story((KEY,), lambda e: e.ui_state.saved.get("link"), TWOPUG),
        Story(("enter", KEY), lambda e: e.panes.inbox.is_reading, False),
        Story(("N", KEY), view_in_front, "WorkbenchScreen"),
    ),
}

LISTS: Final[dict[str, tuple[Story, ...]]] = {
    "cursor.down": (Story((KEY,), cursor, UV), Story((KEY,), piece, "subtitle", piece="title")),
    "cursor.up": (Story(("j", KEY), cursor, TWOPUG), Story((KEY,), piece, "title", piece="subtitle")),
    "cursor.top": (Story(("j", "j", KEY), cursor, TWOPUG), Story((KEY,), piece, "title", piece=MESHES)),
    "cursor.bottom": (Story((KEY,), cursor, QUIET), Story((KEY,), piece, "closing", piece="title")),
    "cursor.page_down": (
        Story((KEY,), cursor, 39, given=many_links),
        Story((KEY,), piece, "closing", piece="title"),
    ),
    "cursor.page_up": (
        Story(("pagedown", "pagedown", KEY), cursor, 39, given=many_links),
        Story((KEY,), piece, "title", piece="closing"),
    ),
}
