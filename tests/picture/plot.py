"""What happens in the moving picture: from a week's list, pasted, to the copy that arrived.

The screen, the desk and what they say are the real ones. Sites answer what `workbench demo` has recorded of them, the
clock stands, and nothing leaves the process.
"""

import asyncio
import tomllib
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tests.picture.camera import COLUMNS, ROWS, Camera, draw_note
from tests.picture.film import Frame
from tests.picture.page import draw_page
from tests.support.clock import NOW
from tests.support.editor import FakeWeb, MemoryEditor, open_memory_editor
from tests.support.editors import give_back_tiptap
from workbench.cli.commands.demo import SAMPLE
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.identity import identity_key
from workbench.curation.model import Link
from workbench.curation.publication.profile import parse_publication
from workbench.desk.desk import Desk
from workbench.desk.verbs import writing
from workbench.library import MemoryLibrary

PROFILE: Final = Path(__file__).with_name("workbench.toml")
LIST: Final = """Links of the week - tidy up before Sunday!!

gated attention  https://www.arxiv.org/pdf/2505.06708v2.pdf?utm_source=twitter
fwd: karpathy, 3.5h: https://youtu.be/7xTGNNLPyMI?si=Zk3hQ
same one? https://huggingface.co/papers/2505.06708
* <https://github.com/PaperDebugger/PaperDebugger/blob/main/README.md>
https://lists.example/17-ai-tools?fbclid=IwAR2xq9
> https://www.anthropic.com/engineering/building-effective-agents?ref=hn"""
PAPER: Final = "arxiv:2505.06708"
SLIP: Final = ("trillions of tokens", "35 trillion tokens")
"""What the sample says of the paper, and what is typed in its place: the paper says 3.5 trillion."""
PIECES: Final = {
    "title": "Gates, Stages and a Reviewer at Two",
    "subtitle": "One paper, one talk, one piece of advice, one tool",
    "preview": "What a gate behind attention does, and how a chat model goes to school",
}


class RecordedSites(FakeWeb):
    """Sites that say what the sample has of their links, once they may."""

    def __init__(self, sample: dict[str, dict[str, Any]]) -> None:
        super().__init__()
        self._sample = sample
        self.may_answer = asyncio.Event()

    async def fetch(self, links: Sequence[Link], *, refresh: bool = False) -> AsyncIterator[FetchAnswer]:
        await self.may_answer.wait()
        for link in links:
            known = self._sample.get(link.identity, {"title": "17 AI tools that nobody told you about"})
            self.asked.append((link.id, refresh))
            clipping = Clipping(
                url=link.url, title=known["title"], text=known.get("source", "").strip(),
                published=known.get("published", ""), authors=tuple(known.get("authors", ())),
                facts=tuple(known.get("facts", ())),
            )  # fmt: skip
            yield FetchAnswer(link.id, clipping)


_AT_ONCE, _NEVER = 0.001, 3600.0
_DELAYS: Final = {
    "workbench.ui.inbox.source_view.SHOW_DELAY": _AT_ONCE,
    "workbench.ui.inbox.source_view.COMPARE_DELAY": _AT_ONCE,
    "workbench.ui.preview.pane.UPDATE_DELAY": _AT_ONCE,
    "workbench.ui.preview.pane.LAYOUT_DELAY": _AT_ONCE,
    "workbench.ui.services.fetch_queue.REPAINT_DELAY": _AT_ONCE,
    "workbench.ui.issue.writer.SAVE_DELAY": _NEVER,
    "workbench.ui.widgets.message_line.DISPLAY_SECONDS": _NEVER,
}
"""What else would depend on how busy the machine is, in seconds."""


async def play() -> list[Frame]:
    """The frames, in their order."""
    with ExitStack() as patches:
        for name, seconds in _DELAYS.items():
            patches.enter_context(patch(name, seconds))
        return await _play_all()


