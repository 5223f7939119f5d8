"""Which addresses may be requested. Keeps a saved link from reaching into the editor's own network.

A router, a development server or a cloud's metadata service may act on a mere GET, and a link can come from a feed. So
only public addresses are returned here. The request goes to the returned address and not to the name, since a second
lookup might return another one (DNS rebinding).
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

from workbench.curation.text.address import strip_user_info, to_ascii_host
from workbench.curation.text.cleaning import to_safe_url
from workbench.web.http.protocol import FetchError

Resolver: TypeAlias = Callable[[str], Awaitable[Sequence[str]]]
"""Looks up the addresses of a host name; `OSError` where it has none."""

WEB_PORTS: Final = ("", ":80", ":443")
"""The ports to which a redirect may lead. On any other, something else than a web server may listen."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""Addresses whose last 32 bits are an IPv4 address, to which a gateway translates them (RFC 6052)."""
_NAT64_LOCAL: Final = IPv6Network("64:ff9b:1::/48")
"""The same for gateways within one network (RFC 8215)."""


def prepare_url(url: str, error: str, base: str = "") -> str:
    """The URL in the form in which it is requested. `FetchError` with the message `error` where it may not be.

    `base` is the page that a relative URL belongs to.
    """
    try:
        whole = urljoin(base, url)
        # A user name in a link serves to deceive about the host, or is a secret that is none of this program's.
        address = urlsplit("" if strip_user_info(whole) != whole else to_safe_url(whole) or "")
    except ValueError:
        address = urlsplit("")
    name = address.hostname or ""
    host = to_ascii_host(f"[{name}]" if ":" in name else name)
    if not host:
        raise FetchError(error, permanent=True)
    port = address.port if address.port != _DEFAULT_PORTS[address.scheme] else None
    return address._replace(netloc=f"{host}:{port}" if port else host, fragment="").geturl()


def split_host_and_port(url: str) -> tuple[str, str]:
    """The host to look up, and `:port`, empty for the default one."""
    address = urlsplit(url)
    return address.hostname or "", f":{address.port}" if address.port else ""


def origin_of(url: str) -> tuple[str, str]:
    """The origin of an address: what it has in common with all addresses on the same server."""
    address = urlsplit(url)
    return address.scheme, address.netloc


async def resolve_host(host: str, resolve: Resolver, allowed: Collection[str]) -> list[str]:
    """The addresses of a host that may be requested, best first. `FetchError` where there are none, `OSError` where it
    has none at all.

    `allowed` are hosts whose private addresses may be requested as well. IPv4 and IPv6 alternate, IPv4 first: a broken
    IPv6 route costs more time than a working one saves.
    """
    found = [ip_address(text.partition("%")[0]) for text in await resolve(host)]
    permitted = [address for address in found if host in allowed or is_public(address)]
    if not permitted:
        raise FetchError(
            f"{host} is an address of your own network: fetch.allow in workbench.toml may name it."
            if found
            else f"{host} has no address."
        )
    versions = ([str(one) for one in permitted if one.version == version] for version in (4, 6))
    return [address for address in chain(*zip_longest(*versions)) if address]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet. An IPv6 address counts by the IPv4 addresses in it, if any."""
    embedded = list(_iter_embedded(address)) if isinstance(address, IPv6Address) else []
    if embedded:
        return all(map(is_public, embedded))
    # Python counts multicast and some reserved addresses as global.
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or (isinstance(address, IPv6Address) and (address.is_site_local or address in _NAT64_LOCAL))
    )


def _iter_embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses to which a router on the way may translate the address."""
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)


async def look_up_host(host: str) -> list[str]:
    """The addresses of a host by the system's resolver. A host that is an address is returned as it is."""
    # In a daemon thread: the loop's own threads are joined when the program ends, and without a network a lookup may
    # take half a minute.
    with suppress(ValueError):
        return [str(ip_address(host))]
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def set_result(result: list[str] | OSError) -> None:
        if future.done():  # cancelled meanwhile
            return
        if isinstance(result, OSError):
            future.set_exception(result)
        else:
            future.set_result(result)

    def run_lookup() -> None:
        result: list[str] | OSError
        try:
            entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            result = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except OSError as fault:
            result = fault
        except UnicodeError as fault:  # a label that the codec for host names cannot encode
            result = OSError(str(fault))
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(set_result, result)

    threading.Thread(target=run_lookup, daemon=True, name=f"look up {host}").start()
    return await future


_PUBLIC_ADDRESSES: Final = ((socket.AF_INET, "8.8.8.8"), (socket.AF_INET6, "2001:4860:4860::8888"))
"""An address of each family that only a machine with a network has a way to. Nothing is sent there."""


def means_offline(fault: OSError) -> bool:
    """Whether a lookup failed for want of a network: no name service answered, or there is no way to any.

    Without a way, some systems say of every name that it does not exist.
    """
    return fault.errno == socket.EAI_AGAIN or not has_public_route()


def has_public_route() -> bool:
    """Whether the system knows a way to public addresses. Asks the system only."""
    for family, address in _PUBLIC_ADDRESSES:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))  # of a datagram's socket this only chooses the way
            return True
    return False
