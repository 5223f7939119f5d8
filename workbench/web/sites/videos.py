"""Video sites: YouTube and Vimeo, by the oEmbed answers made for pages that show their videos.

YouTube's knows title and channel; length, day and description stand only in the watch page, a megabyte of script in
which the player finds them as JSON. So do we: the two objects that are needed are looked up, the page is never
parsed. Its canonical address keeps the playlist a video was watched in and is not believed. See https://oembed.com
and https://developer.vimeo.com/api/oembed/videos.
"""

import re
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
from workbench.web.sites.common import clean_names
from workbench.web.sites.status_messages import explain_statuses

_VIDEO_IDENTITY: Final = re.compile(r"(?a)youtube:([\w-]{11})")
_PLAYLIST_IDENTITY: Final = re.compile(r"(?a)youtube:playlist/([\w-]+)")
_VIMEO_IDENTITY: Final = re.compile(r"(?a)vimeo:(\d+)")
_NO_METADATA: Final = "youtube.com tells nothing of this video: e writes the title."


async def _fetch_oembed(base: str, path: str, link: Link, client: HttpClient) -> Any:
    """What the site tells pages that show this link."""
    url = quote(public_url(link.identity, link.url), safe="")
    return (await client.get(client.build_url(base, f"{path}?format=json&url={url}"))).json()


async def _fetch_youtube(link: Link, client: HttpClient) -> Clipping:
    oembed, embedding = None, True
    with explain_statuses(_build_status_messages("video")):
        try:
            oembed = await _fetch_oembed("youtube", "/oembed", link, client)
        except FetchError as failed:
            if failed.status != 401:
                raise
            embedding = False  # its owner lets no other page show it, which says nothing about the video
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
        facts=tuple(filter(None, (_format_length(seconds), "" if embedding else "embedding disabled"))),
    )


def _build_status_messages(noun: str) -> dict[int, str]:
    gone = f"youtube.com: this {noun} is gone."
    return {400: gone, 404: gone, 403: f"youtube.com: this {noun} is private."}


def _format_length(seconds: str) -> str:
    """How long it plays; a stream that is still running plays for 0 seconds."""
    known = seconds.isascii() and seconds.isdigit() and len(seconds) < 9 and int(seconds)
    return format_duration(int(seconds)) if known else ""


class WatchPage(Struct, frozen=True):
    """What a watch page has for its player: the video, and what is written about it."""

    video: Any = None
    microformat: Any = None


async def _fetch_watch_page(link: Link, client: HttpClient) -> WatchPage:
    """What its page tells; nothing where it asks for consent or a sign-in, since the title is known without it."""
    id = link.identity.removeprefix("youtube:")
    try:
        html = (await client.get(client.build_url("youtube", f"/watch?v={id}"))).text
    except FetchError:
        return WatchPage()
    return WatchPage(_find_json(html, "videoDetails"), _find_json(html, "playerMicroformatRenderer"))


_JSON_DECODER: Final = JSONDecoder(strict=False)


def _find_json(script: str, name: str) -> Any:
    """The JSON behind the first such name in a script; None where there is none."""
    mark = f'"{name}":'
    at = script.find(mark)
    try:
        return _JSON_DECODER.raw_decode(script, at + len(mark))[0] if at >= 0 else None
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
