"""Messy text, as editors really keep it."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.clipping import Clipping, RejectedRow
from workbench.curation.identity import Identity, identify
from workbench.curation.text.cleaning import clean_line
from workbench.intake.text.link_list import parse_list

SAVED = """\
https://arxiv.org/abs/2510.25445
arxiv.org/pdf/2505.03997v2
https://www.arxiv.org/abs/2512.04076v1?utm_source=newsletter&utm_medium=email
Radiance meshes again, with code: https://arxiv.org/abs/2512.04076
https://huggingface.co/papers/2505.06708
https://arxiv.org/pdf/2505.06708.pdf
https://alphaxiv.org/abs/2512.04324
- [DAComp](https://arxiv.org/html/2512.04324)

https://youtu.be/kCc8FmEb1nY?si=abcdefghijklmnop&t=120
https://m.youtube.com/watch?v=kCc8FmEb1nY&feature=share
https://www.youtube.com/watch?v=zduSFxRajkE&list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ&index=9
https://www.youtube.com/embed/l8pRSuU81PU
https://youtube.com/playlist?list=PLPTV0NXA_ZSiOpKKlHCyOq9lnp-dLvlms

https://huggingface.co/spaces/nanochat-students/transformers#what-is-nanochat
https://twopug.com/interview-prep-ml-grind/?fbclid=IwAR0abcdef
http://jalammar.github.io/illustrated-transformer
The Illustrated Transformer | https://jalammar.github.io/illustrated-transformer/
https://www.anthropic.com/engineering/building-effective-agents#workflow-prompt-chaining

https://github.com/PaperDebugger/PaperDebugger
https://github.com/PaperDebugger/PaperDebugger/tree/main
git@github.com:ZeroLu/awesome-nanobanana-pro.git
https://github.com/karpathy/nanochat?tab=readme-ov-file
https://github.com/karpathy/nanochat/blob/master/README.md
not a link at all
ftp://example.com/old.tar.gz
https://
javascript:alert(1)
"""


def parse_one(line: str) -> Clipping:
    (clipping,) = parse_list(line).clippings
    return clipping


def urls_in(line: str) -> list[str]:
    return [clipping.url for clipping in parse_list(line).clippings]


def test_a_week_of_saved_lines_is_sixteen_works_and_three_refusals() -> None:
    reading = parse_list(SAVED)
    found = [identify(clipping.url) for clipping in reading.clippings]
    assert len({identity.key for identity in found if isinstance(identity, Identity)}) == 16
    assert reading.rejected == (
        RejectedRow(28, "not a web address: ftp", "ftp://example.com/old.tar.gz"),
        RejectedRow(29, "no host", "https://"),
        RejectedRow(30, "not a web address: javascript", "javascript:alert(1)"),
    )
    assert reading.row_count == 26
    assert reading.notes == ("One line without a link was left out, line 27: “not a link at all”.",)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- [DAComp](https://a.example/x)", "DAComp"),
        ("* [A [nested] one](https://a.example/x)", "A [nested] one"),
        ('[Titled](https://a.example/x "hover")', "Titled"),
        ("[![alt](https://a.example/i.png)](https://a.example/x)", "alt"),
        ("The Title | https://a.example/x", "The Title"),
        ("One | Two | https://a.example/x", "One | Two"),
        ("https://a.example/x | The Title | and more", "The Title | and more"),
        ("| The Title | https://a.example/x |", "The Title"),
        ("Attention (2017) - https://a.example/x", "Attention (2017)"),
        ("https://a.example/x – The Title", "The Title"),
        ("[https://a.example/x](https://a.example/x)", ""),
        ("https://a.example/x", ""),
    ],
)
def test_what_stands_for_a_title_becomes_the_title(line: str, title: str) -> None:
    clipping = parse_one(line)
    assert (clipping.url, clipping.title, clipping.note) == ("https://a.example/x", title, "")


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Meshes again, with code: https://a.example/x", "Meshes again, with code"),
        ("Read (https://a.example/x), it is short.", "Read … it is short."),
        ("[Title](https://a.example/x): worth a look", "worth a look"),
        ("> see https://a.example/x", ""),
        ("1. [x] <https://a.example/x>", ""),
    ],
)
def test_prose_beside_a_link_becomes_its_note(line: str, note: str) -> None:
    clipping = parse_one(line)
    assert (clipping.url, clipping.note) == ("https://a.example/x", note)


@pytest.mark.parametrize(
    ("line", "title", "note"),
    [
        (
            "paper\thttps://arxiv.org/abs/1706.03762\tAttention Is All You Need",
            "Attention Is All You Need",
            "",
        ),
        ("https://a.example/x\tA title | with a bar", "A title | with a bar", ""),
        ("for Sunday\thttps://a.example/x\tA title\tread it", "A title", "for Sunday … read it"),
    ],
)
def test_the_column_behind_a_link_is_its_title(line: str, title: str, note: str) -> None:
    (clipping,) = parse_list(line).clippings
    assert (clipping.title, clipping.note) == (title, note)


def titles_in(text: str) -> list[tuple[str, str]]:
    return [
        (clipping.url.removeprefix("https://a.example"), clipping.title)
        for clipping in parse_list(text).clippings
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/1,t\nhttps://a.example/2,u", [("/1", "t"), ("/2", "u")]),
        ("https://a.example/1,One title\nhttps://a.example/2,Two", [("/1", "One title"), ("/2", "Two")]),
        ("https://a.example/1;One title", [("/1", "One title")]),
        ("https://a.example/1,\nhttps://a.example/2,Two words", [("/1", ""), ("/2", "Two words")]),
        ("One,https://a.example/1\nTwo,https://a.example/2", [("/1", "One"), ("/2", "Two")]),
        ("One\thttps://a.example/1\nTwo\thttps://a.example/2", [("/1", "One"), ("/2", "Two")]),
        (
            "One title,https://a.example/1,ml\nTwo more,https://a.example/2,",
            [("/1", "One title"), ("/2", "Two more")],
        ),
        ('"One, ""two""",https://a.example/1', [("/1", 'One, "two"')]),
        ('"https://a.example/1","One, two"', [("/1", "One, two")]),
        ('https://a.example/1,"One\nmore"\nhttps://a.example/2,Two', [("/1", "One more"), ("/2", "Two")]),
        (
            "https://a.example/1,One, and two\nhttps://a.example/2,Three",
            [("/1", "One, and two"), ("/2", "Three")],
        ),
        ("1,One title,https://a.example/1,2026-01-01", [("/1", "One title")]),
        ("Adresse;Titel\nhttps://a.example/1;Ein Titel", [("/1", "Ein Titel")]),
        ("https://a.example/a,b/c,One title", [("/a,b/c", "One title")]),
        (
            "Of the week:\n\nhttps://a.example/1,One title\n\nhttps://a.example/2,b",
            [("/1", "One title"), ("/2,b", "")],
        ),
        (
            "\ufeffhttps://a.example/1,One title\r\nhttps://a.example/2,Two",
            [("/1", "One title"), ("/2", "Two")],
        ),
    ],
)
def test_rows_without_a_header_are_addresses_and_titles(text: str, found: list[tuple[str, str]]) -> None:
    assert titles_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/a,b/c",
        "https://a.example/a,b",
        "https://a.example/a;b=1;c=2",
        "https://a.example/a,b\nhttps://a.example/c",
        "https://a.example/a,b/c\nhttps://a.example/d,e/f",
        "https://a.example/maps/@48.85,2.35,17z\nhttps://a.example/maps/@1.5,2.5,10z",
        "https://a.example/slug,1234567\nhttps://a.example/slug,1234568",
        "https://a.example/?ids=a,b\nhttps://a.example/?ids=c,d",
        "https://a.example/wiki/Paris,_Texas\nhttps://a.example/wiki/I,_Robot",
    ],
)
def test_an_address_with_a_comma_in_it_stays_one_address(text: str) -> None:
    assert urls_in(text) == text.split("\n")


