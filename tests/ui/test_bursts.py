"""Hands and pastes where the terminal does not tell them apart."""

import asyncio

from textual import events

from workbench.ui.bursts import HAND, MANY, Bursts


class Heard:
    """What came out: keys one by one, or a text."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.texts: list[str] = []
        self.bursts = Bursts(self.key, self.texts.append)

    async def key(self, event: events.Key) -> None:
        self.keys.append(event.key)

    async def types(self, text: str, pause: float = 0.0) -> None:
        for char in text:
            await self.bursts.take(
                events.Key("enter" if char == "\n" else char, "\r" if char == "\n" else char)
            )
            await asyncio.sleep(pause)
        await self.bursts.settled()


async def test_letters_typed_by_hand_are_keys_in_their_order() -> None:
    heard = Heard()
    await heard.types("xdb", pause=HAND * 2)
    assert heard.keys == ["x", "d", "b"]
    assert heard.texts == []


async def test_a_few_quick_letters_are_still_keys() -> None:
    heard = Heard()
    await heard.types("x" * (MANY - 1))
    assert heard.keys == ["x"] * (MANY - 1)


async def test_a_burst_that_no_hand_types_is_one_paste_and_no_key() -> None:
    heard = Heard()
    await heard.types("https://a.example/x\nhttps://b.example/d\n")
    assert heard.keys == []
    assert heard.texts == ["https://a.example/x\nhttps://b.example/d\n"]


async def test_a_key_that_is_no_letter_acts_at_once_and_after_those_before_it() -> None:
    heard = Heard()
    await heard.bursts.take(events.Key("x", "x"))
    assert not await heard.bursts.take(events.Key("down", None))
    assert heard.keys == ["x"]
