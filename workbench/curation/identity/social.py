"""Posts and threads: which addresses show the same post, on any front end.

A thread about an article is a work of its own and not that article.
"""

import re
from typing import Final

from msgspec.structs import replace

from workbench.curation.identity.pages import HostRule, Work, work_of_page
from workbench.curation.text import split_names
from workbench.curation.text.address import Address

_STATUS: Final = r"(?a)/(?:[^/]+|i/web|i)/status(?:es)?/(\d+)(?:/.*)?"
_NOT_USERS: Final = split_names(
    "home search explore hashtag settings intent share login i notifications messages"
)
_USER: Final = r"(?a)/(\w{1,15})"


def _match_x(address: Address) -> Work | None:
    if match := re.fullmatch(_STATUS, address.path):
        return Work("x:" + match[1])
    user = re.fullmatch(_USER, address.path)
    return Work("x:@" + user[1].lower()) if user and user[1].lower() not in _NOT_USERS else None


_THREAD: Final = r"(?ai)(?:/(?:r|user|u)/[^/]+)?/comments/([a-z0-9]+)(?:/.*)?"
_SUBREDDIT: Final = r"(?a)/r/(\w+)"


def _match_reddit(address: Address) -> Work | None:
    if match := re.fullmatch(_THREAD, address.path):
        return Work("reddit:" + match[1].lower())
    forum = re.fullmatch(_SUBREDDIT, address.path)
    return Work("reddit:r/" + forum[1].lower()) if forum else None


def _match_reddit_short(address: Address) -> Work | None:
    match = re.fullmatch(r"/([a-z0-9]{5,9})", address.path)
    return Work("reddit:" + match[1]) if match else None


def _match_hacker_news(address: Address) -> Work | None:
    id = address.find_param("id") if address.path == "/item" else ""
    return Work("hn:" + id) if id.isascii() and id.isdigit() else None


_HN_API: Final = r"(?a)(?:/api/v1/items|/v0/item)/(\d+)(?:\.json)?"


def _match_hacker_news_api(address: Address) -> Work | None:
    match = re.fullmatch(_HN_API, address.path)
    return Work("hn:" + match[1]) if match else None


def _match_lobsters(address: Address) -> Work | None:
    match = re.fullmatch(r"/s/([a-z0-9]+)(?:\.json|/[^/]*)?", address.path)
    return Work("lobsters:" + match[1]) if match else None


_ACTIVITY: Final = (
    r"(?a)/(?:embed/)?feed/update/urn:li:(activity|share|ugcPost):(\d+)"
    r"|/posts/.*?[-_](activity|share|ugcPost)-(\d{15,})(?:-.*)?"
)


def _match_linkedin(address: Address) -> Work | None:
    match = re.fullmatch(_ACTIVITY, address.path)
    return Work(f"linkedin:{match[1] or match[3]}:{match[2] or match[4]}") if match else None


_BLUESKY_POST: Final = r"/profile/([^/]+)/post/([a-z0-9]+)(?:/.*)?"


def _match_bluesky(address: Address) -> Work | None:
    match = re.fullmatch(_BLUESKY_POST, address.path)
    return Work(f"bluesky:{match[1].lower()}/{match[2]}") if match else None


_LANGUAGE: Final = r"(?a)/[a-z]{2}-[a-z]{2}(?=/|$)"


def _match_meetup(address: Address) -> Work:
    """A group or an event, in whichever language and case it is written."""
    return work_of_page(replace(address, path=re.sub(_LANGUAGE, "", address.path.lower())))


_X_HOSTS: Final = split_names(
    "x.com nitter.net nitter.poast.org xcancel.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com"
)
RULES: Final[dict[str, HostRule]] = {
    **dict.fromkeys(_X_HOSTS, _match_x),
    ".reddit.com": _match_reddit,
    "redd.it": _match_reddit_short,
    "news.ycombinator.com": _match_hacker_news,
    "hn.algolia.com": _match_hacker_news_api,
    "hacker-news.firebaseio.com": _match_hacker_news_api,
    "lobste.rs": _match_lobsters,
    ".linkedin.com": _match_linkedin,
    "bsky.app": _match_bluesky,
    "meetup.com": _match_meetup,
}
