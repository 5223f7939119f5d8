"""Ask printed links from the command line: take in each answer as it comes, and say what it was.

Each answer is remembered, so whatever ends a check (ctrl+c, a lost network) loses nothing of it.
"""

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from workbench.cli.output import format_count, info
from workbench.curation.clipping import OfflineError
from workbench.curation.link_check import CheckedLink, PrintedLink

if TYPE_CHECKING:
    from workbench.desk.ports import LinkWeb
    from workbench.desk.state import State

_EXIT_INTERRUPTED: Final = 130


class LinkCheckSummary(Struct, frozen=True):
    """What a check of `printed` links came to: `asked` of them had to be asked, `answered` were. `known` is what is
    said of them, now or before.

    `early_exit_code` is that of what ended it early, 0 where nothing did. `is_offline` where no site could be reached.
    """

    printed: int
    asked: int
    answered: int
    known: Sequence[CheckedLink]
    early_exit_code: int = 0
    is_offline: bool = False

    @property
    def sentence(self) -> str:
        """One sentence for people."""
        left = self.asked - self.answered
        if not self.printed:
            return "The issue prints no link."
        if self.is_offline:
            return (
                f"This machine seems to be offline: {format_count(left, 'link')} could not be asked. "
                "`workbench check --online` asks again."
            )
        if left:
            return f"Stopped: what came is kept, {left} of {format_count(self.asked, 'link')} left."
        before = self.printed - self.asked
        if not self.asked:
            return f"Asked not long ago: {format_count(before, 'link')}. --fresh asks again."
        rest = f", {before} asked not long ago: --fresh asks all" if before else ""
        return f"Asked {format_count(self.asked, 'link')}{rest}."

    @property
    def fields(self) -> dict[str, object]:
        """The check as JSON has it."""
        return {
            "asked": self.asked,
            "answered": self.answered,
            "offline": self.is_offline,
            "links": self.known,
        }


def check_links(
    state: "State", web: "LinkWeb", links: Sequence[PrintedLink], *, afresh: bool
) -> LinkCheckSummary:
    """Ask those of the links that are due, or all of them. What ends it early is not raised: the summary says so."""
    import asyncio

    checks = state.link_checks
    due = links if afresh else checks.list_due(links, state.clock())
    answered: list[CheckedLink] = []
    exit_code, is_offline = 0, False
    gc.enable()  # this may take long, and each answer leaves cycles behind
    try:
        if due:
            asyncio.run(_ask_all(state, web, due, answered, afresh))
    except KeyboardInterrupt:
        exit_code = _EXIT_INTERRUPTED
    except OfflineError:
        exit_code, is_offline = 1, True
    finally:
        checks.save()
    known = tuple(filter(None, (checks.find(link.url) for link in links)))
    return LinkCheckSummary(len(links), len(due), len(answered), known, exit_code, is_offline)


async def _ask_all(
    state: "State", web: "LinkWeb", links: Sequence[PrintedLink], answered: list[CheckedLink], afresh: bool
) -> None:
    async for checked in web.check_links(links, refresh=afresh):
        answered.append(checked)
        state.link_checks.take_in(checked)
        info(f"[{len(answered)}/{len(links)}] {_describe(checked)}")


def _describe(checked: CheckedLink) -> str:
    detail = checked.moved_to or checked.reason
    return f"{checked.url} {checked.outcome}{f': {detail}' if detail else ''}"