def test_a_row_of_a_table_that_cannot_be_saved_is_told_with_its_line() -> None:
    reading = parse_list(
        "ftp://a.example/x,Old thing\nhttps://a.example/2,New thing\nhttps://a.example/3,Three"
    )
    assert [(refusal.row, refusal.reason) for refusal in reading.rejected] == [(1, "not a web address: ftp")]
    assert [clipping.row for clipping in reading.clippings] == [2, 3]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "(https://en.wikipedia.org/wiki/Attention_(machine_learning)).",
            ["https://en.wikipedia.org/wiki/Attention_(machine_learning)"],
        ),
        ("[w](https://en.wikipedia.org/wiki/A_(b)), ok", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("[a](https://a.example),[b](https://b.example)", ["https://a.example", "https://b.example"]),
        (
            "https://a.example/x, https://b.example/y; and https://c.example!",
            ["https://a.example/x", "https://b.example/y", "https://c.example"],
        ),
        ("**https://a.example/x**", ["https://a.example/x"]),
        ("https://youtu.be/abcdefghij_", ["https://youtu.be/abcdefghij_"]),
        ("「https://a.example/記事」を読む", ["https://a.example/記事"]),
        ("[t](<https://a.example/x y>)", ["https://a.example/x y"]),
        ("twopug.com", ["twopug.com"]),
        ("Name | twopug.com", ["twopug.com"]),
        ("[t](twopug.com)", ["twopug.com"]),
        ("docs at docs.rs/msgspec, not Node.js/Deno or main.py", ["docs.rs/msgspec"]),
        ("https://a.example/1,https://b.example/2", ["https://a.example/1", "https://b.example/2"]),
        ("HTTPS://A.example/x", ["HTTPS://A.example/x"]),
        ("git@github.com:o/n.git and arXiv:1706.03762v5.", ["git@github.com:o/n.git", "arXiv:1706.03762v5"]),
        ("javascript: urls explained | https://a.example/x", ["https://a.example/x"]),
    ],
)
def test_a_link_ends_where_a_reader_would_end_it(line: str, found: list[str]) -> None:
    assert urls_in(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "README.md",
        "mail jane.doe@example.com",
        "![shot](https://a.example/i.png)",
        "version 2.0.1",
        "e.g. this/that",
        "[t](#top)",
    ],
)
def test_what_only_looks_like_a_link_is_refused(line: str) -> None:
    reading = parse_list(line)
    assert (reading.clippings, [refusal.reason for refusal in reading.rejected]) == (
        (),
        ["no link in this line"],
    )


