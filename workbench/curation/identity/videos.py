"""Video and audio: which addresses play the same thing.

Start times, players and share marks are dropped; ids keep their case. A video in a playlist is the video, a
playlist is a playlist, and a channel's tabs are the channel.
"""

import re
from typing import Final

from workbench.curation.address import Address, Unidentified, parse
from workbench.curation.identity.pages import Rule, Work, names

_VIDEO: Final = r"([A-Za-z0-9_-]{11})(?:[&?].*)?"
_LIST: Final = r"[A-Za-z0-9_-]{12,}"
_PLAYERS: Final = names("embed shorts live v e watch vi")
_TABS: Final = names(
    "videos shorts streams live playlists community posts about featured podcasts releases courses store"
    " membership channels home"
)


def _youtube(address: Address) -> Work | None:
    segments = address.segments
    first = segments[0] if segments else ""
    if first == "attribution_link":
        return _attributed(address.value("u"))
    if first in ("watch", "watch_popup", "") and address.value("v"):
        return _video(address.value("v"))
    if len(segments) == 2 and first in _PLAYERS and segments[1] != "videoseries":
        return _video(segments[1])
    if first == "playlist" or segments[:2] == ("embed", "videoseries"):
        return _playlist(address)
    return _channel(segments)


def _short(address: Address) -> Work | None:
    if address.path == "/playlist":
        return _playlist(address)
    return _video(address.path[1:])


def _video(id: str) -> Work | None:
    match = re.fullmatch(_VIDEO, id)
    return Work("youtube:" + match[1], "video") if match else None


def _playlist(address: Address) -> Work | None:
    id = address.value("list")
    return Work("youtube:playlist/" + id, "video") if re.fullmatch(_LIST, id) else None


def _attributed(path: str) -> Work | None:
    inner = parse("https://youtube.com" + path) if path.startswith("/watch") else None
    return None if inner is None or isinstance(inner, Unidentified) else _youtube(inner)


def _channel(segments: tuple[str, ...]) -> Work | None:
    """A channel by handle, id or old name. Handles and names ignore case, ids do not."""
    name = 1 if segments and segments[0].startswith("@") else 2
    if len(segments) < name or any(tab not in _TABS for tab in segments[name:]) or len(segments) > name + 1:
        return None
    if name == 1:
        return Work("youtube:" + segments[0].lower(), "video") if len(segments[0]) > 1 else None
    group, id = segments[:2]
    if group not in ("channel", "c", "user"):
        return None
    return Work(f"youtube:{group}/{id if group == 'channel' else id.lower()}", "video")


_VIMEO: Final = r"(?a)(?:/(?:video|channels/[\w-]+|groups/[\w-]+/videos))?/(\d+)(?:/[0-9a-f]+)?"


def _vimeo(address: Address) -> Work | None:
    match = re.fullmatch(_VIMEO, address.path)
    return Work("vimeo:" + match[1], "video") if match else None


_SPOTIFY: Final = (
    r"(?:/intl-[a-z]+)?(?:/embed(?:-podcast)?)?/(episode|show|track|album|playlist|artist)/([A-Za-z0-9]{22})"
)


def _spotify(address: Address) -> Work | None:
    match = re.fullmatch(_SPOTIFY, address.path)
    return Work(f"spotify:{match[1]}/{match[2]}", "video") if match else None


_YOUTUBE_HOSTS: Final = names(
    "youtube.com music.youtube.com gaming.youtube.com youtube-nocookie.com yewtu.be piped.video"
)
RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(_YOUTUBE_HOSTS, _youtube),
    "youtu.be": _short,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "open.spotify.com": _spotify,
}
