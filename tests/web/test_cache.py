"""What was answered is not asked for again within a day, and what happens to the files of that does no harm."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.http_server import FakeSite
from workbench.web.http.cache import CacheKey, ResponseCache
from workbench.web.http.client import BoundedClient
from workbench.web.http.protocol import FetchError, HttpPage

QUESTION = CacheKey("https://gates.example/page")
PAGE = HttpPage(
    url="https://gates.example/page",
    media_type="text/html",
    body=b"<title>Gates</title>",
    headers={"etag": '"1"'},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "web"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def open_caching_client(
    open_client: Callable[..., Awaitable[BoundedClient]], folder: Path, clock: FakeClock
) -> Callable[..., Awaitable[BoundedClient]]:
    """Open a client with the cache in `folder`, as a new session would."""
    return lambda **options: open_client(cache=ResponseCache(folder), clock=clock, **options)


async def test_what_was_asked_today_is_not_asked_again(
    site: FakeSite, open_caching_client: Callable[..., Awaitable[BoundedClient]], clock: FakeClock
) -> None:
    site.reply(
        "/page", "<title>Gates</title>", type="text/html; charset=UTF-8", Link='<x>; rel="y"', X_Served="a"
    )
    first = await (await open_caching_client()).get(site.url + "/page")
    clock.advance(hours=23)
    again = await (await open_caching_client()).get(site.url + "/page#part")
    assert (again.url, again.text, again.media_type, again.charset) == (
        first.url,
        first.text,
        "text/html",
        "utf-8",
    )
    assert again.headers["link"] == '<x>; rel="y"'
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("hours", "anew"), [(25, False), (0, True), (-1, False)], ids=["a day later", "told to", "clock set back"]
)
async def test_later_a_site_may_say_that_nothing_changed(
    site: FakeSite,
    open_caching_client: Callable[..., Awaitable[BoundedClient]],
    clock: FakeClock,
    hours: int,
    anew: bool,
) -> None:
    site.reply("/page", "Gates", ETag='W/"1"', Last_Modified="Sun, 22 Nov 2026 11:00:00 GMT")
    site.reply("/page", status=304)
    await (await open_caching_client()).get(site.url + "/page")
    clock.advance(hours=hours)
    page = await (await open_caching_client(refresh=anew)).get(site.url + "/page")
    assert (page.text, page.status) == ("Gates", 200)
    assert site.requests[1].headers["if-none-match"] == 'W/"1"'
    assert site.requests[1].headers["if-modified-since"] == "Sun, 22 Nov 2026 11:00:00 GMT"
    await (await open_caching_client()).get(site.url + "/page")  # it stood by it, so that is today's answer
    assert len(site.requests) == 2


async def test_a_page_that_changed_is_the_new_one(
    site: FakeSite, open_caching_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    site.reply("/page", "Gates", ETag='"1"')
    site.reply("/page", "Meshes", ETag='"2"')
    await (await open_caching_client()).get(site.url + "/page")
    assert (await (await open_caching_client(refresh=True)).get(site.url + "/page")).text == "Meshes"
    assert (await (await open_caching_client()).get(site.url + "/page")).text == "Meshes"


async def test_only_the_address_that_gave_the_page_is_asked_whether_it_holds(
    site: FakeSite, open_caching_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    site.reply("/old", status=302, Location="/new")
    site.reply("/old", status=301, Location="/new")
    site.reply("/new", "Gates", ETag='"1"')
    site.reply("/new", status=304)
    await (await open_caching_client()).get(site.url + "/old")
    page = await (await open_caching_client(refresh=True)).get(site.url + "/old")
    assert (page.text, page.permanent_redirects) == ("Gates", (site.url + "/new",))
    assert [asked.headers.get("if-none-match") for asked in site.requests] == [None, None, None, '"1"']


async def test_an_answer_with_a_token_is_another_answer(
    site: FakeSite, open_caching_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    site.reply("/api", "for all")
    site.reply("/api", "for me")
    assert (await (await open_caching_client()).get(site.url + "/api")).text == "for all"
    token = {"authorization": "Bearer secret"}
    assert (await (await open_caching_client()).get(site.url + "/api", headers=token)).text == "for me"
    assert (await (await open_caching_client()).get(site.url + "/api", accept="text/html")).text == "for me"
    assert len(site.requests) == 3


async def test_that_a_page_is_gone_is_remembered_and_trouble_is_not(
    site: FakeSite,
    open_caching_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
) -> None:
    site.reply("/gone", status=410)
    site.reply("/odd", status=418)
    site.reply("/wall", "<title>Just a moment...</title>", type="text/html")
    for path in ("/gone", "/odd", "/wall"):
        one = (await fail_to_get(await open_caching_client(), site.url + path)).reason
        assert (await fail_to_get(await open_caching_client(), site.url + path)).reason == one
    assert site.requested_paths == ["/gone", "/odd", "/odd", "/wall", "/wall"]


async def test_no_copy_of_a_paper_is_kept(
    site: FakeSite, open_caching_client: Callable[..., Awaitable[BoundedClient]], folder: Path
) -> None:
    site.reply("/a", b"%PDF-1.7", type="application/octet-stream")
    site.reply("/b", b"a paper", type="application/pdf")
    for path in ("/a", "/b"):
        await (await open_caching_client()).get(site.url + path)
    assert not folder.exists()


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"x\x9c", "cut", "another"])
def test_a_damaged_file_is_as_none(folder: Path, damage: bytes | str) -> None:
    cache = ResponseCache(folder)
    cache.save(QUESTION, PAGE, 0)
    file = folder / QUESTION.file_name
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-3])
    elif damage == "another":  # a file under the name of another question
        file.rename(folder / CacheKey("https://meshes.example/").file_name)
        assert cache.find(CacheKey("https://meshes.example/")) is None
    elif isinstance(damage, bytes):
        file.write_bytes(damage)
    assert cache.find(QUESTION) is None
    cache.save(QUESTION, PAGE, 0)
    cached = cache.find(QUESTION)
    assert cached
    assert cached.page == PAGE


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ResponseCache(tmp_path / "file" / "web")
    cache.save(QUESTION, PAGE, 0)
    assert cache.find(QUESTION) is None


def test_the_folder_is_the_users_alone_and_holds_nothing_half_written(folder: Path) -> None:
    ResponseCache(folder).save(QUESTION, PAGE, 0)
    assert folder.stat().st_mode & 0o077 == 0
    assert [file.name for file in folder.iterdir()] == [QUESTION.file_name]


def test_the_oldest_answers_make_room(folder: Path) -> None:
    questions = [CacheKey(f"https://gates.example/{at}") for at in range(25)]
    cache = ResponseCache(folder, max_files=10)
    for question in questions:
        cache.save(question, PAGE, 0)
        assert len(list(folder.iterdir())) <= 10
    assert cache.find(questions[-1])
    assert not cache.find(questions[0])
