"""Text is more than lines: mail, HTML, tables, other notations, titles above their links, labels that are no titles."""

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.intake.text.link_list import parse_list
from workbench.intake.text.notations import NOTATIONS, Notation

Found = list[tuple[str, str, str]]
SITE = "https://a.example"


def read_text(text: str) -> Found:
    """Each link's address, its site left out, title and note; nothing may be refused."""
    reading = parse_list(text)
    assert reading.rejected == ()
    return [(one.url.removeprefix(f"{SITE}/"), one.title, one.note) for one in reading.clippings]


def urls_of(text: str) -> list[str]:
    return [clipping.url for clipping in parse_list(text).clippings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gated Attention\nhttps://a.example/1", [("1", "Gated Attention", "")]),
        ("One\nhttps://a.example/1\nTwo\nhttps://a.example/2", [("1", "One", ""), ("2", "Two", "")]),
        ("One\n\nhttps://a.example/1\n\nTwo\n\nhttps://a.example/2", [("1", "One", ""), ("2", "Two", "")]),
        ("門控注意力\nhttps://a.example/1", [("1", "門控注意力", "")]),
        ("- Gated **Attention**\n  https://a.example/1", [("1", "Gated Attention", "")]),
        (
            "1. One\n   <https://a.example/1>\n2. Two\n   https://a.example/2",
            [("1", "One", ""), ("2", "Two", "")],
        ),
        ("### One\n\nhttps://a.example/1\n\nA blurb.", [("1", "One", "A blurb.")]),
        (
            "One\nPaper: https://a.example/1\nCode: https://a.example/2",
            [("1", "One", ""), ("2", "", "Code: One")],
        ),
        ("Great read:\nhttps://a.example/1", [("1", "", "Great read")]),
        ("It was a long week.\nhttps://a.example/1", [("1", "", "It was a long week.")]),
        (
            "https://a.example/1\nGreat read.\n\nhttps://a.example/2\nGood.",
            [("1", "", "Great read."), ("2", "", "Good.")],
        ),
        ("Wrapped prose that\nhttps://a.example/1 goes\non.", [("1", "", "Wrapped prose that … goes … on.")]),
        ("* [One](https://a.example/1)\n  more of it\n  and more", [("1", "One", "more of it and more")]),
    ],
)
def test_what_stands_in_the_lines_around_a_link_is_its_title_or_its_note(text: str, found: Found) -> None:
    assert read_text(text) == found


@pytest.mark.parametrize("heading", ["For Sunday", "Papers:", "## Papers"])
def test_a_line_above_several_links_is_the_heading_of_a_list(heading: str) -> None:
    found = read_text(f"{heading}\nhttps://a.example/1\nhttps://a.example/2")
    assert found == [("1", "", ""), ("2", "", "")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "| 1) **Gates everywhere** - a study | [Paper](https://a.example/1), [Tweet](https://a.example/2) |",
            [("1", "Gates everywhere", "a study"), ("2", "", "Tweet: Gates everywhere")],
        ),
        (
            "**Gates** – [PDF](https://a.example/1) | [Code](https://a.example/2)",
            [("1", "Gates", ""), ("2", "", "Code: Gates")],
        ),
        (
            "Gates [[paper](https://a.example/1)] [[code](https://a.example/2)]",
            [("1", "Gates", ""), ("2", "", "code: Gates")],
        ),
        ("- **Gates**: https://a.example/1", [("1", "Gates", "")]),
        ("- **Gates**: a study\n  - [Paper](https://a.example/1)", [("1", "Gates", "a study")]),
        ("Gates | Paper | https://a.example/1", [("1", "Gates", "")]),
        ("https://a.example/1 | GitHub", [("1", "", "GitHub")]),
        ("Gates\nhttps://a.example/1 | GitHub", [("1", "Gates", "")]),
        ("Paper: https://a.example/1", [("1", "", "Paper")]),
        ("Read about gates [here](https://a.example/1).", [("1", "", "here … Read about gates")]),
        ("[**論文**](https://a.example/1)", [("1", "", "論文")]),
    ],
)
def test_a_label_is_no_title_and_the_row_says_the_real_one(line: str, found: Found) -> None:
    assert read_text(line) == found


