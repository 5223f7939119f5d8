"""YouTube and Vimeo as they answer for what plays, what may not be shown elsewhere, and what is gone."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.clipping import Clipping
from workbench.curation.model import Failure
from workbench.web.sites.videos import PLAYLISTS, VIMEO, YOUTUBE

URL = "https://youtu.be/kCc8FmEb1nY?t=30"
TOLD = {
    "title": "Let's build gates",
    "author_name": "Ada Example",
    "type": "video",
    "html": "<iframe></iframe>",
}
DETAILS = {
    "videoId": "kCc8FmEb1nY",
    "title": "Let's build gates",
    "lengthSeconds": "6980",
    "shortDescription": 'We build "gates".\n\n0:00 intro\n{"lengthSeconds":"1"}',
    "author": "Ada Example",
}
ABOUT = {
    "ownerChannelName": "Ada Example",
    "publishDate": "2023-01-17T08:33:27-08:00",
    "uploadDate": "2023-01-16",
}


def make_watch_page(details: Any = DETAILS, about: Any = ABOUT) -> str:
    """The part of a watch page that its player reads, between the much that it does not."""
    player = {"videoDetails": details, "microformat": {"playerMicroformatRenderer": about}}
    return (
        "<html><head><title>x - YouTube</title>"
        '<meta property="og:description" content="{&quot;lengthSeconds&quot;:&quot;2&quot;}">'
        f"</head><script>var ytInitialPlayerResponse = {json.dumps(player, separators=(',', ':'))};</script>"
        '<script>var ytInitialData = {"videoDetails":{"title":"Up next"}};</script></html>'
    )


def serve_video(site: FakeSite, told: Any = TOLD, page: str | None = None, **oembed: Any) -> None:
    """The server tells of the video, and has its page unless that is empty."""
    site.reply("/oembed", json.dumps(told), **oembed)
    if page is None or page:
        site.reply("/watch", make_watch_page() if page is None else page, type="text/html; charset=utf-8")


async def test_a_video_is_told_with_channel_length_day_and_description(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_video(site)
    assert await ask_site(YOUTUBE, URL) == Clipping(
        url=URL,
        site="YouTube",
        title="Let's build gates",
        text='We build "gates".\n\n0:00 intro\n{"lengthSeconds":"1"}',
        authors=("Ada Example",),
        published="2023-01-17",
        facts=("1:56:20",),
    )
    assert site.requested_paths == [
        "/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DkCc8FmEb1nY",
        "/watch?v=kCc8FmEb1nY",
    ]


async def test_a_video_that_may_not_be_embedded_is_told_by_its_page(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    serve_video(site, status=401)
    said = await ask_site(YOUTUBE, URL)
    assert (said.title, said.authors) == ("Let's build gates", ("Ada Example",))
    assert said.facts == ("1:56:20", "embedding disabled")


async def test_the_box_on_top_of_the_player_is_not_the_video(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    overlay = {"playerOverlayVideoDetailsRenderer": {"title": {"simpleText": "Top 10 plays"}}}
    page = (
        f'<script>var ytInitialData = {{"videoDetails":{json.dumps(overlay)}}};</script>{make_watch_page()}'
    )
    serve_video(site, page=page)
    said = await ask_site(YOUTUBE, URL)
    assert said.facts == ("1:56:20",)
    assert said.text.startswith('We build "gates".')


@pytest.mark.parametrize("has_overlay", [False, True])
async def test_a_video_is_told_where_the_page_has_its_data_in_a_string(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], has_overlay: bool
) -> None:
    player = {"videoDetails": DETAILS, "microformat": {"playerMicroformatRenderer": ABOUT}}
    args = {"args": {"player_response": json.dumps(player, separators=(",", ":")).replace("/", "\\/")}}
    overlay = '"videoDetails":{"playerOverlayVideoDetailsRenderer":{}}' if has_overlay else '"x":1'
    config = json.dumps(args, separators=(",", ":"))
    serve_video(
        site, page=f"<script>var a = {{{overlay}}};var ytplayer = {{}};ytplayer.config = {config};</script>"
    )
    said = await ask_site(YOUTUBE, URL)
    assert (said.facts, said.published) == (("1:56:20",), "2023-01-17")
    assert said.text == 'We build "gates".\n\n0:00 intro\n{"lengthSeconds":"1"}'


@pytest.mark.parametrize(
    "page",
    [
        "",
        '<script>var x = {"playabilityStatus":{"status":"LOGIN_REQUIRED"}}</script>',
        '<script>var x = {"videoDetails":{"title":"cut he',
        '<script>var x = {"videoDetails":' + '{"a":' * 100_000,
        '<script>var x = "{\\"videoDetails\\":{\\"title\\":\\"cut he',
        make_watch_page([], {"publishDate": 7}),
        make_watch_page({"lengthSeconds": "0"}, {}),
        make_watch_page({"lengthSeconds": "9" * 30, "shortDescription": None}, {}),
    ],
    ids=["missing", "sign-in", "cut", "deep", "cut in a string", "other shapes", "live", "endless"],
)
async def test_where_the_page_tells_nothing_title_and_channel_stay(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]], page: str
) -> None:
    serve_video(site, page=page)
    assert await ask_site(YOUTUBE, URL) == Clipping(
        url=URL, site="YouTube", title="Let's build gates", authors=("Ada Example",)
    )


async def test_a_video_that_tells_nothing_anywhere_is_left_to_the_editor(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]]
) -> None:
    serve_video(site, page="<html>", status=401)
    reason = "youtube.com tells nothing of this video: e writes the title."
    assert await fail_site(YOUTUBE, URL) == Failure(reason, lasting=True)


@pytest.mark.parametrize(("status", "what"), [(400, "gone"), (404, "gone"), (403, "private")])
async def test_a_video_that_is_gone_is_said_to_be_gone(
    site: FakeSite, fail_site: Callable[..., Awaitable[Failure]], status: int, what: str
) -> None:
    serve_video(site, status=status)
    assert await fail_site(YOUTUBE, URL) == Failure(f"youtube.com: this video is {what}.", lasting=True)
    assert len(site.requests) == 1


async def test_a_playlist_is_told_by_its_name(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    site.reply("/oembed", json.dumps({**TOLD, "title": "Gates, zero to hero"}))
    url = "https://www.youtube.com/playlist?list=PLAqhIrjkxbuWI23v9cThsA9"
    said = await ask_site(PLAYLISTS, url)
    assert (said.title, said.authors, said.facts) == ("Gates, zero to hero", ("Ada Example",), ("playlist",))
    assert site.requested_paths == [
        "/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fplaylist%3Flist%3DPLAqhIrjkxbuWI23v9cThsA9"
    ]


async def test_a_vimeo_video_is_told_in_one_answer(
    site: FakeSite, ask_site: Callable[..., Awaitable[Clipping]]
) -> None:
    day = {"duration": 142, "upload_date": "2024-05-03 10:21:00", "description": "A talk.\n"}
    site.reply("/api/oembed.json", json.dumps({**TOLD, **day}))
    assert await ask_site(VIMEO, "https://vimeo.com/76979871/8272103f6e") == Clipping(
        url="https://vimeo.com/76979871/8272103f6e",
        site="Vimeo",
        title="Let's build gates",
        text="A talk.",
        authors=("Ada Example",),
        published="2024-05-03",
        facts=("2:22",),
    )
    assert site.requested_paths[0].endswith(
        "%2F76979871%2F8272103f6e"
    )  # without its second half an unlisted one is unknown


async def test_a_vimeo_video_that_is_gone_is_said_to_be_gone(
    fail_site: Callable[..., Awaitable[Failure]],
) -> None:
    said = await fail_site(VIMEO, "https://vimeo.com/76979871")
    assert said == Failure("vimeo.com: this video is gone or private.", lasting=True)
