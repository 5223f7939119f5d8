"""The rendering door: what a stranger wrote is shown and does nothing."""

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Label, Static

from workbench.ui.sanitize import many_lines, one_line, to_content

HOSTILE = [
    "Attention [/] is all you need",
    "[@click=app.quit]read on[/]",
    "[ @click=app.quit]read on",
    "[b='x unfinished",
    "[$primary]x[/$primary] trailing \\",
]


class HostileApp(App[None]):
    """Hostile titles in the widgets that would have read them as markup."""

    def compose(self) -> ComposeResult:
        for number, text in enumerate(HOSTILE):
            yield Static(to_content(text), id=f"static{number}")
            yield Label(to_content(text, "bold"))


async def test_a_hostile_title_is_shown_as_it_is_and_a_click_on_it_does_nothing() -> None:
    app = HostileApp()
    async with app.run_test() as pilot:
        for number, text in enumerate(HOSTILE):
            static = app.query_one(f"#static{number}", Static)
            assert str(static.content) == text
            await pilot.click(static, offset=(2, 0))
        assert app.is_running


@given(st.text())
def test_no_text_becomes_a_style_or_an_action(text: str) -> None:
    assert to_content(text).spans == []
    assert all(span.style == "dim" for span in to_content(text, "dim").spans)


@given(st.text(st.sampled_from("a\x1b\x9b\x07]0;\\[31m\u202e\u200b\r\n\t \ud800")))
def test_nothing_shown_can_command_the_terminal_or_turn_the_line(text: str) -> None:
    for shown in (to_content(text).plain, one_line(text), many_lines(text)):
        assert not set(shown) & set("\x1b\x9b\x07\r\u202e\u200b\ud800")
    assert not set(one_line(text)) & set("\n\t")


def test_a_text_keeps_its_lines_and_a_title_has_one() -> None:
    assert to_content("one\ntwo") == Content("one\ntwo")
    assert one_line("one\ntwo") == "one two"
