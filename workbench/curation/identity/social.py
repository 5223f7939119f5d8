"""Posts and threads: which addresses show the same post, on whatever front end.

A thread is a work of its own, never the article it talks about.
"""

import re
from typing import Final

from workbench.curation.address import Address
from workbench.curation.identity.pages import Rule, Work, names

_STATUS: Final = re.compile(r"/(?:[^/]+|i/web|i)/status(?:es)?/(\d+)(?:/.*)?", re.A)
_NOBODY: Final = names("home search explore hashtag settings intent share login i notifications messages")
_USER: Final = re.compile(r"/(\w{1,15})", re.A)


def _x(address: Address) -> Work | None:
    if match := _STATUS.fullmatch(address.path):
        return Work("x:" + match[1])
    user = _USER.fullmatch(address.path)
    return Work("x:@" + user[1].lower()) if user and user[1].lower() not in _NOBODY else None


_THREAD: Final = re.compile(r"(?:/(?:r|user|u)/[^/]+)?/comments/([a-z0-9]+)(?:/.*)?", re.I | re.A)
_SUBREDDIT: Final = re.compile(r"/r/(\w+)", re.A)


def _reddit(address: Address) -> Work | None:
    if match := _THREAD.fullmatch(address.path):
        return Work("reddit:" + match[1].lower())
    forum = _SUBREDDIT.fullmatch(address.path)
    return Work("reddit:r/" + forum[1].lower()) if forum else None


def _reddit_short(address: Address) -> Work | None:
    match = re.fullmatch(r"/([a-z0-9]{5,9})", address.path)
    return Work("reddit:" + match[1]) if match else None


def _hacker_news(address: Address) -> Work | None:
    id = address.value("id") if address.path == "/item" else ""
    return Work("hn:" + id) if id.isascii() and id.isdigit() else None


_HN_API: Final = re.compile(r"(?:/api/v1/items|/v0/item)/(\d+)(?:\.json)?", re.A)


def _hacker_news_api(address: Address) -> Work | None:
    match = _HN_API.fullmatch(address.path)
    return Work("hn:" + match[1]) if match else None


def _lobsters(address: Address) -> Work | None:
    match = re.fullmatch(r"/s/([a-z0-9]+)(?:\.json|/[^/]*)?", address.path)
    return Work("lobsters:" + match[1]) if match else None


_ACTIVITY: Final = re.compile(
    r"/(?:embed/)?feed/update/urn:li:(activity|share|ugcPost):(\d+)|/posts/.*?[-_](activity|share|ugcPost)-(\d{15,})(?:-.*)?",
    re.A,
)


def _linkedin(address: Address) -> Work | None:
    match = _ACTIVITY.fullmatch(address.path)
    return Work(f"linkedin:{match[1] or match[3]}:{match[2] or match[4]}") if match else None


_SKY: Final = re.compile(r"/profile/([^/]+)/post/([a-z0-9]+)(?:/.*)?")


def _bluesky(address: Address) -> Work | None:
    match = _SKY.fullmatch(address.path)
    return Work(f"bluesky:{match[1].lower()}/{match[2]}") if match else None


_X_HOSTS: Final = names(
    "x.com nitter.net nitter.poast.org xcancel.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com"
)
RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(_X_HOSTS, _x),
    ".reddit.com": _reddit,
    "redd.it": _reddit_short,
    "news.ycombinator.com": _hacker_news,
    "hn.algolia.com": _hacker_news_api,
    "hacker-news.firebaseio.com": _hacker_news_api,
    "lobste.rs": _lobsters,
    ".linkedin.com": _linkedin,
    "bsky.app": _bluesky,
}
