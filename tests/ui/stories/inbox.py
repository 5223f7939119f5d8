"""Stories of the inbox."""

from typing import Final

from tests.support.stories import KEY, Story, Typed
from tests.ui.stories.common import (
    MESHES_TITLE,
    NANOCHAT,
    SECTION_LABELS,
    SECTION_SLOTS,
    TWOPUG,
    TWOPUG_NAME,
    UV,
    cursor,
    decide_for_weeks,
    has_scrolled,
    ids,
    link_field,
    long_source,
    nine_sections,
    place_of,
    publish_past,
    read_large,
    says,
    sections_of,
    state_of,
)
from workbench.curation.clipping import Clipping, ImportResult
from workbench.curation.model import IssueId, LinkId
from workbench.desk.desk import Desk
from workbench.desk.incoming.take_in import take_in_links
from workbench.desk.verbs import issues


def publish_and_save_namesake(desk: Desk) -> None:
    """Issue #11 is out, and a page waits that is called as one of its papers."""
    desk.do(issues.publish_issue, IssueId(1))
    page = Clipping(row=1, url="https://mirror.example/meshes", title=MESHES_TITLE)
    desk.do(take_in_links, ImportResult(format="list", clippings=(page,)), "paste")


ASKED_FIRST: Final = "l again: reads go to Curated Reads · L: 1 of 1 reads stood in Tools & Repos"


def begins_with(section: str) -> str:
    """What placing a link in the coming issue is called."""
    return f"Placed {TWOPUG_NAME} in {section}; issue #12 begins with 1 from the bench"


