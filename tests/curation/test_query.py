"""The filter language, asked of one link unless it says otherwise."""

from datetime import UTC, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import LINK_STATES, Link, LinkId, LinkState
from workbench.curation.search.folding import fold_text
from workbench.curation.search.query import haystack_of, parse_query

NOW = "2026-11-22T12:00:00Z"
LINK = Link(
    id=LinkId(1),
    url="https://arxiv.org/abs/2510.25445",
    identity="arxiv:2510.25445",
    kind="paper",
    title="Café Agents: a Survey",
    note="for the pick",
    tags=("Deep Learning", "agents"),
    added="2026-11-14T08:00:00Z",
)
POST = Link(
    id=LinkId(2),
    url="https://blog.netflix.com/x",
    identity="https://blog.netflix.com/x",
    added="2026-11-22T08:00:00Z",
)


TOKYO = timezone(timedelta(hours=9))


class Texts:
    """What is known of every link beside the link itself."""

    def __init__(self, source: str = "", blurb: str = "", issues: tuple[int, ...] = ()) -> None:
        self._source, self._blurb, self._issues = fold_text(source), fold_text(blurb), issues

    def source_of(self, _id: LinkId, /) -> str:
        return self._source

    def blurbs_of(self, _id: LinkId, /) -> str:
        return self._blurb

    def issues_of(self, _id: LinkId, /) -> tuple[int, ...]:
        return self._issues


NO_TEXTS = Texts()
TEXTS = Texts(
    "Every agent needs a “Stopping Rule”, and don’t forget it.", "We wave away the naïve part.", (3, 11)
)


def finds(
    text: str,
    link: Link = LINK,
    state: LinkState = "inbox",
    zone: tzinfo = UTC,
    texts: Texts = NO_TEXTS,
) -> bool:
    return parse_query(text, NOW, zone).matches(link, state, haystack_of(link), texts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "agents survey",
        "AGENT cafe",
        "café",
        '"a survey"',
        '"survey',
        "pick",
        "25445",
        "kind:paper",
        "kind:papers",
        "kind:pap",
        "tag:deep",
        'tag:"deep learning"',
        "tag:AGENTS",
        "is:inbox",
        "is:tagged",
        "is:noted",
        "-is:untitled",
        "before:7d",
        "before:1w",
        "before:2026-11-15",
        "after:9d",
        "after:2026-11-14",
        "after:2026-11",
        "-after:7d",
        "site:arxiv.org",
        "site:arxiv",
        "title:survey",
        "note:pick",
        "-video",
        "-kind:video",
        "video OR agents",
        "kind:video OR kind:paper survey",
        "-survey OR agents",
        "after:99999y",
    ],
)
def test_this_finds_the_link(text: str) -> None:
    assert finds(text)


@pytest.mark.parametrize(
    "text",
    [
        "video",
        "agents video",
        '"agents survey"',
        '"survey a"',
        '"agent"',
        "kind:video",
        "-kind:paper",
        'tag:"deep"',
        "tag:learning",
        "is:placed",
        "is:returned",
        "-agents",
        "-title:survey",
        "before:9d",
        "after:7d",
        "after:2026-11-15",
        "before:2026-11-14",
        "site:github.com",
        "site:xiv.org",
        "video OR audio",
        "agents OR video kind:tool",
        "title:pick",
    ],
)
def test_this_does_not(text: str) -> None:
    assert not finds(text)


def test_every_state_can_be_asked_for() -> None:
    for state in LINK_STATES:
        assert [other for other in LINK_STATES if finds(f"is:{state}", state=other)] == [state]


def test_a_site_is_found_by_its_parts_not_by_its_letters() -> None:
    assert finds("site:netflix.com", POST)
    assert not finds("site:x.com", POST)


@pytest.mark.parametrize(
    "text",
    ["kind:", "tag:", "is:", "before:", "before:7", "after:2026-1", "-", "-kind:", '"', "-tag:", "site:"],
)
def test_a_half_typed_term_matches_everything_and_is_no_problem(text: str) -> None:
    assert finds(text)
    assert finds(text, POST)
    assert parse_query(text, NOW).problems == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("kind:papr", "Write kind:paper, video, read, tool or idea: “papr” is none of them."),
        ("before:soon", "Write before:7d, 2w, 3m or 2026-11-01: “soon” is no time."),
        ("-after:2026-13-01", "Write after:7d, 2w, 3m or 2026-11-01: “2026-13-01” is no time."),
        ("issue:last", "Write issue:11, the number of an issue: “last” is none."),
    ],
)
def test_a_term_that_can_mean_nothing_finds_nothing_and_says_what_to_write(text: str, problem: str) -> None:
    assert parse_query(text, NOW).problems == (problem,)
    assert not finds(text + " survey")


