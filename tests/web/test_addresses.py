"""Which addresses are asked, and that it is those that were checked: with a resolver that says what a test likes."""

import ssl
from collections.abc import Awaitable, Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.support.http_server import FakeSite, serve
from workbench.web.http import client
from workbench.web.http.addresses import is_public, look_up_host, resolve_host
from workbench.web.http.client import BoundedClient
from workbench.web.http.protocol import FetchError

CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglR8NTKXo5tEEBqfC
bnuDbpOSgBqCZSwQ9YGK9VyjKMyhRANCAARLoTpxOzdTOah5vEaxIEl9zVJ4OBwS
Fl/cO88Ojn+AbNZBlxJyzWWOWperdCjT3NTQ5m4girlMMLnyDYpvRFmU
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBbjCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1nYXRlcy5l
eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA1nYXRlcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAES6E6
cTs3UzmoebxGsSBJfc1SeDgcEhZf3DvPDo5/gGzWQZcScs1ljlqXq3Qo09zU0OZu
IIq5TDC58g2Kb0RZlKNMMEowGAYDVR0RBBEwD4INZ2F0ZXMuZXhhbXBsZTAPBgNV
HRMBAf8EBTADAQH/MB0GA1UdDgQWBBSUblM1hlyi+PbDGuoaJBVgJVmg1DAKBggq
hkjOPQQDAgNJADBGAiEA0xGmO7QVuMUPGo5x576snzSGMzMBSpTGScun2/gBOHoC
IQCaUbg1IF2aZXm1Re+HXQ9o5VuQz4jJJJnmIPsb8bU3Zw==
-----END CERTIFICATE-----
"""
"""Of gates.example, signed by itself, with a key that opens nothing; until 2120."""


class FakeResolver:
    """A name service: for each name its answers, one after the other, the last for ever."""

    def __init__(self, **names: Sequence[Sequence[str]]) -> None:
        self.names = {name.replace("_", "."): list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        answers = self.names.get(host, [[host]] if host[0].isdigit() else [])
        if not answers:
            raise OSError(f"no such name: {host}")
        return answers.pop(0) if len(answers) > 1 else answers[0]


OWN = """
    0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.0.2.1 192.168.1.1 198.18.0.1
    224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 fc00::1 fd00::1 fe80::1 fec0::1 ff02::1 2001:db8::1 64:ff9b:1::a00:1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::c0a8:101
    2002:7f00:1:: 2002:a00:1::1 2001:0:808:808:0:0:80ff:fffe 2001:0:808:808:0:0:f7f7:f7f7 ::8.8.8.8
"""
OPEN = "8.8.8.8 140.82.121.4 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1"


@pytest.mark.parametrize("address", OWN.split())
def test_an_address_of_ones_own_network_is_not_open_however_it_is_wrapped(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN.split())
def test_an_address_of_the_internet_is_open(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "0177.0.0.1", "127.1", "[::1]", "[::ffff:7f00:1]"],
)
async def test_no_spelling_of_this_machine_is_asked(
    site: FakeSite,
    open_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
    host: str,
) -> None:
    site.reply("/", "do something")
    client = await open_client(allow=[])
    await fail_to_get(client, f"http://{host}:{site.server_port}/")
    assert not site.requests


NO_ADDRESSES = """
    gates ftp://gates.example/ file:///etc/passwd javascript:alert(1) http:// http://ada:secret@gates.example/
    http://[::1::2]/ http://[::1 http://\u2100.example/ http://gates.example:99999/ http://gates..example/