async def _play_all() -> list[Frame]:
    recorded = tomllib.loads(SAMPLE.read_text("utf-8"))["link"]
    sample = {identity_key(link["url"]): link for link in recorded}
    sites = RecordedSites(sample)
    desk = Desk(MemoryLibrary(lambda: NOW), parse_publication(PROFILE.read_text("utf-8")), lambda: NOW)
    async with open_memory_editor(desk, COLUMNS, ROWS, sites) as editor:
        camera = Camera(editor)
        await _save_links(editor, camera, sites)
        await _place_links(editor, camera)
        await _write_entry(editor, camera, sample[PAPER]["blurb"].replace(*SLIP))
        await _write_the_rest(editor, camera, sample)
        await _check(editor, camera)
        await _copy_out(editor, camera)
        return camera.frames


async def _save_links(editor: MemoryEditor, camera: Camera, sites: RecordedSites) -> None:
    await camera.take(4.5, "", "A week of links, saved as they came.", draw_note(LIST.splitlines()))
    await editor.paste(LIST)
    await camera.take(
        2.5, "paste", "Paste it. What is no link is left out, and one paper saved twice is one."
    )
    sites.may_answer.set()
    await editor.wait_for_fetches()
    await camera.take(3.5, "", "Titles, authors, dates and texts come by themselves.")


async def _place_links(editor: MemoryEditor, camera: Camera) -> None:
    for seconds, key, words in (
        (2.2, "l", "Place it where it belongs,"),
        (1.8, "x", "reject it,"),
        (1.5, "4", "or say the section: tools,"),
        (1.5, "2", "videos,"),
        (2.5, "1", "papers. One key a link."),
    ):
        await editor.press(key)
        await camera.take(seconds, key, words)


async def _write_entry(editor: MemoryEditor, camera: Camera, blurb: str) -> None:
    await editor.press("tab", "}", "e")
    await camera.take(2.5, "tab } e", "Write about it with its text beside you.")
    words = " ".join(blurb.split())
    for seconds, begins, ends in ((0.8, 0, 60), (0.8, 60, 150), (0.8, 150, 260), (3.0, 260, None)):
        await editor.paste(words[begins:ends])
        await camera.take(seconds, "", "The preview is what readers will see, while you type.")
    await editor.press("escape")


async def _write_the_rest(editor: MemoryEditor, camera: Camera, sample: dict[str, dict[str, Any]]) -> None:
    state, run = editor.desk.state, editor.screen.runner.run_verb
    for entry in list(state.entries.values()):
        if not entry.blurb:
            blurb = sample[state.links[entry.link].identity]["blurb"].strip()
            run(partial(writing.write_entry, entry=entry.id, blurb=blurb))
    for field, value in PIECES.items():
        run(partial(writing.set_issue_field, field=field, value=value))
    await editor.settle()
    await camera.take(
        3.5, "", "An evening later. All of it is saved as you type, and u takes back any change."
    )


async def _check(editor: MemoryEditor, camera: Camera) -> None:
    await editor.press("F")
    await camera.take(4, "F", "Numbers and names are held against the text of each link.")
    await editor.press("enter")
    _mark_words(editor, SLIP[1].removesuffix(" tokens"))
    await editor.type("3.5 trillion")
    await camera.take(3, "enter", "Go there, and put it right.")
    await editor.press("escape")


async def _copy_out(editor: MemoryEditor, camera: Camera) -> None:
    await editor.press("c")
    await camera.take(2.5, "c", "Copy out, a step for each field of the platform's editor.")
    await editor.press("enter")
    title = editor.desktop.clipboard
    await editor.press("enter")
    subtitle = editor.desktop.clipboard
    await editor.press("enter", "enter")
    await camera.take(2, "enter", "The body goes as rich text.")
    html = editor.desktop.rich
    await camera.take(5, "paste", "What you paste is what readers get.", draw_page(title, subtitle, html))
    editor.desktop.rich = give_back_tiptap(html)
    await editor.press("enter")
    await camera.take(5, "enter", "Copied back and compared: it arrived, all of it.")


def _mark_words(editor: MemoryEditor, words: str) -> None:
    """Mark these words of the blurb, as a mouse does."""
    area = editor.screen.query_one("#prose", TextArea)
    begins = area.text.index(words)
    area.selection = Selection((0, begins), (0, begins + len(words)))
