import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.panes import Editor
from tests.support.quiet import wait_until_quiet
from workbench.curation.change import Change, EditCollector
from workbench.curation.model import EntryId, IssueId, LabelledLink, LinkId, UserError
from workbench.curation.pieces import parse_piece
from workbench.curation.text.cleaning import clean_line
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.desk.verbs import history, triage, writing
from workbench.ui.issue.fields import format_labelled_link, parse_labelled_links

OpenPanes = Callable[..., AbstractAsyncContextManager[Editor]]
RADIANCE = "https://arxiv.org/abs/2512.04076"


@pytest.fixture
def short_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The idle second, for those who cannot wait."""
    monkeypatch.setattr("workbench.ui.issue.writer.SAVE_DELAY", 0.01)


@pytest.fixture
def endless_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle second that never ends, however slow the machine."""
    monkeypatch.setattr("workbench.ui.issue.writer.SAVE_DELAY", 3600.0)


async def wait_until_saved(editor: Editor, blurb: str) -> None:
    """Wait until the library holds this blurb."""
    async with asyncio.timeout(5):
        while editor.app.desk.state.entries[EntryId(2)].blurb != blurb:
            await editor.pilot.pause(0.01)
    await wait_until_quiet(editor.pilot)


def raise_disk_full(*_: object) -> None:
    raise UserError("The disk is full: nothing was saved.")


async def test_letters_are_text_while_writing(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "juxb1nJ")
        assert editor.field_text("prose") == "juxb1nJ"
        assert editor.app.messages == []
        assert editor.app.selected_piece == "entry:2"


@pytest.mark.usefixtures("short_idle")
async def test_typing_is_saved_after_an_idle_second_and_only_then_says_so(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "one two")
        await wait_until_saved(editor, "one two")
        assert editor.status_line == "2 words, 50 to 100 · short saved"


@pytest.mark.usefixtures("endless_idle")
async def test_before_it_is_saved_it_says_typing(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "one")
        assert editor.status_line == "1 word, 50 to 100 · short typing…"
        assert desk.state.entries[EntryId(2)].blurb == ""


@pytest.mark.usefixtures("short_idle")
async def test_what_is_typed_at_the_end_of_a_pause_keeps_its_spaces(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "one ")
        await wait_until_saved(editor, "one")
        await editor.type("two")
        assert editor.field_text("prose") == "one two"


@pytest.mark.usefixtures("endless_idle")
async def test_escape_saves_and_goes_back_to_the_piece_in_the_list(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "Meshes.")
        await editor.press("escape")
        assert desk.state.entries[EntryId(2)].blurb == "Meshes."
        assert editor.current_row == "Radiance Meshes for Volumetric Reconstruction short 1 w"
        assert editor.app.written_pieces == ["entry:2", ""]
        await editor.press("k")
        assert editor.app.selected_piece == "entry:1"


@pytest.mark.usefixtures("short_idle")
async def test_one_visit_to_a_field_is_one_step_of_undo(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "one")
        await wait_until_saved(editor, "one")
        await editor.type(" two")
        await wait_until_saved(editor, "one two")
        await editor.press("escape", "enter")
        await editor.type(" three")
        await editor.press("escape")
        blurbs = []
        for _ in range(2):
            desk.do(history.undo_change)
            blurbs.append(desk.state.entries[EntryId(2)].blurb)
        assert blurbs == ["one two", ""]


@pytest.mark.usefixtures("endless_idle")
async def test_leaving_a_field_saves_it(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "blurb")
        await editor.press("tab")
        await editor.type("New ")
        await editor.press("enter")
        assert desk.state.entries[EntryId(2)].blurb == "blurb"
        assert desk.state.entries[EntryId(2)].title == "Radiance Meshes for Volumetric ReconstructionNew"
        assert editor.focused.id == "links"


