"""The clipboard of a kitty terminal (OSC 5522): rich and plain text, with an answer, also through SSH.

The answer arrives like typed keys. So this is for the command line only: on the screen, Textual reads the keys.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select
from time import monotonic
from typing import Final, TypeVar

from workbench.delivery.clipboards.payloads import KITTY_QUERY, is_kitty, iter_osc_5522, parse_kitty_status

SECONDS_TO_ANSWER: Final = 2.0
"""Seconds to wait for the terminal's name: enough for a slow line."""
SECONDS_TO_ACCEPT: Final = 10.0
"""Seconds to wait for the write: enough for a person to allow it, where kitty is set to ask."""
_STRING_TERMINATOR: Final = b"\x1b\\"
_Parsed = TypeVar("_Parsed")


def copy_to_kitty(html: str, text: str, terminal: str = "/dev/tty") -> bool:
    """Write both kinds to the terminal's clipboard; whether it confirmed that. False where it is another terminal."""
    if os.name != "posix":
        return False
    try:
        with _open_raw_terminal(terminal) as descriptor:
            has_protocol = _send_and_wait(descriptor, KITTY_QUERY, is_kitty, SECONDS_TO_ANSWER)
            return bool(
                has_protocol
                and _send_and_wait(
                    descriptor, "".join(iter_osc_5522(html, text)), parse_kitty_status, SECONDS_TO_ACCEPT
                )
            )
    except OSError:
        return False


@contextmanager
def _open_raw_terminal(terminal: str) -> Iterator[int]:
    """The terminal without echo, not blocking, for the block. `OSError` where another program has it."""
    import termios  # noqa: PLC0415 - Windows has none
    import tty  # noqa: PLC0415 - as above

    descriptor = os.open(terminal, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        if os.tcgetpgrp(descriptor) != os.getpgrp():
            raise OSError("another program has the terminal")
        before = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor, termios.TCSANOW)
        try:
            yield descriptor
        finally:
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
    except termios.error as fault:
        raise OSError(str(fault)) from None
    finally:
        os.close(descriptor)


def _send_and_wait(
    descriptor: int, request: str, parse: Callable[[str], _Parsed | None], seconds: float
) -> _Parsed | None:
    """Send the request and read until `parse` understands the answer; None where the time is up before."""
    deadline = monotonic() + seconds
    unsent, received = request.encode(), b""
    while unsent or (answer := parse(received.decode("latin-1"))) is None:
        ready, free, _ = select(
            [descriptor], [descriptor] if unsent else [], [], max(0.0, deadline - monotonic())
        )
        if not (ready or free):
            os.write(descriptor, _STRING_TERMINATOR)  # or a half-sent sequence would swallow the next output
            return None
        if ready:
            received += _read_available(descriptor)
        if free:
            unsent = unsent[os.write(descriptor, unsent) :]
    return answer


def _read_available(descriptor: int) -> bytes:
    data = os.read(descriptor, 4096)
    if not data:
        raise OSError("the terminal is gone")
    return data