def test_the_name_of_a_site_is_the_title_of_its_front_page() -> None:
    assert read_text("[GitHub](https://github.com)") == [("https://github.com", "GitHub", "")]
    assert read_text("[Demo](https://demo.a.example/)") == [("https://demo.a.example/", "", "Demo")]
    assert read_text("[#6944](https://github.com/a/b/pull/6944)")[0][1] == ""
    assert read_text("[GitHub](https://github.com/a/b)") == [("https://github.com/a/b", "", "GitHub")]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("**Monthly meetup: August**", "Monthly meetup: August"),
        ("Stabilize `Box::take`", "Stabilize Box::take"),
        ("_New_ ~~old~~ __Both__", "New old Both"),
        ("`snake_case` and *args in C*", "snake_case and *args in C*"),
        ("Vec&lt;T&gt; &amp; R&amp;D", "Vec<T> & R&D"),
        ("**Person **", "Person"),
    ],
)
def test_marks_of_emphasis_and_code_never_stay_in_a_title(written: str, title: str) -> None:
    assert read_text(f"* [{written}](https://a.example/1)") == [("1", title, "")]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("read <https://a.example/long-\nslug/index.html> today", ["https://a.example/long-slug/index.html"]),
        ("> read <https://a.example/long-\n> slug> today", ["https://a.example/long-slug"]),
        ("<URL:https://a.example/\n  b/c>", ["https://a.example/b/c"]),
        ("a < b <https://a.example/1\nand no end", ["https://a.example/1"]),
        ("[a title over\ntwo lines](https://a.example/1)", ["https://a.example/1"]),
    ],
)
def test_a_link_that_was_wrapped_is_whole_again(text: str, urls: list[str]) -> None:
    assert urls_of(text) == urls


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '<ul>\n<li><a href="https://a.example/1?x=1&amp;y=2">Gates &amp; Meshes</a> &mdash; a study</li></ul>',
            [("1?x=1&y=2", "Gates & Meshes", "a study")],
        ),
        (
            "<p>Read <a\nhref='https://a.example/1'>the\n<b>second</b> one</a>.</p>",
            [("1", "the second one", "Read")],
        ),
        (
            '<a href="https://a.example/1"><img src="https://a.example/i.png" alt="Gates"></a>',
            [("1", "Gates", "")],
        ),
        (
            '<a href="#top">Top</a> <a href="mailto:a@b.example">mail</a> https://a.example/1',
            [("1", "", "Top mail")],
        ),
        (
            "<table><tr><th>Title</th><th>Link</th></tr>\n<tr>\n<td>Gates</td>"
            '\n<td><a href="https://a.example/1">Paper</a></td>\n</tr></table>',
            [("1", "Gates", "")],
        ),
        ("<script>see('https://a.example/0')</script> https://a.example/1", [("1", "", "")]),
        ("Vec<T> and `<b>` in <https://a.example/1>", [("1", "", "Vec<T> and <b> in")]),
    ],
)
def test_html_is_read_as_what_it_shows(text: str, found: Found) -> None:
    assert read_text(text) == found


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://a.example/0">Unsubscribe</a>',
        "[View this email in your browser](https://a.example/0)",
        "Newsletter abbestellen: https://a.example/0",
        "退订 https://a.example/0",
    ],
)
def test_what_serves_the_readers_of_a_mail_is_refused(text: str) -> None:
    reading = parse_list(f"{text}\n\n[Gates](https://a.example/1)")
    assert [clipping.title for clipping in reading.clippings] == ["Gates"]
    assert [(one.row, one.reason) for one in reading.rejected] == [(1, "a link for the readers of that mail")]


def test_what_serves_the_readers_of_a_mail_gives_its_neighbour_no_note() -> None:
    cell = '<td><a href="https://a.example/1">A report</a> <a href="https://a.example/0">Unsubscribe</a></td>'
    reading = parse_list(cell)
    assert [(one.title, one.note) for one in reading.clippings] == [("", "A report")]
    assert [one.text for one in reading.rejected] == ["Unsubscribe"]


