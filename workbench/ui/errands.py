"""Errands: what the screen does outside the library. The one place where it meets clipboard, file and editor."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from workbench.curation.model import Issue, Refused
from workbench.curation.publication import Target
from workbench.desk import export, reading
from workbench.desk.ports import World
from workbench.desk.proving import Proof, brought_back, proved
from workbench.publishing import Passage, for_editor
from workbench.ui.messages import Verb

if TYPE_CHECKING:
    from textual.app import App

    from workbench.desk.present import Present


class Errands:
    """Each method does one errand and returns the sentence that says what was done; `Refused` says why not."""

    def __init__(self, app: "App[None]", present: "Present", world: World) -> None:
        self._app: Final = app
        self._present: Final = present
        self._world: Final = world
        self.held = ""
        """What was put on the clipboard last, and what is known of it; empty before."""

    async def copy(self, text: str, what: str, html: str = "") -> str:
        """Put text on the clipboard, rich where there is HTML of it and a clipboard that takes that."""
        if html:
            with suppress(Refused):
                return self._holds(what, await asyncio.to_thread(self._world.clipboard.copy_rich, html, text))
        try:
            said = await asyncio.to_thread(self._world.clipboard.copy, text)
        except Refused:
            self._app.copy_to_clipboard(text.encode("utf-8", "replace").decode())
            said = "sent to the terminal, which gives no answer; w writes the file."
        return self._holds(what, f"as Markdown, {said}" if html else said)

    async def copy_passage(self, passage: Passage, target: Target) -> str:
        """Put a passage on the clipboard as its target takes it; `Refused` where that is rich text and none can be."""
        if target.takes == "rich" and passage.html:
            said = await asyncio.to_thread(self._world.clipboard.copy_rich, passage.html, passage.text)
            return self._holds(passage.label, said)
        return await self.copy(
            passage.markdown if target.takes == "markdown" else passage.text, passage.label
        )

    def _holds(self, what: str, said: str) -> str:
        self.held = f"{what}: {said}"
        return self.held

    async def open(self, url: str) -> str:
        """Open an address in the browser."""
        return await asyncio.to_thread(self._world.browser.open, url)

    async def export(self, issue: Issue) -> tuple[str, export.Export]:
        """Write the issue's Markdown file and its copy page; returns what was written where, and the Markdown."""
        made = export.prepare(self._present, issue)
        path = await asyncio.to_thread(export.write, self._world.shelf, issue, made)
        try:
            await self.page(issue, self._present.publication.targets[0])
        except Refused as refusal:
            return f"{path}; its copy page is not there: {refusal}", made
        return f"{path} and its copy page", made

    async def page(self, issue: Issue, target: Target) -> str:
        """Write the issue's copy page; returns its path."""
        page = export.page(self._present, issue, target)
        return await asyncio.to_thread(self._world.shelf.write, page.name, page.text)

    async def show_page(self, issue: Issue, target: Target) -> str:
        """Write the copy page and open it."""
        return await asyncio.to_thread(self._world.browser.show, await self.page(issue, target))

    async def prove(self, issue: Issue, target: Target) -> Proof:
        """Compare what is on the clipboard, copied back from the target, with the issue."""
        html, text = await asyncio.to_thread(self._world.clipboard.paste)
        brought_back(self._present, issue, html, text)
        return proved(self._present, issue, html, text, target)

    def edit(self, issue: Issue) -> Verb | None:
        """The whole issue in the editor's own text editor; the verb that reads the edits back, None without any."""
        made = export.printed(self._present, issue)
        texts = {
            entry.link: self._present.source(entry.link).text for entry in self._present.entries_in(issue.id)
        }
        with self._app.suspend():
            edited = self._world.editor.edit(for_editor(made, texts))
        if edited is None:
            return None
        return lambda present: reading.read_back(present, edited, issue.id)