INBOX: Final[dict[str, tuple[Story, ...]]] = {
    **{
        f"link.place.{digit}": (
            Story(("j", KEY), place_of(UV), place, (f"Placed “uv” in {label}",), given=nine_sections),
        )
        for digit, (place, label) in enumerate(zip(SECTION_SLOTS, SECTION_LABELS, strict=True), 1)
    },
    "link.suggested": (
        Story(
            (KEY,),
            place_of(TWOPUG),
            ("reads", 1),
            (f"Placed {TWOPUG_NAME} in Curated Reads (1/3)",),
        ),
        Story((KEY,), says(ASKED_FIRST), True, given=publish_past),
        Story(
            ("l", KEY),
            sections_of(TWOPUG),
            ["reads"],
            (begins_with("Curated Reads (1/3)"),),
            given=publish_past,
        ),
        Story(
            ("space", "space", KEY), says("meant for Curated Reads and Tools & Repos: press a digit"), True
        ),
    ),
    "link.second": (
        Story(
            (KEY,), sections_of(TWOPUG), ["tools"], (begins_with("Tools & Repos (1/2)"),), given=publish_past
        ),
        Story((KEY,), says("No second section is suggested for this link"), True),
        Story(("space", "space", KEY), says("one link at a time"), True, given=publish_past),
    ),
    "link.bench": (
        Story((KEY,), place_of(TWOPUG), ("reads", None), (f"Benched {TWOPUG_NAME} for Curated Reads",)),
    ),
    "link.reject": (
        Story((KEY,), state_of(TWOPUG), "rejected", (f"Rejected {TWOPUG_NAME}",)),
        Story(("space", "space", KEY), lambda e: ids(e)[0], NANOCHAT, ("Rejected 2 links",)),
    ),
    "link.defer": (Story((KEY,), state_of(TWOPUG), "deferred", (f"Deferred to #12: {TWOPUG_NAME}",)),),
    "link.repeat": (
        Story(
            (KEY,),
            link_field(LinkId(13), "repeat_of"),
            11,
            (f"Repeating “{MESHES_TITLE}” on purpose",),
            given=publish_and_save_namesake,
        ),
    ),
    "link.join": (
        Story(("j", "space", KEY), link_field(UV, "joined"), NANOCHAT, ("Joined “uv” to “nanochat”",)),
    ),
    "link.read": (Story(("j", KEY), read_large, (True, UV)),),
    "mark.toggle": (
        Story((KEY,), lambda e: (e.panes.inbox.list.marked, cursor(e)), ({TWOPUG}, UV)),
        Story(("space", "k", KEY), lambda e: e.panes.inbox.list.marked, set()),
    ),
    "mark.range": (
        Story((KEY, "j", "j"), lambda e: e.panes.inbox.list.marked, {TWOPUG, UV, NANOCHAT}),
        Story(
            ("v", "j", KEY, "j"), lambda e: (e.panes.inbox.list.marked, cursor(e)), ({TWOPUG, UV}, NANOCHAT)
        ),
    ),
    "link.restore": (
        Story(
            ("x", "]", "]", "]", KEY),
            state_of(TWOPUG),
            "inbox",
            (f"Back in the inbox: {TWOPUG_NAME}",),
        ),
    ),
    "link.open": (Story(("j", KEY), lambda e: e.desktop.opened, ["https://github.com/astral-sh/uv"]),),
    "link.copy": (Story(("j", KEY), lambda e: e.desktop.clipboard, "https://github.com/astral-sh/uv"),),
    "link.quote": (
        Story(
            (KEY, "enter"),
            link_field(TWOPUG, "note"),
            "“Paragraph 0.”",
            ("Noted on “twopug.com/interview-prep-ml-grind”",),
            given=long_source,
        ),
    ),
    "link.title": (
        Story(
            (KEY, Typed("Interviews"), "enter"),
            link_field(TWOPUG, "title"),
            "Interviews",
            ("Titled “Interviews”",),
        ),
    ),
    "link.tag": (
        Story(
            (KEY, Typed("agents -old"), "enter"),
            link_field(TWOPUG, "tags"),
            ("agents",),
            (f"Tagged {TWOPUG_NAME}: agents -old",),
        ),
    ),
    "link.note": (
        Story(
            (KEY, Typed("Read it again"), "enter"),
            link_field(TWOPUG, "note"),
            "Read it again",
            (f"Noted on {TWOPUG_NAME}",),
        ),
    ),
    "filter.keep": (
        Story(("/", Typed("uv"), KEY), lambda e: (e.panes.inbox.filter.has_focus, ids(e)), (False, [UV])),
    ),
    "filter.leave": (
        Story(("/", Typed("uv"), KEY), lambda e: (e.panes.inbox.filter.display, len(ids(e))), (False, 8)),
    ),
    "inbox.sort": (
        Story((KEY,), ids, [4, 5, 6, 8, 9, 10, 11, 12]),
        Story(("s", KEY), ids, [9, 5, 8, 6, 10, 4, 11, 12]),
        Story(("s", "s", KEY), ids, [6, 5, 4, 9, 11, 10, 12, 8]),
        Story(("s", "s", "s", KEY), ids, [12, 11, 10, 9, 8, 6, 5, 4]),
        Story(("s", "s", "s", KEY), says("Sorted: newest. There is no order by odds before 4 weeks"), True),
        Story(("s", "s", "s", KEY), says("Sorted: odds. On your last"), True, given=decide_for_weeks),
    ),
    "inbox.previous": (Story((KEY,), lambda e: (e.panes.inbox.listing.view, len(ids(e))), ("all", 12)),),
    "inbox.next": (Story(("]", KEY), lambda e: (e.panes.inbox.listing.view, ids(e)), ("benched", [3])),),
}

READING: Final[dict[str, tuple[Story, ...]]] = {
    "text.next": (Story(("enter", KEY), read_large, (True, UV)),),
    "text.previous": (Story(("j", "enter", KEY), read_large, (True, TWOPUG)),),
    "text.page_down": (Story(("enter", KEY), has_scrolled("source"), True, given=long_source),),
    "text.page_up": (Story(("enter", "space", KEY), has_scrolled("source"), False, given=long_source),),
    "text.down": (Story(("enter", KEY), has_scrolled("source"), True, given=long_source),),
    "text.up": (Story(("enter", "down", KEY), has_scrolled("source"), False, given=long_source),),
    "text.top": (Story(("enter", "G", KEY), has_scrolled("source"), False, given=long_source),),
    "text.bottom": (Story(("enter", KEY), has_scrolled("source"), True, given=long_source),),
    "text.close": (Story(("enter", KEY), read_large, (False, TWOPUG)),),
}
