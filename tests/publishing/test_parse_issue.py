"""An exported issue read back: the same if the file is unchanged, else as much as can be understood."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from tests.support.issues import MakeIssue
from workbench.curation.block import Block
from workbench.curation.model import Entry, Issue, IssueId, LabelledLink, LinkId, Section
from workbench.curation.publication import Publication
from workbench.curation.text.cleaning import clean_line
from workbench.publishing.edition_formats import render_for_editor, render_markdown
from workbench.publishing.layout import build_edition
from workbench.publishing.parse.issue import ParsedIssue, parse_issue
from workbench.publishing.prose import normalize_prose, parse_prose_line
from workbench.publishing.render.markdown import render_inline


@pytest.fixture(scope="session")
def exported_text(make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication) -> str:
    """Issue #7 as exported."""
    return render_markdown(build_edition(make_issue(), entries, publication))


@pytest.fixture(scope="session")
def parse_file(make_issue: MakeIssue, publication: Publication) -> Callable[[str], ParsedIssue]:
    """Reads a file of the newsletter."""
    sections = make_issue().sections
    return lambda text: parse_issue(text, sections, publication)


def _titles_of(issue: ParsedIssue) -> dict[str, list[str]]:
    return {key: [entry.title for entry in entries] for key, entries in issue.entries.items()}


def test_an_exported_issue_comes_back_entry_by_entry(
    exported_text: str,
    parse_file: Callable[[str], ParsedIssue],
    make_issue: MakeIssue,
    entries: tuple[Entry, ...],
) -> None:
    issue, back = make_issue(), parse_file(exported_text)
    own = ("number", "title", "subtitle", "date", "state", "greeting", "tldr", "closing")
    assert [getattr(back, name) for name in own] == [getattr(issue, name) for name in own]
    printed = sorted((entry for entry in entries if entry.slot), key=lambda entry: entry.id)
    came = [entry for part in back.entries.values() for entry in part]
    assert [(entry.title, entry.links) for entry in came] == [(entry.title, entry.links) for entry in printed]
    assert [entry.blurb for entry in came] == [normalize_prose(entry.blurb) for entry in printed]
    assert [block.key for block in back.blocks] == ["new-here"]
    assert back.problems == ()


def test_what_came_back_exports_to_the_same_file(
    exported_text: str,
    parse_file: Callable[[str], ParsedIssue],
    publication: Publication,
    make_issue: MakeIssue,
) -> None:
    back = parse_file(exported_text)
    issue: Issue = make_issue(
        title=back.title, subtitle=back.subtitle, greeting=back.greeting, tldr=back.tldr, closing=back.closing,
        blocks=back.blocks,
    )  # fmt: skip
    entries = [
        Entry(
            issue=IssueId(1),
            link=LinkId(1),
            section=key,
            slot=slot,
            title=entry.title,
            links=entry.links,
            blurb=entry.blurb,
        )
        for key, part in back.entries.items()
        for slot, entry in enumerate(part, start=1)
    ]
    assert render_markdown(build_edition(issue, entries, publication)) == exported_text


def test_preview_text_and_address_come_back_and_a_file_without_them_says_nothing_of_them(
    parse_file: Callable[[str], ParsedIssue],
    make_issue: MakeIssue,
    entries: tuple[Entry, ...],
    publication: Publication,
) -> None:
    issue = make_issue(preview='Three "gates": 1', url="https://sieve.example/p/7?a=1&b=2")
    text = render_markdown(build_edition(issue, entries, publication))
    back = parse_file(text)
    assert (back.preview, back.url) == (issue.preview, issue.url)
    older = "".join(line for line in text.splitlines(True) if not line.startswith(("preview:", "url:")))
    assert (parse_file(older).preview, parse_file(older).url) == (None, None)
    assert parse_file(older).problems == ()


