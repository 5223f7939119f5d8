"""Stories of the issue, its pieces in the list and its fields."""

from typing import Final

from tests.support.stories import KEY, Story, Typed
from tests.ui.stories.common import (
    MESHES,
    MESHES_TITLE,
    SECTION_LABELS,
    SECTION_SLOTS,
    TOKENIZER,
    both_papers,
    field_in_hand,
    has_scrolled,
    long_source,
    nine_sections,
    piece,
    place_of,
    says,
    state_of,
)
from workbench.curation.model import EntryId


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
        Story((KEY,), place_of(2), ("papers", None), (f"Benched “{MESHES_TITLE}”",), piece=MESHES),
        Story(
            (KEY,),
            place_of(3),
            ("papers", 3),
            ("Placed “Agentic AI: A Comprehensive Survey” in Papers (3/5)",),
            piece="entry:4",
        ),
    ),
    "entry.reject": (Story((KEY,), state_of(2), "rejected", (f"Rejected “{MESHES_TITLE}”",), piece=MESHES),),
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
