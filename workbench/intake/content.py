"""What is to be read, in each form that formats ask for: bytes, text, JSON, table. Each is made once, when wanted."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, TypeAlias

import msgspec

from workbench.intake.decode import decode_head, decode_text
from workbench.intake.table import Table, find_table

HEAD_SIZE: Final = 4096
"""Characters, and bytes, a format is told by: enough for a licence comment or a doctype before the first mark."""
_JSON_START: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")

RowWatch: TypeAlias = Callable[[int], None]
"""Is told now and then how many rows have been read. What it raises ends the reading."""


def ignore_rows(_: int) -> None:
    """The watch of whoever waits until all is read."""


class Content:
    """The content of a file, or text from the start such as a paste.

    `data` is empty where it is text from the start. `watch` follows the reading.
    """

    def __init__(self, data: bytes, text: str | None = None, watch: RowWatch = ignore_rows) -> None:
        self.data: Final = data
        self.watch: Final = watch
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

    @property
    def json(self) -> Any:
        """The JSON document that it is: objects as dicts, arrays as lists. None where it is none."""
        return self._json_document[0]

    @property
    def json_fault(self) -> str:
        """Why it is no JSON, and where: `line 3, column 14: …`. Empty where it is."""
        return self._json_document[1]

    @cached_property
    def table(self) -> Table | None:
        """The table that it is, its first row being the names of columns. None where it is none."""
        return find_table(self.text, self.head)

    @cached_property
    def _json_document(self) -> tuple[Any, str]:
        if not self.looks_like_json:
            return None, "it begins with neither { nor ["
        text = self.text.lstrip("\ufeff")
        try:
            return msgspec.json.decode(text.encode("utf-8", "replace")), ""
        except RecursionError:
            return None, "it nests too deep"
        except msgspec.DecodeError:
            return _decode_lenient_json(text)

    @cached_property
    def _decoded(self) -> tuple[str, tuple[str, ...]]:
        return decode_text(self.data) if self._given_text is None else (self._given_text, ())


def _decode_lenient_json(text: str) -> tuple[Any, str]:
    """The same for what only the standard library reads, such as half of a surrogate pair; it also knows the line."""
    import json  # noqa: PLC0415 - nearly every document is read without it

    try:
        return json.loads(text, strict=False), ""
    except json.JSONDecodeError as error:
        return None, f"line {error.lineno:,}, column {error.colno:,}: {error.msg}"
    except (ValueError, RecursionError):  # a number of thousands of digits
        return None, "it nests too deep or has too long a number"