def test_a_title_that_speaks_of_it_is_kept() -> None:
    assert read_text("[Why readers unsubscribe](https://a.example/1)") == [
        ("1", "Why readers unsubscribe", "")
    ]


def test_links_in_comments_are_none() -> None:
    text = "<!--\n* [Title of the linked page](https://a.example/0)\n-->\n* [Real](https://a.example/1) <!-- x -->"
    assert read_text(text) == [("1", "Real", "")]
    assert parse_list(text).clippings[0].row == 4
    assert parse_list(text).notes == ()
    assert urls_of("https://a.example/1 <!-- https://a.example/2") == [
        "https://a.example/1",
        "https://a.example/2",
    ]


HTML = '<p>See <a href="https://a.example/long-slug?x=1&amp;y=2">Gated — Attention</a></p>'
PLAIN = "Gated — Attention\r\nhttps://a.example/long-slug?x=1&y=2\r\n"
HEADERS = "From: A <a@b.example>\r\nTo: c@d.example\r\nSubject: Links, see https://a.example/0\r\nMIME-Version: 1.0\r\n"


def make_part(text: str, subtype: str, encoding: str) -> str:
    data = text.encode()
    coded = quopri.encodestring(data) if encoding == "quoted-printable" else base64.encodebytes(data)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n"
    return f"{head}\r\n{coded.decode()}"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize(("text", "subtype"), [(HTML, "html"), (PLAIN, "plain")])
def test_the_source_of_a_mail_is_read_as_its_text(text: str, subtype: str, encoding: str) -> None:
    ((url, title, _),) = read_text(HEADERS + make_part(text, subtype, encoding))
    assert (url, title) == ("long-slug?x=1&y=2", "Gated — Attention")


def test_of_a_mail_in_two_forms_the_one_with_titles_is_read_and_no_attachment() -> None:
    parts = [make_part(PLAIN, "plain", "base64"), make_part(HTML, "html", "quoted-printable")]
    image = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"
    head = f'{HEADERS}Content-Type: multipart/alternative;\r\n boundary="b1"\r\n\r\nFor old programs.\r\n'
    mail = head + "".join(f"--b1\r\n{part}\r\n" for part in (*parts, image)) + "--b1--\r\n"
    assert [(url, title) for url, title, _ in read_text(mail)] == [("long-slug?x=1&y=2", "Gated — Attention")]


def test_quoted_printable_without_headers_is_told_by_its_soft_breaks() -> None:
    assert urls_of("see https://a.example/long-=\nslug?id=3D5 and") == ["https://a.example/long-slug?id=5"]
    assert urls_of("https://a.example/?q=\nhttps://a.example/?r=3") == [
        "https://a.example/?q=",
        "https://a.example/?r=3",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Gates\thttps://a.example/1\nMeshes\thttps://a.example/2",
            [("1", "Gates", ""), ("2", "Meshes", "")],
        ),
        (
            "https://a.example/1\tGates\nhttps://a.example/2\tMeshes",
            [("1", "Gates", ""), ("2", "Meshes", "")],
        ),
        ("Gated Attention\thttps://a.example/1\tworth reading", [("1", "Gated Attention", "worth reading")]),
        (
            "Title\tURL\tNotes\nGates\thttps://a.example/1\tA longer text of notes\nMeshes\thttps://a.example/2\t",
            [("1", "Gates", "A longer text of notes"), ("2", "Meshes", "")],
        ),
        (
            "Notes,URL,Title\nSome longer notes,https://a.example/1,Gates",
            [("1", "Gates", "Some longer notes")],
        ),
        ("2026-01-02\tGates\thttps://a.example/1", [("1", "Gates", "")]),
        (
            "| Title | Link | Notes |\n|---|:--|---|\n| Gates | https://a.example/1 | good |\n"
            "| Meshes | [Paper](https://a.example/2) [Code](https://a.example/3) | |",
            [("1", "Gates", "good"), ("2", "Meshes", ""), ("3", "", "Code: Meshes")],
        ),
        (
            "| Note | Title | Link |\n|---|---|---|\n| Some words | Gates | https://a.example/1 |",
            [("1", "Gates", "Some words")],
        ),
        (
            "| Added | Work |\n|--|--|\n| 2026-01-02 | [Gates](https://a.example/1) |",
            [("1", "Gates", "2026-01-02")],
        ),
    ],
)
def test_a_row_of_a_table_has_its_title_in_a_cell(text: str, found: Found) -> None:
    assert read_text(text) == found


