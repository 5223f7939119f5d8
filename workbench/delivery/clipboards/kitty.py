"""The clipboard of a kitty terminal, which takes several kinds and says whether it did: through SSH, too.

Its answers come in like typing, so this is for the command line alone; on the screen another one reads the keys.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select
from time import monotonic
from typing import Final, TypeVar

from workbench.delivery.clipboards.payloads import KITTY_QUERY, is_kitty, iter_osc_5522, parse_kitty_status

SECONDS_TO_ANSWER: Final = 2.0
"""A terminal behind a slow line answers in less; one that answers nothing costs no more."""
SECONDS_TO_ACCEPT: Final = 10.0
"""With time for a person to allow it, where kitty is set to ask."""
_STRING_TERMINATOR: Final = b"\x1b\\"
"""Ends what the terminal may be in the middle of, so that it does not swallow what is written next."""
_Parsed = TypeVar("_Parsed")


def copy_to_kitty(html: str, text: str, terminal: str = "/dev/tty") -> bool:
    """Hand both to the terminal; whether it said that it has them. False at once where it is another terminal."""
    if os.name != "posix":
        return False
    try:
        with _open_raw_terminal(terminal) as screen:
            known = _send_and_wait(screen, KITTY_QUERY, is_kitty, SECONDS_TO_ANSWER)
            return bool(
                known
                and _send_and_wait(
                    screen, "".join(iter_osc_5522(html, text)), parse_kitty_status, SECONDS_TO_ACCEPT
                )
            )
    except OSError:
        return False


@contextmanager
def _open_raw_terminal(terminal: str) -> Iterator[int]:
    """The terminal, without echo and waiting for nothing, until the block ends. `OSError` where it is not ours."""
    import termios  # noqa: PLC0415 - Windows has none
    import tty  # noqa: PLC0415 - as above

    screen = os.open(terminal, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        if os.tcgetpgrp(screen) != os.getpgrp():
            raise OSError("another program has the terminal")
        before = termios.tcgetattr(screen)
        tty.setcbreak(screen, termios.TCSANOW)
        try:
            yield screen
        finally:
            termios.tcsetattr(screen, termios.TCSANOW, before)
    except termios.error as fault:
        raise OSError(str(fault)) from None
    finally:
        os.close(screen)


def _send_and_wait(
    screen: int, request: str, parse: Callable[[str], _Parsed | None], seconds: float
) -> _Parsed | None:
    """Say it all and read until the answer is understood; None where the time is up before."""
    until = monotonic() + seconds
    left, heard = request.encode(), b""
    while left or (answer := parse(heard.decode("latin-1"))) is None:
        ready, free, _ = select([screen], [screen] if left else [], [], max(0.0, until - monotonic()))
        if not (ready or free):
            os.write(screen, _STRING_TERMINATOR)
            return None
        if ready:
            heard += _read_available(screen)
        if free:
            left = left[os.write(screen, left) :]
    return answer


def _read_available(screen: int) -> bytes:
    heard = os.read(screen, 4096)
    if not heard:
        raise OSError("the terminal is gone")
    return heard
