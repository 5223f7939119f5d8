"""What panes tell the screen: the whole vocabulary of the way up, so that no pane needs to know another.

A verb goes up by a call and not by a message: it has to act before the next key is looked at.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.message import Message

from workbench.curation.model import IssueId, LinkId, Section, UserError
from workbench.curation.pieces import Piece
from workbench.desk.desk import Proposal
from workbench.desk.state import State
from workbench.desk.touched import Touched

Verb: TypeAlias = Callable[[State], Proposal]
"""Usually a `partial` of one of the desk's verbs."""
RunVerb: TypeAlias = Callable[[Verb], None]
"""Runs a verb at once and says what became of it."""
SaveText: TypeAlias = Callable[[Verb, Callable[[], None]], None]
"""Runs a verb that saves what was typed: in its turn, shown once it is durable, without a word. Where it is refused,
that is said, and the second argument called."""


class ShowMessage(Message):
    """Put one sentence into the message line: why a key cannot act, or what was done; an empty one clears it.
    With `replacing` only where that sentence stands there, whose cause is gone. What failed goes as the editor goes on,
    unless it `stays` until it is mended."""

    def __init__(
        self, sentence: str, *, failed: bool = False, replacing: str = "", stays: bool = False
    ) -> None:
        super().__init__()
        self.sentence = sentence
        self.stays = stays
        self.failed = failed
        self.replacing = replacing


def require_section_of_number(sections: Sequence[Section], number: int) -> Section:
    """The section that a digit means, from 1; `UserError` where there are not so many."""
    if number > len(sections):
        said = f"are {len(sections)} sections" if len(sections) != 1 else "is 1 section"
        raise UserError(f"There {said}: the digits count them from the top of the issue.")
    return sections[number - 1]


class PieceSelected(Message, bubble=True):
    """The piece of the issue under the cursor or being written changed; None where there is none."""

    def __init__(self, piece: Piece | None) -> None:
        super().__init__()
        self.piece = piece

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, PieceSelected)


class PieceEdited(Message):
    """What a piece would say if it were saved now, so that the preview follows the typing.

    `field` is an entry's `title`, `links` or `blurb`; of all other pieces, and if not said, the text itself.
    """

    def __init__(self, piece: Piece, text: str, field: str = "") -> None:
        super().__init__()
        self.piece = piece
        self.text = text
        self.field = field

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, PieceEdited) and (message.piece, message.field) == (self.piece, self.field)


class WritingChanged(Message):
    """Writing began (a piece) or ended (None): Source takes the Inbox's place meanwhile."""

    def __init__(self, piece: Piece | None) -> None:
        super().__init__()
        self.piece = piece


class Question(Message):
    """What a pane wants to be asked, in front of everything."""


class AskLine(Question):
    """Ask for one line; the answer makes a verb. `hint` stands beneath the question.

    `purpose` says what the line is, such as `note:17`: what is typed and not saved comes back when it is asked for
    again. Without one it is the question. `on_saved` is called once what the answer changed is saved.
    """

    def __init__(
        self,
        question: str,
        value: str,
        make_verb: Callable[[str], Verb],
        *,
        hint: str = "",
        purpose: str = "",
        on_saved: Callable[[Touched], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.on_saved = on_saved
        self.purpose = purpose or question
        self.question = question
        self.value = value
        self.make_verb = make_verb
        self.hint = hint


class QuoteSource(Question):
    """Let a sentence of this link's source be chosen. `insert` takes it; without one it goes into the link's note."""

    def __init__(self, link: LinkId, insert: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self.link = link
        self.insert = insert


class TieRequested(Question):
    """Let the entry of the original be chosen that the one of this link translates."""

    def __init__(self, link: LinkId, issue_id: IssueId) -> None:
        super().__init__()
        self.link = link
        self.issue_id = issue_id


class VersionsRequested(Message):
    """Show the earlier texts of the piece in hand."""


class OpenUrl(Message):
    """Open this address in the browser."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class CopyText(Message):
    """Put this text on the clipboard, as rich text where there is `html` of it and that can be; `label` names it in
    the message."""

    def __init__(self, text: str, label: str, html: str = "") -> None:
        super().__init__()
        self.text = text
        self.label = label
        self.html = html