@pytest.mark.parametrize("notation", NOTATIONS, ids=lambda notation: notation.name)
@pytest.mark.parametrize("around", ["{}", "* {} and more", "wow! {}"])
def test_every_notation_gives_address_and_title(notation: Notation, around: str) -> None:
    if notation.mark == ".. _" and around != "{}":
        pytest.skip("a target stands in a line of its own")
    ((url, title, _),) = read_text(around.format(notation.example))
    assert (url, title) == ("x", "Title")


def test_org_mode_leaves_its_keywords_out() -> None:
    text = (
        "#+TITLE: Links\n* TODO [#A] [[https://a.example/1][Gates]]\n** DONE Meshes\n   https://a.example/2\n"
    )
    assert read_text(text) == [("1", "Gates", ""), ("2", "Meshes", "")]
    assert parse_list(text).notes == ()


def test_references_have_their_addresses_and_definitions_alone_are_links() -> None:
    text = (
        "See [gates][1], ![i][2], [here][3] and [Fourth][].\n\n"
        '[1]: https://a.example/1 "Gated Attention"\n[2]: <https://a.example/2>\n'
        '[3]: https://a.example/3 "Third"\n[fourth]: https://a.example/4\n[fifth]: https://a.example/5'
    )
    assert [(url, title) for url, title, _ in read_text(text)] == [
        ("1", "gates"),
        ("3", "Third"),
        ("4", "Fourth"),
        ("5", ""),
    ]
    assert read_text("[Gates][1] and [again][1].\n\n[1]: https://a.example/1") == [
        ("1", "Gates", "and again.")
    ]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.example/a,https://a.example/b", ["a", "b"]),
        ("https://a.example/c;https://a.example/d", ["c", "d"]),
        ("https://a.example/ehttps://a.example/fhttp://a.example/g", ["e", "f", "http://a.example/g"]),
        ("https://a.example/1(https://a.example/2)", ["1", "2"]),
        ("https://a.example/web/2020/https://b.example/1", ["web/2020/https://b.example/1"]),
        ("https://a.example/?u=https://b.example/1", ["?u=https://b.example/1"]),
        ("https://a.example/1，详见 https://a.example/2；https://a.example/3", ["1", "2", "3"]),
        ("https://a.example/1？因 https://a.example/2：说 https://a.example/3！好", ["1", "2", "3"]),
        ("（https://a.example/1）【https://a.example/2】“https://a.example/3”", ["1", "2", "3"]),
        (
            "https://a.example/\u200b1\u200b \ufeffhttps://a.example/\u00ad2 \u200fhttps://a.example/3\u202c",
            ["1", "2", "3"],
        ),
        ("https://a.example/?a=1&amp;b=2&amp;amp;c=3", ["?a=1&b=2&c=3"]),
        ("https://a.example/?a=1&copy=2&reg=3&#38;d=4", ["?a=1&copy=2&reg=3&d=4"]),
        ("x=&quot;https://a.example/1&quot;", ["1"]),
    ],
)
def test_an_address_ends_where_it_ends(text: str, urls: list[str]) -> None:
    assert [url.removeprefix(f"{SITE}/") for url in urls_of(text)] == urls


@pytest.mark.parametrize("typo", ["https:/a.example/1", "htps://a.example/1", "ftp://a.example", "https://"])
def test_a_line_that_meant_a_link_is_told(typo: str) -> None:
    assert [refusal.text for refusal in parse_list(f"{typo}\nhttps://a.example/1").rejected] == [typo]


