"""What the terminal sends, one after the other: a key acts on what the key before it brought.

Textual hands each key to whatever has the keyboard when it arrives. Keys that arrive together, typed ahead or held up
by a slow line, would all go to the list, though the first of them opened a field. Here a key waits until the one
before it is done with: every widget on its way has seen it, and the view it opened is there. The first key waits for
nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from math import inf
from typing import Final, TypeAlias

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from workbench.ui.keys.paste_detection import BURST_GAP, PASTE_GAP, is_pasted_text

TerminalInput: TypeAlias = events.InputEvent | events.Paste
Forward: TypeAlias = Callable[[TerminalInput], Awaitable[None]]

MAX_HOLD: Final = 0.05
"""Seconds that keys are held at most to see whether they are a paste."""
MAX_SETTLING: Final = 1.0
"""Seconds after which a key no longer waits for the one before it, which may wait for a disk."""


class InputQueue:
    """Keys, clicks and pastes in their order. `forward` gives one of them to Textual, `on_idle` is called when all that
    came are done with.

    It belongs to the app's event loop, and forwards from a task of its own, so that it may wait for the app.
    """

    def __init__(self, app: App[None], forward: Forward, on_idle: Callable[[], None] = lambda: None) -> None:
        self._app: Final = app
        self._forward: Final = forward
        self._on_idle: Final = on_idle
        self._waiting: list[TerminalInput] = []
        self._worker: asyncio.Task[None] | None = None
        self._arrived: Final = asyncio.Event()
        self._marks_pastes = False
        self._known_keys = 0  # so many at the head are keys, and were held long enough

    async def put(self, event: TerminalInput) -> None:
        """Forward this when what came before is done with: now, if nothing is in the way."""
        if isinstance(event, events.Paste):
            self.expect_marked_pastes()  # a terminal that marks its pastes marks each of them
        if self._is_busy:
            self._append(event)
        elif self._is_held(event):
            self._append(event)
            self._worker = asyncio.create_task(self._forward_waiting())
        else:
            await self._forward(event)
            self._worker = asyncio.create_task(self._forward_waiting(settle_first=True))

    def expect_marked_pastes(self) -> None:
        """The terminal marks what is pasted: from now on each key is a key, and none is held."""
        self._marks_pastes = True

    async def wait_until_empty(self) -> None:
        """Wait until all of it is forwarded and done with."""
        while self._worker is not None and not self._worker.done():
            await asyncio.wait([self._worker])

    @property
    def _is_busy(self) -> bool:
        return self._worker is not None and not self._worker.done()

    def _append(self, event: TerminalInput) -> None:
        """Put it last. The mouse moves more often than anybody looks: only its last place counts."""
        if isinstance(event, events.MouseMove) and self._waiting:
            last = self._waiting[-1]
            if isinstance(last, events.MouseMove):
                self._waiting.pop()
        self._waiting.append(event)
        self._arrived.set()

    def _is_held(self, event: TerminalInput) -> bool:
        """Whether this may be the beginning of a paste that the terminal does not mark."""
        if not (isinstance(event, events.Key) and event.is_printable) or self._marks_pastes:
            return False
        focused = self._app.focused
        return focused is None or not focused.check_consume_key(event.key, event.character)

    async def _forward_waiting(self, *, settle_first: bool = False) -> None:
        try:
            if settle_first:
                await self._settle()
            # Without a screen the app closes: what comes then is dropped.
            while self._waiting and self._app.screen_stack:
                if not await self._take_paste():
                    self._known_keys = max(0, self._known_keys - 1)
                    await self._forward(self._waiting.pop(0))
                await self._settle()
            self._on_idle()
        except Exception as fault:
            # Without a screen the app closed while it waited, and nothing is left that keys act on.
            if self._app.screen_stack:
                self._app._handle_exception(fault)

    # Pastes that are not marked

    async def _take_paste(self) -> bool:
        """Forward the burst at the head as the paste that it is. False where it is none: it stays, key by key."""
        if self._known_keys or not self._is_held(self._waiting[0]):
            return False
        text = await self._read_burst(BURST_GAP, longest=MAX_HOLD)
        if not is_pasted_text(text):
            self._known_keys = len(text)
            return False
        text = await self._read_burst(PASTE_GAP)
        del self._waiting[: len(text)]
        self._app.screen.post_message(events.Paste(text))
        return True

    async def _read_burst(self, gap: float, longest: float = inf) -> str:
        """What the keys at the head spell, a character each, as far as they follow each other within `gap` seconds. It
        waits that long for one more, but not longer than `longest` for all of them."""
        give_up_at = asyncio.get_running_loop().time() + longest
        spelled: list[str] = []
        while True:
            for at in range(len(spelled), len(self._waiting)):
                if not self._continues_burst(at, gap):
                    return "".join(spelled)
                spelled.append(_spell(self._waiting[at]))
            if asyncio.get_running_loop().time() > give_up_at or not await self._wait_for_more(gap):
                return "".join(spelled)

    def _continues_burst(self, at: int, gap: float) -> bool:
        event = self._waiting[at]
        if len(_spell(event)) != 1:
            return False
        return at == 0 or event.time - self._waiting[at - 1].time <= gap

    async def _wait_for_more(self, timeout: float) -> bool:
        self._arrived.clear()
        try:
            async with asyncio.timeout(timeout):
                return await self._arrived.wait()
        except TimeoutError:
            return False

    # One after the other

    async def _settle(self) -> None:
        """Wait until what was forwarded last is done with, and the keyboard is where it put it.

        A key rises from the widget that has the keyboard to the app, whose answer may be a message that rises likewise:
        hence two rounds at least, and more until the keyboard stays.
        """
        deadline = asyncio.get_running_loop().time() + MAX_SETTLING
        rounds_left = 2
        while rounds_left > 0 and self._app.screen_stack:
            here = self._app.focused or self._app.screen
            for node in here.ancestors_with_self:
                if not await _reach(node, deadline):
                    return
            stays = self._app.screen_stack and here is (self._app.focused or self._app.screen)
            rounds_left = rounds_left - 1 if stays else 1


def _spell(event: TerminalInput) -> str:
    if not isinstance(event, events.Key):
        return ""
    return "\n" if event.key == "enter" else event.character or ""


async def _reach(node: MessagePump, deadline: float) -> bool:
    """Wait until a widget has seen all that it was sent. False after the deadline."""
    reached = asyncio.get_running_loop().create_future()
    if not node.call_later(_set_done, reached):
        return True  # it is closing, and sees nothing any more
    left = deadline - asyncio.get_running_loop().time()
    await asyncio.wait([reached], timeout=max(left, 0))
    return reached.done()


def _set_done(reached: "asyncio.Future[None]") -> None:
    if not reached.done():
        reached.set_result(None)