@pytest.mark.usefixtures("endless_idle")
async def test_ctrl_n_and_ctrl_p_save_and_go_on_from_piece_to_piece(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:1")
        await editor.press("!", "ctrl+n", "a", "b", "ctrl+n", "c", "ctrl+p")
        assert desk.state.entries[EntryId(1)].blurb.endswith("cost.!")
        assert desk.state.entries[EntryId(2)].blurb == "ab"
        assert desk.state.entries[EntryId(3)].blurb == "c"
        assert editor.field_text("prose") == "ab"
        assert editor.app.selected_piece == "entry:2"


async def test_beyond_the_last_piece_there_is_none(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("closing")
        await editor.press("ctrl+n")
        assert editor.app.messages == ["That is the last piece. Escape goes back to the list."]
        assert editor.field_text("prose") == "Until next week."


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 words, 50 to 100 · empty"),
        (1, "1 word, 50 to 100 · short"),
        (74, "74 words, 50 to 100 · good"),
        (101, "101 words, 50 to 100 · long"),
    ],
)
async def test_the_meter_says_in_a_word_how_long_a_blurb_is(
    open_panes: OpenPanes, desk: Desk, count: int, told: str
) -> None:
    desk.do(writing.write_entry, EntryId(2), blurb=" ".join(["word"] * count))
    async with open_panes(desk) as editor:
        await editor.write("entry:2")
        assert editor.status_line == told


@pytest.mark.parametrize(
    ("piece", "box", "held"),
    [
        ("title", "line", lambda issue: issue.title),
        ("subtitle", "line", lambda issue: issue.subtitle),
        ("tldr:videos", "line", lambda issue: issue.tldr.get("videos", "")),
        ("greeting", "prose", lambda issue: issue.greeting),
        ("closing", "prose", lambda issue: issue.closing),
    ],
)
@pytest.mark.usefixtures("endless_idle")
async def test_every_piece_of_the_issue_is_written_in_its_own_box(
    open_panes: OpenPanes, desk: Desk, piece: str, box: str, held: Callable[[Any], str]
) -> None:
    was = held(desk.state.issues[IssueId(1)])
    async with open_panes(desk) as editor:
        await editor.write(piece, " More words ")
        assert editor.field_text(box) == f"{was} More words "
        await editor.press("escape")
        assert held(desk.state.issues[IssueId(1)]) == f"{was} More words".strip()
        assert "not saved" not in editor.current_row


