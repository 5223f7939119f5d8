"""Video and audio: which addresses play the same recording.

Start times, players and sharing parameters are dropped, ids keep their case. A video opened from a playlist is the
video, and the tabs of a channel are the channel.
"""

import re
from typing import Final

from workbench.curation.identity.pages import HostRule, Work
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, Unidentified, parse_url

_VIDEO_ID: Final = r"([A-Za-z0-9_-]{11})(?:[&?].*)?"
_PLAYLIST_ID: Final = r"[A-Za-z0-9_-]{12,}"
_PLAYER_PATHS: Final = split_names("embed shorts live v e watch vi")
_CHANNEL_TABS: Final = split_names(
    "videos shorts streams live playlists community posts about featured podcasts releases courses store"
    " membership channels home"
)


def _match_youtube(address: Address) -> Work | None:
    segments = address.segments
    first = segments[0] if segments else ""
    if first == "attribution_link":
        return _match_attribution_link(address.find_param("u"))
    if first in ("watch", "watch_popup", "") and address.find_param("v"):
        return _work_of_video(address.find_param("v"))
    if len(segments) == 2 and first in _PLAYER_PATHS and segments[1] != "videoseries":
        return _work_of_video(segments[1])
    if first == "playlist" or segments[:2] == ("embed", "videoseries"):
        return _work_of_playlist(address)
    return _work_of_channel(segments)


def _match_youtu_be(address: Address) -> Work | None:
    if address.path == "/playlist":
        return _work_of_playlist(address)
    return _work_of_video(address.path[1:])


def _work_of_video(id: str) -> Work | None:
    match = re.fullmatch(_VIDEO_ID, id)
    return Work("youtube:" + match[1], "video") if match else None


def _work_of_playlist(address: Address) -> Work | None:
    id = address.find_param("list")
    return Work("youtube:playlist/" + id, "video") if re.fullmatch(_PLAYLIST_ID, id) else None


def _match_attribution_link(path: str) -> Work | None:
    inner = parse_url("https://youtube.com" + path) if path.startswith("/watch") else None
    return None if inner is None or isinstance(inner, Unidentified) else _match_youtube(inner)


def _work_of_channel(segments: tuple[str, ...]) -> Work | None:
    """A channel by handle, id or old name. Handles and names ignore case, ids do not."""
    # `@handle` is one segment; `channel/<id>`, `c/<name>` and `user/<name>` are two. One tab may follow.
    name = 1 if segments and segments[0].startswith("@") else 2
    if (
        len(segments) < name
        or any(tab not in _CHANNEL_TABS for tab in segments[name:])
        or len(segments) > name + 1
    ):
        return None
    if name == 1:
        return Work("youtube:" + segments[0].lower(), "video") if len(segments[0]) > 1 else None
    group, id = segments[:2]
    if group not in ("channel", "c", "user"):
        return None
    return Work(f"youtube:{group}/{id if group == 'channel' else id.lower()}", "video")


_VIMEO: Final = r"(?a)(?:/(?:video|channels/[\w-]+|groups/[\w-]+/videos))?/(\d+)(?:/[0-9a-f]+)?"


def _match_vimeo(address: Address) -> Work | None:
    match = re.fullmatch(_VIMEO, address.path)
    return Work("vimeo:" + match[1], "video") if match else None


_SPOTIFY: Final = (
    r"(?:/intl-[a-z]+)?(?:/embed(?:-podcast)?)?/(episode|show|track|album|playlist|artist)/([A-Za-z0-9]{22})"
)


def _match_spotify(address: Address) -> Work | None:
    match = re.fullmatch(_SPOTIFY, address.path)
    return Work(f"spotify:{match[1]}/{match[2]}", "video") if match else None


_YOUTUBE_HOSTS: Final = split_names(
    "youtube.com music.youtube.com gaming.youtube.com youtube-nocookie.com yewtu.be piped.video"
)
RULES: Final[dict[str, HostRule]] = {
    **dict.fromkeys(_YOUTUBE_HOSTS, _match_youtube),
    "youtu.be": _match_youtu_be,
    "vimeo.com": _match_vimeo,
    "player.vimeo.com": _match_vimeo,
    "open.spotify.com": _match_spotify,
}
