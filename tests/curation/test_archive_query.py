"""The filter language, asked of the texts of past issues, and what is near a link among them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.curation.archive.nearness import NearIndex
from workbench.curation.archive.owners import owner_of
from workbench.curation.archive.query import filter_texts, find_line, parse_archive_query
from workbench.curation.archive.texts import ArchivedText, list_texts
from workbench.curation.model import (
    Entry,
    EntryId,
    Issue,
    IssueId,
    LabelledLink,
    Link,
    LinkId,
    Mention,
    Section,
)

NOW = "2026-11-22T12:00:00Z"
LINKS = {
    LinkId(1): Link(
        id=LinkId(1), url="https://arxiv.org/abs/2510.25445", identity="arxiv:2510.25445", kind="paper",
        title="Agentic AI: a Survey",
    ),
    LinkId(2): Link(
        id=LinkId(2), url="https://github.com/karpathy/nanochat", identity="github:karpathy/nanochat", kind="tool",
        title="nanochat",
    ),
    LinkId(3): Link(
        id=LinkId(3), url="https://eugene.substack.com/p/evals", identity="https://eugene.substack.com/p/evals",
        title="Evals that agents cannot game",
    ),
}  # fmt: skip
AUTHORS = {LinkId(1): ("Mohamad Abou Ali", "Fadi Dornaika", "and others")}


def make_issue(number: int, date: str, *links: LinkId, state: str = "published") -> tuple[ArchivedText, ...]:
    sections = (Section(key="papers", heading="📄 {count} Papers", label="Papers", icon="📄"),)
    issue = Issue(
        id=IssueId(number), number=number, date=date, title=f"Gates and Agents {number}", subtitle="A week of meshes",
        greeting="Hey there!\n\nIt was a Café week.", tldr={"papers": "surveys of agents"}, closing="Bye.",
        sections=sections, state=state,  # type: ignore[arg-type]  # one of the two
        mentions=(Mention("the nanoGPT lecture", "https://youtu.be/kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),),
    )  # fmt: skip
    entries = [
        Entry(
            id=EntryId(number * 10 + at), issue=issue.id, link=id, section="papers" if at == 1 else "tools", slot=at,
            title=LINKS[id].title, links=(LabelledLink("", LINKS[id].url),),
            blurb="First of all.\n\nIt trains a whole chat model, tokenizer included.",
        )
        for at, id in enumerate(links, start=1)
    ]  # fmt: skip
    benched = Entry(id=EntryId(number * 10 + 9), issue=issue.id, link=LinkId(3), section="papers")
    return list_texts(issue, [*entries, benched], LINKS)


TEXTS = (*make_issue(12, "2025-03-02", LinkId(2), LinkId(3)), *make_issue(7, "2024-11-03", LinkId(1)))


def authors_of(link: LinkId) -> str:
    return "".join(f" {name.lower()}\n" for name in AUTHORS.get(link, ()))


def find(text: str) -> list[tuple[int, str, str]]:
    found = filter_texts(parse_archive_query(text, NOW), TEXTS, authors_of)
    return [
        (text.number, text.part, text.title if text.part in ("entry", "mention") else "") for text in found
    ]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("section:tools", {(12, "entry", "Evals that agents cannot game")}),
        ("section:papers is:entry year:2024", {(7, "entry", "Agentic AI: a Survey")}),
        ("section:papers is:tldr issue:12", {(12, "tldr", "")}),
        ("host:arxiv.org", {(7, "entry", "Agentic AI: a Survey")}),
        ("host:https://www.arxiv.org/abs", {(7, "entry", "Agentic AI: a Survey")}),
        ("host:xiv", set()),
        ("host:github.com/karp", {(12, "entry", "nanochat")}),
        ("author:karpathy", {(12, "entry", "nanochat")}),
        ("author:@eugene", {(12, "entry", "Evals that agents cannot game")}),
        ("author:dornaika", {(7, "entry", "Agentic AI: a Survey")}),
        ('author:"fadi dorn"', {(7, "entry", "Agentic AI: a Survey")}),
        ("author:naika", set()),
        ("work:github:karpathy/nanochat", {(12, "entry", "nanochat")}),
        ("kind:tool", {(12, "entry", "nanochat")}),
        ("cafe is:greeting after:2025", {(12, "greeting", "")}),
        ("cafe before:2025-01", {(7, "greeting", "")}),
        ("is:mention issue:#7", {(7, "mention", "the nanoGPT lecture")}),
        ("title:survey", {(7, "entry", "Agentic AI: a Survey")}),
        ('"chat model" -nanochat year:2025', {(12, "entry", "Evals that agents cannot game")}),
        ("meshes issue:7", {(7, "title", "")}),
        ("surveys OR bye issue:7", {(7, "tldr", ""), (7, "closing", "")}),
        ("kCc8FmEb1nY year:2025", {(12, "mention", "the nanoGPT lecture")}),
    ],
)
def test_a_query_finds(query: str, wanted: set[tuple[int, str, str]]) -> None:
    assert set(find(query)) == wanted


@pytest.mark.parametrize(
    "query", ["", "section:", "author:", "year:", "year:20", "before:2025-", "issue:", "is:", '"']
)
def test_what_is_not_finished_hides_nothing(query: str) -> None:
    assert len(find(query)) == len(TEXTS)


@pytest.mark.parametrize(
    ("query", "says"),
    [("year:abc", "Write year:2025"), ("is:blurb", "Write is:entry, mention"), ("issue:x", "Write issue:11"),
     ("kind:song", "Write kind:paper"), ("before:soon", "Write before:7d")],
)  # fmt: skip
def test_what_can_mean_nothing_finds_nothing_and_says_what_to_write(query: str, says: str) -> None:
    assert find(query) == []
    assert parse_archive_query(query, NOW).problems[0].startswith(says)


def test_titles_come_before_texts_and_the_newest_issue_first() -> None:
    found = find("agents")
    assert found[:3] == [(12, "title", ""), (12, "entry", "Evals that agents cannot game"), (7, "title", "")]
    assert {part for _, part, _ in found[3:]} == {"tldr"}
    assert [number for number, _, _ in found[3:]] == [12, 7]


def test_the_work_itself_comes_before_texts_that_have_a_word_of_it() -> None:
    assert find("work:arxiv:2510.25445 OR tokenizer")[0] == (7, "entry", "Agentic AI: a Survey")


def test_a_draft_and_a_bench_were_read_by_nobody() -> None:
    assert make_issue(13, "2026-01-01", LinkId(1), state="draft") == ()
    assert not [text for text in TEXTS if text.link == LinkId(3) and str(text.piece).endswith("9")]


TERMS = st.sampled_from(
    ["agents", "chat", "nano", "section:papers", "author:karpathy", "is:entry", "year:2025", '"a"']
)


@given(first=TERMS, second=TERMS)
def test_terms_narrow_or_widens_and_minus_turns_round(first: str, second: str) -> None:
    def ids(query: str) -> set[int]:
        return {text.id for text in filter_texts(parse_archive_query(query, NOW), TEXTS, authors_of)}

    assert ids(f"{first} {second}") == ids(first) & ids(second)
    assert ids(f"{first} OR {second}") == ids(first) | ids(second)
    assert ids(f"-{first}") == {text.id for text in TEXTS} - ids(first)


def test_the_line_that_matches_is_shown_around_its_word() -> None:
    text = next(text for text in TEXTS if text.link == LinkId(2))
    line = "It trains a whole chat model, tokenizer included."
    assert find_line(parse_archive_query("tokenizer", NOW), text) == line
    assert find_line(parse_archive_query("nanochat", NOW), text) == "First of all."
    assert find_line(parse_archive_query("tokenizer", NOW), text, 24) == "…model, tokenizer…"


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://github.com/karpathy/nanochat", "karpathy"),
        ("https://github.com/karpathy", "karpathy"),
        ("https://github.com/topics/llm", ""),
        ("https://huggingface.co/datasets/allenai/c4", "allenai"),
        ("https://huggingface.co/papers/2510.25445", ""),
        ("https://eugene.substack.com/p/evals", "eugene"),
        ("https://medium.com/@ann/a-post", "ann"),
        ("https://www.youtube.com/@3blue1brown", "3blue1brown"),
        ("https://example.com/ann/a-post", ""),
        ("https://substack.com/p/x", ""),
        ("", ""),
    ],
)
def test_an_address_says_whose_it_is_only_where_it_is_sure(url: str, owner: str) -> None:
    assert owner_of(url) == owner


def near_index() -> NearIndex:
    index = NearIndex()
    for text in TEXTS:
        index.add(text, AUTHORS.get(text.link, ()))
    return index


def reasons(link: Link, *authors: str) -> list[str]:
    titles = {text.id: text.title for text in TEXTS}
    return [f"{near.why}: {titles[near.text]}" for near in near_index().find(link, authors)]


def make_link(url: str, identity: str, title: str = "") -> Link:
    return Link(id=LinkId(99), url=url, identity=identity, title=title)


def test_what_is_near_is_of_the_same_people_repository_or_names() -> None:
    micrograd = make_link("https://github.com/karpathy/micrograd", "github:karpathy/micrograd", "micrograd")
    assert reasons(micrograd) == ["also by karpathy: nanochat"]
    issue = make_link("https://github.com/karpathy/nanochat/issues/3", "github:karpathy/nanochat/issues/3")
    assert reasons(issue)[0] == "of the same repository: nanochat"
    paper = make_link("https://arxiv.org/abs/2601.00001", "arxiv:2601.00001", "Another one")
    assert reasons(paper, "Fadi Dornaika") == ["also by Fadi Dornaika: Agentic AI: a Survey"]
    assert reasons(paper, "Somebody Else", "and others") == []
    talk = make_link("https://a.example/talk", "https://a.example/talk", "What nanoGPT taught me")
    assert reasons(talk) == ["“nanogpt” in both titles: the nanoGPT lecture"]


def test_one_common_long_word_is_no_nearness_and_neither_is_the_work_itself() -> None:
    assert reasons(make_link("https://a.example/x", "https://a.example/x", "A lecture on a survey")) == []
    assert reasons(LINKS[LinkId(2)]) == []


def test_what_is_counted_back_was_never_there() -> None:
    index, empty = near_index(), NearIndex()
    for text in TEXTS:
        index.remove(text.id)
    assert vars(index) == vars(empty)


def test_a_query_made_from_a_link_finds_its_work_its_people_and_its_names() -> None:
    link = make_link("https://github.com/karpathy/nanochat", "github:karpathy/nanochat", "nanoGPT again")
    query = near_index().build_query(link, ())
    assert query.split(" OR ")[:2] == ["work:github:karpathy/nanochat", "author:karpathy"]
    assert {title for _, part, title in find(query) if part != "title"} == {"nanochat", "the nanoGPT lecture"}


@given(title=st.text(max_size=60), author=st.text(max_size=20))
@example(title="", author="\r:")
def test_any_link_makes_a_query_that_means_something(title: str, author: str) -> None:
    link = make_link("https://a.example/x", "https://a.example/x", title)
    query = parse_archive_query(near_index().build_query(link, (author,)), NOW)
    assert query.problems == ()
    assert query.groups
