"""Reads the archive while the screen is idle, a few milliseconds at a time, so that no key ever waits for it.

Until then rows have no marks of repeats. What many issues at once bring, as an import of years does, is read likewise.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from workbench.desk.archive_access import has_archive, is_archive_read
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.idle_moments import IdleMoments, spare_what_stays

SLICE: Final = 0.004  # seconds of reading
PAUSE: Final = 0.01  # seconds between two slices, in which keys are served


class ArchiveReader:
    """Reads what waits to be read. `call_later` calls back after so many seconds; `show` is called whenever the archive
    is read and is another than was shown."""

    def __init__(
        self,
        state: State,
        call_later: Callable[[float, Callable[[], None]], object],
        show: Callable[[Touched], None],
        idle_moments: IdleMoments,
    ) -> None:
        self._state: Final = state
        self._call_later: Final = call_later
        self._show: Final = show
        self._idle_moments: Final = idle_moments
        self._is_reading = False
        self._shown_version = 0
        state.waits_for_archive = True

    def keep_up(self) -> None:
        """Read what waits, and show what is new. Returns after a slice."""
        if is_archive_read(self._state):
            if self._state.archive.version != self._shown_version:
                self._show_archive()
        elif has_archive(self._state) and not self._is_reading:
            self._is_reading = True
            self._read_slice()

    def _read_slice(self) -> None:
        if (left := self._idle_moments.seconds_left) > 0:
            self._call_later(left, self._read_slice)
            return
        archive, begun = self._state.archive, perf_counter()
        while not archive.is_read and perf_counter() - begun < SLICE:
            archive.read_next()
        spare_what_stays()
        if archive.is_read:
            self._is_reading = False
            self._show_archive()  # also where it is as it was before: rows were painted without their marks meanwhile
        else:
            self._call_later(PAUSE, self._read_slice)

    def _show_archive(self) -> None:
        self._shown_version = self._state.archive.version
        touched = Touched()
        touched.is_archive_new = True
        self._show(touched)
