"""Which addresses may be asked: the one place that keeps a saved link from reaching into the editor's own network.

A router, a development server or a cloud's metadata service does things when it is merely asked, and a link can come
from a feed. So a name is looked up once, only addresses of the open internet are given out, and the request goes to
an address given out here, not to the name: a second look-up might be answered otherwise (DNS rebinding).
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from itertools import chain, zip_longest
from typing import Final, TypeAlias
from urllib.parse import urljoin, urlsplit

from workbench.curation.text.address import to_ascii_host
from workbench.curation.text.cleaning import to_safe_url
from workbench.web.http.protocol import FetchError

Resolver: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""The addresses of a host name, `OSError` where it has none."""

WEB_PORTS: Final = ("", ":80", ":443")
"""What stands behind the host in an address that anybody may name; on others anything may listen."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = IPv6Network("64:ff9b:1::/48")


def prepare_url(url: str, error: str, base: str = "") -> str:
    """The URL in the spelling it is asked in; `FetchError` with what is told where it may not be."""
    try:
        address = urlsplit(to_safe_url(urljoin(base, url)) or "")
    except ValueError:
        address = urlsplit("")
    name = address.hostname or ""
    host = to_ascii_host(f"[{name}]" if ":" in name else name)
    if not host or "@" in address.netloc:  # a name and password in a URL are meant for people, or for harm
        raise FetchError(error, permanent=True)
    port = address.port if address.port != _DEFAULT_PORTS[address.scheme] else None
    return address._replace(netloc=f"{host}:{port}" if port else host, fragment="").geturl()


def split_host_and_port(url: str) -> tuple[str, str]:
    """The host as it is looked up, and `:port` where it is not the usual one."""
    address = urlsplit(url)
    return address.hostname or "", f":{address.port}" if address.port else ""


def origin_of(url: str) -> tuple[str, str]:
    """What an address shares with all others that the same server may answer."""
    address = urlsplit(url)
    return address.scheme, address.netloc


async def resolve_host(host: str, resolve: Resolver, allowed: Collection[str]) -> list[str]:
    """The addresses under which a host may be asked, best first; `FetchError` where there are none.

    IPv4 comes first, as a dead IPv6 route costs more than a live one gains, then the two take turns.
    """
    try:
        found = [ip_address(text.partition("%")[0]) for text in await resolve(host)]
    except OSError:
        raise FetchError(f"No answer for {host}: is this machine online?") from None
    open_ones = [address for address in found if host in allowed or is_public(address)]
    if not open_ones:
        raise FetchError(
            f"{host} is an address of your own network: fetch.allow in workbench.toml may name it."
            if found
            else f"{host} has no address."
        )
    versions = ([str(one) for one in open_ones if one.version == version] for version in (4, 6))
    return [address for address in chain(*zip_longest(*versions)) if address]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the open internet, and each IPv4 address that is wrapped in it too."""
    wrapped = list(_iter_embedded(address)) if isinstance(address, IPv6Address) else []
    if wrapped:
        return all(map(is_public, wrapped))
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or (isinstance(address, IPv6Address) and (address.is_site_local or address in _NAT64_LOCAL))
    )


def _iter_embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 address that a router on the way may unwrap. Teredo and what IPv6 began with are open to nobody."""
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)


async def look_up_host(host: str) -> list[str]:
    """Ask the system's resolver, unless the host is an address already.

    In a thread of its own that nobody waits for: the loop's threads are joined when the program ends, and without a
    network a look-up may take half a minute.
    """
    with suppress(ValueError):
        return [str(ip_address(host))]
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def tell(found: list[str] | OSError) -> None:
        if answer.done():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def ask() -> None:
        found: list[str] | OSError
        try:
            known = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            found = list(dict.fromkeys(str(entry[4][0]) for entry in known))
        except OSError as fault:
            found = fault
        except UnicodeError as fault:  # a label the codec for host names cannot write
            found = OSError(str(fault))
        with suppress(RuntimeError):  # the loop is closed, and with it whoever asked
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=ask, daemon=True, name=f"look up {host}").start()
    return await answer