def test_an_address_that_is_none_is_named_and_not_read(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    back = parse_file(exported_text.replace("state: draft", "state: draft\nurl: javascript:alert(1)"))
    assert back.url is None
    assert [problem.message for problem in back.problems] == [
        "The front matter's url “javascript:alert(1)” is not understood: write it as https://blog.example.org/p/12."
    ]


@given(data=st.data())
def test_whatever_an_issue_holds_it_comes_back(
    data: Any,
    hostile_text: SearchStrategy[str],
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
    promo: Block,
) -> None:
    draw = data.draw
    issue = make_issue(
        title=draw(hostile_text), subtitle=draw(hostile_text), preview=draw(hostile_text),
        greeting=draw(hostile_text), closing=draw(hostile_text),
        tldr={"papers": draw(hostile_text)}, blocks=(promo,),
    )  # fmt: skip
    links = [("", "https://example.org/a"), (draw(hostile_text), "https://example.org/b_(c)")]
    made = [
        make_entry(key, slot, draw(hostile_text), links, draw(hostile_text))
        for key in ("papers", "tools")
        for slot in (1, 2)
    ]
    back = parse_issue(
        render_markdown(build_edition(issue, made, publication)),
        issue.sections,
        publication,
        issue.blocks or (),
    )
    assert (back.title, back.subtitle) == (clean_line(issue.title), clean_line(issue.subtitle))
    assert back.preview == clean_line(issue.preview)
    assert (back.greeting, back.closing) == (normalize_prose(issue.greeting), normalize_prose(issue.closing))
    assert back.tldr.get("papers", "") == render_inline(parse_prose_line(issue.tldr["papers"]))
    assert back.blocks == (promo,)
    came = [entry for part in back.entries.values() for entry in part]
    assert [entry.title for entry in came] == [clean_line(entry.title) for entry in made]
    assert [entry.blurb for entry in came] == [normalize_prose(entry.blurb) for entry in made]
    labels = [tuple(LabelledLink(clean_line(link.label), link.url) for link in entry.links) for entry in made]
    assert [entry.links for entry in came] == labels
    assert back.problems == ()


@given(data=st.data())
def test_no_file_is_too_odd_to_be_read(
    data: Any, hostile_text: SearchStrategy[str], parse_file: Callable[[str], ParsedIssue]
) -> None:
    assert parse_file(data.draw(hostile_text)).problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("---\nnumber", "\ufeff---\nnumber"),
        ("## 📄 2 Papers", "## 📄 5 Papers"),
        ("## 📄 2 Papers", "## Papers"),
        ("## 🛠 1 Tools", "## 🛠\ufe0f One Tools"),
        ("## TL;DR", "## TL;DR:"),
        ("**Papers:** gates", "**Papers**: gates"),
        ("### 1. nanochat", "### nanochat"),
        ("### 1. nanochat", "### **nanochat**"),
        ("<https://github.com/karpathy/nanochat>", "https://github.com/karpathy/nanochat"),
        ("## 🎥 1 Videos", "---\n\n## 🎥 1 Videos"),
        ("### Quiet", "---\n\n### Quiet"),
        ("### Quiet", "<!-- a comment\n\n### over lines -->\n### Quiet"),
        ('title: "Gates, Meshes & Agents - The Sieve #7"', "title: Gates, Meshes & Agents - The Sieve #7"),
        ('date: "2026-11-29"', "date: '2026-11-29'"),
        ("number: 7\n", ""),
    ],
)
def test_edits_that_change_nothing_a_reader_sees_change_nothing(
    old: str, new: str, exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    assert old in exported_text
    assert parse_file(exported_text.replace(old, new)) == parse_file(exported_text)


def test_a_moved_entry_is_read_where_it_stands_now(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    start, end = exported_text.index("### Quiet"), exported_text.index("## 🎥 1 Videos")
    moved = exported_text[:start] + exported_text[end:].replace(
        "### 1. nanochat", exported_text[start:end] + "### nanochat"
    )
    assert _titles_of(parse_file(moved)) == {
        "papers": ["Gated [Attention]"],
        "videos": ["Let's build GPT"],
        "tools": ["Quiet Feature Learning in C#", "nanochat"],
    }


def test_a_file_without_front_matter_tells_its_text_and_says_what_is_missing(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    back = parse_file(exported_text.split("---\n", 2)[2])
    assert (back.number, back.title, back.date) == (None, None, None)
    assert len(back.entries) == 3
    assert [problem.line for problem in back.problems] == [1]


def test_a_first_heading_is_the_title_where_front_matter_tells_none(
    parse_file: Callable[[str], ParsedIssue],
) -> None:
    back = parse_file("# Gates - The Sieve #9\n\nHello.\n")
    assert (back.number, back.title, back.greeting) == (9, "Gates", "Hello.")


def test_a_title_that_left_the_pattern_is_kept_whole_and_said(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    back = parse_file(exported_text.replace(" - The Sieve #7", ": a special"))
    assert back.title == "Gates, Meshes & Agents: a special"
    assert "pattern" in back.problems[0].message


def test_a_section_under_a_new_name_is_read_as_the_one_it_stands_for(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    back = parse_file(exported_text.replace("## 🎥 1 Videos", "## To watch"))
    assert _titles_of(back)["videos"] == ["Let's build GPT"]
    assert [problem.message for problem in back.problems] == [
        "“To watch” is no heading of this issue: what stands below was read as Videos."
    ]


@pytest.mark.parametrize(
    ("old", "new", "message", "text"),
    [
        (
            "## TL;DR", "### Stray\n\nLost words.\n\n## TL;DR",
            "“Stray” stands below no section's heading. It was left out.", "### Stray\n\nLost words.",
        ),
        (
            "## 📄 2 Papers", "## 📄 2 Papers\n\nAn introduction.",
            "This stands before the first entry of Papers. It was left out.", "An introduction.",
        ),
        (
            "- 🛠 **Tools:**", "- Weather: rain\n- 🛠 **Tools:**",
            "This line of the TL;DR belongs to no section. It was left out.", "Weather: rain",
        ),
        (
            "---\n\nUntil", "## More\n\n### Another\n\nText.\n\n---\n\nUntil",
            "“More” is no heading of this issue. It was left out.", "## More\n\n### Another\n\nText.",
        ),
        ("state: draft", "state: draft\nmood: good", "The front matter has no field “mood”.", "mood: good"),
        (
            "2026-11-29", "soon",
            "The front matter's date “soon” is not understood: write it as 2026-11-29.", "soon",
        ),
        (
            "Small **and** whole.", "<!-- forgot to close",
            "A comment begins here and does not end: it was read as text.", "",
        ),
    ],
)  # fmt: skip
def test_what_finds_no_home_is_told_with_its_line_and_kept(
    old: str, new: str, message: str, text: str, exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    edited = exported_text.replace(old, new)
    problems = parse_file(edited).problems
    assert [(problem.message, problem.text) for problem in problems] == [(message, text)]
    assert 1 <= problems[0].line <= len(edited.splitlines())


def test_the_line_of_a_problem_is_the_files_own(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    edited = exported_text.replace("## 📄 2 Papers", "## 📄 2 Papers\n\nAn introduction.")
    assert edited.splitlines()[parse_file(edited).problems[0].line - 1] == "An introduction."


@pytest.mark.parametrize("place", ["after_greeting", "after_tldr", "before:tools", "end"])
@pytest.mark.parametrize("heading", ["", "From a friend"])
def test_a_block_that_only_the_file_knows_is_read_at_its_place(
    place: str, heading: str, make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication
) -> None:
    block = Block(
        key="from-a-friend" if heading else "promo", place=place, heading=heading, text="Buy *this*."
    )
    issue = make_issue(blocks=(block,))
    bare = replace(publication, blocks=())
    back = parse_issue(render_markdown(build_edition(issue, entries, publication)), issue.sections, bare)
    assert back.blocks == (block,)
    assert back.closing == issue.closing


def test_a_block_that_was_edited_keeps_its_key(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    block = parse_file(exported_text.replace("Welcome *aboard*.", "Come in!")).blocks[0]
    assert (block.key, block.text) == ("new-here", "Come in!")


def test_a_block_that_was_moved_has_its_new_place(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    block = "## New here?\n\nWelcome *aboard*.\n\n"
    back = parse_file(exported_text.replace(block, "").replace("## 🎥 1 Videos", f"{block}## 🎥 1 Videos"))
    assert [(block.key, block.place) for block in back.blocks] == [("new-here", "before:videos")]


def test_two_blocks_under_one_heading_are_two(
    exported_text: str, parse_file: Callable[[str], ParsedIssue]
) -> None:
    back = parse_file(exported_text.replace("## TL;DR", "## New here?\n\nOnce more.\n\n## TL;DR"))
    assert [(block.key, normalize_prose(block.text)) for block in back.blocks] == [
        ("new-here", "Welcome *aboard*."),
        ("new-here-2", "Once more."),
    ]


def test_the_editors_document_reads_back_with_the_ids_of_its_links(
    make_issue: MakeIssue,
    entries: tuple[Entry, ...],
    publication: Publication,
    parse_file: Callable[[str], ParsedIssue],
    exported_text: str,
) -> None:
    source = "<!-- # 1\n\n## 📄 2 Papers\n\n### Fake --> end\n--> <!-- link 999 -->\n---"
    text = render_for_editor(
        build_edition(make_issue(), entries, publication), {LinkId(111): source, LinkId(131): source}
    )
    back = parse_file(text)
    assert [entry.link for part in back.entries.values() for entry in part] == [111, 112, 121, 131]
    assert _titles_of(back) == _titles_of(parse_file(exported_text))
    assert (back.greeting, back.tldr, back.closing) == (
        parse_file(exported_text).greeting,
        parse_file(exported_text).tldr,
        parse_file(exported_text).closing,
    )
    assert back.problems == ()


def test_an_open_line_of_the_tldr_can_be_written_in_the_editor(
    make_issue: MakeIssue,
    entries: tuple[Entry, ...],
    publication: Publication,
    parse_file: Callable[[str], ParsedIssue],
) -> None:
    text = render_for_editor(build_edition(make_issue(tldr={}), entries, publication), {})
    assert parse_file(text.replace("- 🎥 **Videos:**", "- 🎥 **Videos:** from *scratch*")).tldr == {
        "videos": "from *scratch*"
    }


def test_sections_whose_names_contain_one_another_are_told_apart(
    make_issue: MakeIssue, entries: tuple[Entry, ...], publication: Publication
) -> None:
    sections = tuple(
        Section(key=key, heading=f"{{count}} {name}", label=name, slots=3)
        for key, name in (("papers", "Papers"), ("videos", "More Papers"), ("tools", "Papers & Code"))
    )
    lines = {"papers": "one", "videos": "two", "tools": "three"}
    issue = make_issue(sections=sections, tldr=lines)
    text = render_markdown(build_edition(issue, entries, publication))
    assert parse_issue(text, sections, publication).tldr == lines
    typed = text.replace("**", "").replace("- ", "* ")
    for read in (text, typed):
        back = parse_issue(read, sections, publication)
        assert (list(back.entries), back.tldr) == (["papers", "videos", "tools"], lines)