@pytest.mark.usefixtures("endless_idle")
async def test_a_second_link_is_typed_on_a_line_of_its_own(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2")
        await editor.press("shift+tab")
        await editor.type("\nGitHub: https://github.com/o/n")
        await editor.press("escape")
        assert desk.state.entries[EntryId(2)].links == (
            LabelledLink("", RADIANCE), LabelledLink("GitHub", "https://github.com/o/n"),
        )  # fmt: skip


@pytest.mark.usefixtures("endless_idle")
async def test_a_wrong_link_loses_neither_its_own_text_nor_the_other_fields(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "blurb")
        await editor.press("shift+tab")
        await editor.type("\njavascript:alert")
        assert editor.status_line == "1 word, 50 to 100 · short a link is not saved"
        await editor.press("escape")
        wrong = "“javascript:alert” is not a link: write https://… or a label, a colon and https://…."
        assert editor.app.messages == [f"Not saved: {wrong}"]
        assert desk.state.entries[EntryId(2)].blurb == "blurb"
        assert desk.state.entries[EntryId(2)].links == (LabelledLink("", RADIANCE),)
        assert editor.current_row == "Radiance Meshes for Volumetric Reconstruction not saved"
        await editor.press("enter")
        assert editor.field_text("links") == f"{RADIANCE}\njavascript:alert"


@pytest.mark.usefixtures("endless_idle")
async def test_what_another_process_writes_never_overwrites_the_typing(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "mine")
        await editor.change_elsewhere(
            partial(writing.write_entry, entry=EntryId(2), blurb="theirs", title="Their title")
        )
        assert editor.field_text("prose") == "mine"
        assert editor.field_text("line") == "Their title"
        assert editor.app.messages == [
            "Changed elsewhere as well: yours stays here, theirs is in the history (H)."
        ]
        await editor.press("escape")
        assert desk.state.entries[EntryId(2)].blurb == "mine"


@pytest.mark.usefixtures("short_idle")
async def test_nor_does_it_while_the_typing_rests_saved(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "mine")
        await wait_until_saved(editor, "mine")
        await editor.change_elsewhere(partial(writing.write_entry, entry=EntryId(2), blurb="theirs"))
        assert editor.field_text("prose") == "mine"


@pytest.mark.usefixtures("endless_idle")
async def test_what_was_typed_into_an_entry_that_left_goes_to_the_clipboard(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "mine")
        await editor.change_elsewhere(partial(triage.reject_links, links=[LinkId(2)]))
        assert editor.app.copied_texts == [("The entry left the issue, what you were writing", "mine")]
        assert editor.app.written_pieces[-1] == ""


@pytest.mark.usefixtures("endless_idle")
async def test_a_full_disk_loses_nothing_that_was_typed(
    open_panes: OpenPanes, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_panes(desk) as editor:
        with monkeypatch.context() as disk:
            disk.setattr(desk.library, "append", raise_disk_full)
            await editor.write("entry:2", "mine")
            await editor.press("escape")
            assert editor.app.messages == ["The disk is full: nothing was saved."]
            assert editor.current_row == "Radiance Meshes for Volumetric Reconstruction not saved"
        await editor.press("enter")
        assert editor.field_text("prose") == "mine"
        await editor.press("escape")
        assert desk.state.entries[EntryId(2)].blurb == "mine"
        assert editor.current_row == "Radiance Meshes for Volumetric Reconstruction short 1 w"


@pytest.mark.usefixtures("endless_idle")
async def test_what_is_half_typed_can_be_saved_before_the_screen_closes(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2", "mine")
        for verb in editor.app.issue.flush_unsaved():
            desk.do(verb)
        assert desk.state.entries[EntryId(2)].blurb == "mine"


async def test_a_paste_into_a_blurb_is_text_and_adds_no_links(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("entry:2")
        await editor.paste("see https://arxiv.org/abs/1706.03762\x1b]52;c;eA==\x07")
        assert editor.field_text("prose") == "see https://arxiv.org/abs/1706.03762"
        assert editor.app.pasted == ""


async def test_a_long_line_wraps_and_what_is_pasted_into_it_stays_one_line(
    open_panes: OpenPanes, desk: Desk
) -> None:
    async with open_panes(desk, size=(80, 24)) as editor:
        await editor.write("subtitle")
        await editor.paste("a long line of words\nthat came on two lines")
        assert editor.field_text("line") == "a long line of words that came on two lines"
        shown = editor.lines_of(editor.app.query_one("#line"))
        assert shown == ["a long line of words that came", "on two lines"]


async def test_the_keyboard_comes_back_into_the_field(open_panes: OpenPanes, desk: Desk) -> None:
    async with open_panes(desk) as editor:
        await editor.write("greeting")
        editor.app.preview.focus()
        await wait_until_quiet(editor.pilot)
        editor.app.issue.focus()
        await editor.type("!")
        assert editor.field_text("prose") == "Hey there!!"


labels = st.text(max_size=30).map(lambda text: clean_line(text, limit=80))
urls = st.sampled_from(
    ["https://arxiv.org/abs/2510.25445", "http://x.org/a:b|c?q=(1)#z", "https://github.com/o/n"]
)


@given(st.lists(st.builds(LabelledLink, labels.filter(bool), urls), max_size=4), st.booleans())
def test_links_come_back_from_their_lines_as_they_were(
    given_links: list[LabelledLink], is_first_bare: bool
) -> None:
    if is_first_bare:
        given_links = [LabelledLink("", "https://arxiv.org/abs/2510.25445"), *given_links]
    assert parse_labelled_links("\n".join(map(format_labelled_link, given_links))) == tuple(given_links)


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("https://github.com/foo/bar", LabelledLink("GitHub", "https://github.com/foo/bar")),
        ("github.com/foo/bar", LabelledLink("GitHub", "https://github.com/foo/bar")),
        ("https://blog.example/post", LabelledLink("blog.example", "https://blog.example/post")),
        ("Slides: slides.example.com/x", LabelledLink("Slides", "https://slides.example.com/x")),
        ("arxiv:2510.25445", LabelledLink("arXiv", "https://arxiv.org/abs/2510.25445")),
    ],
)
def test_a_further_link_is_called_by_its_site_and_needs_no_scheme(line: str, link: LabelledLink) -> None:
    first = LabelledLink("", "https://arxiv.org/abs/2510.25445")
    assert parse_labelled_links(f"arxiv.org/abs/2510.25445\n{line}") == (first, link)


def test_a_link_typed_right_behind_another_is_refused_and_a_redirect_is_not() -> None:
    with pytest.raises(UserError, match="is two links in one: write each on a line of its own"):
        parse_labelled_links("https://arxiv.org/abs/2512.04076https://github.com/foo/bar")
    for url in (
        "https://web.archive.org/web/2024/https://a.example/",
        "https://a.example/?to=https://b.example/",
    ):
        assert [link.url for link in parse_labelled_links(url)] == [url]


@pytest.mark.usefixtures("endless_idle")
async def test_ctrl_n_and_ctrl_p_pass_the_bench_and_the_lines_of_sections_left_out(
    open_panes: OpenPanes, desk: Desk
) -> None:
    issue = desk.state.issues[IssueId(1)]
    expected = [str(piece) for piece in writing.printed_pieces(desk.state, issue)]
    async with open_panes(desk) as editor:
        await editor.write("title")
        visited = ["title"]
        for _ in range(len(expected)):
            await editor.press("ctrl+n")
            visited.append(editor.app.selected_piece)
        assert visited == [*expected, "closing"]
        assert editor.app.messages[-1] == "That is the last piece. Escape goes back to the list."
        assert "entry:4" not in visited
        assert "tldr:tools" not in visited
        assert "tldr:papers" in visited


@pytest.mark.usefixtures("endless_idle")
async def test_a_piece_on_the_bench_is_written_by_enter_and_left_for_its_neighbours(
    open_panes: OpenPanes, desk: Desk
) -> None:
    for key, neighbour in (("ctrl+n", "entry:3"), ("ctrl+p", "entry:2")):
        async with open_panes(desk) as editor:
            await editor.write("entry:4", "Kept for next week.")
            await editor.press(key)
            assert editor.app.selected_piece == neighbour
            assert desk.state.entries[EntryId(4)].blurb.endswith("Kept for next week.")


@pytest.mark.parametrize(
    ("piece", "field", "box"),
    [
        ("entry:2", "title", "line"),
        ("entry:2", "links", "links"),
        ("entry:1", "blurb", "prose"),
        ("greeting", "text", "prose"),
        ("entry:2", "", "prose"),
    ],
)
@pytest.mark.usefixtures("endless_idle")
async def test_a_piece_can_be_opened_at_one_of_its_fields_while_another_is_written(
    open_panes: OpenPanes, desk: Desk, piece: str, field: str, box: str
) -> None:
    async with open_panes(desk) as editor:
        await editor.write("closing", " Bye.")
        editor.app.issue.write_piece(parse_piece(piece), field)
        await editor.press("!")
        assert (editor.app.selected_piece, editor.focused.id) == (piece, box)
        assert desk.state.issues[IssueId(1)].closing == "Until next week. Bye."


@pytest.mark.usefixtures("endless_idle")
async def test_what_is_typed_never_goes_into_an_entry_that_was_given_the_id_of_another(
    open_panes: OpenPanes, desk: Desk
) -> None:
    def give_the_id_to_another(state: State) -> Change:
        edits = EditCollector()
        edits.set(state.entries[EntryId(2)], link=LinkId(12), blurb="")
        return edits.build("Placed another link")

    async with open_panes(desk) as editor:
        await editor.write("entry:2", "About meshes.")
        await editor.change_elsewhere(give_the_id_to_another)
        assert editor.app.copied_texts == [
            ("The entry left the issue, what you were writing", "About meshes.")
        ]
        assert editor.app.written_pieces[-1] == ""
        assert desk.state.entries[EntryId(2)].blurb == ""
