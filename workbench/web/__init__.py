"""The port kept on the network: what sites say of links, asked politely and within bounds.

What it needs is imported at the first question: a screen or a command that fetches nothing pays for nothing.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from workbench.curation.clipping import Answer
from workbench.curation.model import Link
from workbench.curation.publication import Fetching


class SiteWeb:
    """The sites, as `settings` has them asked. `cache` is a folder for what they answered."""

    def __init__(
        self, settings: Fetching, cache: Path, clock: Callable[[], datetime], github_token: str = ""
    ) -> None:
        self._settings: Final = settings
        self._cache: Final = cache
        self._clock: Final = clock
        self._github_token: Final = github_token

    async def fetch(self, links: Sequence[Link], *, anew: bool = False) -> AsyncIterator[Answer]:  # noqa: ARG002
        """One answer for each of these links, in the order they come in; see the desk's port."""
        from workbench.web.fetcher import answers  # noqa: PLC0415 - see above
        from workbench.web.request import Requests  # noqa: PLC0415 - see above
        from workbench.web.sites import BASES, SITES  # noqa: PLC0415 - see above

        net = Requests(
            {**BASES, **self._settings.sites},
            contact=self._settings.contact,
            github_token=self._github_token,
        )
        async for answer in answers(links, SITES, net):
            yield answer
