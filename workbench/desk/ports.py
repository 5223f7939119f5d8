"""What the desk needs from outside, as Protocols with the fine print of each contract.

They speak of curation's types and builtins only, so the outer rooms satisfy them without knowing the desk.
mypy checks the fit in `workbench/workspace.py`, where they are handed in.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from workbench.curation.arrival import ArrivedFile, TakenFile
from workbench.curation.card import Card
from workbench.curation.change import Change, Record
from workbench.curation.clipping import FetchAnswer
from workbench.curation.document_lines import DocumentLines
from workbench.curation.feed import Feed
from workbench.curation.link_check import CheckedLink, PrintedLink
from workbench.curation.model import Link, TableName
from workbench.curation.platform_draft import DraftContent, PlatformDraft
from workbench.curation.publication import Publication, Target
from workbench.curation.subscription import FeedAnswer, FeedPage


class LibraryReader(Protocol):
    """The documents and their history, as a state reads them."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What opening found and did that a person should know, one sentence each."""

    def documents_in(self, table: TableName) -> DocumentLines:
        """The documents of a table as they are now, by id, each its JSON; later changes do not show in it."""

    def get(self, table: TableName, id: int) -> dict[str, Any] | None:
        """One document with every field it has, known to us or not; None where there is none."""

    def next_id(self, table: TableName) -> int:
        """Highest id ever given + 1; ids are never used again, not even after an undo."""

    def iter_history(self) -> Iterator[Record]:
        """Every record kept, newest first, read as far as the caller goes."""


class Library(LibraryReader, Protocol):
    """The documents and their history, kept durably.

    One writer thread at a time may call `append`, `poll`, `checkpoint` and `close`; what reads may be called from
    another thread meanwhile and sees either the state before or after a record, never half of one.
    """

    @property
    def seq(self) -> int:
        """The sequence number of the newest record this process has read; 0 for a library without any."""

    def append(self, change: Change, based_on: int) -> tuple[Record | None, list[Record]]:
        """Write the change as one record, synced, and apply it.

        Returns the record and what others wrote after `based_on`, oldest first. Where one of those meets
        the change (a field, a document or a claim), nothing is written and the record is None: take the
        news in and compute the verb again. Raises `UserError` with a sentence where the disk, the lock or
        the schema will not have it; the state is then as before.
        """

    def poll(self) -> list[Record]:
        """What other processes wrote since the last look, oldest first, already applied here."""

    def create_backup(self, reason: str) -> None:
        """Keep a copy of what is there before something large, such as an import; `UserError` where it cannot."""

    @property
    def is_checkpoint_due(self) -> bool:
        """Whether whoever stays should call `checkpoint` now. Costs nothing: ask as often as you like."""

    def checkpoint(self) -> None:
        """Fold the journal into the snapshot and stay, others beside. `UserError` where that cannot be; nothing is
        lost then, and it is not due again for a while."""

    def close(self) -> None:
        """Leave. The last process to leave folds the journal into the snapshot."""


class OriginalWorkspace(Protocol):
    """The workspace of the newsletter that this one translates. It is read and never written to."""

    def read_stamp(self) -> object:
        """What is another value once anything was written there. Costs a look at a few files; never raises."""

    def read(self) -> tuple[LibraryReader, Publication]:
        """Its library and its publication as they are now. May wait for a disk. `UserError` with a sentence where they
        cannot be read."""


class Clipboard(Protocol):
    """The way out to other programs' paste."""

    @property
    def takes_rich(self) -> bool:
        """Whether rich text is worth trying: there is a clipboard here that knows of it."""

    def copy(self, text: str) -> str:
        """Put plain text on the clipboard; says truthfully, in one sentence, where it went. `UserError` if nowhere."""

    def copy_rich(self, html: str, text: str) -> str:
        """Put rich text there, with plain text beside it where that can be; says in one sentence which of the two
        is there now. `UserError` where rich text cannot be had."""

    def paste(self) -> tuple[str, str]:
        """What is on it: its HTML (empty where it holds none) and its plain text. `UserError` where nobody can tell."""

    def holds_own_copy(self) -> bool | None:
        """Whether what is on it was put there from here; None where nobody can tell."""


