"""The clipboard of a kitty terminal, which takes several kinds and says whether it did: through SSH, too.

Its answers come in like typing, so this is for the command line alone; on the screen another one reads the keys.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select
from time import monotonic
from typing import Final, TypeVar

from workbench.delivery.payloads import KITTY_ASKED, is_kitty, kitty_took, osc_5522

SECONDS_TO_ANSWER: Final = 2.0
"""A terminal behind a slow line answers in less; one that answers nothing costs no more."""
SECONDS_TO_TAKE: Final = 10.0
"""With time for a person to allow it, where kitty is set to ask."""
_END: Final = b"\x1b\\"
"""Ends what the terminal may be in the middle of, so that it does not swallow what is written next."""
_Said = TypeVar("_Said")


def passed(html: str, text: str, terminal: str = "/dev/tty") -> bool:
    """Hand both to the terminal; whether it said that it has them. False at once where it is another terminal."""
    if os.name != "posix":
        return False
    try:
        with _raw(terminal) as screen:
            known = _talk(screen, KITTY_ASKED, is_kitty, SECONDS_TO_ANSWER)
            return bool(known and _talk(screen, "".join(osc_5522(html, text)), kitty_took, SECONDS_TO_TAKE))
    except OSError:
        return False


@contextmanager
def _raw(terminal: str) -> Iterator[int]:
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


def _talk(screen: int, said: str, understood: Callable[[str], _Said | None], seconds: float) -> _Said | None:
    """Say it all and read until the answer is understood; None where the time is up before."""
    until = monotonic() + seconds
    left, heard = said.encode(), b""
    while left or (answer := understood(heard.decode("latin-1"))) is None:
        ready, free, _ = select([screen], [screen] if left else [], [], max(0.0, until - monotonic()))
        if not (ready or free):
            os.write(screen, _END)
            return None
        if ready:
            heard += _read(screen)
        if free:
            left = left[os.write(screen, left) :]
    return answer


def _read(screen: int) -> bytes:
    heard = os.read(screen, 4096)
    if not heard:
        raise OSError("the terminal is gone")
    return heard
