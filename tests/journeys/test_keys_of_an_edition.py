"""The keys of one edition, counted on the real screen: from 60 saved links to published, with the next one begun.

Prose is not counted: what is typed into fields. The editor places fifteen links, benches seven, defers three, joins two
repositories to their papers, swaps two entries for benched ones, writes all that is printed, answers four findings,
copies out with checklist and proof and publishes, which writes the file.
"""

from collections.abc import Iterator

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
STEPS = {
    "triage": 58,  # one a link; two repositories leave by their joins
    "join by what a site named": 1,
    "join by its name": 1,
    "swap two": 5,
    "write": 26,
    "answer findings": 5,
    "copy out": 7,
    "leave the posts": 1,
    "begin the next": 0,
}
"""The keys that each step may take. A step that is done with fewer belongs here with its new number."""


def list_urls() -> Iterator[str]:
    """Sixty links as they come in a week, papers and all else mixed."""
    for number in range(20):
        paper = f"https://arxiv.org/abs/2511.{number:05} | Paper {number} on gates{number} and agents"
        other = (
            f"https://github.com/owner/gates{number} | owner/gates{number}"
            if number % 3 == 0
            else f"https://blog{number}.example/post | What {number} weeks of agents taught"
        )
        if number == 0:
            paper = "https://arxiv.org/abs/2505.06708 | Gated Attention for Large Language Models"
            other = "https://github.com/qiuzh20/gated_attention | qiuzh20/gated_attention"
        yield from (other, paper) if number in (0, 3) else (paper, other)
        yield f"https://www.youtube.com/watch?v=abcdefghi{number:02} | Talk {number} about agents"


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


async def test_an_edition_takes_one_key_a_link_and_at_most_forty_six_more(workbench: Workbench) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste("\n".join(list_urls()))
        name_code(editor.desk)
        assert len(editor.desk.state.links) == 60
        log = KeyLog(editor)
        await triage(editor, log)
        assert editor.desk.state.count("placed") == 15
        assert sum(link.joined is not None for link in editor.desk.state.links.values()) == 2
        before = list_printed(editor)
        await swap(log)
        assert len(list_printed(editor)) == len(before)
        assert len(set(list_printed(editor)) - set(before)) == 2
        await write(editor, log)
        await copy_out(editor, log)
        await begin_next(editor, log)
    assert {step: count for step, count in log.counts.items() if count > STEPS[step]} == {}
    assert sum(log.counts.values()) - log.counts["triage"] <= 46, log.counts


async def triage(editor: PaneEditor, log: KeyLog) -> None:
    """One key a link; a repository that is joined to its paper leaves without a key of its own, or with one."""
    placed: dict[str, int] = {}
    deferred = 0
    while (link := link_in_hand(editor)) is not None:
        if link.title.startswith("Paper 3 "):
            await log.press("join by what a site named", "+")
        if link.title.startswith("Gated Attention"):
            await log.press("join by its name", "+")
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


async def swap(log: KeyLog) -> None:
    """The benched paper and the benched video change places with the first ones of their sections."""
    await log.press("swap two", "tab", "}", "s", "}", "s")


async def write(editor: PaneEditor, log: KeyLog) -> None:
    """Everything that is printed, four texts of it not well; then what was found of these. The preview text is passed
    by: the subtitle stands in its place."""
    await log.press("write", "g", "enter")
    for number in range(25):
        if number:
            await log.press("write", "ctrl+n")
        await write_piece(editor, badly=number in (5, 11, 15, 21))
    while editor.screen.header.findings:
        before = (editor.written_piece, editor.message)
        await log.press("answer findings", "ctrl+g")
        assert (editor.written_piece, editor.message) != before, editor.message
        await write_piece(editor)
        editor.screen.panes.issue.writer.save()
        await editor.settle()
    await log.press("answer findings", "escape")


async def write_piece(editor: PaneEditor, *, badly: bool = False) -> None:
    if badly:
        return
    if editor.written_piece == "preview":
        return
    is_entry = editor.written_piece.startswith("entry:")
    if is_entry or editor.written_piece != "closing":
        opening = editor.written_piece.replace("entry:", "Nr")  # no two blurbs in a row begin alike
        await editor.paste(f"{opening}: {BLURB * 3}" if is_entry else "What this week was about.")


async def copy_out(editor: PaneEditor, log: KeyLog) -> None:
    """Each step by enter; in between the body goes to the platform and back."""
    await log.press("copy out", "c", "enter", "enter", "enter")
    editor.desktop.rich = give_back_tiptap(editor.desktop.rich)
    await log.press("copy out", "enter", "enter")
    assert editor.has_text("It arrived: 15 entries"), editor.screen_text()
    await log.press("copy out", "enter")
    assert editor.message.startswith("Published issue #"), editor.message
    assert "Wrote the file and its copy page" in editor.message
    await log.press("leave the posts", "escape")


async def begin_next(editor: PaneEditor, log: KeyLog) -> None:
    """The screen works on an issue that can be filled."""
    issue = editor.panes.find_issue()
    if issue is not None and issue.state == "published":
        await log.press("begin the next", "N", "n")
        assert editor.desk.state.newest_draft() == editor.panes.find_issue()
