"""Errands: what the screen does outside the library. The one place where it meets clipboard, file and editor."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from workbench.curation.model import Issue, UserError
from workbench.curation.publication import Target
from workbench.desk.incoming import import_issue
from workbench.desk.outgoing import export
from workbench.desk.outgoing.verify import Verification, reject_own_copy, verify_paste
from workbench.desk.ports import Services
from workbench.publishing import Passage, render_for_editor
from workbench.ui.messages import Verb

if TYPE_CHECKING:
    from textual.app import App

    from workbench.desk.state import State


class SystemActions:
    """Each method does one errand and returns the sentence that says what was done; `UserError` says why not."""

    def __init__(self, app: "App[None]", state: "State", services: Services) -> None:
        self._app: Final = app
        self._state: Final = state
        self._services: Final = services
        self.last_copied = ""
        """What was put on the clipboard last, and what is known of it; empty before."""

    async def copy_text(self, text: str, label: str, html: str = "") -> str:
        """Put text on the clipboard, rich where there is HTML of it and a clipboard that takes that."""
        if html:
            with suppress(UserError):
                return self._record_copied(
                    label, await asyncio.to_thread(self._services.clipboard.copy_rich, html, text)
                )
        try:
            said = await asyncio.to_thread(self._services.clipboard.copy, text)
        except UserError:
            self._app.copy_to_clipboard(text.encode("utf-8", "replace").decode())
            said = "sent to the terminal, which gives no answer; w writes the file."
        return self._record_copied(label, f"as Markdown, {said}" if html else said)

    async def copy_passage(self, passage: Passage, target: Target) -> str:
        """Put a passage on the clipboard as its target takes it; `UserError` where that is rich text and none can
        be."""
        if target.takes == "rich" and passage.html:
            said = await asyncio.to_thread(self._services.clipboard.copy_rich, passage.html, passage.text)
            return self._record_copied(passage.label, said)
        return await self.copy_text(
            passage.markdown if target.takes == "markdown" else passage.text, passage.label
        )

    def _record_copied(self, label: str, outcome: str) -> str:
        self.last_copied = f"{label}: {outcome}"
        return self.last_copied

    async def open_url(self, url: str) -> str:
        """Open an address in the browser."""
        return await asyncio.to_thread(self._services.browser.open, url)

    async def export_issue(self, issue: Issue) -> tuple[str, export.ExportFile]:
        """Write the issue's Markdown file and its copy page; returns what was written where, and the Markdown."""
        made = export.prepare_export(self._state, issue)
        path = await asyncio.to_thread(export.write_export, self._services.issue_files, issue, made)
        try:
            await self.write_copy_page(issue, self._state.publication.targets[0])
        except UserError as refusal:
            return f"{path}; its copy page is not there: {refusal}", made
        return f"{path} and its copy page", made

    async def write_copy_page(self, issue: Issue, target: Target) -> str:
        """Write the issue's copy page; returns its path."""
        page = export.prepare_copy_page(self._state, issue, target)
        return await asyncio.to_thread(self._services.issue_files.write, page.name, page.text)

    async def show_copy_page(self, issue: Issue, target: Target) -> str:
        """Write the copy page and open it."""
        return await asyncio.to_thread(
            self._services.browser.open_file, await self.write_copy_page(issue, target)
        )

    async def verify_issue_paste(self, issue: Issue, target: Target) -> Verification:
        """Compare what is on the clipboard, copied back from the target, with the issue."""
        html, text = await asyncio.to_thread(self._services.clipboard.paste)
        reject_own_copy(self._state, issue, html, text)
        return verify_paste(self._state, issue, html, text, target)

    def edit_issue(self, issue: Issue) -> Verb | None:
        """The whole issue in the editor's own text editor; the verb that reads the edits back, None without any."""
        made = export.edition_of(self._state, issue)
        texts = {
            entry.link: self._state.source_of(entry.link).text for entry in self._state.entries_in(issue.id)
        }
        with self._app.suspend():
            edited = self._services.editor.edit(render_for_editor(made, texts))
        if edited is None:
            return None
        return lambda state: import_issue.import_issue(state, edited, issue.id)
