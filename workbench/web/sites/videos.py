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

from workbench.curation.cleaning import clean_lines
from workbench.curation.clipping import Clipping
from workbench.curation.identity.printable import printable
from workbench.curation.model import Link
from workbench.web.facts import date, length
from workbench.web.fields import line, number, words
from workbench.web.net import Failed, Net
from workbench.web.site import Site, each
from workbench.web.sites.lasting import meaning
from workbench.web.sites.papers import people

_VIDEO: Final = re.compile(r"(?a)youtube:([\w-]{11})")
_PLAYLIST: Final = re.compile(r"(?a)youtube:playlist/([\w-]+)")
_VIMEO: Final = re.compile(r"(?a)vimeo:(\d+)")
_MUTE: Final = "youtube.com tells nothing of this video: e writes the title."


async def _oembed(base: str, path: str, link: Link, net: Net) -> Any:
    """What the site tells pages that show this link."""
    url = quote(printable(link.identity, link.url), safe="")
    return (await net.get(net.at(base, f"{path}?format=json&url={url}"))).json()


async def _youtube(link: Link, net: Net) -> Clipping:
    told, embedding = None, True
    with meaning(_gone("video")):
        try:
            told = await _oembed("youtube", "/oembed", link, net)
        except Failed as failed:
            if failed.status != 401:
                raise
            embedding = False  # its owner lets no other page show it, which says nothing about the video
    watch = await _watched(link, net)
    title = line(told, "title") or line(watch.video, "title")
    if not title:
        raise Failed(_MUTE, lasting=True)
    channel = words(told, "author_name") or words(watch.video, "author")
    seconds = words(watch.video, "lengthSeconds")
    return Clipping(
        url=link.url,
        by="YouTube",
        title=title,
        text=clean_lines(words(watch.video, "shortDescription")).strip("\n"),
        authors=people([channel or words(watch.about, "ownerChannelName")]),
        published=date(words(watch.about, "publishDate") or words(watch.about, "uploadDate")),
        facts=tuple(filter(None, (_length(seconds), "" if embedding else "embedding disabled"))),
    )


def _gone(what: str) -> dict[int, str]:
    gone = f"youtube.com: this {what} is gone."
    return {400: gone, 404: gone, 403: f"youtube.com: this {what} is private."}


def _length(seconds: str) -> str:
    """How long it plays; a stream that is still running plays for 0 seconds."""
    known = seconds.isascii() and seconds.isdigit() and len(seconds) < 9 and int(seconds)
    return length(int(seconds)) if known else ""


class Watched(Struct, frozen=True):
    """What a watch page has for its player: the video, and what is written about it."""

    video: Any = None
    about: Any = None


async def _watched(link: Link, net: Net) -> Watched:
    """What its page tells; nothing where it asks for consent or a sign-in, since the title is known without it."""
    id = link.identity.removeprefix("youtube:")
    try:
        html = (await net.get(net.at("youtube", f"/watch?v={id}"))).text
    except Failed:
        return Watched()
    return Watched(_named(html, "videoDetails"), _named(html, "playerMicroformatRenderer"))


_JSON: Final = JSONDecoder(strict=False)


def _named(script: str, name: str) -> Any:
    """The JSON behind the first such name in a script; None where there is none."""
    mark = f'"{name}":'
    at = script.find(mark)
    try:
        return _JSON.raw_decode(script, at + len(mark))[0] if at >= 0 else None
    except (JSONDecodeError, RecursionError):
        return None


async def _playlist(link: Link, net: Net) -> Clipping:
    with meaning(_gone("playlist")):
        told = await _oembed("youtube", "/oembed", link, net)
    if not line(told, "title"):
        raise Failed("youtube.com gives this playlist no title: e writes it.", lasting=True)
    return Clipping(
        url=link.url,
        by="YouTube",
        title=line(told, "title"),
        authors=people([words(told, "author_name")]),
        facts=("playlist",),
    )


async def _vimeo(link: Link, net: Net) -> Clipping:
    with meaning({404: "vimeo.com: this video is gone or private."}):
        told = await _oembed("vimeo", "/api/oembed.json", link, net)
    if not line(told, "title"):
        raise Failed("vimeo.com answered with something that is not understood.")
    return Clipping(
        url=link.url,
        by="Vimeo",
        title=line(told, "title"),
        text=clean_lines(words(told, "description")).strip("\n"),
        authors=people([words(told, "author_name")]),
        published=date(words(told, "upload_date")),
        facts=tuple(filter(None, [_length(str(number(told, "duration")))])),
    )


_BASES: Final = {"youtube": "https://www.youtube.com"}
YOUTUBE: Final = Site(
    name="YouTube",
    takes=lambda link: _VIDEO.fullmatch(link.identity) is not None,
    ask=each(_youtube),
    bases=_BASES,
)
PLAYLISTS: Final = Site(
    name="YouTube",
    takes=lambda link: _PLAYLIST.fullmatch(link.identity) is not None,
    ask=each(_playlist),
    bases=_BASES,
)
VIMEO: Final = Site(
    name="Vimeo",
    takes=lambda link: _VIMEO.fullmatch(link.identity) is not None,
    ask=each(_vimeo),
    bases={"vimeo": "https://vimeo.com"},
)
