"""A feed that is read, as a document of the library. What other readers say of one is in `subscription.py`."""

from typing import Annotated, Final, NewType

from msgspec import Meta

from workbench.curation.document import Document

FeedId = NewType("FeedId", int)

FEED_CAP: Final = 50
"""How many links a day a feed brings, unless the editor says otherwise."""


MAX_FEED_CAP: Final = 1_000


class Feed(Document, frozen=True, kw_only=True, gc=False):
    """A feed that is read for new links. `site` is the page whose feed it is.

    `query` keeps of its items what it finds, in the language of the filter; empty keeps all. `cap` is how many links
    it may bring in a day; `taken` of them came on `day`, a day where the editor is.

    `pulled` is when it last answered. `failures` counts those in a row since, `failure` is the last of them, a
    sentence; it is not asked again before `next_try`, and no more where it `ended`. `seen` are the keys of items that
    it brought before, the newest first, so that none comes twice.
    """

    id: FeedId = FeedId(0)
    url: str
    title: str = ""
    site: str = ""
    query: str = ""
    cap: Annotated[int, Meta(ge=1)] = FEED_CAP
    added: str = ""
    pulled: str = ""
    failures: int = 0
    failure: str = ""
    next_try: str = ""
    ended: bool = False
    day: str = ""
    taken: int = 0
    seen: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.title or self.url.partition("://")[2]
