"""Errands: what the screen does outside the library. The one place where it meets clipboard, file and editor."""

import asyncio
from typing import TYPE_CHECKING, Final

from workbench.curation.model import Issue, Refused
from workbench.desk import export, reading
from workbench.desk.ports import World
from workbench.publishing import for_editor
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

    async def copy(self, text: str, what: str) -> str:
        """Put text on the clipboard: the system's, else the terminal's, which gives no answer."""
        try:
            said = await asyncio.to_thread(self._world.clipboard.copy, text)
        except Refused:
            self._app.copy_to_clipboard(text.encode("utf-8", "replace").decode())
            return f"{what}: sent to the terminal, which gives no answer; w writes the file."
        return f"{what}: {said}"

    async def open(self, url: str) -> str:
        """Open an address in the browser."""
        return await asyncio.to_thread(self._world.browser.open, url)

    async def export(self, issue: Issue) -> tuple[str, export.Export]:
        """Write the issue's Markdown file; returns its path and what was written."""
        made = export.prepare(self._present, issue)
        return await asyncio.to_thread(export.write, self._world.shelf, issue, made), made

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

    def part(self, issue: Issue, part: str) -> str:
        """A part of the issue as text: title, subtitle, body (Markdown), text (plain), or `entry:17`."""
        return export.part(self._present, issue, part)
