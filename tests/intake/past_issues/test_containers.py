"""Archives in other shapes than text: told by what is in them, no link lost, and what is no issue named."""

import json
import time

import pytest

from tests.support.archives import make_json_issue, make_zip, read_found, read_named
from workbench.curation.model import LabelledLink


def test_json_with_parts_and_entries_is_an_issue() -> None:
    (issue,) = read_found({"src/7.json": make_json_issue()}).issues
    assert (issue.number, issue.date, issue.title, issue.file) == (
        7,
        "2014-02-03",
        "Gates and Meshes 7",
        "src/7.json",
    )
    assert issue.greeting.startswith("Hello, **all**.")
    (articles,) = issue.sections
    assert [(entry.title, entry.links[0].url, entry.authors) for entry in articles.entries] == [
        ("Gates", "https://a.example/gates", ("ann lee",)),
        ("Meshes & more", "https://a.example/meshes", ()),
    ]
    assert articles.entries[0].blurb == "By [me](<https://b.example/me>)."


def test_what_is_paid_for_is_a_block_and_its_links_are_mentioned() -> None:
    (issue,) = read_found({"7.json": make_json_issue()}).issues
    (block,) = issue.blocks
    assert (block.heading, block.text) == ("Sponsors", "[Buy this](<https://shop.example/>)\n\nNow.")
    assert [link.url for link in issue.mentions] == ["https://shop.example/", "https://b.example/me"]


def test_curated_says_its_number_and_its_texts_are_no_entries() -> None:
    items = [
        {"type": "Text", "title": "Hello", "description": "<p>Welcome.</p>"},
        {"type": "Link", "title": "Search", "url": "https://a.example/", "description_markdown": "It *finds*."},
    ]  # fmt: skip
    document = {
        "number": 12, "title": "Issue 12", "url": "https://n.example/issues/12",
        "published_at": "2021-02-02T21:08:42+00:00", "publication_status": "published",
        "categories": [{"code": "news", "name": "News", "items": items}],
    }  # fmt: skip
    (issue,) = read_named("export.json", json.dumps(document)).issues
    assert (issue.number, issue.date, issue.url) == (12, "2021-02-02", "https://n.example/issues/12")
    assert [(part.heading, part.entries[0].blurb) for part in issue.sections] == [("News", "It *finds*.")]
    assert [(block.place, block.text) for block in issue.blocks] == [("before:News", "**Hello**\n\nWelcome.")]


def test_a_heading_with_markup_is_its_words_and_its_link_is_mentioned() -> None:
    entries = [{"title": "Use <code>Vec&lt;T&gt;</code> &amp; <b>win</b>", "url": "https://a.example/"}]
    chapters = [{"title": 'Jobs by <a href="https://jobs.example/?a=1&amp;b=2">Ann</a>', "entries": entries}]
    (issue,) = read_found({"9.json": make_json_issue(9, chapters=chapters)}).issues
    (section,) = issue.sections
    assert section.heading == "Jobs by Ann"
    assert [link.url for link in issue.mentions] == ["https://jobs.example/?a=1&b=2"]
    assert section.entries[0].title == "Use Vec<T> & win"


def test_a_template_among_numbered_issues_is_left_out_unless_it_is_named() -> None:
    files = {f"{number}.json": make_json_issue(number) for number in range(1, 8)}
    template = make_json_issue(0, subject="", date="")
    read = read_found({**files, "next.json": template, "authors.json": '{"ann_lee": {"name": "Ann Lee"}}'})
    assert [issue.number for issue in read.issues] == [1, 2, 3, 4, 5, 6, 7]
    assert {left.file: left.reason for left in read.left_out} == {
        "authors.json": "no past issue is found in this JSON",
        "next.json": "it has no number, as the others have: named by itself it is taken",
    }
    assert len(read_named("next.json", template).issues) == 1


def note(title: str, url: str, day: str = "2019-01-13", text: str = "What it says.") -> str:
    fields = f"title: \"{title}\"\nurl: '{url}'\ncategory: libraries-tools\ncreatedOn: '{day}T14:54:08Z'"
    return f"---\n_id: 5c3b\n{fields}\n---\n\n{text}\n"


def test_a_file_for_each_link_is_grouped_by_its_folder() -> None:
    files = {
        "2019/3/a.md": note("It's A", "https://a.example/"),
        "2019/3/b.md": note("https://b.example/", "Swapped", "2019-01-12", "undefined"),
        "2019/10/c.md": note("C", "https://c.example/", "2019-03-08"),
        "about.md": "About this list.",
    }
    read = read_found(files)
    first, second = read.issues
    assert (first.title, first.date, second.title) == ("2019/3", "2019-01-13", "2019/10")
    (section,) = first.sections
    assert section.heading == "Libraries tools"
    assert [(entry.title, entry.links, entry.blurb) for entry in section.entries] == [
        ("Swapped", (LabelledLink("", "https://b.example/"),), ""),
        ("It's A", (LabelledLink("", "https://a.example/"),), "What it says."),
    ]
    assert [left.file for left in read.left_out] == ["about.md"]


def test_without_folders_links_are_grouped_by_week() -> None:
    days = ("2019-01-13", "2019-01-14", "2019-01-20")
    read = read_found(
        {f"{at}.yml": note(f"T{at}", f"https://{at}.example/", day) for at, day in enumerate(days)}
    )
    assert [(issue.title, len(issue.sections[0].entries)) for issue in read.issues] == [
        ("2019-W02", 1),
        ("2019-W03", 2),
    ]


