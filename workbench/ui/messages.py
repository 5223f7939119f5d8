"""What panes tell the screen: the whole vocabulary of the way up, so that no pane needs to know another."""

from collections.abc import Callable
from typing import TypeAlias

from textual.message import Message

from workbench.desk.desk import Proposal
from workbench.desk.present import Present

Verb: TypeAlias = Callable[[Present], Proposal]


class Do(Message):
    """Run this verb (usually a `partial` of one of the desk's) and say what became of it."""

    def __init__(self, verb: Verb, *, quiet: bool = False) -> None:
        super().__init__()
        self.verb = verb
        self.quiet = quiet


class Say(Message):
    """Put one sentence into the message line: why a key cannot act, or what was done."""

    def __init__(self, sentence: str, *, failed: bool = False) -> None:
        super().__init__()
        self.sentence = sentence
        self.failed = failed


class InHand(Message, bubble=True):
    """The piece of the issue under the cursor or being written changed: `entry:17`, `tldr:papers`, `title` …"""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.piece = piece

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, InHand)


class Typed(Message):
    """What a piece would say if it were saved now, so that the preview follows the typing.

    `field` is an entry's `title`, `links` or `blurb`; of all other pieces, and if not said, the text itself.
    """

    def __init__(self, piece: str, text: str, field: str = "") -> None:
        super().__init__()
        self.piece = piece
        self.text = text
        self.field = field

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, Typed) and (message.piece, message.field) == (self.piece, self.field)


class Writing(Message):
    """Writing began (a piece) or ended (empty): Source takes the Inbox's place meanwhile."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.piece = piece


class Ask(Message):
    """Ask for one line; the answer makes a verb. `hint` stands beneath the question."""

    def __init__(self, question: str, value: str, then: Callable[[str], Verb], *, hint: str = "") -> None:
        super().__init__()
        self.question = question
        self.value = value
        self.then = then
        self.hint = hint


class Read(Message):
    """Show the source of this link large."""

    def __init__(self, link: int | None) -> None:
        super().__init__()
        self.link = link


class Open(Message):
    """Open this address in the browser."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class Copy(Message):
    """Put this text on the clipboard, as rich text where there is `html` of it and that can be; `what` names it in
    the message."""

    def __init__(self, text: str, what: str, html: str = "") -> None:
        super().__init__()
        self.text = text
        self.what = what
        self.html = html