"""


@pytest.mark.parametrize("url", ["", *NO_ADDRESSES.split()])
async def test_what_is_no_web_address_is_never_asked(
    client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]], url: str
) -> None:
    failed = await fail_to_get(client, url)
    assert failed.reason.endswith("is no address that can be asked.")
    assert failed.permanent


async def test_a_private_name_says_how_to_allow_it(
    open_client: Callable[..., Awaitable[BoundedClient]], fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    client = await open_client(resolve=FakeResolver(intra_example=[["10.0.0.7"]]))
    reason = (await fail_to_get(client, "https://intra.example/wiki")).reason
    assert (
        reason
        == "intra.example is an address of your own network: fetch.allow in workbench.toml may name it."
    )


async def test_a_name_that_is_not_found_is_looked_up_once(
    open_client: Callable[..., Awaitable[BoundedClient]], fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    names = FakeResolver()
    client = await open_client(resolve=names)
    assert (await fail_to_get(client, "https://gates.example/")).reason == (
        "No answer for gates.example: is this machine online?"
    )
    assert names.asked == ["gates.example"]


async def test_the_address_that_was_checked_is_the_one_connected_to(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    names = FakeResolver(gates_example=[["127.0.0.1"], ["127.0.0.66"]])
    site.reply("/page", "of gates.example")
    client = await open_client(resolve=names, allow=["gates.example"])
    host = f"gates.example:{site.server_port}"
    page = await client.get(f"http://GATES.example:{site.server_port}/page#part")
    assert names.asked == ["gates.example"]
    assert site.requests[0].headers["host"] == host
    assert page.url == f"http://{host}/page"


async def test_a_name_that_turns_private_is_refused_from_then_on() -> None:
    names = FakeResolver(gates_example=[["8.8.8.8"], ["192.168.1.1"], ["192.168.1.1", "2606:4700::1"]])
    assert await resolve_host("gates.example", names, ()) == ["8.8.8.8"]
    with pytest.raises(FetchError, match="your own network"):
        await resolve_host("gates.example", names, ())
    assert await resolve_host("gates.example", names, ()) == ["2606:4700::1"]


async def test_the_two_kinds_of_address_take_turns() -> None:
    names = FakeResolver(gates_example=[["2606:4700::1", "2606:4700::2", "8.8.8.8"]])
    found = await resolve_host("gates.example", names, ())
    assert found == ["8.8.8.8", "2606:4700::1", "2606:4700::2"]


async def test_the_next_try_takes_the_next_address(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    names = FakeResolver(gates_example=[["127.0.0.66", "127.0.0.1"]])  # the server listens at the second only
    site.reply("/page", "here")
    client = await open_client(resolve=names, allow=["gates.example"])
    assert (await client.get(f"http://gates.example:{site.server_port}/page")).text == "here"


@pytest.mark.parametrize(
    "location",
    [
        "http://inner.example:{port}/do",
        "http://10.0.0.1/do",
        "//[::1]:{port}/do",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://ada:secret@127.0.0.1:{port}/do",
        "http://open.example:22/",
        "http://[::bad/",
    ],
)
async def test_a_redirect_is_checked_like_a_link(
    site: FakeSite,
    open_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
    location: str,
) -> None:
    names = FakeResolver(inner_example=[["127.0.0.1"]], open_example=[["8.8.8.8"]])
    client = await open_client(resolve=names)
    site.reply("/page", status=302, Location=location.format(port=site.server_port))
    failed = await fail_to_get(client, site.url + "/page")
    assert "may not be asked" in failed.reason or "your own network" in failed.reason
    assert site.requested_paths == ["/page"]


async def test_a_redirect_to_a_consent_form_is_not_followed(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    site.reply("/watch", status=302, Location="https://consent.youtube.com/m?continue=x")
    reason = (await fail_to_get(client, site.url + "/watch")).reason
    assert reason == "consent.youtube.com wants consent before it shows anything: e writes the title."


async def test_two_names_at_one_address_share_no_connection(
    site: FakeSite, open_client: Callable[..., Awaitable[BoundedClient]]
) -> None:
    used: list[tuple[str, int]] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        used.append((handler.headers["Host"].partition(":")[0], handler.client_address[1]))
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    site.reply_with("/", note)
    hosts = ("one.example", "two.example")
    client = await open_client(
        allow=hosts, resolve=FakeResolver(one_example=[["127.0.0.1"]], two_example=[["127.0.0.1"]])
    )
    for host in hosts * 2:
        await client.get(f"http://{host}:{site.server_port}/?{len(used)}")
    assert len({port for _, port in used}) == 2
    assert len(set(used)) == 2


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """The file of it."""
    file = tmp_path / "gates.pem"
    file.write_text(CERTIFICATE)
    return file


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[tuple[int, list[str | None]]]:
    """The port of a server for gates.example on 127.0.0.1, and the names it was asked for."""
    asked: list[str | None] = []
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(certificate)
    trust.sni_callback = lambda _, name, __: asked.append(name)
    site = FakeSite()
    site.reply("/", "safe")
    site.socket = trust.wrap_socket(site.socket, server_side=True)
    with serve(site):
        yield site.server_port, asked


@pytest.mark.parametrize("host", ["gates.example", "other.example"])
async def test_the_certificate_must_be_of_the_name_not_of_the_address(
    tls_server: tuple[int, list[str | None]],
    open_client: Callable[..., Awaitable[BoundedClient]],
    fail_to_get: Callable[..., Awaitable[FetchError]],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
) -> None:
    port, asked = tls_server
    monkeypatch.setattr(client, "make_ssl_context", lambda: ssl.create_default_context(cafile=certificate))
    names = FakeResolver(gates_example=[["127.0.0.1"]], other_example=[["127.0.0.1"]])
    bounded_client = await open_client(resolve=names, allow=["gates.example", "other.example"])
    url = f"https://{host}:{port}/"
    if host == "gates.example":
        assert (await bounded_client.get(url)).text == "safe"
    else:
        failed = await fail_to_get(bounded_client, url)
        assert failed.reason == f"{host} cannot prove that it is {host}: its certificate does not hold."
    assert asked == [host]


async def test_the_systems_resolver_is_asked() -> None:
    assert "127.0.0.1" in await look_up_host("localhost")
    for impossible in ("gates.invalid", "a" * 70 + ".example"):
        with pytest.raises(OSError, match=r"."):
            await look_up_host(impossible)