@pytest.mark.parametrize("folder", ["", "export/"])
def test_substack_tells_what_is_no_newsletter(folder: str) -> None:
    rows = [
        "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url",
        "1.draft,,FALSE,,newsletter,everyone,Not yet,,",
        "2.talk,2022-08-12T12:11:23.230Z,TRUE,,podcast,everyone,A talk,,https://a.example/a.mp3",
        "3.about,2022-08-12T12:11:23.230Z,true,,page,everyone,About,,",
        "4.lost,2022-08-12T12:11:23.230Z,True,,newsletter,everyone,Lost,,",
    ]
    files = {
        "posts.csv": "\n".join(rows), "posts/1.draft.html": "<p>x</p>", "posts/3.about.html": "<p>x</p>",
        "posts/2.talk.html": "<p>x</p>", "posts/1.opens.csv": "email\nann@example.com", "email_list.x.csv": "email",
    }  # fmt: skip
    read = read_named("export.zip", make_zip({f"{folder}{name}": text for name, text in files.items()}))
    at = f"export.zip/{folder}"
    assert [(left.file, left.reason, left.text, left.row) for left in read.left_out] == [
        (f"{at}posts/1.draft.html", "a draft", "Not yet", 2),
        (f"{at}posts/2.talk.html", "a podcast", "A talk", 3),
        (f"{at}posts/3.about.html", "a page", "About", 4),
        (f"{at}posts.csv", "its text is not in the export", "Lost", 5),
    ]
    assert read.issues == ()


def test_the_other_exports_tell_drafts_and_pages_too() -> None:
    ghost = {"db": [{"data": {"posts": [
        {"title": "About", "type": "page", "status": "published", "html": "<p>x</p>"},
        {"title": "Soon", "type": "post", "status": "scheduled", "html": "<p>x</p>"},
        {"title": "Gone", "type": "post", "status": "sent", "html": None, "plaintext": None},
    ]}}]}  # fmt: skip
    beehiiv = "id,web_title,status,content_html,url\n1,Not yet,draft,<p>x</p>,https://n.example/p/1\n"
    columns = "id,secondary_id,subject,publish_date,source,slug"
    rows = (columns, "a,1,No date,,app,a", "b,2,No text,2023-01-02 16:55:00+00:00,app,b")
    buttondown = "\n".join(rows)
    files = {"ghost.json": json.dumps(ghost), "beehiiv.csv": beehiiv, "emails.csv": buttondown}
    assert [(left.text, left.reason) for left in read_found(files).left_out] == [
        ("No date", "a draft"),
        ("No text", "its text is not in the export"),
        ("Not yet", "a draft"),
        ("About", "a page"),
        ("Soon", "it is scheduled"),
        ("Gone", "its text is not in the export"),
    ]


def test_a_file_that_cannot_be_read_is_named_and_spoils_nothing() -> None:
    files: dict[str, str | bytes] = {
        "a.json": make_json_issue(), "b.json": "{", "c.txt": "", "d.md": b"\0\1\2", "e.csv": "name,url\nA,https://a.example/\n",
        "f.md": "---\npublished: false\n---\n[A](https://a.example/)\n",
    }  # fmt: skip
    read = read_found(files)
    assert len(read.issues) == 1
    assert {left.file: left.reason for left in read.left_out} == {
        "b.json": "no past issue is found in this JSON",
        "c.txt": "it is empty",
        "d.md": "it is no text",
        "e.csv": "it is a table of something else than posts: `import` takes links",
        "f.md": "a draft",
    }
    (left,) = read_named("bad.zip", b"PK\x03\x04 cut off").left_out
    assert left.reason == "it is a zip file that was cut off: download or copy it once more"


def test_a_file_that_means_harm_takes_no_time_and_harms_no_other() -> None:
    files: dict[str, str | bytes] = {
        "a.json": '{"chapters": ' * 50_000, "b.json": json.dumps({"chapters": [[]] * 50_000}),
        "c.md": f"---\ntitle:{' ' * 7000}x\nurl: https://a.example/{'(' * 500}\n---\n", "d.json": make_json_issue(4),
        "e.zip": make_zip({"../../f.json": make_json_issue(5), "g.zip": make_zip({"h.json": "{}"})}),
        "i.json": make_json_issue(6, header="<a href=" * 3000, chapters=[{"entries": [{"url": "javascript:x"}]}]),
    }  # fmt: skip
    begin = time.perf_counter()
    read = read_found(files)
    assert time.perf_counter() - begin < 5
    assert [issue.file for issue in read.issues] == ["d.json", "e.zip/../../f.json"]


def test_a_text_in_other_letters_is_read_and_that_is_said() -> None:
    read = read_found({"a.md": "# N 1\n\n- [Caf\xe9](https://a.example/)\n".encode("latin-1")})
    assert read.issues[0].sections[0].entries[0].title == "Café"
    assert read.notes == (
        "a.md: It is not UTF-8: read as Western European text, so accents and quotes may be wrong.",
    )


def test_files_are_read_in_the_order_in_which_people_count() -> None:
    files = {f"issue-{number}.json": make_json_issue(number) for number in (10, 9, 1)}
    assert [issue.file for issue in read_found(files).issues] == [
        "issue-1.json",
        "issue-9.json",
        "issue-10.json",
    ]


def test_the_workbench_s_own_files_are_handed_on_as_they_are() -> None:
    text = "---\nnumber: 11\ntitle: Gates\n---\n\nHello.\n"
    (own,) = read_found({"issues/0011.md": text}).own_files
    assert (own.file, own.text) == ("issues/0011.md", text)
