"""What a site is to the workbench: a name, the links it can tell of, and a way to ask it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from workbench.curation.clipping import Answer, Clipping
from workbench.curation.model import Link
from workbench.web.net import Failed, Net

Ask: TypeAlias = Callable[[Sequence[Link], Net], AsyncIterator[Answer]]


class Site(Struct, frozen=True, kw_only=True):
    """One source of metadata.

    `name` is what provenance calls it. `ask` yields one answer for each link it is given, at most `batch` of them
    at once. `bases` are the addresses it asks, by the name under which settings may replace them.
    """

    name: str
    takes: Callable[[Link], bool]
    ask: Ask
    batch: int = 1
    bases: Mapping[str, str] = {}


def each(clip: Callable[[Link, Net], Awaitable[Clipping]]) -> Ask:
    """A way to ask for links one by one; `Failed` becomes an answer."""

    async def ask(links: Sequence[Link], net: Net) -> AsyncIterator[Answer]:
        for link in links:
            try:
                yield Answer(link.id, await clip(link, net))
            except Failed as failed:
                yield Answer(link.id, failed.failure)

    return ask
