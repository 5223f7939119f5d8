"""What an editor without sense does next: keys, clicks, pastes, resizes, and commands in another window.

A run is told by its seed. What is sent goes in packets, as a terminal delivers it.
"""

import os
import random
from collections import deque
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tests.support.strangers import LONG_TEXTS, PROSE, SHORT_TEXTS
from workbench.ui.keys.table import ACTIONS

SEED: Final = int(os.environ.get("RANDOM_SEED", "1"))
LONG_RUN: Final = int(os.environ.get("RANDOM_EVENTS", "100000"))
"""Events of a long run, all parts of it together."""
LONG_PARTS: Final = 12
"""So many runs of a seed each make the long run."""

LIBRARIES: Final = ("empty", "usual", "hostile")

SIZES: Final = ((30, 8), (80, 24), (100, 30), (120, 40), (160, 45))
ESCAPES: Final = 5
"""So many times escape leads back to the lists, wherever the keyboard is."""

_NAMED: Final = {
    "tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "space": " ", "down": "\x1b[B", "up": "\x1b[A",
    "home": "\x1b[H", "end": "\x1b[F", "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "escape": "\x1b",
    "left": "\x1b[D", "right": "\x1b[C", "delete": "\x1b[3~", "backspace": "\x7f", "f12": "\x1b[24~",
}  # fmt: skip
_LEAVING: Final = {"q", "ctrl+q", "ctrl+c"}


def _encode(key: str) -> str:
    if key in _NAMED:
        return _NAMED[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5].upper()) ^ 0x40)
    return key if len(key) == 1 else ""


KEYS: Final = sorted(
    {_encode(key) for action in ACTIONS for key in action.keys if key not in _LEAVING} - {""}
)
PASTES: Final = (
    *SHORT_TEXTS,
    *PROSE,
    LONG_TEXTS[0][:5000],
    "https://pasted.example/1\nhttps://pasted.example/2\n",
)


class RandomRunError(AssertionError):
    """What the run found, and how to have it again."""


class Packet(Struct, frozen=True):
    """Bytes that the terminal sends at once."""

    data: bytes


class Resize(Struct, frozen=True):
    """Another size of the terminal."""

    columns: int
    rows: int


class OutsideCommand(Struct, frozen=True):
    """What another process does meanwhile."""

    words: tuple[str, ...]


class RandomInput:
    """What comes next, by one seed. `sent` are the newest things that came, for whoever looks for a cause."""

    def __init__(self, seed: int, commands: float) -> None:
        """`commands` is the share of commands among the events."""
        self._seed: Final = seed
        self._commands: Final = commands
        self._random: Final = random.Random(seed)
        self.events = 0
        self.sent: Final[deque[str]] = deque(maxlen=60)

    def build_failure(self, what: str) -> RandomRunError:
        """The error that says what was found and what had been sent."""
        newest = "\n".join(self.sent)
        return RandomRunError(f"{what}\nseed {self._seed}, event {self.events}, after\n{newest}")

    def choose_size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._random.choice(SIZES)

    def has_luck(self, share: float) -> bool:
        """Whether something happens that happens in this share of all cases."""
        return self._random.random() < share

    def choose_pause(self) -> float:
        """Seconds, few, until the next packet."""
        return self._random.choice((0, 0, 0.01))

    def choose_event(self) -> Packet | Resize | OutsideCommand:
        """What comes next."""
        self.events += 1
        roll = self._random.random()
        if roll < 0.02:
            size = self.choose_size()
            self.sent.append(f"resize {size}")
            return Resize(*size)
        if roll < 0.02 + self._commands:
            words = self._choose_command()
            self.sent.append("outside: " + " ".join(words))
            return OutsideCommand(words)
        packet = self._make_packet()
        self.sent.append(repr(packet)[:120])
        return Packet(packet)

    def _make_packet(self) -> bytes:
        count = self._random.choice((1, 1, 1, 2, 2, 3, 6))
        return b"".join(self._random.choices(self._makers, self._weights)[0]() for _ in range(count))

    @property
    def _makers(self) -> list[Callable[[], bytes]]:
        return [self._make_key, self._make_click, self._make_paste, self._make_text, self._make_junk]

    _weights: Final = (80, 8, 2, 8, 2)

    def _make_key(self) -> bytes:
        key = self._random.choice([*KEYS, *_NAMED.values(), "\x1b"])
        if self._random.random() < 0.003:
            key = self._random.choice(("q", "\x11"))
        return key.encode() * self._random.choice((1, 1, 1, 1, 2, 7))

    def _make_click(self) -> bytes:
        column, row = self._random.randint(1, 165), self._random.randint(1, 46)
        button = self._random.choice((0, 0, 0, 2, 64, 65, 35))
        press = f"\x1b[<{button};{column};{row}M".encode()
        release = f"\x1b[<{button};{column};{row}m".encode() if button < 3 else b""
        return (press + release) * self._random.choice((1, 1, 2, 3))

    def _make_paste(self) -> bytes:
        text = self._random.choice(PASTES).encode("utf-8", "replace")
        return b"\x1b[200~" + text + b"\x1b[201~"

    def _make_text(self) -> bytes:
        return self._random.choice(
            ("mesh", "a note", "kind:paper", "é", "gates\r", "(“", "12", "undo")
        ).encode()

    def _make_junk(self) -> bytes:
        return self._random.choice(
            (b"\xff", b"\xe9 ", b"\xf0\x9f", b"\x00", b"\x1b[999z", b"\x1bO", b"\x1b[<0;0")
        )

    def _choose_command(self) -> tuple[str, ...]:
        """A command on some link, undo of any change included."""
        link, change = str(self._random.randint(1, 30)), str(self._random.randint(1, 200))
        section = self._random.choice(("papers", "videos", "reads", "tools", "pick"))
        return self._random.choice((
            ("add", "--no-fetch", f"https://outside.example/{change}"),
            ("undo",), ("undo",), ("undo", change), ("redo",),
            ("place", link, section), ("bench", link), ("reject", link), ("restore", link), ("defer", link),
            ("issue", "new"), ("issue", "publish"), ("issue", "reopen", "1"), ("note", link, "from outside"),
            ("write", link, "--blurb", "From outside."), ("tag", link, "outside"), ("title", link, "Outside"),
        ))  # fmt: skip
