"""Writes feeds as OPML, as every reader of feeds takes them.

What to keep of a feed and how much a day stands in attributes of our own, which other readers leave alone.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from workbench.curation.feed import FEED_CAP
from workbench.curation.subscription import Subscription

_NAMESPACE: Final = "urn:curation-workbench"


def render_opml(subscriptions: Iterable[Subscription], title: str) -> str:
    """The feeds as a document, an outline each, in their order."""
    rows = "".join(f"    <outline {_render_attributes(one)}/>\n" for one in subscriptions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0" xmlns:workbench="{_NAMESPACE}">\n'
        f"  <head>\n    <title>{escape(title)}</title>\n  </head>\n"
        f"  <body>\n{rows}  </body>\n</opml>\n"
    )


def _render_attributes(subscription: Subscription) -> str:
    values = {
        "type": "rss",
        "text": subscription.title or subscription.url,
        "title": subscription.title,
        "xmlUrl": subscription.url,
        "htmlUrl": subscription.site,
        "workbench:query": subscription.query,
        "workbench:cap": "" if subscription.cap == FEED_CAP else str(subscription.cap),
    }
    return " ".join(f'{name}="{escape(value)}"' for name, value in values.items() if value)