@pytest.mark.parametrize("text", ["", "\n \n", "---\n***", "# A heading\n## Another"])
def test_blank_lines_rules_and_headings_are_no_rows(text: str) -> None:
    assert parse_list(text).row_count == 0


def test_a_bad_link_beside_a_good_one_is_told_as_well() -> None:
    reading = parse_list("old ftp://a.example/x new https://a.example/x")
    assert [clipping.url for clipping in reading.clippings] == ["https://a.example/x"]
    assert [refusal.reason for refusal in reading.rejected] == ["not a web address: ftp"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_lines_as_an_editor_counts_them(end: str) -> None:
    reading = parse_list(end.join(["https://a.example", "", "x\u2028y https://b.example", "https://"]))
    assert [clipping.row for clipping in reading.clippings] == [1, 3]
    assert [refusal.row for refusal in reading.rejected] == [4]


def test_strangers_text_is_cleaned_at_this_door() -> None:
    reading = parse_list(
        "A \x1b[31mred\x1b[0m\u202e title | https://a.example/x\nftp://evil \x1b]0;x\x07 line"
    )
    assert reading.clippings[0].title == "A red title"
    assert reading.rejected[0].text == "ftp://evil line"


TITLES = st.lists(
    st.text('ab,;"é-', min_size=1).filter(lambda word: any(map(str.isalpha, word))), min_size=2
).map(" ".join)
PATHS = st.text("ab1,;/", max_size=8)


@given(st.lists(st.tuples(PATHS, TITLES), min_size=1, max_size=6), st.sampled_from("\t;,"), st.booleans())
def test_what_a_program_writes_as_a_table_is_read_as_that_table(
    rows: list[tuple[str, str]], separator: str, title_first: bool
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    expected = [(f"https://a.example/x{path}", clean_line(title)) for path, title in rows]
    writer.writerows(pair[::-1] if title_first else pair for pair in expected)
    found = parse_list(file.getvalue())
    assert [(clipping.url, clipping.title) for clipping in found.clippings] == expected


UNQUOTED = st.characters(exclude_characters='"')


@given(
    st.lists(st.sampled_from([*"[]()<>|!#*- \n.:/ab,;\t", "https://a.b/"]) | UNQUOTED, max_size=60).map(
        "".join
    )
)
def test_every_clipping_has_a_work_and_every_text_with_a_word_an_outcome(text: str) -> None:
    reading = parse_list(text)
    assert all(isinstance(identify(clipping.url), Identity) for clipping in reading.clippings)
    assert all(not clipping.title or any(map(str.isalnum, clipping.title)) for clipping in reading.clippings)
    rows = [clipping.row for clipping in reading.clippings]
    assert rows == sorted(rows)
    if reading.notes:
        assert reading.row_count


def test_a_hostile_line_takes_no_longer_than_an_honest_page() -> None:
    start = time.process_time()
    for pattern in (
        "[",
        "([",
        "a.",
        "[a](b",
        "](<https://a.b/",
        "|a.bc",
        "https://",
        "h://a(",
        "a-",
        "<!--",
        "- ",
        ",https://",
        '"x,""',
        'a,"b\n',
        "<",
        "**",
        "`",
        "](",
        "[a][b]",
        "[a]: https://a.b/\n",
        "<a href=https://a.b>",
        "<a href='",
        "<!--x-->",
        "https://a.b/https:/",
        "https://a.bhttps://a.b",
        "https://a.b((((",
        "|a\t",
        "| https://a.b/c ",
        "=3D=\n",
        "From: a\nTo: b\n x",
        "x\nhttps://a.b/c\n",
        "<https://a.b/\n",
        "&amp;",
        "[[https://a.b][",
        "https://a.b/c[",
    ):
        parse_list(pattern * (100_000 // len(pattern)))
    assert time.process_time() - start < 20
