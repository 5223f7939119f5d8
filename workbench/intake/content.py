"""What is to be read, in each form that formats ask for: bytes, text, JSON. Each is made once, when it is wanted."""

import re
from functools import cached_property
from typing import Any, Final

import msgspec

from workbench.intake.decode import decode_head, decode_text

HEAD_SIZE: Final = 4096
"""Characters, and bytes, a format is told by: enough for a licence comment or a doctype before the first mark."""
_JSON_START: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


class Content:
    """The content of a file, or text from the start such as a paste.

    `data` is empty where it is text from the start.
    """

    def __init__(self, data: bytes, text: str | None = None) -> None:
        self.data: Final = data
        self._given_text: Final = text

    @cached_property
    def head(self) -> str:
        """The beginning of the text, without a byte order mark and without carriage returns before line feeds."""
        text = self._given_text
        head = decode_head(self.data[: 4 * HEAD_SIZE]) if text is None else text[:HEAD_SIZE]
        return head[:HEAD_SIZE].replace("\r\n", "\n").lstrip("\ufeff")

    @property
    def text(self) -> str:
        """The whole text. What cannot be decoded is U+FFFD in it."""
        return self._decoded[0]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the encoding: nothing where it is UTF-8, the guess for all else."""
        return self._decoded[1]

    @property
    def looks_like_json(self) -> bool:
        """Whether it begins like a JSON object or array."""
        return bool(_JSON_START.match(self.head))

    @cached_property
    def json(self) -> Any:
        """The JSON document that it is: objects as dicts, arrays as lists. None where it is none."""
        if not self.looks_like_json:
            return None
        try:
            return msgspec.json.decode(self.text.lstrip("\ufeff").encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            return None

    @cached_property
    def _decoded(self) -> tuple[str, tuple[str, ...]]:
        return decode_text(self.data) if self._given_text is None else (self._given_text, ())
