"""TOML that a person wrote: read, or refused with its line."""

import re
import tomllib
from typing import Any

from workbench.curation.model import UserError


def parse_toml(text: str, file_name: str) -> dict[str, Any]:
    """The tables of a file. `UserError` names the file and, where it can be told, the line."""
    try:
        return tomllib.loads(
            text.removeprefix("\ufeff")
        )  # a byte order mark, which some editors on Windows write
    except RecursionError:
        raise UserError(f"{file_name} is nested too deeply to be read.") from None
    except tomllib.TOMLDecodeError as fault:
        said, _, place = str(fault).rpartition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = found[1] if found else len(text.splitlines())
        raise UserError(f"{file_name} line {line} is not TOML: {said.rstrip('.')}.") from None
    except ValueError:  # Python's own limit
        raise UserError(f"{file_name} holds a number of more than 4,300 digits: shorten it.") from None
