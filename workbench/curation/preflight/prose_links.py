"""The links of a prose: which there are, and another address in place of one.

Only whoever parses prose knows them (`publishing/prose/links.py`), and preflight is below that. So the desk hands that
in.
"""

from collections.abc import Sequence
from typing import Protocol


class ProseLinks(Protocol):
    """`is_line` is for a text that is printed as one line."""

    def list_printed_addresses(self, text: str, *, is_line: bool) -> Sequence[str]:
        """The addresses to which readers are led, in order, as they are printed."""

    def replace_printed_address(
        self, text: str, old: str, new: str, label: str, *, is_line: bool
    ) -> str | None:
        """The text with another address wherever it leads to `old`; None where it is written in a way that only a
        person can change. An address that stands there by itself gets `label`, if that is given."""
