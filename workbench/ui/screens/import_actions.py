"""What the screen does with files to import: asks for their paths, has them reviewed, saves them as one change."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from workbench.curation.model import UserError
from workbench.desk.incoming.importing import ImportedFile, PreviewedImport
from workbench.desk.ports import NamedFiles
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.import_review import PAST_ISSUES, ImportReview
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.import_job import ImportJob
from workbench.ui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from workbench.ui.dialogs.archive_review import ReviewedArchive

PATH_PURPOSE: Final = "import"  # of the one line in which paths are asked for
_HINT: Final = "Type, paste or drop paths: bookmarks, exports of other tools, an edited issue, past issues."
_PATH: Final = re.compile(r"""['"]?(/|~/|[a-z]:\\|file://)(?!.*https?://).*""", re.IGNORECASE)
"""One line that begins like a path and holds no address."""


class ImportActions:
    """Each method returns at once; what comes of it is shown or said."""

    def __init__(
        self,
        job: ImportJob,
        files: NamedFiles,
        runner: CommandRunner,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        *,
        show_dialog: ShowDialog,
    ) -> None:
        self._job: Final = job
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
        if any(name.endswith("/") for name in found.values()):
            self._review_archive(found)
            return

        def take(answer: PreviewedImport | Literal["past issues"] | None) -> None:
            if answer == PAST_ISSUES:
                self._review_archive(found)
            elif isinstance(answer, PreviewedImport):
                self._job.save(answer)

        read = partial(self._job.read, found)
        self._show_dialog(ImportReview(list(found.values()), read, self._preview, self._refuse), take)

    def _review_archive(self, found: Mapping[str, str]) -> None:
        from workbench.ui.dialogs.archive_review import ArchiveReview  # noqa: PLC0415 - few import past issues

        name = next(iter(found.values())) if len(found) == 1 else f"{len(found)} files"
        self._unfinished.discard_text(PATH_PURPOSE)
        review = ArchiveReview(
            name,
            partial(self._job.read_archive, [*found]),
            self._job.preview_archive,
            self._job.list_sections,
            self._job.todays_sections,
            self._refuse,
        )
        self._show_dialog(review, self._save_archive)

    def _save_archive(self, reviewed: "ReviewedArchive | None") -> None:
        if reviewed is not None:
            self._job.save_archive(reviewed.read, reviewed.choices)

    async def _preview(self, files: Sequence[ImportedFile], /, *, skip_archived: bool) -> PreviewedImport:
        preview = await self._job.preview(files, skip_archived=skip_archived)
        self._unfinished.discard_text(PATH_PURPOSE)
        return preview

    def _refuse(self, sentence: str) -> None:
        self._message_line.say(sentence, failed=True)
