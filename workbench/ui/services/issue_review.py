"""What preflight finds in the issue in hand, for whoever counts it: behind the paint that shows the issue, and again
after every change.

Preflight begins without the sources. They are compared once, away from the screen, and then counted, too.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from workbench.curation.model import IssueId, LinkId
from workbench.desk.state import State
from workbench.desk.touched import Touched
from workbench.ui.services.command_runner import CommandRunner

if TYPE_CHECKING:
    from workbench.curation.preflight import Finding


class IssueReview:
    """`show` is called with what is found; with None while nothing is known yet of the issue in hand."""

    def __init__(
        self, state: State, runner: CommandRunner, show: Callable[[Sequence["Finding"] | None], None]
    ) -> None:
        self._state: Final = state
        self._runner: Final = runner
        self._show: Final = show
        self._issue_id: IssueId | None = None
        self._is_loaded = False
        self._has_begun = False
        self._knows_sources = False

    def turn_to(self, issue_id: IssueId | None) -> None:
        """Forget what was found: another issue is in hand."""
        self._issue_id, self._has_begun, self._knows_sources = issue_id, False, False
        self._show(None)

    def begin(self) -> None:
        """Look through the issue that was turned to, and have its sources compared."""
        if self._has_begun:
            return
        if not self._is_loaded:
            self._runner.start(partial(asyncio.to_thread, _load_preflight), self._begin_loaded)
            return
        from workbench.desk.verbs.preflight import compare_with_sources_in_steps  # noqa: PLC0415 - behind the first paint

        self._has_begun = True
        self.look_again()
        issue_id = self._issue_id
        steps = compare_with_sources_in_steps(self._state, self._state.find_issue(issue_id))
        self._runner.run_steps(steps, lambda _: self._add_sources(issue_id))

    def show_changes(self, touched: Touched) -> None:
        """These documents changed. Preflight of a full issue takes longer than all else that a key does with a link
        that waits: it is run where they are of the issue."""
        if not touched.are_links_only or any(map(self._is_of_issue, touched.links)):
            self.look_again()

    def _is_of_issue(self, id: LinkId) -> bool:
        """Whether the link, or the one that it was joined to, stands in the issue."""
        link = self._state.links.get(id)
        hosts = [id] if link is None or link.joined is None else [id, link.joined]
        return any(entry.issue == self._issue_id for host in hosts for entry in self._state.entries_of(host))

    def _begin_loaded(self, _: None) -> None:
        self._is_loaded = True
        self.begin()

    def look_again(self) -> None:
        """Something changed."""
        if not self._has_begun:
            return
        from workbench.desk.verbs.preflight import check_issue  # noqa: PLC0415 - as above

        issue = self._state.find_issue(self._issue_id)
        self._show([] if issue is None else check_issue(self._state, issue, with_sources=self._knows_sources))

    def _add_sources(self, issue_id: IssueId | None) -> None:
        if issue_id == self._issue_id:
            self._knows_sources = True
            self.look_again()


def _load_preflight() -> None:
    """Import it away from the keys: with its rules and the parser of prose it takes longer than a key should wait."""
    import workbench.desk.verbs.preflight  # noqa: PLC0415, F401 - as above
