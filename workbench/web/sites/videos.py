"""Videos on YouTube and Vimeo, by oEmbed (https://oembed.com, https://developer.vimeo.com/api/oembed/videos).

YouTube's oEmbed has title and channel only. Length, date and description stand in the watch page, a megabyte of script
with JSON for the player. The two JSON objects are searched for in it, and the page is not parsed.
"""

import re
from itertools import islice
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final
from urllib.parse import quote

from msgspec import Struct

from workbench.curation.clipping import Clipping
from workbench.curation.identity.public_url import public_url
from workbench.curation.model import Link
from workbench.curation.text.cleaning import clean_lines
from workbench.web.facts import format_duration, parse_date
from workbench.web.fields import pick_int, pick_line, pick_text
from workbench.web.http.protocol import FetchError, HttpClient
from workbench.web.site import Site, fetch_each
from workbench.web.sites.common import clean_names, explain_statuses

_VIDEO_IDENTITY: Final = re.compile(r"(?a)youtube:([\w-]{11})")
_PLAYLIST_IDENTITY: Final = re.compile(r"(?a)youtube:playlist/([\w-]+)")
_VIMEO_IDENTITY: Final = re.compile(r"(?a)vimeo:(\d+)")
_NO_METADATA: Final = "youtube.com tells nothing of this video: e writes the title."


async def _fetch_oembed(base: str, path: str, link: Link, client: HttpClient) -> Any:
    """The oEmbed response for a link."""
    url = quote(public_url(link.identity, link.url), safe="")
    return (await client.get(client.build_url(base, f"{path}?format=json&url={url}"))).json()


async def _fetch_youtube(link: Link, client: HttpClient) -> Clipping:
    oembed, is_embeddable = None, True
    with explain_statuses(_build_status_messages("video")):
        try:
            oembed = await _fetch_oembed("youtube", "/oembed", link, client)
        except FetchError as fault:
            if fault.status != 401:
                raise
            is_embeddable = False  # its owner disabled embedding; the watch page has all metadata
    watch = await _fetch_watch_page(link, client)
    title = pick_line(oembed, "title") or pick_line(watch.video, "title")
    if not title:
        raise FetchError(_NO_METADATA, permanent=True)
    channel = pick_text(oembed, "author_name") or pick_text(watch.video, "author")
    seconds = pick_text(watch.video, "lengthSeconds")
    return Clipping(
        url=link.url,
        site="YouTube",
        title=title,
        text=clean_lines(pick_text(watch.video, "shortDescription")).strip("\n"),
        authors=clean_names([channel or pick_text(watch.microformat, "ownerChannelName")]),
        published=parse_date(
            pick_text(watch.microformat, "publishDate") or pick_text(watch.microformat, "uploadDate")
        ),
        facts=tuple(filter(None, (_format_length(seconds), "" if is_embeddable else "embedding disabled"))),
    )


def _build_status_messages(noun: str) -> dict[int, str]:
    gone = f"youtube.com: this {noun} is gone."
    return {400: gone, 404: gone, 403: f"youtube.com: this {noun} is private."}


def _format_length(seconds: str) -> str:
    """The playing time; empty where it is unknown or 0, as for a live stream."""
    is_known = seconds.isascii() and seconds.isdigit() and len(seconds) < 9 and int(seconds)
    return format_duration(int(seconds)) if is_known else ""


class WatchPage(Struct, frozen=True):
    """The JSON in a watch page: `video` is `videoDetails`, `microformat` is `playerMicroformatRenderer`."""

    video: Any = None
    microformat: Any = None


async def _fetch_watch_page(link: Link, client: HttpClient) -> WatchPage:
    """The JSON of the video's page; an empty one where that fails, since oEmbed has the title."""
    id = link.identity.removeprefix("youtube:")
    try:
        html = (await client.get(client.build_url("youtube", f"/watch?v={id}"))).text
    except FetchError:  # often a consent form or a sign-in
        return WatchPage()
    html = _unwrap_player(html)
    return WatchPage(
        _find_json(html, "videoDetails", having="videoId"), _find_json(html, "playerMicroformatRenderer")
    )


_JSON_DECODER: Final = JSONDecoder(strict=False)  # descriptions may contain control characters
_MAX_TRIES: Final = 8
"""Objects of one name that are looked at. Each costs the time to read it."""


def _unwrap_player(script: str) -> str:
    """The script, or what the player reads where the page has that as JSON in a string, as in the year 2020."""
    at = script.find(r"\"videoDetails\":")
    start = script.rfind(r'"{\"', 0, at + 2) if at >= 0 and '"videoDetails":{"videoId"' not in script else -1
    player = _decode_json(script, start) if start >= 0 else None
    return player if isinstance(player, str) else script


def _find_json(script: str, name: str, *, having: str = "") -> Any:
    """The JSON value of the first field of that name in a script, which has the field `having`; else None."""
    starts = re.finditer(re.escape(f'"{name}":'), script)
    values = (_decode_json(script, found.end()) for found in islice(starts, _MAX_TRIES))
    return next((value for value in values if not having or pick_text(value, having)), None)


def _decode_json(script: str, start: int) -> Any:
    try:
        return _JSON_DECODER.raw_decode(script, start)[0]
    except (JSONDecodeError, RecursionError):
        return None


async def _fetch_playlist(link: Link, client: HttpClient) -> Clipping:
    with explain_statuses(_build_status_messages("playlist")):
        oembed = await _fetch_oembed("youtube", "/oembed", link, client)
    if not pick_line(oembed, "title"):
        raise FetchError("youtube.com gives this playlist no title: e writes it.", permanent=True)
    return Clipping(
        url=link.url,
        site="YouTube",
        title=pick_line(oembed, "title"),
        authors=clean_names([pick_text(oembed, "author_name")]),
        facts=("playlist",),
    )


async def _fetch_vimeo(link: Link, client: HttpClient) -> Clipping:
    with explain_statuses({404: "vimeo.com: this video is gone or private."}):
        oembed = await _fetch_oembed("vimeo", "/api/oembed.json", link, client)
    if not pick_line(oembed, "title"):
        raise FetchError("vimeo.com answered with something that is not understood.")
    return Clipping(
        url=link.url,
        site="Vimeo",
        title=pick_line(oembed, "title"),
        text=clean_lines(pick_text(oembed, "description")).strip("\n"),
        authors=clean_names([pick_text(oembed, "author_name")]),
        published=parse_date(pick_text(oembed, "upload_date")),
        facts=tuple(filter(None, [_format_length(str(pick_int(oembed, "duration")))])),
    )


_BASE_URLS: Final = {"youtube": "https://www.youtube.com"}
YOUTUBE: Final = Site(
    name="YouTube",
    accepts=lambda link: _VIDEO_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_youtube),
    base_urls=_BASE_URLS,
)
PLAYLISTS: Final = Site(
    name="YouTube",
    accepts=lambda link: _PLAYLIST_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_playlist),
    base_urls=_BASE_URLS,
)
VIMEO: Final = Site(
    name="Vimeo",
    accepts=lambda link: _VIMEO_IDENTITY.fullmatch(link.identity) is not None,
    fetch=fetch_each(_fetch_vimeo),
    base_urls={"vimeo": "https://vimeo.com"},
)
