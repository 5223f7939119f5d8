"""What is said of a work enters a link and its source whole, whichever way it comes, and nothing better gives way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.desks import collect_texts, dump_library
from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.identity import identity_key
from workbench.curation.model import KINDS, LabelledLink, LinkId, RelatedWork, Source, UserError
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.desk import Desk
from workbench.desk.incoming import fetching, take_in
from workbench.desk.incoming.clipping_merger import ClippingMerger
from workbench.desk.verbs import history, issues, triage, writing

PAPER = "https://arxiv.org/abs/2203.15556"
ARTICLE = "https://blog.example/2026/gates"
SHORT = "https://t.co/aBcDe"
OTHER = "https://bit.ly/xYz"


def take_in_all(desk: Desk, *clippings: Clipping, **more: Any) -> take_in.IntakeResult:
    rows = tuple(replace(clipping, row=row) for row, clipping in enumerate(clippings, start=1))
    return desk.do(
        take_in.take_in_links, ImportResult(format="list", clippings=rows), "file a.json", **more
    ).proposal


def take_in_one(desk: Desk, clipping: Clipping, **more: Any) -> LinkId:
    return take_in_all(desk, clipping, **more).outcomes[0].link


def answer(desk: Desk, link: LinkId, clipping: Clipping) -> LinkId:
    desk.do(fetching.apply_answer, FetchAnswer(link, clipping))
    found = desk.state.by_identity(identity_key(clipping.url))
    assert found is not None
    return found.id


# Nothing is dropped

WAYS: dict[str, Callable[[Desk, Clipping], LinkId]] = {
    "an import": take_in_one,
    "a feed": lambda desk, clipping: take_in_one(desk, clipping, origin="feed"),
    "a capture": lambda desk, clipping: take_in_one(desk, clipping, origin="capture"),
    "an import of what is known": lambda desk, clipping: (
        take_in_one(desk, Clipping(url=clipping.url)) and take_in_one(desk, clipping)
    ),
    "a second row of an import": lambda desk, clipping: (
        take_in_all(desk, Clipping(url=clipping.url), clipping).outcomes[1].link
    ),
    "a fetch": lambda desk, clipping: answer(desk, take_in_one(desk, Clipping(url=clipping.url)), clipping),
}

LINES = st.text("abc é漢", min_size=1).filter(lambda text: text == " ".join(text.split()))
LISTS = st.lists(LINES, min_size=1, unique_by=str.casefold).map(tuple)
CLIPPINGS = st.builds(
    Clipping,
    url=st.just(ARTICLE),
    title=LINES,
    note=LINES,
    tags=LISTS,
    is_archived=st.just(True),
    added=st.dates(date(2000, 1, 1), date(2026, 11, 21)).map(lambda day: f"{day}T08:00:00Z"),
    site=LINES,
    text=LINES,
    authors=LISTS,
    published=st.sampled_from(["2026", "2026-11", "2026-11-22"]),
    facts=LISTS,
    kind=st.sampled_from(KINDS),
    redirects=st.lists(st.integers(1, 9), min_size=1, unique=True).map(
        lambda numbers: tuple(f"https://blog.example/2026/moved-{number}" for number in numbers)
    ),
    canonical_url=st.just("https://www.blog.example/2026/gates-for-good"),
    related=st.lists(st.integers(1, 9), min_size=1, unique=True).map(
        lambda numbers: tuple(
            RelatedWork(f"https://github.com/o/r{number}", "its code", "hub") for number in numbers
        )
    ),
)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=20)
@given(clipping=CLIPPINGS)
def test_a_clipping_arrives_whole_whichever_way_it_comes(
    way: str, clipping: Clipping, new_desk: Callable[[], Desk]
) -> None:
    assert all(
        getattr(clipping, field)
        for field in Clipping.__struct_fields__
        if field not in ("row", "work", "item_id")
    )
    desk = new_desk()
    id = WAYS[way](desk, clipping)
    link, source = desk.state.links[id], desk.state.source_of(id)
    aliases = {identity_key(url) for url in (*clipping.redirects, clipping.canonical_url)}
    assert (link.url, link.identity, set(link.aliases)) == (ARTICLE, ARTICLE, aliases)
    assert (link.title, link.title_by, link.kind) == (clipping.title, clipping.site, clipping.kind)
    assert (link.note, link.added) == (clipping.note, clipping.added)
    assert link.tags == (*clipping.tags, "archived")
    assert link.related == clipping.related
    said_by = dict.fromkeys(("text", "authors", "published", "facts"), clipping.site)
    assert source == Source(
        id=id,
        text=clipping.text,
        authors=clipping.authors,
        published=clipping.published,
        facts=clipping.facts,
        said_by=said_by,
    )


def test_what_no_site_is_named_for_is_said_by_the_way_it_came(desk: Desk) -> None:
    code = RelatedWork("https://github.com/o/r", "its code", "")
    id = take_in_one(desk, Clipping(url=ARTICLE, title="Gates", text="Long read.", related=(code,)))
    assert desk.state.source_of(id).said_by == {"text": "file a.json"}
    assert desk.state.links[id].related == (replace(code, said_by="file a.json"),)
    assert (desk.state.links[id].title_by, desk.state.links[id].via) == ("", "file a.json")


# Who knows better

FULL = Clipping(
    url=ARTICLE,
    site="page",
    title="Gates after attention",
    text="As the site has it.",
    authors=("A. Author",),
    published="2026-11-01",
    facts=("12 min",),
    kind="video",
)
FILED = Clipping(
    url=ARTICLE,
    title="gates.pdf",
    text="As the file has it.",
    authors=("author, a.",),
    published="2025",
    facts=("starred",),
    kind="paper",
)


def test_what_came_with_a_file_gives_way_to_a_site(desk: Desk) -> None:
    id = take_in_one(desk, FILED)
    assert desk.state.links[id].kind == "paper"
    answer(desk, id, FULL)
    link = desk.state.links[id]
    assert (link.title, link.title_by, link.kind) == ("Gates after attention", "page", "video")
    assert desk.state.source_of(id) == Source(
        id=id,
        text="As the site has it.",
        authors=("A. Author",),
        published="2026-11-01",
        facts=("12 min",),
        said_by=dict.fromkeys(("text", "authors", "published", "facts"), "page"),
    )


def test_an_import_overwrites_nothing_that_a_site_said_and_fills_what_it_left_empty(desk: Desk) -> None:
    id = take_in_one(desk, Clipping(url=ARTICLE))
    answer(desk, id, replace(FULL, authors=(), facts=()))
    take_in_one(desk, FILED)
    link, source = desk.state.links[id], desk.state.source_of(id)
    assert (link.title, link.title_by, link.kind) == ("Gates after attention", "page", "video")
    assert (source.text, source.published) == ("As the site has it.", "2026-11-01")
    assert (source.authors, source.facts) == (("author, a.",), ("starred",))
    assert source.said_by == {
        "text": "page",
        "published": "page",
        "authors": "file a.json",
        "facts": "file a.json",
    }


def test_a_title_that_came_with_a_file_gives_way_to_a_feed_that_names_its_site_and_to_no_other_file(
    desk: Desk,
) -> None:
    id = take_in_one(desk, FILED)
    take_in_one(desk, replace(FILED, title="another.pdf"))
    assert (desk.state.links[id].title, desk.state.links[id].title_by) == ("gates.pdf", "")
    take_in_one(desk, Clipping(url=ARTICLE, site="Substack", title="Gates"), origin="feed")
    take_in_one(desk, FILED)
    assert (desk.state.links[id].title, desk.state.links[id].title_by) == ("Gates", "Substack")


@pytest.mark.parametrize("way", [name for name in WAYS if name != "a second row of an import"])
def test_what_the_editor_typed_wins_whichever_way_something_comes(way: str, desk: Desk) -> None:
    id = take_in_one(desk, Clipping(url=ARTICLE))
    desk.do(fetching.set_title, id, "My words")
    WAYS[way](desk, FULL)
    assert (desk.state.links[id].title, desk.state.links[id].title_by) == ("My words", "editor")


def test_the_kind_of_a_work_that_its_url_tells_stays(desk: Desk) -> None:
    id = take_in_one(desk, replace(FULL, url=PAPER, kind="tool"))
    assert desk.state.links[id].kind == "paper"


@pytest.mark.parametrize(
    "title", ["blog.example/2026/gates", "https://blog.example/2026/gates", "http://blog.example/2026/gates"]
)
def test_an_address_is_no_title(desk: Desk, title: str) -> None:
    assert desk.state.links[take_in_one(desk, Clipping(url=ARTICLE, title=title))].title == ""


def test_what_was_printed_stays_as_it_was_printed(desk: Desk) -> None:
    id = take_in_one(desk, Clipping(url=ARTICLE))
    desk.do(triage.place_links, [id], "reads")
    desk.do(issues.publish_issue, desk.state.issue_by_number(11).id)
    printed = desk.state.entries_of(id)
    taken = take_in_all(desk, FULL)
    assert taken.outcomes[0].result == "already_published"
    assert desk.state.links[id].title == ""
    answer(desk, id, FULL)
    assert desk.state.links[id].title == "Gates after attention"
    answer(desk, id, replace(FULL, title="Gates, revised"))
    assert desk.state.links[id].title == "Gates after attention"
    assert desk.state.entries_of(id) == printed


# Dates and notes


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        ("2026-11-20T08:00:00Z", "2026-11-02T08:00:00Z", "2026-11-02T08:00:00Z"),
        ("2026-11-02T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-02T08:00:00Z"),
        ("", "2026-11-02T08:00:00Z", "2026-11-02T08:00:00Z"),
        ("2026-11-02T08:00:00Z", "", "2026-11-02T08:00:00Z"),
        ("", "", "2026-11-22T12:00:00Z"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_of_two_dates_the_earliest_stays(desk: Desk, first: str, then: str, kept: str, at_once: bool) -> None:
    rows = (Clipping(url=ARTICLE, added=first), Clipping(url=ARTICLE, added=then))
    for few in [rows] if at_once else [rows[:1], rows[1:]]:
        take_in_all(desk, *few)
    link = desk.state.by_identity(ARTICLE)
    assert link is not None
    assert link.added == kept


@pytest.mark.parametrize(
    ("first", "then"), [(SHORT, ARTICLE), (ARTICLE, "https://blog.example/2026/gates-old")]
)
def test_two_links_that_turn_out_to_be_one_keep_the_kind_that_was_said_and_the_better_title(
    desk: Desk, first: str, then: str
) -> None:
    older = take_in_one(desk, Clipping(url=first, title="short"))
    take_in_one(desk, Clipping(url=then, title="Gates", site="Substack", kind="video"))
    take_in_one(desk, Clipping(url=SHORT if first == SHORT else then, redirects=(ARTICLE,)))
    link = desk.state.links[older]
    assert (link.identity, link.kind, link.title, link.title_by) == (ARTICLE, "video", "Gates", "Substack")


def test_two_links_that_turn_out_to_be_one_keep_the_earliest_date(desk: Desk) -> None:
    take_in_all(
        desk,
        Clipping(url=ARTICLE, added="2026-11-20T08:00:00Z"),
        Clipping(url=SHORT, added="2026-11-02T08:00:00Z"),
    )
    take_in_all(desk, Clipping(url=SHORT, redirects=(ARTICLE,)))
    link = desk.state.by_identity(ARTICLE)
    assert link is not None
    assert link.added == "2026-11-02T08:00:00Z"


def test_a_note_that_is_among_the_notes_already_is_not_added_again(desk: Desk) -> None:
    rows = (Clipping(url=ARTICLE, note="first"), Clipping(url=ARTICLE, note="second"))
    take_in_all(desk, *rows)
    before = desk.seq
    take_in_all(desk, *rows)
    link = desk.state.by_identity(ARTICLE)
    assert link is not None
    assert (link.note, desk.seq) == ("first\nsecond", before)


# One work, several links


def test_an_import_that_knows_where_a_link_leads_makes_one_of_two(desk: Desk) -> None:
    older = take_in_one(desk, Clipping(url=ARTICLE, tags=("gates",)))
    younger = take_in_one(desk, Clipping(url=SHORT, note="second"))
    desk.do(triage.place_links, [younger], "reads")
    desk.do(writing.write_entry_of_link, younger, blurb="On gates.")
    taken = take_in_all(desk, Clipping(url=SHORT, redirects=(ARTICLE,), text="Long read."))
    assert [(outcome.result, outcome.link) for outcome in taken.outcomes] == [("merged", older)]
    assert younger not in desk.state.links
    link = desk.state.links[older]
    assert (link.note, link.tags, link.urls) == ("second", ("gates",), (SHORT,))
    assert [entry.blurb for entry in desk.state.entries_of(older)] == ["On gates."]
    assert desk.state.source_of(older).text == "Long read."


def test_of_new_links_that_turn_out_to_be_one_the_first_row_added_it(desk: Desk) -> None:
    taken = take_in_all(
        desk,
        Clipping(url=ARTICLE, note="a"),
        Clipping(url=SHORT, note="b"),
        Clipping(url=OTHER, note="c", redirects=(SHORT, ARTICLE)),
        Clipping(url="https://e.example/b"),
    )
    first, *others = taken.outcomes
    assert [outcome.result for outcome in taken.outcomes] == ["added", "merged", "merged", "added"]
    assert {outcome.link for outcome in others[:2]} == {first.link}
    assert len(desk.state.links) == 14
    link = desk.state.links[first.link]
    assert (link.identity, link.note, set(link.urls)) == (ARTICLE, "a\nb\nc", {SHORT, OTHER})
    assert set(taken.links) <= set(desk.state.links)


def test_a_chain_of_links_that_turn_out_to_be_one_ends_in_the_oldest(desk: Desk) -> None:
    oldest = take_in_one(desk, Clipping(url=PAPER, note="0"))
    taken = take_in_all(
        desk,
        Clipping(url=SHORT, note="1"),
        Clipping(url=OTHER, note="2", redirects=(SHORT,)),
        Clipping(url=OTHER, note="3", redirects=(PAPER,)),
        extras=take_in.Extras(section="reads"),
    )
    assert {outcome.link for outcome in taken.outcomes} == {oldest}
    link = desk.state.links[oldest]
    assert sorted(link.note.split("\n")) == ["0", "1", "2", "3"]
    assert (link.identity, set(link.aliases)) == ("arxiv:2203.15556", {SHORT, OTHER})
    assert len(desk.state.entries_of(oldest)) == 1


def test_one_that_moves_into_the_issue_by_merging_is_not_placed_a_second_time(desk: Desk) -> None:
    older = take_in_one(desk, Clipping(url=ARTICLE))
    younger = take_in_one(desk, Clipping(url=SHORT))
    desk.do(triage.place_links, [younger], "reads")
    take_in_all(desk, Clipping(url=SHORT, redirects=(ARTICLE,)), extras=take_in.Extras(section="reads"))
    assert [entry.slot for entry in desk.state.entries_of(older)] == [1]


def test_what_turns_out_to_be_printed_under_another_address_is_said_to_be(desk: Desk) -> None:
    older = take_in_one(desk, Clipping(url=ARTICLE))
    younger = take_in_one(desk, Clipping(url=SHORT))
    desk.do(triage.place_links, [younger], "reads")
    desk.do(issues.publish_issue, desk.state.issue_by_number(11).id)
    [outcome] = take_in_all(desk, Clipping(url=SHORT, redirects=(ARTICLE,))).outcomes
    assert (outcome.link, outcome.result, outcome.reason) == (
        older,
        "already_published",
        "published in #11 (2026-11-29, Curated Reads): the same work, t.co/aBcDe",
    )


def test_within_one_change_a_work_is_found_by_any_of_the_links_it_turned_out_to_be(desk: Desk) -> None:
    older, younger = (take_in_one(desk, Clipping(url=url)) for url in (ARTICLE, SHORT))
    merger = ClippingMerger(ChangeBuilder(desk.state))
    moved = Clipping(url=SHORT, redirects=(ARTICLE,))
    work = merger.merge_clipping(
        merger.work_of(desk.state.links[younger]), moved, via="a test", is_answer=False
    )
    assert all(merger.work_of(desk.state.links[id]) is work for id in (older, younger))
    assert all(merger.find_work(url) is work for url in (ARTICLE, SHORT))


def test_two_that_were_printed_in_one_issue_stay_two_whatever_an_import_says(desk: Desk) -> None:
    links = [take_in_one(desk, Clipping(url=url)) for url in (ARTICLE, SHORT)]
    desk.do(triage.place_links, links, "reads")
    desk.do(issues.publish_issue, desk.state.issue_by_number(11).id)
    take_in_all(desk, Clipping(url=SHORT, redirects=(ARTICLE,)))
    assert set(links) <= set(desk.state.links)


# Taking it back


def test_undoing_an_import_takes_the_source_away_too(desk: Desk) -> None:
    before = dump_library(desk)
    id = take_in_one(desk, FULL)
    desk.do(history.undo_change)
    assert dump_library(desk) == before
    assert desk.state.find_fields("sources", id) is None
    desk.do(history.redo_change)
    assert desk.state.source_of(id).text == "As the site has it."


def test_undoing_an_import_takes_the_source_away_also_after_a_site_had_its_say(desk: Desk) -> None:
    before = dump_library(desk)
    filed = replace(
        FILED,
        url=SHORT,
        related=(RelatedWork("https://github.com/o/r", "its code", ""),),
        redirects=("https://t.co/second",),
    )
    taken = take_in_all(desk, filed, Clipping(url="http://t.co/aBcDe/"))
    [id] = taken.links
    named = RelatedWork("https://github.com/o/better", "its code", "page")
    answer(desk, id, replace(FULL, related=(named,), redirects=(ARTICLE,)))
    link = desk.state.links[id]
    assert (link.identity, len(link.urls), len(link.aliases), len(link.related)) == (ARTICLE, 2, 2, 2)
    desk.do(history.undo_change)
    assert dump_library(desk) == before
    assert desk.state.find_fields("sources", id) is None


def test_undoing_an_import_that_only_filled_gaps_leaves_the_link(desk: Desk) -> None:
    id = take_in_one(desk, Clipping(url=ARTICLE))
    answer(desk, id, Clipping(url=ARTICLE, site="page", text="As the site has it."))
    before = dump_library(desk)
    take_in_one(desk, FILED)
    assert dump_library(desk) != before
    desk.do(history.undo_change)
    assert dump_library(desk) == before


def test_a_link_that_the_editor_titled_since_keeps_the_text_that_was_imported_with_it(desk: Desk) -> None:
    id = take_in_one(desk, FULL)
    seq = desk.seq
    desk.do(fetching.set_title, id, "My words")
    with pytest.raises(UserError, match="all of it has changed since"):
        desk.do(history.undo_change, seq)
    assert desk.state.source_of(id).text == "As the site has it."


def test_an_import_that_made_one_link_of_two_is_not_half_undone(desk: Desk) -> None:
    older = take_in_one(desk, Clipping(url=ARTICLE, note="first"))
    take_in_one(desk, Clipping(url=SHORT, note="second"))
    take_in_one(desk, Clipping(url=SHORT, redirects=(ARTICLE,)))
    seq = desk.seq
    answer(desk, older, replace(FULL, canonical_url="https://blog.example/2026/gates-for-good"))
    with pytest.raises(UserError, match="the link that is left has changed since"):
        desk.do(history.undo_change, seq)
    assert desk.state.links[older].note == "first\nsecond"


# A law

PLACES = st.sampled_from(
    [ARTICLE, SHORT, OTHER, PAPER, "https://arxiv.org/abs/1706.03762", "https://distill.pub/2021/gnn-intro"]
)
WORDS = st.sampled_from(["", "Gates", "Gates after attention"])
ROWS = st.lists(
    st.builds(
        Clipping,
        url=PLACES,
        title=WORDS,
        note=WORDS,
        tags=st.lists(st.sampled_from(["a", "A", "b"]), max_size=2).map(tuple),
        added=st.sampled_from(["", "2026-11-02T08:00:00Z"]),
        site=st.sampled_from(["", "Substack"]),
        text=WORDS,
        redirects=st.lists(PLACES, max_size=2).map(tuple),
        canonical_url=st.one_of(st.just(""), PLACES),
        related=st.lists(st.builds(RelatedWork, url=PLACES, why=st.just("its code"), said_by=WORDS)).map(
            tuple
        ),
    ),
    min_size=1,
    max_size=5,
)


def collect_identities(desk: Desk) -> list[str]:
    return [key for link in desk.state.links.values() for key in (link.identity, *link.aliases)]


@settings(max_examples=100)
@given(rows=ROWS)
def test_an_import_loses_nothing_is_done_once_and_can_be_undone_and_redone(
    rows: list[Clipping], new_desk: Callable[[], Desk]
) -> None:
    desk = new_desk()
    twin = take_in_one(desk, Clipping(url=SHORT, note="twin", tags=("c",)))
    desk.do(triage.place_links, [twin], "pick")
    desk.do(writing.write_entry_of_link, twin, blurb="On gates.")
    before, have = dump_library(desk), collect_texts(desk)
    taken = take_in_all(desk, *rows)
    after = dump_library(desk)
    assert collect_texts(desk) >= have | {row.url for row in rows} | {row.note for row in rows if row.note}
    assert len(collect_identities(desk)) == len(set(collect_identities(desk)))
    assert len(taken.outcomes) == len(rows)
    assert set(taken.links) <= set(desk.state.links)
    assert {desk.state.links[outcome.link].id for outcome in taken.outcomes} == set(taken.links)
    assert sum(outcome.result == "added" for outcome in taken.outcomes) >= len(after[0]) - len(before[0])
    seq = desk.seq
    take_in_all(desk, *rows)
    assert (dump_library(desk), desk.seq) == (after, seq)
    if taken.change.edits:
        desk.do(history.undo_change, seq)
        assert dump_library(desk) == before
        desk.do(history.redo_change)
        assert dump_library(desk) == after


def test_a_page_under_another_title_stays_a_link_when_the_first_turns_out_to_be_a_numbered_work(
    desk: Desk,
) -> None:
    rows = (
        Clipping(url="https://distill.pub/2021/gnn-intro", redirects=(OTHER, ARTICLE)),
        Clipping(url=OTHER, title="Gates"),
        Clipping(url=ARTICLE, redirects=("https://arxiv.org/abs/2203.15556",)),
    )
    first = take_in_all(desk, *rows)
    assert [outcome.result for outcome in first.outcomes] == ["merged", "added", "merged"]
    again = take_in_all(desk, *rows)
    assert [outcome.link for outcome in again.outcomes] == [outcome.link for outcome in first.outcomes]
    assert not again.change.edits


def test_an_entry_that_nobody_retitled_follows_what_an_import_says(desk: Desk) -> None:
    id = take_in_one(desk, Clipping(url=SHORT))
    desk.do(triage.place_links, [id], "reads")
    take_in_all(desk, Clipping(url=SHORT, title="Gates", redirects=(ARTICLE,)))
    [entry] = desk.state.entries_of(id)
    assert (entry.title, entry.links) == ("Gates", (LabelledLink("", ARTICLE),))


def test_thousands_of_rows_of_one_work_stay_one_link_of_bounded_size(desk: Desk) -> None:
    rows = (
        Clipping(url=f"{ARTICLE}?utm_source={n}", note=f"Note {n} " + "x" * 200, tags=(f"tag {n}",))
        for n in range(3000)
    )
    taken = take_in_all(desk, *rows)
    link = desk.state.links[taken.links[0]]
    assert len(taken.links) == 1
    assert (len(link.tags), len(link.urls)) == (300, 100)
    assert link.note.startswith("Note 0 ")
    assert len(link.note) <= 200_000