class Terminal(Protocol):
    """The terminal in front of the person, as a way to the clipboard there, wherever the program runs."""

    def copy(self, text: str) -> str:
        """Send plain text; says so in one sentence, and never "copied", since a terminal gives no answer. `UserError`
        where there is no terminal, or the text is longer than one takes."""

    def copy_rich(self, html: str, text: str) -> str:
        """Send rich and plain text to a terminal that answers that it has them; `UserError` for any other."""

    def send_through(self, send: Callable[[str], None]) -> None:
        """From now on send text by this alone. A screen says so while it draws on the terminal: two that write to it
        would cut each other's sequences apart, and an answer would come in like typed keys."""


class EditedFile(Protocol):
    """What came back from the text editor, as bytes in whichever encoding it was saved."""

    @property
    def content(self) -> bytes:
        """What is in the file; never blank."""

    @property
    def path(self) -> str:
        """Where the file is. It stays until it is discarded."""

    @property
    def is_open(self) -> bool:
        """Whether the editor has a window of its own that may still show the file."""


class Editor(Protocol):
    """The editor's own text editor, in front of everything until it is closed."""

    def edit(self, text: str) -> EditedFile | None:
        """Let a person edit Markdown; None where nothing changed. `UserError` where the editor failed; if there are
        edits, the sentence says where they are kept."""

    def discard(self, path: str) -> None:
        """Delete the file of an edit that is taken in."""


class Browser(Protocol):
    """The way to read a link where it lives."""

    def open(self, url: str) -> str:
        """Open the address and say what was done, one sentence."""

    def open_file(self, path: str) -> str:
        """Open a file of ours, such as the copy page, and say what was done, its path included."""


class UiState(Protocol):
    """Where the screen was left: cursor, view, filter. Not worth a journal; lost without harm."""

    def load(self) -> dict[str, Any]:
        """What was saved last; empty where nothing was, or where it cannot be read."""

    def save(self, values: dict[str, Any]) -> None:
        """Keep it for the next start. Never raises."""


class IssueFiles(Protocol):
    """The folder of exported issues."""

    def read(self, name: str) -> str | None:
        """The text of the file of that name; None where there is none."""

    def write(self, name: str, text: str) -> str:
        """Write the file whole or not at all; returns its path, to be shown. `UserError` where it cannot."""

    def read_picture(self, name: str) -> bytes | None:
        """The bytes of the file of that name; None where there is none."""

    def write_picture(self, name: str, picture: bytes) -> str:
        """The same as `write`, of bytes."""


class Arrivals(Protocol):
    """The folder `inbox/`, into which others put files. Nothing in it is written or deleted.

    `UserError` where the folder cannot be read; that it is not there is none.
    """

    def read_new(self) -> Sequence[ArrivedFile]:
        """The files that are not remembered to their end as they are now. Ask as often as you like: where nothing
        changed, no file is opened."""

    def load_taken(self) -> Mapping[str, TakenFile]:
        """What is remembered of files, by their names; of some that are gone as well."""

    def remember(self, taken: Mapping[str, TakenFile]) -> None:
        """Keep what was taken in of files, beyond this session. `UserError` where it cannot be kept so long."""


class NamedFiles(Protocol):
    """Files that a person names, to be imported. Each call may wait for a disk."""

    def find(self, text: str) -> Mapping[str, str]:
        """The paths in a text that was typed, pasted or dropped into the terminal, each with what messages call the
        file; a folder's ends in a slash. `UserError` names the first that is neither."""

    def read(self, path: str) -> bytes:
        """What is in the file; `UserError` where it cannot be read or is too large."""

    def read_all(
        self, paths: Sequence[str], is_wanted: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes, bool]]:
        """The files at these paths and, in folders, those whose names are wanted: the name and the bytes of each, and
        whether it was named itself. `UserError` where one cannot be read."""


class FeedWeb(Protocol):
    """The feeds on the network, asked politely: an unchanged one is not sent again."""

    async def read_feed(self, url: str) -> FeedPage:
        """What stands at an address that may be that of a feed; `UserError` with a sentence where nothing does."""

    def pull_feeds(self, feeds: Sequence[Feed]) -> AsyncIterator[FeedAnswer]:
        """One answer for each feed, in the order in which they arrive. Closing it drops what is on its way.

        A failure is lasting where the feed says that it has ended. `OfflineError` where no site can be reached.
        """


