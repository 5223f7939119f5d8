"""Paste the list, place fifteen, write, check, export."""

import json
from pathlib import Path

from tests.support.editor import PaneEditor, Workbench
from workbench.curation.model import Entry
from workbench.curation.pieces import parse_piece
from workbench.desk.verbs import writing

SAVED = """
https://arxiv.org/abs/2510.25445 | Agentic AI: A Comprehensive Survey
arxiv.org/pdf/2505.03997v2
https://www.arxiv.org/abs/2512.04076v1?utm_source=newsletter&utm_medium=email
Radiance meshes again, with code: https://arxiv.org/abs/2512.04076
https://huggingface.co/papers/2505.06708 | Gated Attention for Large Language Models
https://alphaxiv.org/abs/2512.04324
- [DAComp](https://arxiv.org/html/2512.04324)
https://youtu.be/kCc8FmEb1nY?si=abcdefghijklmnop&t=120
https://www.youtube.com/watch?v=zduSFxRajkE&list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ&index=9
https://www.youtube.com/embed/l8pRSuU81PU | Let's reproduce GPT-2 (124M)
https://youtube.com/playlist?list=PLPTV0NXA_ZSiOpKKlHCyOq9lnp-dLvlms
https://huggingface.co/spaces/nanochat-students/transformers#what-is-nanochat
https://twopug.com/interview-prep-ml-grind/?fbclid=IwAR0abcdef
The Illustrated Transformer | https://jalammar.github.io/illustrated-transformer/
https://www.anthropic.com/engineering/building-effective-agents#workflow-prompt-chaining
https://github.com/PaperDebugger/PaperDebugger/tree/main
git@github.com:ZeroLu/awesome-nanobanana-pro.git
https://github.com/karpathy/nanochat?tab=readme-ov-file
not a link at all
javascript:alert(1)
"""
BLURB = "This one is worth your time because it shows plainly what happens, and why it matters to anyone who builds. "


async def test_an_editor_turns_a_pasted_list_into_an_exported_issue(
    workbench: Workbench, tmp_path: Path
) -> None:
    async with workbench(80, 24) as editor:
        assert editor.has_text("Nothing saved yet: a adds links")
        await editor.paste(SAVED)
        assert "Added 16 links, 2 known already, 1 refused: “" in editor.message

        # One key a link, oldest last: l where a section is suggested, a digit for the pick, x for the rest.
        while editor.desk.state.count("inbox"):
            await editor.press("l")
            if "is full" in editor.message:
                await editor.press("5" if "Reads" in editor.message and not pick_links(editor) else "b")
        assert editor.desk.state.count("placed") == 15
        assert editor.key_count <= 25

        await write_everything(editor)
        await editor.press("F")
        assert editor.has_text("Nothing stands between this draft and its readers.")
        await editor.press("q", "w")
        assert "Wrote" in editor.message
        assert editor.key_count <= 16 + 60

    text = next((tmp_path / "issues").glob("0*.md")).read_text(encoding="utf-8")
    for heading in (
        "## 📄 5 Papers",
        "## 🎥 4 Videos",
        "## 📰 3 Curated Reads",
        "## 🛠 2 Tools & Repos",
        "## 🎓 1 Pick of the Week",
    ):
        assert heading in text
    assert json.loads((tmp_path / "library.json").read_text())["links"]


def pick_links(editor: PaneEditor) -> list[Entry]:
    return [entry for entry in editor.desk.state.entries.values() if entry.section == "pick"]


async def write_everything(editor: PaneEditor) -> None:
    """From the title on, ctrl+n by ctrl+n; an entry without a title begins in its title."""
    await editor.press("tab", "g", "enter")
    await editor.type("Gates, Agents and Meshes")
    while True:
        before = editor.written_piece
        await editor.press("ctrl+n")
        if editor.written_piece in ("", before):
            break
        if editor.written_piece.startswith("entry:"):
            await write_entry(editor)
        elif editor.written_piece != "closing":
            await editor.type("What this week was about.")
    await editor.press("escape")


async def write_entry(editor: PaneEditor) -> None:
    id = parse_piece(editor.written_piece).entry_id
    assert id is not None
    entry = editor.desk.state.entries[id]
    if not entry.title:
        await editor.type(f"The work behind link {entry.link}")
        await editor.press("tab", "tab")
    await editor.paste(f"Work {entry.link}: {BLURB * 3}".replace(" ", "-", 1))


async def test_what_a_key_can_mend_is_mended_in_the_findings_and_undone_in_the_lists(
    workbench: Workbench,
) -> None:
    async with workbench(120, 40) as editor:
        await editor.paste("https://arxiv.org/abs/2510.25445 | Agentic AI: A Comprehensive Survey")
        await editor.press("l")
        (draft,) = editor.desk.state.issues.values()
        editor.desk.do(writing.set_issue_field, "tldr.videos", "nothing to watch")
        await editor.press("F")
        assert editor.has_text("The TL;DR has a line for Videos, which has no entry · TL;DR Videos mendable")
        while not editor.has_text("TL;DR Videos: The TL;DR has a line for Videos"):
            await editor.press("j")
        await editor.press("m")
        assert editor.has_text("Removed the TL;DR line of Videos · u takes it back in the lists")
        assert not editor.has_text("which has no entry")
        assert editor.desk.state.issues[draft.id].tldr == {}
        await editor.press("m")
        assert editor.has_text("Only you can mend this one: enter goes there.")
        await editor.press("q", "u")
        assert editor.desk.state.issues[draft.id].tldr == {"videos": "nothing to watch"}