def test_prose_is_no_row_and_what_belongs_to_no_link_is_counted() -> None:
    reading = parse_list("Hello.\n\nSome news.\n\nhttps://a.example/1\nhttps://a.example/2\n\nBye.")
    assert (reading.row_count, reading.rejected) == (2, ())
    assert reading.notes == ("3 lines without a link were left out, the first is line 1: “Hello.”.",)
    assert parse_list("mail mailto:a@b.example, see https://a.example/1").rejected == ()


WORDS = st.text(
    st.characters(categories=["Lu", "Ll"]) | st.sampled_from("門控注意力"), min_size=2, max_size=8
).filter(str.isalpha)
NAMES = st.lists(WORDS, min_size=2, max_size=4).map(lambda words: f"Xq {' '.join(words)} Zq")
SHAPES = (
    "[{title}]({url})",
    "- [**{title}**]({url})",
    "{title} | {url}",
    "{url} – {title}",
    "{title}\n{url}",
    "[[{url}][{title}]]",
    '<li><a href="{url}">{title}</a></li>',
    "| **{title}** | [Paper]({url}) |",
    "### {title}\n\n<{url}>",
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(SHAPES)), min_size=1, max_size=6))
def test_every_planted_link_is_found_once_with_its_title(planted: list[tuple[str, str]]) -> None:
    links = [(title, f"{SITE}/{number}") for number, (title, _) in enumerate(planted)]
    text = "\n\n".join(
        shape.format(title=title, url=url) for (title, url), (_, shape) in zip(links, planted, strict=True)
    )
    reading = parse_list(text)
    assert [clipping.url for clipping in reading.clippings] == [url for _, url in links]
    titles = [" ".join(title.split()) for title, _ in links]
    shapes = [shape for _, shape in planted]
    for clipping, title, shape in zip(reading.clippings, titles, shapes, strict=True):
        assert clipping.title in (title, "")  # a heading is a title only where headings are
        assert clipping.title or shape.startswith("###")


FORMS = ("{}", "{}", "[Title]({})", "<{}>", '<a href="{}">Title</a>', "[[{}][Title]]", "**{}**", "`{}`")
SEPARATORS = (
    *(
        " ",
        "\n",
        "\n\n",
        ", ",
        ",",
        ";",
        "，",
        "。",
        "",
        "\t",
        " | ",
        "（",
        " and ",
        ": ",
        "\n- ",
        "<br>",
        " - ",
        " (",
    ),
    *(
        ") ",
        '"',
        "\n> ",
        " [x] ",
        "</li><li>",
        "\nTitle here\n",
        "\tTitle here\t",
        "\n# Head\n",
        "? ",
        "…",
        "—",
    ),
    *("\r\n", "\n---\n", "\nUrl\tTitle\n", "[", "]", "] [", "{", "}", "\n| ", "|\n", " <b>x</b> "),
)


@given(
    st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(SEPARATORS)), min_size=1, max_size=7),
    st.sampled_from(["", "* ", "See ", "<ul>", "> ", "| ", "[", "(", "**"]),
)
def test_every_address_is_found_once_however_it_is_written_and_parted_from_the_next(
    parts: list[tuple[str, str]], begin: str
) -> None:
    urls = [f"{SITE}/p{number}" for number in range(len(parts))]
    text = begin + "".join(
        form.format(url) + separator for url, (form, separator) in zip(urls, parts, strict=True)
    )
    assert urls_of(text) == urls


@given(
    st.lists(
        st.sampled_from(
            ["word", "Other words", " https://a.example/1 ", "**", "|", "\t", "\n", "\n\n", "- ", "(", ", "]
        )
    )
)
def test_no_word_beside_a_link_is_lost(parts: list[str]) -> None:
    reading = parse_list("".join(parts))
    kept = " ".join(f"{one.title} {one.note}" for one in reading.clippings)
    lost = "".join(reading.notes)
    for line in "".join(parts).split("\n"):
        if "https://" in line and "word" in line and not lost:
            assert "word" in kept