@pytest.mark.parametrize(
    "text",
    [
        'text:"stopping rule"',
        "text:don't",
        "text:stop",
        'text:"stop',
        "-text:video",
        'blurb:"wave away"',
        "blurb:naive",
        "issue:11",
        "issue:#3",
        "issue:",
        "issue:#",
        "text:",
        "stopping",
        '"stopping rule" survey',
        "wave",
        "-wave",
        "video OR wave",
    ],
)
def test_this_is_found_by_its_source_its_blurb_or_its_issue(text: str) -> None:
    assert finds(text, texts=TEXTS)


@pytest.mark.parametrize(
    "text",
    [
        "text:wave",
        'text:"stop"',
        "blurb:stopping",
        "issue:1",
        "title:stopping",
        "note:wave",
        "st",
        '-text:"stopping rule"',
    ],
)
def test_this_is_not(text: str) -> None:
    assert not finds(text, POST, texts=TEXTS)


def test_a_word_in_the_title_counts_more_than_one_in_the_note_or_the_source() -> None:
    words = ("survey", "pick", "stopping", "survey pick")
    ranks = [parse_query(word, NOW).rank(haystack_of(LINK)) for word in words]
    assert ranks == [0, 1, 2, 1]


def test_a_problem_with_a_state_names_the_states() -> None:
    (problem,) = parse_query("is:lost", NOW).problems
    assert all(state in problem for state in LINK_STATES)


def test_the_words_to_mark_are_the_ones_wanted() -> None:
    query = parse_query('Agents -video kind:paper "a survey" gates OR meshes foo:bar', NOW)
    assert query.terms == ("agents", "a survey", "gates", "meshes", "foo:bar")


def test_days_begin_at_midnight_where_the_editor_is() -> None:
    at_breakfast = Link(id=LinkId(3), url="", identity="", added="2026-11-25T21:39:00Z")
    assert finds("after:2026-11-26", at_breakfast, zone=TOKYO)
    assert not finds("before:2026-11-26", at_breakfast, zone=TOKYO)
    assert finds("before:2026-11-26", at_breakfast, zone=UTC)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("hours", [-12, 14])
def test_the_ends_of_the_calendar_are_days_in_every_zone(day: str, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    assert finds(f"after:{day}", zone=zone) is (day == "0001-01-01")
    assert finds(f"before:{day}", zone=zone) is (day == "9999-12-31")


def test_a_span_of_centuries_reaches_before_every_link() -> None:
    assert finds("after:1500y")


def test_a_url_typed_into_the_filter_is_looked_for_as_it_is() -> None:
    assert finds("https://arxiv.org/abs/2510.25445")


@given(st.text(st.sampled_from('ab:-" kindtagisORbefore7d\n') | st.characters(), max_size=30))
def test_no_typing_makes_it_stumble(text: str) -> None:
    finds(text)


WORDS = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=6), min_size=1, max_size=3)


@given(WORDS)
def test_a_link_is_found_by_the_words_of_its_title_and_not_without_them(words: list[str]) -> None:
    link = Link(id=LinkId(3), url="https://a.example", identity="https://a.example", title=" ".join(words))
    wanted = " ".join(f'"{word}"' for word in words)
    assert finds(wanted, link)
    assert not any(finds(f'-"{word}"', link) for word in words if fold_text(word))


@given(
    st.sampled_from(
        ["kind:paper", "is:inbox", "survey", "before:7d", "tag:agents", "site:arxiv", '"a survey"', "zzz"]
    )
)
def test_a_minus_turns_a_term_round(term: str) -> None:
    for link in (LINK, POST):
        assert finds(term, link) is not finds(f"-{term}", link)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("gates", None),
        ("is:placed", {"placed"}),
        ("is:placed is:inbox", set()),
        ("-is:placed", None),
        ("is:placed OR gates", None),
        ("is:untitled", None),
        ("is:rejected gates kind:paper", {"rejected"}),
    ],
)
def test_a_query_for_a_state_says_which_links_need_not_be_looked_at(
    text: str, states: set[str] | None
) -> None:
    found = parse_query(text, NOW).states
    assert found == (None if states is None else frozenset(states))
