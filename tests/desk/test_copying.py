"""Copying: the system's clipboard first, then the terminal's, and a refusal that says what is left."""

from collections.abc import Callable

import pytest

from workbench.curation.model import UserError
from workbench.desk.outgoing.copying import RichTextError, copy_passage, copy_text
from workbench.publishing.passages import BODY_KEY, TITLE_KEY, Passage

PASSAGE = Passage(key=BODY_KEY, label="Body", html="<p><em>Hey</em></p>", markdown="*Hey*", text="Hey")
TITLE = Passage(key=TITLE_KEY, label="Title", html="", markdown="Gates", text="Gates")


class FakeClipboard:
    """A clipboard that takes what it is told to, and remembers what it was given."""

    def __init__(self, name: str, *, plain: str = "", rich: str = "") -> None:
        """`plain` and `rich` are the sentences it refuses such text with; empty where it takes it."""
        self.name = name
        self.refusals = {"plain": plain, "rich": rich}
        self.received: list[tuple[str, ...]] = []

    def _take(self, kind: str, *texts: str) -> str:
        if refusal := self.refusals[kind]:
            raise UserError(refusal)
        self.received.append(texts)
        return f"{kind} text is at the {self.name}."

    def copy(self, text: str) -> str:
        return self._take("plain", text)

    def copy_rich(self, html: str, text: str) -> str:
        return self._take("rich", html, text)

    def paste(self) -> tuple[str, str]:
        return "", ""

    def holds_own_copy(self) -> bool | None:
        return None

    @property
    def takes_rich(self) -> bool:
        return not self.refusals["rich"]

    def send_through(self, send: Callable[[str], None]) -> None:
        """Nothing draws on it."""


def test_the_terminal_is_asked_only_where_the_system_refuses() -> None:
    system, terminal = FakeClipboard("system"), FakeClipboard("terminal")
    assert copy_text(system, terminal, "Hey") == "plain text is at the system."
    assert (system.received, terminal.received) == ([("Hey",)], [])
    system.refusals["plain"] = "There is no display."
    assert copy_text(system, terminal, "Hey") == "plain text is at the terminal."
    assert terminal.received == [("Hey",)]


def test_of_two_refusals_of_plain_text_the_terminals_is_said_since_it_names_its_limit() -> None:
    system = FakeClipboard("system", plain="This is a remote session.")
    terminal = FakeClipboard("terminal", plain="A terminal's clipboard takes 74,994 bytes.")
    with pytest.raises(UserError, match="74,994"):
        copy_text(system, terminal, "x" * 200_000)


def test_rich_text_that_nobody_takes_is_never_sent_as_plain_text() -> None:
    system = FakeClipboard("system", rich="There is no display.")
    terminal = FakeClipboard("terminal")
    assert copy_passage(system, terminal, PASSAGE, "rich") == "rich text is at the terminal."
    terminal.refusals["rich"] = "A terminal takes plain text only."
    with pytest.raises(RichTextError, match="There is no display"):
        copy_passage(system, terminal, PASSAGE, "rich")
    assert (system.received, terminal.received) == ([], [(PASSAGE.html, PASSAGE.text)])


@pytest.mark.parametrize(
    ("passage", "form", "received"),
    [
        (PASSAGE, "rich", ("<p><em>Hey</em></p>", "Hey")),
        (PASSAGE, "markdown", ("*Hey*",)),
        (PASSAGE, "text", ("Hey",)),
        (TITLE, "rich", ("Gates",)),
    ],
)
def test_a_passage_goes_in_the_form_that_is_asked_for(
    passage: Passage, form: str, received: tuple[str, ...]
) -> None:
    system = FakeClipboard("system")
    copy_passage(system, FakeClipboard("terminal"), passage, form)
    assert system.received == [received]
