"""The bounds on requests to a platform, and the message for each failure."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.support.platforms import FakePlatform
from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.delivery.platforms import Buttondown, Ghost
from workbench.delivery.platforms.api import require_site


def expect_error(act: Callable[..., object], *args: object) -> str:
    with pytest.raises(UserError) as told:
        act(*args)
    return str(told.value)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (
            401,
            "Buttondown does not accept the key (no such thing): look whether it is the right one, or make another.",
        ),
        (
            409,
            "Buttondown says that this draft is being changed there: nothing was written, look at it first.",
        ),
        (429, "Buttondown asks to wait 17 seconds before the next request."),
        (400, "Buttondown refuses this (400): no such thing."),
        (
            503,
            "Buttondown is in trouble (503). Whether it took the draft is not known: run the same again, it looks "
            "first.",
        ),
    ],
)
def test_each_refusal_is_a_sentence(
    buttondown: Buttondown,
    fake_buttondown: FakePlatform,
    markdown_content: DraftContent,
    status: int,
    told: str,
) -> None:
    fake_buttondown.queue_reply(status, '{"detail": "no such thing."}', Retry_After="17")
    assert expect_error(buttondown.create, markdown_content, "request-1") == told


@pytest.mark.parametrize("answer", ["", "<html>", "[]", '{"id": 5}', '{"id": "\udcff"}', "[" * 100_000])
def test_an_answer_that_is_none_is_a_sentence(
    buttondown: Buttondown, fake_buttondown: FakePlatform, answer: str
) -> None:
    fake_buttondown.queue_reply(200, answer.encode("utf-8", "replace").decode())
    assert "something else than its documentation says" in expect_error(buttondown.get, "em_1")
    fake_buttondown.queue_reply(400, answer.encode("utf-8", "replace").decode())
    assert expect_error(buttondown.get, "em_1").endswith("it does not say why.")


def test_no_sentence_repeats_the_key_even_where_the_answer_does(
    buttondown: Buttondown, fake_buttondown: FakePlatform, ghost: Ghost, fake_ghost: FakePlatform
) -> None:
    fake_buttondown.queue_reply(400, lambda sent: f'{{"detail": "bad {sent["authorization"]}!"}}')
    assert expect_error(buttondown.get, "em_1") == "Buttondown refuses this (400): bad …!."
    fake_ghost.queue_reply(
        400, lambda sent: f'{{"errors": [{{"message": "{sent["authorization"].split()[1]}"}}]}}'
    )
    assert expect_error(ghost.get, "a" * 24) == "Ghost refuses this (400): …."
    secret = fake_ghost.key.partition(":")[2]
    fake_ghost.queue_reply(400, f'{{"errors": [{{"message": "key {secret}"}}]}}')
    assert secret not in expect_error(ghost.get, "a" * 24)


@pytest.mark.parametrize("id", ["em_1/publish", "em_1/send-draft", "../subscribers", "em_1?status=sent", ""])
def test_only_what_keeps_drafts_is_ever_asked_for(
    buttondown: Buttondown,
    fake_buttondown: FakePlatform,
    ghost: Ghost,
    fake_ghost: FakePlatform,
    html_content: DraftContent,
    id: str,
) -> None:
    held = PlatformDraft(id=id, address="", status="draft", modified="", title="", subtitle="", body="")
    for platform in (buttondown, ghost):
        assert "keeps no draft" in expect_error(platform.update, held, html_content, "request-1")
        assert "keeps no draft" in expect_error(platform.get, id)
    assert fake_buttondown.requests == fake_ghost.requests == []


def test_a_redirect_is_told_and_the_key_does_not_follow_it(
    ghost: Ghost, fake_ghost: FakePlatform, fake_buttondown: FakePlatform, html_content: DraftContent
) -> None:
    fake_ghost.queue_reply(308, Location=f"{fake_buttondown.url}/ghost/api/admin/posts/")
    assert "sends elsewhere, where the key does not follow" in expect_error(
        ghost.create, html_content, "request-1"
    )
    assert fake_buttondown.requests == []


def test_no_proxy_of_the_environment_reads_along(
    ghost: Ghost, fake_buttondown: FakePlatform, html_content: DraftContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", fake_buttondown.url)
    ghost.create(html_content, "request-1")
    assert fake_buttondown.requests == []


def test_nobody_there_means_that_nothing_was_sent(
    fake_ghost: FakePlatform, html_content: DraftContent
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    told = expect_error(Ghost(f"http://127.0.0.1:{port}", fake_ghost.key).create, html_content, "request-1")
    assert told == f"Ghost cannot be reached at 127.0.0.1:{port}: nothing was sent."


def test_an_answer_that_comes_drop_by_drop_is_waited_for_only_so_long(
    fake_buttondown: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.delivery.platforms.api.REQUEST_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        ended = threading.Event()
        thread = threading.Thread(target=_drip, args=(slow, ended))
        thread.start()
        there = Buttondown(f"http://127.0.0.1:{slow.getsockname()[1]}/v1", fake_buttondown.key)
        told = expect_error(there.get, "em_1")
        ended.set()
        thread.join()
    assert told == "Buttondown did not answer within 0.2 seconds."


@pytest.mark.parametrize("writes", [False, True])
def test_what_is_under_way_can_be_broken_off_from_another_thread(
    fake_buttondown: FakePlatform, markdown_content: DraftContent, writes: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        there = Buttondown(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", fake_buttondown.key)
        thread = threading.Thread(target=_abort_when_asked, args=(silent, there))
        thread.start()
        with pytest.raises(UserError, match="was not waited for any longer") as told:
            there.create(markdown_content, "request-1") if writes else there.get("em_1")
        thread.join()
    assert isinstance(told.value, LostAnswerError) is writes
    assert "not waited for" in expect_error(there.get, "em_2"), "it asks for nothing more"


def _abort_when_asked(server: socket.socket, platform: Buttondown) -> None:
    connection, _ = server.accept()
    with connection:
        platform.abort()
        while connection.recv(4096):
            pass


def _drip(server: socket.socket, ended: threading.Event) -> None:
    connection, _ = server.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not ended.wait(0.02):
            connection.sendall(b"X: y\r\n")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "needs the address of its site"),
        ("example.com", "needs the address of its site"),
        ("javascript:alert(1)", "needs the address of its site"),
        ("http://example.com", "would be read by anybody on the way to example.com"),
        ("http://127.0.0.1.example.com", "would be read by anybody"),
        ("https://me:secret@example.com", "holds more than a site has"),
        ("https://example.com/?key=secret", "holds more than a site has"),
    ],
)
def test_a_key_goes_to_no_address_but_a_site_by_https(url: str, told: str) -> None:
    said = expect_error(require_site, url, "Ghost")
    assert told in said
    assert "secret" not in said


@pytest.mark.parametrize("url", ["https://example.com/blog", "http://127.0.0.1:2368", "http://[::1]:2368"])
def test_a_site_by_https_and_this_machine_are_asked(url: str) -> None:
    assert require_site(f"{url}/", "Ghost") == url
