"""The one table of keys, and what may be made of it in `keys.toml`."""

import re

import pytest
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from workbench.curation.model import UserError
from workbench.ui.keys.key_help import build_key_help
from workbench.ui.keys.keymap import ACTIVE_CONTEXTS, find_key_conflicts, list_field_keys, parse_keymap
from workbench.ui.keys.table import ACTIONS, KEY_CONTEXTS, build_bindings

DESIGNED = {
    "everywhere": (
        "tab shift+tab u ctrl+r / escape a A I p ctrl+d ctrl+u f S F ctrl+g c V w E N Y W C H : ctrl+p ? f1 T q R O"
    ),
    "lists": "j k g G up down home end pageup pagedown",
    "inbox": '1 2 3 4 5 6 7 8 9 l L b x d > enter space v + r o y e t m P s [ ] "',
    "issue": "1 2 3 4 5 6 7 8 9 h b x d J K enter e i n { } o y + > l L space r s v = - 0 # @ U D B * P Z &",
    "reading": "j k space pagedown pageup down up g home G end enter",
    "issues": "enter n t p r",
    "archive": "enter",
    "findings": "enter m M w a l",
    "history": "u enter",
    "versions": "enter",
    "quoting": "enter j down k up J shift+down K shift+up } {",
    "tying": "enter",
    "reviewing": "enter a p s",
    "feeds": "enter R a / c e x d",
    "adding": "ctrl+s ctrl+enter",
    "filtering": "enter down escape",
    "writing": "tab shift+tab ctrl+n ctrl+p escape alt+j alt+k ctrl+down ctrl+up ctrl+f ctrl+b ctrl+o ctrl+t alt+t",
    "copying": "enter j down k up space b v t d D o escape q !",
}


def keys_by_place() -> dict[str, set[str]]:
    return {
        place: {key for action in ACTIONS if action.context == place for key in action.keys}
        for place in KEY_CONTEXTS
    }


def expect_errors(text: str) -> list[str]:
    with pytest.raises(UserError) as refused:
        parse_keymap(text)
    return str(refused.value).splitlines()


def test_every_place_has_the_keys_of_the_design_and_no_others() -> None:
    assert keys_by_place() == {place: set(keys.split()) for place, keys in DESIGNED.items()}


def test_no_key_means_two_things_in_one_place() -> None:
    assert find_key_conflicts({}) == []


def test_no_two_actions_share_a_name() -> None:
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


def test_every_control_key_has_a_plain_key_or_a_palette_entry_beside_it() -> None:
    for action in ACTIONS:
        if any(key.startswith("ctrl+") for key in action.keys):
            assert action.is_in_palette or any(len(key) == 1 for key in action.keys), action.name


def test_a_key_that_leaves_a_text_field_is_never_one_that_writes() -> None:
    keys = keys_by_place()
    assert not [key for key in keys["writing"] | keys["adding"] if len(key) == 1 or key in list_field_keys()]


def test_nothing_in_the_table_can_be_taken_for_markup() -> None:
    assert not [action.name for action in ACTIONS if set(action.label + action.help) & set("[]\\")]


def test_a_family_of_digits_is_one_line_of_help() -> None:
    places = [line for line in build_key_help() if line.names[0] == "link.place.1"]
    assert [(line.keys, len(line.names)) for line in places] == [(tuple("123456789"), 9)]


def test_help_shows_the_keys_as_they_were_rebound() -> None:
    lines = {
        line.names: line.keys for line in build_key_help(parse_keymap('[keys]\nlink.defer = ["z", "f9"]'))
    }
    assert lines["link.defer",] == ("z", "f9")


def test_the_footer_shows_what_matters_most_first() -> None:
    shown = [binding.id for binding in build_bindings("everywhere") if binding.show]
    assert shown[:3] == ["filter.open", "change.undo", "link.add"]


class PaneApp(App[None]):
    """Notes what a key did."""

    BINDINGS = [*build_bindings("inbox")]

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def action_link_reject(self) -> None:
        self.done.append("reject")

    def action_link_defer(self) -> None:
        self.done.append("defer")

    def action_link_place(self, digit: int) -> None:
        self.done.append(f"place {digit}")


async def test_a_rebound_key_does_its_action_and_the_old_one_nothing() -> None:
    app = PaneApp()
    async with app.run_test() as pilot:
        app.set_keymap(parse_keymap('[keys]\nlink.reject = ","\nlink.defer = "x"\n"link.place.2" = "f5"'))
        await pilot.press("comma", "x", "d", "f5", "2", "3")
    assert app.done == ["reject", "defer", "place 2", "place 3"]


async def test_two_keys_can_be_exchanged() -> None:
    app = PaneApp()
    async with app.run_test() as pilot:
        app.set_keymap(parse_keymap('[keys]\nlink.reject = ">"\nlink.defer = ["x", "d"]'))
        await pilot.press(">", "x", "d")
    assert app.done == ["reject", "defer", "defer"]


