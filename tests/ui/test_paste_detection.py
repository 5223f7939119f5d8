"""Hands and pastes where the terminal does not tell them apart."""

import asyncio

from textual import events

from workbench.ui.keys.paste_detection import BURST_GAP, MIN_PASTE_KEYS, PasteDetector


class KeyRecorder:
    """What came out: keys one by one, or a text."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.texts: list[str] = []
        self.bursts = PasteDetector(self.record_key, self.texts.append)

    async def record_key(self, event: events.Key) -> None:
        self.keys.append(event.key)

    async def type(self, text: str, pause: float = 0.0) -> None:
        for char in text:
            await self.bursts.buffer_key(
                events.Key("enter" if char == "\n" else char, "\r" if char == "\n" else char)
            )
            await asyncio.sleep(pause)
        await self.bursts.wait_until_flushed()


async def test_letters_typed_by_hand_are_keys_in_their_order() -> None:
    heard = KeyRecorder()
    await heard.type("xdb", pause=BURST_GAP * 2)
    assert heard.keys == ["x", "d", "b"]
    assert heard.texts == []


async def test_a_few_quick_letters_are_still_keys() -> None:
    heard = KeyRecorder()
    await heard.type("x" * (MIN_PASTE_KEYS - 1))
    assert heard.keys == ["x"] * (MIN_PASTE_KEYS - 1)


async def test_a_burst_that_no_hand_types_is_one_paste_and_no_key() -> None:
    heard = KeyRecorder()
    await heard.type("https://a.example/x\nhttps://b.example/d\n")
    assert heard.keys == []
    assert heard.texts == ["https://a.example/x\nhttps://b.example/d\n"]


async def test_a_key_that_is_no_letter_acts_at_once_and_after_those_before_it() -> None:
    heard = KeyRecorder()
    await heard.bursts.buffer_key(events.Key("x", "x"))
    assert not await heard.bursts.buffer_key(events.Key("down", None))
    assert heard.keys == ["x"]
