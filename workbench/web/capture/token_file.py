"""The token of the capture endpoint: 256 bits in a file that its owner alone can read."""

import re
import stat
import sys
from pathlib import Path
from typing import Final

from workbench.curation.model import UserError
from workbench.durable import PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE, replace_file

_TOKEN_BYTES: Final = 32
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def ensure_token(file: Path) -> str:
    """The token, made at first use. `UserError` where it cannot be used."""
    return read_token(file) if file.exists() else renew_token(file)


def read_token(file: Path) -> str:
    """The token as it is now. `UserError` where it is none, or others may read it."""
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(file.stat().st_mode)
            token = opened.read(200).decode("ascii", "replace").strip()
    except OSError as fault:
        raise UserError(f"{file} cannot be read: {fault.strerror}.") from fault
    if mode & ~PRIVATE_FILE_MODE & 0o777 and sys.platform != "win32":  # which has no such modes
        raise UserError(f"Others may read {file}: `workbench capture --new-token` makes a token of your own.")
    if not _TOKEN.fullmatch(token):
        raise UserError(f"{file} holds no token: `workbench capture --new-token` makes one.")
    return token


def renew_token(file: Path) -> str:
    """Make a token; the one before it opens nothing any more. `UserError` where it cannot be written."""
    import secrets  # noqa: PLC0415 - it loads OpenSSL

    token = secrets.token_urlsafe(_TOKEN_BYTES)
    try:
        file.parent.mkdir(PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
        replace_file(file, f"{token}\n".encode())
    except OSError as fault:
        raise UserError(f"{file} cannot be written: {fault.strerror}.") from fault
    return token
