"""What the screen does with files to import: asks for their paths, has them reviewed, saves them as one change."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from workbench.curation.model import UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming.importing import (
    ImportedFile,
    JointIntake,
    parse_file,
    preview_import,
    save_import,
)
from workbench.desk.ports import NamedFiles
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.import_review import ImportReview, ReviewedImport
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.widgets.message_line import MessageLine

PATH_PURPOSE: Final = "import"  # of the one line in which paths are asked for
_HINT: Final = "Type, paste or drop paths: bookmarks and exports of other tools, or an issue that was edited."
_PATH: Final = re.compile(r"""['"]?(/|~/|[a-z]:\\|file://)(?!.*https?://).*""", re.IGNORECASE)
"""One line that begins like a path and holds no address."""


class ImportActions:
    """Each method returns at once; what comes of it is shown or said."""

    def __init__(
        self,
        desk: Desk,
        files: NamedFiles,
        runner: CommandRunner,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        *,
        show_dialog: ShowDialog,
    ) -> None:
        self._desk: Final = desk
        self._files: Final = files
        self._runner: Final = runner
        self._message_line: Final = message_line
        self._unfinished: Final = unfinished
        self._show_dialog: Final = show_dialog

    def open_prompt(self) -> None:
        """Ask for paths, and have the files reviewed. What cannot be found is there when the line opens again."""
        prompt = LinePrompt("Import these files", "", _HINT, self._unfinished.open_text(PATH_PURPOSE))
        self._show_dialog(prompt, self._find)

    def offer(self, text: str, otherwise: Callable[[str], None]) -> None:
        """Have a file reviewed whose path was dropped into the lists; hand any other text on."""
        if not _PATH.fullmatch(text.strip()):
            otherwise(text)
            return

        async def find() -> Mapping[str, str]:
            try:
                return await asyncio.to_thread(self._files.find, text)
            except UserError:
                return {}

        self._runner.start(find, lambda found: self._review(found) if found else otherwise(text))

    def _find(self, text: str | None) -> None:
        if text:
            self._runner.start(partial(asyncio.to_thread, self._files.find, text), self._review)

    def _review(self, found: Mapping[str, str]) -> None:
        review = ImportReview(list(found.values()), self._read(found), self._preview, self._refuse)
        self._show_dialog(review, self._save)

    async def _read(self, found: Mapping[str, str]) -> AsyncIterator[Sequence[ImportedFile]]:
        """What each file holds, read and parsed in another thread."""
        for path, name in found.items():
            yield await asyncio.to_thread(self._read_one, path, name)

    def _read_one(self, path: str, name: str) -> list[ImportedFile]:
        return parse_file(self._files.read(path), name)

    def _preview(self, files: Sequence[ImportedFile], skip_archived: bool) -> JointIntake:
        joint = preview_import(self._desk, files, skip_archived=skip_archived)
        self._unfinished.discard_text(PATH_PURPOSE)
        return joint

    def _refuse(self, sentence: str) -> None:
        self._message_line.say(sentence, failed=True)

    def _save(self, reviewed: ReviewedImport | None) -> None:
        if reviewed is not None:
            self._message_line.say("Importing …")
            saving = save_import(self._desk, reviewed.files, skip_archived=reviewed.skip_archived)
            self._runner.run_steps(saving, self._runner.report)