class CardPainter(Protocol):
    """Draws social cards."""

    def draw(self, card: Card) -> bytes:
        """The card as a PNG. `UserError` where nothing here can draw it, or a letter of it."""

    def is_drawn_here(self, picture: bytes) -> bool:
        """Whether a picture was drawn by this program, so that it may be replaced."""


class Web(Protocol):
    """What the sites behind links say of them, asked politely."""

    def fetch(self, links: Sequence[Link], *, refresh: bool = False) -> AsyncIterator[FetchAnswer]:
        """One answer for each of these links, in the order they come in.

        Failures are answers. `OfflineError` where no site can be reached at all; what was not answered then waits as
        before. Nothing else is raised. Leaving the iteration, or cancelling it, ends what is under
        way. What was asked within a day is answered from memory unless `refresh`.
        """


class LinkWeb(Protocol):
    """The pages behind printed links, asked politely whether they are still there."""

    def check_links(
        self, links: Sequence[PrintedLink], *, refresh: bool = False
    ) -> AsyncIterator[CheckedLink]:
        """What came of each of these links, in the order they come in; it ends in some minutes at most.

        Of a page that is gone an archive is asked for a copy. `OfflineError` where no site can be reached at all.
        Nothing else is raised. Leaving the iteration, or cancelling it, ends what is under way. A page that was
        fetched within a day answers from memory unless `refresh`.
        """


class LinkMemory(Protocol):
    """What links came to that were asked, kept beyond the session, for all workspaces. Lost without harm."""

    def load(self) -> Sequence[CheckedLink]:
        """What is remembered, an address once."""

    def remember(self, checked: Iterable[CheckedLink]) -> None:
        """Add these, in place of what was known of their addresses. Never raises."""


class Platform(Protocol):
    """A newsletter platform, asked by its API to keep drafts; it is never asked to publish or to send.

    Each call raises `UserError` with a sentence where it could not be done, and the sentence never shows the key.
    """

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def takes(self) -> Literal["rich", "markdown"]:
        """What a body is written in there."""

    @property
    def prints_subtitle(self) -> bool:
        """Whether readers see the subtitle above the text; else mail programs alone show it, beside the subject."""

    def get(self, id: str) -> PlatformDraft | None:
        """The draft, or what became of it; None where it is gone."""

    def list_marked(self, number: int) -> Sequence[PlatformDraft]:
        """The drafts there that bear the mark of the issue of that number, whoever remembers them, newest first."""

    def create(self, content: DraftContent, request_id: str) -> PlatformDraft:
        """Make a draft with the mark of its issue, and read it back.

        `request_id` is random, and the same where the same request is made again because it had no answer.
        `LostAnswerError` where it is not known what came of it.
        """

    def update(self, draft: PlatformDraft, content: DraftContent, request_id: str) -> PlatformDraft:
        """Write over the draft as it was just read, and read it back; `UserError` where it changed meanwhile.

        `request_id` and `LostAnswerError` as for `create`.
        """

    def abort(self) -> None:
        """Break off what is asked just now, from any thread: whoever waits for it gets its `UserError`."""


class Platforms(Protocol):
    """The newsletter platforms that keep drafts, each with its key."""

    def open(self, target: Target) -> Platform:
        """The platform of a target; nothing is asked of it yet. May wait for the system's keyring.

        `UserError` where it takes no drafts, or its key or its address is missing; the sentence says where to put it.
        """


class Services(Protocol):
    """Everything outside the library that a session may use."""

    @property
    def clipboard(self) -> Clipboard: ...
    @property
    def terminal(self) -> Terminal: ...
    @property
    def issue_files(self) -> IssueFiles: ...
    @property
    def editor(self) -> Editor: ...
    @property
    def browser(self) -> Browser: ...
    @property
    def ui_state(self) -> UiState: ...
    @property
    def web(self) -> Web: ...
    @property
    def feed_web(self) -> FeedWeb: ...
    @property
    def link_web(self) -> LinkWeb: ...
    @property
    def card_painter(self) -> CardPainter: ...
    @property
    def platforms(self) -> Platforms: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def named_files(self) -> NamedFiles: ...
