"""What the screen does outside the library: clipboard, files, browser and text editor, by the desk's ports."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from workbench.curation.model import Issue, UserError
from workbench.curation.publication import Target
from workbench.desk.incoming import import_issue
from workbench.desk.outgoing import copying, export
from workbench.desk.outgoing.verify import Verification, read_copied_back, read_paste, verify_paste
from workbench.desk.ports import EditedFile, Services
from workbench.publishing.edition_formats import render_for_editor
from workbench.publishing.passages import Passage
from workbench.ui.messages import CopyText, OpenUrl, Verb
from workbench.ui.services.command_queue import run_in_threads

if TYPE_CHECKING:
    from textual.app import App

    from workbench.desk.state import State


class IssueEdits(Struct, frozen=True):
    """An issue as it came back from the text editor: the verb that reads it, its file, and what is to be said of it."""

    verb: Verb
    path: str
    is_open: bool
    notes: tuple[str, ...]


class SystemActions:
    """Each method does one errand and returns the sentence that says what was done; `UserError` says why not."""

    def __init__(self, app: "App[None]", state: "State", services: Services) -> None:
        self._app: Final = app
        self._state: Final = state
        self._services: Final = services
        services.terminal.send_through(partial(app.call_from_thread, app.copy_to_clipboard))
        self.last_copied = ""
        """What was put on the clipboard last, and what is known of it; empty before."""

    async def serve(self, message: OpenUrl | CopyText) -> str:
        """Do what a pane asks for."""
        if isinstance(message, OpenUrl):
            return await self.open_url(message.url)
        return await self.copy_text(message.text, message.label, message.html)

    async def copy_text(self, text: str, label: str, html: str = "") -> str:
        """Put text on the clipboard, rich where there is HTML of it and a clipboard that takes that."""
        system, terminal = self._services.clipboard, self._services.terminal
        if html:
            with suppress(UserError):
                said = await asyncio.to_thread(copying.copy_rich, system, terminal, html, text)
                return self._record_copied(label, said)
        said = await asyncio.to_thread(copying.copy_text, system, terminal, text)
        return self._record_copied(label, f"as Markdown, {said}" if html else said)

    async def copy_passage(self, passage: Passage, target: Target) -> str:
        """Put a passage on the clipboard as its target takes it; `UserError` where none takes it."""
        said = await asyncio.to_thread(
            copying.copy_passage, self._services.clipboard, self._services.terminal, passage, target.takes
        )
        return self._record_copied(passage.label, said)

    def _record_copied(self, label: str, outcome: str) -> str:
        self.last_copied = f"{label}: {outcome}"
        return self.last_copied

    async def open_url(self, url: str) -> str:
        """Open an address in the browser."""
        return await asyncio.to_thread(self._services.browser.open, url)

    async def show_copy_page(self, issue: Issue, target: Target) -> str:
        """Write the copy page and open it."""
        path = await run_in_threads(
            export.write_copy_page(self._state, self._services.issue_files, issue, target)
        )
        return await asyncio.to_thread(self._services.browser.open_file, path)

    @property
    def takes_rich(self) -> bool:
        """Whether there is a clipboard here that takes rich text."""
        return self._services.clipboard.takes_rich

    async def verify_issue_paste(self, issue: Issue, target: Target) -> Verification:
        """Compare what is on the clipboard, copied back from the target, with the issue."""
        html, text = await asyncio.to_thread(read_copied_back, self._state, issue, self._services.clipboard)
        return verify_paste(self._state, issue, read_paste(html, text, target), target)

    def edit_issue(self, issue: Issue) -> IssueEdits | None:
        """The whole issue in the editor's own text editor; what came back, None where nothing changed.

        `UserError` where the editor failed.
        """
        made = export.edition_of(self._state, issue)
        texts = {
            entry.link: self._state.source_of(entry.link).text for entry in self._state.entries_in(issue.id)
        }
        given = render_for_editor(made, texts)
        edited = self._run_editor(given)
        if edited is None:
            return None
        text, notes = import_issue.decode_issue(edited.content)
        if edited.is_open:
            notes = (*notes, "What is saved in the editor's window from now on is not read.")
        verb = partial(import_issue.import_issue, text=text, issue_id=issue.id, base=given)
        return IssueEdits(verb, edited.path, edited.is_open, notes)

    def discard_edits(self, edits: "IssueEdits") -> None:
        """Delete the file of edits that are taken in, unless an editor's window may still show it."""
        if not edits.is_open:
            self._services.editor.discard(edits.path)

    def _run_editor(self, text: str) -> EditedFile | None:
        failure: Exception | None = None
        edited: EditedFile | None = None
        with self._app.suspend():
            # An exception that leaves this block would leave the screen away: `suspend` brings it back only without.
            try:
                edited = self._services.editor.edit(text)
            except Exception as fault:
                failure = fault
        if failure is not None:
            raise failure
        return edited
