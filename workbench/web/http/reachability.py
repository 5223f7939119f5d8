"""Tells a machine that is offline from a host that is gone.

Without a network every lookup of a host fails, some only after seconds. What such a lookup says of a link is no news of
that link, so nothing is recorded about it and the link goes on waiting. One host alone is enough to know where the
system says so: by its error, or since it has no way to any public address. Else it takes several hosts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from workbench.curation.model import Failure
from workbench.web.http.addresses import means_offline
from workbench.web.http.protocol import FetchError, UnknownHostError

OFFLINE_HOSTS: Final = 3
"""Hosts without an address, and no other request under way, after which no more hosts are looked up."""
OFFLINE_LINKS: Final = 3
"""Links without an answer that together are told as one thing, if at least two hosts were looked up for them."""


class Reachability:
    """What one fetch learned of the network. A host without an address is looked up once only."""

    def __init__(self) -> None:
        self._unresolved: dict[str, str] = {}
        self._is_network_missing = False
        self._under_way = 0
        self.was_reached = False
        """Whether some host answered, whatever it said."""

    @property
    def is_offline(self) -> bool:
        """Whether it is pointless to go on. Not while a request is under way: a dead host is known sooner than a living
        one answers."""
        return not self.was_reached and not self._under_way and len(self._unresolved) >= OFFLINE_HOSTS

    def seems_offline(self, unanswered: int) -> bool:
        """Whether these many links, which are all that is left, stayed without an answer for want of a network."""
        is_likely = len(self._unresolved) >= 2 and unanswered >= OFFLINE_LINKS
        return not self.was_reached and unanswered > 0 and (self._is_network_missing or is_likely)

    def require_hope(self, host: str) -> None:
        """`FetchError` where the host was looked up in vain before."""
        if host in self._unresolved:
            raise UnknownHostError(self._unresolved[host])

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """While the block runs a request is under way."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    def record_answer(self) -> None:
        """Some host answered, whatever it said."""
        self.was_reached = True

    def record_unresolved(self, host: str, fault: OSError) -> FetchError:
        """A lookup failed with `fault`. Returns the failure for whoever asked."""
        self._is_network_missing = self._is_network_missing or means_offline(fault)
        self._unresolved[host] = f"No answer for {host}: is this machine online?"
        return UnknownHostError(self._unresolved[host])

    def is_suspect(self, result: object) -> bool:
        """Whether this result may only mean that the machine is offline."""
        is_unresolved = isinstance(result, Failure) and result.reason in self._unresolved.values()
        return is_unresolved and not self.was_reached