class FieldApp(App[None]):
    """A text field with the keys of writing around it."""

    BINDINGS = [*build_bindings("writing")]

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield TextArea()

    def action_piece_next(self) -> None:
        self.done.append("next")


async def test_a_rebound_key_works_while_text_is_written() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.set_keymap(parse_keymap('[keys]\npiece.next = ["ctrl+l", "f2"]'))
        await pilot.press("ctrl+l", "f2", "n")
        assert app.query_one(TextArea).text == "n"
    assert app.done == ["next", "next"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("z", "z"),
        ("question_mark", "?"),
        ("Ctrl+N", "ctrl+n"),
        ("Ctrl+I", "tab"),
        ("ctrl++", "ctrl++"),
        ("+", "+"),
        (" ", "space"),
        (",", "comma"),
        ("shift+z", "Z"),
        ("PageUp", "pageup"),
        ("é", "é"),
    ],
)
def test_a_key_has_one_spelling_however_it_is_written(written: str, meant: str) -> None:
    moved = 'cursor.up = "f3"\nlink.join = "f4"\nmark.toggle = "f5"\npane.next = "f6"\nhelp.show = "f7"'
    paging = 'cursor.page_up = "f8"\ntext.page_up = "f9"\ntext.page_down = "f10"'
    assert parse_keymap(f'[keys]\n{moved}\n{paging}\nlink.tag = "{written}"')["link.tag"] == meant


def test_an_unknown_action_is_named_with_the_nearest_one() -> None:
    assert expect_errors('[keys]\nlink.rejct = "z"') == [
        "No action is called “link.rejct”; did you mean “link.reject”?"
    ]


def test_an_unknown_key_is_named_with_the_nearest_one() -> None:
    assert expect_errors('[keys]\nlink.reject = "escpe"') == [
        "link.reject: no key is called “escpe”; did you mean “escape”?"
    ]


def test_a_key_that_would_mean_two_things_names_both() -> None:
    assert expect_errors('[keys]\nlink.open = "u"') == [
        "“u” would be both change.undo and link.open (inbox); give one of them another key."
    ]


def test_one_key_may_mean_different_things_in_different_places() -> None:
    assert parse_keymap('[keys]\nlink.open = "h"') == {"link.open": "h"}


def test_every_place_with_keys_is_searched_for_clashes() -> None:
    assert {place for live in ACTIVE_CONTEXTS.values() for place in live} >= set(KEY_CONTEXTS)


def test_a_key_that_closes_a_view_can_do_nothing_else_there() -> None:
    assert expect_errors('[keys]\nfinding.mend = "q"') == [
        "“q” would be both view.close and finding.mend (findings); give one of them another key."
    ]


@pytest.mark.parametrize("key", ["n", "5", "space", "enter", "ctrl+u", "backspace", ","])
def test_a_key_that_the_text_field_needs_cannot_leave_the_field(key: str) -> None:
    assert "text field keeps" in expect_errors(f'[keys]\npiece.leave = "{key}"')[0]


def test_the_keys_that_always_quit_or_copy_stay_free() -> None:
    assert "always copies or quits" in expect_errors('[keys]\nview.close = "ctrl+q"')[0]


@pytest.mark.parametrize("value", ["3", "[]", "[1]", "true"])
def test_a_value_that_is_no_key_is_refused_by_the_name_of_its_action(value: str) -> None:
    assert expect_errors(f"[keys]\nlink.open = {value}")[0].startswith("link.open needs a key")


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = expect_errors('[keyz]\n[keys]\nlink.opn = "z"\nlink.open = "u"\npiece.next = "n"')
    assert [words.split()[0] for words in said] == ["keys.toml", "No", "piece.next:", "“u”"]


@pytest.mark.parametrize("text", ["[keys", "keys = 3", "\x00", "[[keys]]"])
def test_a_file_that_is_not_what_it_should_be_is_refused_in_a_sentence(text: str) -> None:
    assert [sentence.split()[0] for sentence in expect_errors(text)] == ["keys.toml"]


def test_an_empty_file_changes_nothing() -> None:
    assert parse_keymap("") == {} == parse_keymap("[keys]\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[keys\n", "keys.toml line 1 is not TOML"),
        (f"a = {'[' * 5000}", "keys.toml is nested too deeply to be read."),
        (f"a = {'9' * 5000}", "keys.toml holds a number of more than 4,300 digits"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(UserError, match=re.escape(said)):
        parse_keymap(text)


def test_several_keys_in_one_text_are_answered_by_the_form_of_a_list() -> None:
    (said,) = expect_errors('[keys]\n"link.reject" = "delete,x"')
    assert said == 'link.reject: “delete,x” is no key; for several write a list, such as ["x", "delete"].'
