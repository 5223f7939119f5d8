"""Whether what an issue prints as a link still leads to its page: what was asked, and what came of it.

Asking is the web's part, and which findings follow is preflight's (`preflight/rules/online.py`).
"""

from datetime import datetime
from typing import Final, Literal, TypeAlias

from msgspec import Struct

LinkOutcome: TypeAlias = Literal["answers", "moved", "gone", "perhaps gone", "unchecked"]
"""`gone` is certain. `perhaps gone` was said in a way that programs have to guess at. `unchecked` says nothing of the
link: a wall against programs, a time-out, an error of the server."""

HOURS_UNTIL_DUE: Final = 24
"""Hours for which an answer is as good as asking again."""
HOURS_UNTIL_RETRIED: Final = 1
"""The same where nothing could be learned of the link, or of copies of a page that is gone."""


class PrintedLink(Struct, frozen=True):
    """An address that an issue prints. `saved` is the day on which its page was saved, empty where it never was."""

    url: str
    saved: str = ""


class ArchivedCopy(Struct, frozen=True):
    """A page as an archive keeps it: where, and of which day."""

    url: str
    date: str


class CheckedLink(Struct, frozen=True, kw_only=True):
    """What asking for a printed address came to, and when (ISO, in UTC).

    `reason` says more of the outcome, as the end of a sentence. `moved_to` is the address to print in its place;
    `copy` is what to print of a page that is gone. `is_archive_silent` says that the archive, asked for one, did not
    answer.
    """

    url: str
    outcome: LinkOutcome
    at: str
    reason: str = ""
    moved_to: str = ""
    copy: ArchivedCopy | None = None
    is_archive_silent: bool = False

    def is_fresh(self, now: datetime) -> bool:
        """Whether asking again can wait. An answer from the future (a clock was set back) is not fresh."""
        is_open = self.outcome == "unchecked" or self.is_archive_silent
        hours = HOURS_UNTIL_RETRIED if is_open else HOURS_UNTIL_DUE
        return 0 <= self._count_hours(now) < hours

    def is_news(self, now: datetime) -> bool:
        """Whether an editor wants to hear of it: that a link could not be asked is news for a day, that its page is not
        where it was until it is asked again."""
        is_passing = self.outcome == "unchecked"
        return self.outcome != "answers" and (not is_passing or 0 <= self._count_hours(now) < HOURS_UNTIL_DUE)

    def _count_hours(self, now: datetime) -> float:
        return (now - datetime.fromisoformat(self.at)).total_seconds() / 3600
