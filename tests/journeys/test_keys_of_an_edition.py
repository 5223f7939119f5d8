"""The keys of one edition, counted on the real screen: from a messy pasted list to published, announced and begun anew.

Letters are not counted: what is typed into fields, and what is pasted. The list has sixty works in all the forms in
which they arrive, seven of them twice, amid lines that are no links. The editor places fifteen links, benches seven,
defers three, joins two repositories to their papers, swaps two entries for benched ones, leaves a block out, sets the
date, takes the title that is offered, writes all that is printed, mends what can be mended at once and answers the
rest, copies out with checklist and proof, publishes, which writes the file, says where it is to be read and copies four
posts.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.editor import PaneEditor, Workbench
from tests.support.editors import give_back_tiptap
from workbench.curation.clipping import Clipping, FetchAnswer
from workbench.curation.model import Link, RelatedWork
from workbench.desk.desk import Desk
from workbench.desk.incoming import fetching
from workbench.desk.verbs.issues import printed_entries

BLURB = (
    "This one is worth your time because it shows plainly what happens, and why it matters to who builds. "
)
SLOTS = {"paper": 5, "video": 4, "read": 3, "tool": 2}
BENCHED = {"paper": 1, "video": 1, "read": 3, "tool": 2}
MOST: Final = {
    "triage": 60,  # one a link; two repositories leave by their joins, which take a key each
    "composing": 13,
    "writing": 27,
    "checking": 6,
    "closing": 13,
}
"""The keys that each kind of work may take. What is done with fewer belongs here with its new number."""


def write_messy_list() -> Iterator[str]:
    """Sixty works as they come in a week: in prose, lists and other forms, seven of them twice, with junk between."""
    yield "From: me\nSubject: Fwd: links for sunday!!\n\nnot a link at all\njavascript:alert(1)\n"
    for number in range(20):
        yield from _write_third(number)
        if number % 7 == 2:
            yield "\nto watch later (maybe?)\n"
    yield "ftp://example.com/old.tar.gz\nsee you"


def _write_third(number: int) -> Iterator[str]:
    """A paper, something to read or to use, and a talk."""
    paper = f"https://arxiv.org/abs/2511.{number:05} | Paper {number} on gates{number} and agents"
    if number % 3 == 1:
        paper = (
            f"- [Paper {number} on gates{number} and agents](https://www.arxiv.org/pdf/2511.{number:05}v2)"
        )
    other = f"What {number} weeks of agents taught - http://blog{number}.example/post?utm_source=x&fbclid=y{number}"
    if number % 3 == 0:
        other = f"https://github.com/owner/gates{number}/tree/main | owner/gates{number}"
    if number == 0:
        paper = "https://huggingface.co/papers/2505.06708 | Gated Attention for Large Language Models"
        other = "https://github.com/qiuzh20/gated_attention?tab=readme-ov-file | qiuzh20/gated_attention"
    yield from (other, paper) if number in (0, 3) else (paper, other)
    yield f"Talk {number} about agents – https://youtu.be/abcdefghi{number:02}?si=abc{number}&t=120"
    if number % 3 == 1:
        yield f"again https://blog{number}.example/post/?utm_campaign=z"


def name_code(desk: Desk) -> None:
    """A site named one repository as the code of a paper."""
    paper = next(link for link in desk.state.links.values() if link.title.startswith("Paper 3 "))
    related = (RelatedWork("https://github.com/owner/gates3", "its code", "Hugging Face"),)
    answer = Clipping(url=paper.url, title=paper.title, site="Hugging Face", related=related)
    desk.do(fetching.apply_answer, FetchAnswer(paper.id, answer))


class KeyLog:
    """What the keys of each step were."""

    def __init__(self, editor: PaneEditor) -> None:
        self._editor = editor
        self.counts: dict[str, int] = {}

    async def press(self, step: str, *keys: str) -> None:
        await self._editor.press(*keys)
        self.counts[step] = self.counts.get(step, 0) + len(keys)


async def test_a_messy_list_becomes_a_published_edition_by_one_key_a_link_and_sixty_more(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste("\n".join(write_messy_list()))
        assert editor.message.startswith("Added 60 links, 7 known already, 2 refused"), editor.message
        name_code(editor.desk)
        log = KeyLog(editor)
        await triage(editor, log)
        assert editor.desk.state.count("placed") == 15
        assert sum(link.joined is not None for link in editor.desk.state.links.values()) == 2
        before = list_printed(editor)
        await compose(editor, log)
        assert len(list_printed(editor)) == len(before)
        assert len(set(list_printed(editor)) - set(before)) == 2
        await write(editor, log)
        await check(editor, log)
        await close(editor, log)
    assert f"it takes {sum(MOST.values())} keys beside" in Path("README.md").read_text("utf-8")
    assert {kind: count for kind, count in log.counts.items() if count > MOST[kind]} == {}


async def triage(editor: PaneEditor, log: KeyLog) -> None:
    """One key a link; a repository that is joined to its paper leaves without a key of its own, or with one."""
    placed: dict[str, int] = {}
    deferred = 0
    while (link := link_in_hand(editor)) is not None:
        if link.title.startswith("Paper 3 "):
            await log.press("triage", "+")
        if link.title.startswith("Gated Attention"):
            await log.press("triage", "+")
        count = placed[link.kind] = placed.get(link.kind, 0) + 1
        wanted = SLOTS[link.kind]
        if count <= wanted:
            key = "l"
        elif link.kind == "read" and count == wanted + 1:
            key = "5"
        elif count <= wanted + BENCHED[link.kind]:
            key = "b"
        else:
            deferred += 1
            key = ">" if deferred <= 3 else "x"
        await log.press("triage", key)


def link_in_hand(editor: PaneEditor) -> Link | None:
    id = editor.panes.inbox.list.cursor_id
    return None if id is None else editor.desk.state.links[id]


def list_printed(editor: PaneEditor) -> list[str]:
    """The titles that readers would get now."""
    issue = editor.panes.find_issue()
    assert issue is not None
    return [entry.title for entry in printed_entries(editor.desk.state, issue)]


async def compose(editor: PaneEditor, log: KeyLog) -> None:
    """The benched paper and the benched video change places with the first ones of their sections; the block is left
    out of this issue."""
    await log.press("composing", "tab", "}", "s", "}", "s")
    await log.press("composing", "g", "j", "j", "j", "j", "x")
    assert "New here?" in editor.message, editor.message
    await log.press("composing", "@")
    await editor.type("2026-12-06")
    await log.press("composing", "enter")
    assert editor.has_text("Issue #1 · 2026-12-06")


async def write(editor: PaneEditor, log: KeyLog) -> None:
    """Everything that is printed; the title as it is offered, two texts not well. The preview text is passed by: the
    subtitle stands in its place."""
    await log.press("writing", "g", "enter", "alt+t")
    for number in range(24):  # the closing stands already
        if number:
            await log.press("writing", "ctrl+n")
        if number not in (0, 5, 15):
            await write_piece(editor)
    await log.press("writing", "escape")


async def write_piece(editor: PaneEditor) -> None:
    if editor.written_piece == "preview":
        return
    is_entry = editor.written_piece.startswith("entry:")
    if is_entry or editor.written_piece != "closing":
        opening = editor.written_piece.replace("entry:", "Nr")  # no two blurbs in a row begin alike
        await editor.paste(f"{opening}: {BLURB * 3}" if is_entry else "What this week was about.")


async def check(editor: PaneEditor, log: KeyLog) -> None:
    """What can be mended at once is; the rest is written, field by field."""
    await log.press("checking", "F", "G", "M")
    assert not editor.has_text("goes by http"), editor.screen_text()
    await log.press("checking", "enter")
    while True:
        await write_piece(editor)
        editor.screen.panes.issue.writer.save()
        await editor.settle()
        if not editor.screen.header.findings:
            break
        before = (editor.written_piece, editor.message)
        await log.press("checking", "ctrl+g")
        assert (editor.written_piece, editor.message) != before, editor.message
    await log.press("checking", "escape")


async def close(editor: PaneEditor, log: KeyLog) -> None:
    """Each step by enter; in between the body goes to the platform and back. Then the posts, with the public address,
    and back to the lists, which show the next issue already."""
    await log.press("closing", "c", "enter", "enter", "enter")
    editor.desktop.rich = give_back_tiptap(editor.desktop.rich)
    await log.press("closing", "enter", "enter")
    assert editor.has_text("It arrived: 15 entries"), editor.screen_text()
    await log.press("closing", "enter")
    assert editor.message.startswith("Published issue #"), editor.message
    assert "Wrote the file and its copy page" in editor.message
    await log.press("closing", "enter")
    await editor.type("https://letter.example/p/1")
    await log.press("closing", "enter")
    assert editor.has_text("post 2/4"), "the address is said, so the post that asked for it is copied"
    assert "https://letter.example/p/1" in editor.desktop.clipboard
    await log.press("closing", "enter", "enter", "enter")
    assert editor.has_text("Post for Substack Note: copied"), editor.screen_text()
    await log.press("closing", "escape")
    assert "Issue #2 · coming" in str(editor.panes.issue.border_title)
