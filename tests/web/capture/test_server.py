"""Who may save a link through the endpoint, and who may not: each rule by raw requests over a real socket."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from shutil import which

import pytest

from tests.support.capture import TOKEN, CaptureEndpoint, read_all, run_capture_endpoint, status_of
from workbench.curation.model import UserError
from workbench.web.capture import server
from workbench.web.capture.request_rules import MAX_BODY_BYTES, MAX_SAVES
from workbench.web.capture.server import CaptureServer


@pytest.fixture
def endpoint() -> Iterator[CaptureEndpoint]:
    with run_capture_endpoint() as running:
        yield running


def test_a_link_with_title_and_note_is_saved(endpoint: CaptureEndpoint) -> None:
    assert (
        endpoint.post({"url": "https://example.com/a", "title": "A\x1b[31m title", "note": " why\nso "})
        == 204
    )
    (clipping,) = endpoint.saved
    assert (clipping.url, clipping.note) == ("https://example.com/a", "why\nso")
    assert "\x1b" not in clipping.title


def test_localhost_is_the_same_host(endpoint: CaptureEndpoint) -> None:
    assert endpoint.post(host=f"localhost:{endpoint.port}") == 204


WRONG = [
    ("a name that somebody points here", {"host": "evil.example:PORT"}, 403),
    ("no port", {"host": "127.0.0.1"}, 403),
    ("another port", {"host": "127.0.0.1:1"}, 403),
    ("another address of this machine", {"host": "127.0.0.2:PORT"}, 403),
    ("a dot at the end", {"host": "localhost.:PORT"}, 403),
    ("no host", {"host": None}, 400),
    ("a page of the web", {"origin": "https://evil.example"}, 403),
    ("a sandboxed frame", {"origin": "null"}, 403),
    ("another port's page", {"origin": "http://127.0.0.1:1"}, 403),
    ("PUT", {"method": "PUT"}, 405),
    ("DELETE", {"method": "DELETE"}, 405),
    ("a preflight", {"method": "OPTIONS", "origin": "https://evil.example"}, 403),
    ("a preflight without an origin", {"method": "OPTIONS"}, 405),
    ("HEAD", {"method": "HEAD"}, 405),
    ("a form", {"content_type": "application/x-www-form-urlencoded"}, 415),
    ("what a page sends unasked", {"content_type": "text/plain"}, 415),
    ("JSON in a text", {"content_type": "text/plain; application/json"}, 415),
    ("no type", {"content_type": None}, 415),
    ("no token", {"authorization": None}, 401),
    ("a token a letter short", {"authorization": f"Bearer {TOKEN[1:]}"}, 401),
    ("a token and more", {"authorization": f"Bearer {TOKEN}t"}, 401),
    ("an empty token", {"authorization": "Bearer "}, 401),
    ("a password", {"authorization": f"Basic {TOKEN}"}, 401),
    ("the token in a query", {"authorization": None, "path": f"/add?token={TOKEN}"}, 404),
    ("the token in a query too", {"path": f"/add?token={TOKEN}"}, 404),
    ("the token in a cookie", {"authorization": None, "cookie": f"token={TOKEN}"}, 401),
    ("another path", {"path": "/links"}, 404),
    ("a path out of here", {"path": "/../add"}, 404),
    ("an address of elsewhere", {"path": "http://evil.example/add"}, 404),
    ("no length", {"content_length": None}, 411),
    ("a length that is none", {"content_length": "-1"}, 400),
    ("too long by its length", {"content_length": str(MAX_BODY_BYTES + 1)}, 413),
    ("pieces", {"content_length": None, "transfer_encoding": "chunked"}, 411),
    ("pieces and a length", {"transfer_encoding": "chunked"}, 411),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "status"), [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_whatever_is_not_right_saves_nothing(
    endpoint: CaptureEndpoint, changes: dict[str, str | None], status: int
) -> None:
    filled = {name: value and value.replace("PORT", str(endpoint.port)) for name, value in changes.items()}
    assert endpoint.post(**filled) == status
    assert endpoint.saved == []


BODIES = [
    b"", b"{}", b"[]", b"not json", b"\xff\xfe", b"[" * 20_000, b'{"url": 1}',
    b'{"url": "https://example.com", "section": "papers"}',
    *(json.dumps({"url": url}).encode() for url in (
        "", "example.com", "javascript:alert(1)", "file:///etc/passwd", "ftp://example.com/a", "https://",
        "https://exa mple.com/", "http://example.com/\nx",
    )),
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:30].decode("ascii", "replace"))
def test_a_body_that_is_no_link_saves_nothing(endpoint: CaptureEndpoint, body: bytes) -> None:
    assert endpoint.post(body) == 400
    assert endpoint.saved == []


def test_a_body_of_64_kib_is_taken_and_one_byte_more_is_not(endpoint: CaptureEndpoint) -> None:
    body = json.dumps({"url": "https://example.com/a", "note": ""}).encode()
    full = body.replace(b'"note": "', b'"note": "' + b"n" * (MAX_BODY_BYTES - len(body)))
    assert endpoint.post(full) == 204
    assert endpoint.post(full + b" ") == 413


@pytest.mark.parametrize(
    "line",
    [
        "content-length: 5\r\ncontent-length: 6", "content-length: 5, 6", "host: evil.example\r\nhost: evil.example",
        "content-length : 5", "a b: c", "x:\x00y", "no colon",
    ],
)  # fmt: skip
def test_headers_that_contradict_themselves_are_refused(endpoint: CaptureEndpoint, line: str) -> None:
    head = (
        f"POST /add HTTP/1.1\r\nhost: 127.0.0.1:{endpoint.port}\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {TOKEN}\r\n{line}\r\n\r\n"
    )
    answer = endpoint.send(head.encode("latin-1") + b'{"url":"https://example.com/a"}')
    assert status_of(answer) == 400
    assert endpoint.saved == []


@pytest.mark.parametrize("name", ["authorization", "content-type", "origin"])
def test_a_header_that_is_there_twice_is_refused(endpoint: CaptureEndpoint, name: str) -> None:
    values = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json", "origin": "null"}
    twice = {name.replace("-", "_"): f"{values[name]}\r\n{name}: {values[name]}"}
    assert endpoint.post(**twice) in (400, 403)
    assert endpoint.saved == []


@pytest.mark.parametrize("at_once", [True, False])
def test_headers_of_more_than_16_kib_are_refused(endpoint: CaptureEndpoint, at_once: bool) -> None:
    long = {f"x-{at}": "y" * 1000 for at in range(20)}
    if at_once:
        assert endpoint.post(**long) in (400, 431)
    else:
        with endpoint.connect() as connection:
            connection.sendall(b"POST /add HTTP/1.1\r\n")
            for name, value in long.items():
                try:
                    connection.sendall(f"{name}: {value}\r\n".encode())
                except ConnectionError:
                    break
            assert status_of(read_all(connection)) in (0, 400, 431)
    assert endpoint.saved == []


@pytest.mark.parametrize(
    "sent", ["", "POST /add HT", "POST /add HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n", "HEAD+BODY"]
)
def test_who_sends_too_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch, sent: str) -> None:
    monkeypatch.setattr(server, "READ_WITHIN", 0.2)
    with run_capture_endpoint() as endpoint:
        head = (
            f"POST /add HTTP/1.1\r\nhost: 127.0.0.1:{endpoint.port}\r\ncontent-type: application/json\r\n"
            f"authorization: Bearer {TOKEN}\r\ncontent-length: 100\r\n\r\n{{"
        )
        with endpoint.connect() as connection:
            connection.sendall(sent.replace("HEAD+BODY", head).replace("PORT", str(endpoint.port)).encode())
            began = time.monotonic()
            assert read_all(connection) == b""
            assert time.monotonic() - began < 5
        assert endpoint.saved == []


def test_no_more_than_sixteen_connections_are_held_and_the_next_works_when_one_leaves(
    endpoint: CaptureEndpoint,
) -> None:
    idle = [endpoint.connect() for _ in range(16)]
    try:
        assert endpoint.post() == 0
        idle.pop().close()
        until = time.monotonic() + 3
        while (status := endpoint.post()) != 204 and time.monotonic() < until:
            pass
        assert status == 204
    finally:
        for connection in idle:
            connection.close()


def test_sixty_a_minute_are_saved_and_the_next_is_not(endpoint: CaptureEndpoint) -> None:
    assert [endpoint.post() for _ in range(MAX_SAVES)] == [204] * MAX_SAVES
    assert endpoint.post() == 429
    assert len(endpoint.saved) == MAX_SAVES


def test_who_has_no_token_cannot_use_the_minute_up(endpoint: CaptureEndpoint) -> None:
    for _ in range(MAX_SAVES + 5):
        assert endpoint.post(authorization="Bearer no") == 401
    assert endpoint.post() == 204


def test_a_new_token_counts_at_once(endpoint: CaptureEndpoint) -> None:
    endpoint.token = "n" * 43
    assert endpoint.post() == 401
    assert endpoint.post(authorization=f"Bearer {'n' * 43}") == 204


def test_an_answer_has_a_status_and_says_nothing_of_the_library(endpoint: CaptureEndpoint) -> None:
    data = b'{"url":"https://example.com/a"}'
    head = (
        f"POST /add HTTP/1.1\r\nhost: 127.0.0.1:{endpoint.port}\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {TOKEN}\r\ncontent-length: {len(data)}\r\n\r\n"
    ).encode()
    first, second = endpoint.send(head + data), endpoint.send(head + data)
    without_date = re.compile(rb"date: [^\r]*\r\n")
    assert without_date.sub(b"", first) == without_date.sub(b"", second)
    assert first.endswith(b"\r\n\r\n")
    assert b"access-control" not in first.lower()
    endpoint.is_disk_full = True
    refused = endpoint.send(head + data)
    assert status_of(refused) == 503
    assert b"disk" not in refused


@pytest.mark.parametrize("path", ["/", "/add"])
def test_the_page_cannot_be_framed_and_runs_only_its_own_script(endpoint: CaptureEndpoint, path: str) -> None:
    host = f"host: 127.0.0.1:{endpoint.port}"
    answer = endpoint.send(f"GET {path} HTTP/1.1\r\n{host}\r\n\r\n".encode()).decode()
    assert answer.startswith("HTTP/1.1 200")
    policy = next(line for line in answer.splitlines() if line.startswith("content-security-policy"))
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "x-frame-options: DENY" in answer
    assert TOKEN not in answer
    assert status_of(endpoint.send(f"GET {path} HTTP/1.1\r\nhost: evil.example\r\n\r\n".encode())) == 403


def test_it_listens_on_the_loopback_alone(endpoint: CaptureEndpoint) -> None:
    if which("ss") is None:
        pytest.skip("ss is not installed")
    listening = subprocess.run(
        ["ss", "-Hltn"], capture_output=True, check=True, text=True
    ).stdout.splitlines()
    own = [line.split()[3] for line in listening if line.split()[3].endswith(f":{endpoint.port}")]
    assert own == [f"127.0.0.1:{endpoint.port}"]


def test_a_port_that_is_taken_is_told(endpoint: CaptureEndpoint) -> None:
    with pytest.raises(UserError, match=f"Port {endpoint.port} of 127.0.0.1 cannot be listened on"):
        CaptureServer(endpoint.port, save=endpoint.saved.append, read_token=lambda: TOKEN)
