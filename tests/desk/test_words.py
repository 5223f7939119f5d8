"""Words that spelling learns: known in every issue from then on, taken back and forgotten."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, desk_beside, make_half_done_library
from workbench.curation.change import Change
from workbench.curation.model import EntryId, IssueId, UserError
from workbench.curation.publication import PreflightSettings
from workbench.desk.desk import Desk
from workbench.desk.verbs import history, issues, preflight, words, writing
from workbench.desk.words import list_learned_words, list_own_words

pytest.importorskip("spellchecker", reason="the extra `spelling` is not installed")

ISSUE, NEXT = IssueId(1), IssueId(2)


@pytest.fixture
def spelled() -> Desk:
    """A desk whose newsletter is spelled as English, and has one word of its own in its file."""
    settings = PreflightSettings(language="en", words=("finetune",))
    desk = Desk(make_half_done_library(), replace(PUBLICATION, preflight=settings), lambda: NOW)
    desk.do(issues.create_issue, 12)
    for issue in (ISSUE, NEXT):
        desk.do(writing.set_issue_field, "greeting", "We finetune numba; numba’s cython.", issue_id=issue)
    desk.do(writing.write_entry, EntryId(1), blurb="Mind your numba, and `numba` and Numba.")
    return desk


def unknown_words(desk: Desk, issue: IssueId) -> list[tuple[str, str]]:
    found = preflight.check_issue(desk.state, desk.state.issues[issue])
    return [(finding.where.split()[0], finding.quote) for finding in found if finding.rule == "spelling"]


def test_a_word_that_is_learned_is_known_wherever_it_stands_in_every_issue(spelled: Desk) -> None:
    greeting = [("greeting", "numba"), ("greeting", "numba’s"), ("greeting", "cython")]
    assert unknown_words(spelled, ISSUE) == [*greeting, ("papers/1", "numba")]
    assert unknown_words(spelled, NEXT) == greeting
    spelled.do(words.learn_words, ["numba’s"])
    assert unknown_words(spelled, ISSUE) == unknown_words(spelled, NEXT) == [("greeting", "cython")]
    spelled.do(words.learn_words, ["Cython"])
    assert unknown_words(spelled, ISSUE) == []
    assert list_own_words(spelled.state) == ("finetune", "cython", "numba")


def test_what_was_learned_is_taken_back_and_forgotten(spelled: Desk) -> None:
    spelled.do(words.learn_words, ["numba", "cython"])
    spelled.do(history.undo_change)
    assert len(unknown_words(spelled, ISSUE)) == 4
    spelled.do(history.redo_change)
    assert unknown_words(spelled, ISSUE) == []
    assert spelled.do(words.forget_words, ["numba"]).message == "Forgot “numba”"
    assert len(unknown_words(spelled, ISSUE)) == 3


def test_what_no_dictionary_has_says_what_to_do(spelled: Desk) -> None:
    found = preflight.check_issue(spelled.state, spelled.state.issues[NEXT])
    said = [finding.message for finding in found if finding.rule == "spelling"]
    assert said[0] == "“numba” is not in the dictionary: correct or learn it."


@pytest.mark.parametrize(
    ("verb", "named", "said"),
    [
        (words.learn_words, ["two words"], "“two words” is no single word: give letters"),
        (words.learn_words, ["numba", "gpt4"], "“gpt4” is no single word: give letters"),
        (words.learn_words, [" "], "“” is no single word: give letters"),
        (words.learn_words, ["Finetune’s"], "Known already: “finetune”."),
        (words.forget_words, ["finetune"], "“finetune” stands under `words` in workbench.toml: take it out there."),
        (words.forget_words, ["numba"], "“numba” was not learned: `workbench words list` shows what was."),
    ],
)  # fmt: skip
def test_what_cannot_be_learned_or_forgotten_is_said_and_nothing_is_done(
    spelled: Desk, verb: Callable[..., Change], named: list[str], said: str
) -> None:
    with pytest.raises(UserError, match=said.replace(".", r"\.")):
        spelled.do(verb, named)
    assert list_learned_words(spelled.state) == []


def test_of_words_that_are_learned_together_those_that_are_known_are_left_out(spelled: Desk) -> None:
    assert spelled.do(words.learn_words, ["finetune", "numba", "Numba"]).message == "Learned “numba”"
    said = spelled.do(words.learn_words, ["one", "two", "three", "four"]).message
    assert said == "Learned 4 words"


def test_two_that_learn_one_word_at_once_have_it_once(desk: Desk) -> None:
    theirs = desk_beside(desk)
    theirs.do(words.learn_words, ["numba"])
    with pytest.raises(UserError, match="Known already"):
        desk.do(words.learn_words, ["numba"])
    desk.do(words.learn_words, ["numba", "nanochat"])
    assert [learned.word for learned in list_learned_words(desk.state)] == ["nanochat", "numba"]
