"""The feeds of pages whose address alone says where they are: a channel, a listing, a repository, a forum.

All other pages name their feeds themselves, which is read where pages are.
"""

import re
from typing import Final

_RULES: Final = tuple(
    (re.compile(rf"https?://(?:www\.|old\.|m\.)?{page}/?(?:[?#].*)?", re.I | re.A), feed)
    for page, feed in (
        (
            r"youtube\.com/channel/(UC[\w-]{22})(?:/\w+)?",
            r"https://www.youtube.com/feeds/videos.xml?channel_id=\1",
        ),
        (
            r"youtube\.com/playlist\?(?:[^#]*&)?list=([\w-]+)[^#]*",
            r"https://www.youtube.com/feeds/videos.xml?playlist_id=\1",
        ),
        (r"arxiv\.org/list/([a-z-]+(?:\.[a-z-]+)?)(?:/\w+)?", r"https://rss.arxiv.org/rss/\1"),
        (r"reddit\.com/r/(\w+)(?:/(?:new|hot|top))?", r"https://www.reddit.com/r/\1/.rss"),
        (r"github\.com/([\w-]+/[\w.-]+)(?:/releases)?", r"https://github.com/\1/releases.atom"),
        (r"github\.com/([\w-]+/[\w.-]+)/tags", r"https://github.com/\1/tags.atom"),
        (r"github\.com/([\w-]+/[\w.-]+)/commits(?:/([\w./-]+))?", r"https://github.com/\1/commits/\2.atom"),
        (r"medium\.com/(@?[\w.-]+)", r"https://medium.com/feed/\1"),
        (r"([\w-]+\.substack\.com)(?:/archive)?", r"https://\1/feed"),
    )
)
"""What a page's address looks like, and its feed."""


def find_feed_address(page: str) -> str:
    """The address of a page's feed; empty where its address does not tell."""
    for pattern, feed in _RULES:
        if found := pattern.fullmatch(page):
            return found.expand(feed).replace("/commits/.atom", "/commits.atom")
    return ""
