"""What was edited at a platform as text to take over, and the formatting to be put back where an editor lost it."""

import pytest

from tests.publishing.test_damages import BODY, EDITION, SUBSTACK, part_of
from tests.support.editors import EDITORS, give_back_slate, give_back_tiptap
from workbench.publishing.compare.formats import LostFormat, iter_lost_formats
from workbench.publishing.compare.texts import PieceTexts, list_changed_texts
from workbench.publishing.parse.pasted import parse_pasted_text
from workbench.publishing.parse.pasted_html import parse_pasted_html
from workbench.publishing.passages import build_passages

LOSSLESS = ("tiptap", "contenteditable", "ckeditor", "tinymce", "koenig", "blocknote", "gutenberg")


def list_texts(html: str) -> list[PieceTexts]:
    return list(list_changed_texts(EDITION, SUBSTACK, parse_pasted_html(html)))


@pytest.mark.parametrize("editor", LOSSLESS)
def test_nothing_was_edited_where_an_editor_only_writes_in_its_own_way(editor: str) -> None:
    assert list_texts(EDITORS[editor](BODY.replace("&#x27;", "’"))) == []


@pytest.mark.parametrize(
    ("was", "becomes", "where", "lines"),
    [
        ("nothing more than that.", "nothing <b>else</b>. Not one.", "papers/1 When do `<think>` tokens help?",
         ["-The second paragraph names `max_steps` and nothing more than that.",
          "+The second paragraph names `max_steps` and nothing **else**.", "+Not one."]),
        ("<li>finds", "<li>reads <a href=\"https://a.example/(x)\">all</a></li><li>finds",
         "papers/2 PaperDebugger, an assistant in the margin", ["+- reads [all](<https://a.example/(x)>)"]),
        ("<h3>nanochat</h3>", "<h3>nanochat, too</h3>", "tools/1 nanochat", ["-### nanochat", "+### nanochat, too"]),
        ("A sigmoid is all", "One gate is all", "papers/3 Gated attention for long inputs",
         ["-> A sigmoid is all it takes, said one of the authors.",
          "+> One gate is all it takes, said one of the authors."]),
        ("<p>That is all for this week.</p>", "<p>That is all?</p>", "closing",
         ["-That is all for this week.", "+That is all?"]),
    ],
)  # fmt: skip
def test_an_edit_is_shown_by_its_sentence_in_markdown(
    was: str, becomes: str, where: str, lines: list[str]
) -> None:
    assert BODY.count(was) == 1
    (changed,) = list_texts(give_back_tiptap(BODY.replace(was, becomes)))
    shown = list(changed.iter_diff())
    assert shown[:2] == [f"--- {where} (here)", f"+++ {where} (there)"]
    assert [line for line in shown[2:] if line[0] in "+-"] == lines


def test_text_that_was_added_there_is_shown_where_it_stands() -> None:
    html = give_back_tiptap(BODY.replace("<h3>nanochat", "<p>By hand.</p><h3>nanochat"))
    (changed,) = list_texts(
        f"<nav>Home</nav>{html}<footer>Like what you read? Tell it to all your friends</footer>"
    )
    assert changed.theirs == ("## 🛠 2 Tools & Repos", "", "By hand.")


def list_formats(html: str = "", text: str = "") -> list[LostFormat]:
    paste = parse_pasted_html(html) if html else parse_pasted_text(text)
    return list(iter_lost_formats(EDITION, SUBSTACK, paste))


def test_the_punch_list_has_each_format_that_is_to_be_put_back() -> None:
    margin = "papers/2 PaperDebugger, an assistant in the margin"
    expected = [
        LostFormat(margin, "heading of level 3", "PaperDebugger, an assistant in the margin"),
        LostFormat(margin, "item of a bulleted list", "finds circular claims … rewrites nothing by itself"),
        LostFormat(margin, "link", "https://arxiv.org/abs/2512.02589", "https://arxiv.org/abs/2512.02589"),
        LostFormat(margin, "link", "GitHub", "https://github.com/owner/debug"),
        LostFormat(margin, "bold", "reviewers would"),
        LostFormat(margin, "italic", "circular"),
        LostFormat(margin, "code", "\\cite"),
    ]
    stripped = list_formats(give_back_slate(BODY))
    assert sorted(one for one in map(str, stripped) if margin in one) == sorted(map(str, expected))
    text = list_formats(text=build_passages(EDITION, SUBSTACK)[-1].text)
    assert [one for one in text if one.where == margin] == expected


def test_what_is_there_is_not_on_the_punch_list() -> None:
    assert list_formats(give_back_tiptap(BODY)) == []
    (lost,) = list_formats(give_back_tiptap(BODY.replace("<strong>every head</strong>", "every head")))
    assert (lost.kind, lost.text) == ("bold", "every head")
    entry = part_of("<h3>PaperDebugger", "<h3>Gated")
    assert list_formats(give_back_tiptap(BODY.replace(entry, ""))) == [], (
        "nothing can be made bold that is not there"
    )
