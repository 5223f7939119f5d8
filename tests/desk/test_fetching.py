"""What sites say enters a link: nothing the editor typed gives way, and two links of one work become one."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.desks import append_change, collect_texts, desk_beside, dump_library
from workbench.curation.change import EditCollector
from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.model import (
    EntryId,
    Failure,
    IssueId,
    LabelledLink,
    Link,
    LinkId,
    RelatedWork,
    Source,
    UserError,
)
from workbench.desk.archive_access import published_numbers_of
from workbench.desk.desk import Desk
from workbench.desk.incoming import fetching, take_in
from workbench.desk.ports import Library
from workbench.desk.verbs import history, issues, triage, writing
from workbench.library import MemoryLibrary

PAGE = 12
"""The link that was saved without a title: https://twopug.com/interview-prep-ml-grind."""
SHORT = "https://t.co/aBcDe"
ARTICLE = "https://blog.example/2026/gates-after-attention"


def apply_said(desk: Desk, link: int, **said: Any) -> str:
    """Absorb what a site said of a link; says the label."""
    clipping = Clipping(url=desk.state.links[LinkId(link)].url, **{"site": "page", **said})
    return desk.do(fetching.apply_answer, FetchAnswer(LinkId(link), clipping)).message


def apply_failure(desk: Desk, link: int, reason: str, *, lasting: bool = False) -> str:
    return desk.do(fetching.apply_answer, FetchAnswer(LinkId(link), Failure(reason, lasting=lasting))).message


def add_link(desk: Desk, url: str, **extras: Any) -> int:
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url=url),))
    return desk.do(take_in.take_in_links, reading, "paste", take_in.Extras(**extras)).proposal.links[0]


def undo_last(desk: Desk, seq: int | None = None) -> str:
    return desk.do(history.undo_change, seq).message


# Titles


def test_a_site_names_a_link_that_came_without_a_title(desk: Desk) -> None:
    assert apply_said(desk, PAGE, title="Interview prep") == "Fetched “Interview prep”"
    link = desk.state.links[LinkId(PAGE)]
    assert (link.title, link.title_by, link.fetched) == ("Interview prep", "page", "2026-11-22T12:00:00Z")


def test_a_site_knows_a_title_better_than_a_file_did_and_a_later_answer_better_than_an_older(
    desk: Desk,
) -> None:
    apply_said(desk, 4, title="Quiet Features")
    apply_said(desk, 4, title="Quieter Features", site="arXiv")
    assert (desk.state.links[LinkId(4)].title, desk.state.links[LinkId(4)].title_by) == (
        "Quieter Features",
        "arXiv",
    )


def test_what_the_editor_typed_is_never_replaced_until_it_is_given_back(desk: Desk) -> None:
    desk.do(fetching.set_title, LinkId(PAGE), "  My words ")
    apply_said(desk, PAGE, title="Their words")
    assert desk.state.links[LinkId(PAGE)].title == "My words"
    desk.do(fetching.set_title, LinkId(PAGE), "")
    assert PAGE in [link.id for link in fetching.links_to_fetch(desk.state)]
    apply_said(desk, PAGE, title="Their words")
    assert desk.state.links[LinkId(PAGE)].title == "Their words"


def test_a_title_given_with_the_link_is_the_editors_own(desk: Desk) -> None:
    link = add_link(desk, "https://e.example/a", title="Typed")
    apply_said(desk, link, title="Fetched")
    assert desk.state.links[LinkId(link)].title == "Typed"
    add_link(desk, "https://distill.pub/2021/gnn-intro/", title="Graphs, gently")
    assert desk.state.links[LinkId(9)].title == "Graphs, gently"


def test_an_entry_that_nobody_retitled_follows_and_one_that_was_written_stays(desk: Desk) -> None:
    desk.do(writing.write_entry, EntryId(2), title="Meshes that shine")
    apply_said(desk, 1, title="Gated Attention")
    apply_said(desk, 2, title="Radiance Meshes")
    assert (desk.state.entries[EntryId(1)].title, desk.state.entries[EntryId(2)].title) == (
        "Gated Attention",
        "Meshes that shine",
    )


def test_words_kept_for_later_follow_too(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(1)])
    apply_said(desk, 1, title="Gated Attention")
    desk.do(triage.place_links, [LinkId(1)], "papers")
    entry = desk.state.entries_of(LinkId(1))[0]
    assert entry.title == "Gated Attention"
    assert entry.blurb.startswith("Gating")


def test_what_was_published_stays_as_it_was_printed(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    printed = desk.state.entries[EntryId(1)]
    apply_said(desk, 1, title="Gated Attention")
    assert desk.state.entries[EntryId(1)] == printed


# Text, kind and failures


def test_a_field_that_a_site_leaves_empty_stays_and_each_says_who_said_it(desk: Desk) -> None:
    apply_said(desk, 1, site="arXiv", published="2025-05-10", facts=("cs.CL",))
    source = desk.state.source_of(LinkId(1))
    assert (source.text, source.authors) == (
        "Gating after attention adds non-linearity.",
        ("A. Author", "B. Author"),
    )
    assert (source.published, source.facts) == ("2025-05-10", ("cs.CL",))
    assert source.said_by == {"published": "arXiv", "facts": "arXiv"}


def test_the_same_answer_a_day_later_writes_only_when_it_came(desk: Desk) -> None:
    code = RelatedWork("https://github.com/o/n", "its code", "page")
    said: dict[str, Any] = {"title": "Interview prep", "text": "How to.", "kind": "tool", "related": (code,)}
    apply_said(desk, PAGE, **said)
    edits = EditCollector()
    edits.set(desk.state.links[LinkId(PAGE)], fetched="2026-11-21T12:00:00Z")
    desk.do(lambda _: edits.build("A day passed", "fetch"))
    apply_said(desk, PAGE, **said)
    [edit] = next(desk.library.iter_history()).change.edits
    assert (edit.table, edit.id, edit.after) == ("links", PAGE, {"fetched": "2026-11-22T12:00:00Z"})


def test_a_failure_empties_nothing_and_an_answer_ends_it(desk: Desk) -> None:
    apply_said(desk, PAGE, title="Interview prep", text="How to.")
    says = apply_failure(desk, PAGE, "twopug.com: nobody answered.")
    assert says == "“Interview prep” could not be fetched: twopug.com: nobody answered."
    link = desk.state.links[LinkId(PAGE)]
    assert link.failure == Failure("twopug.com: nobody answered.", at="2026-11-22T12:00:00Z")
    assert (link.title, link.fetched) == ("Interview prep", "2026-11-22T12:00:00Z")
    assert desk.state.source_of(LinkId(PAGE)).text == "How to."
    apply_said(desk, PAGE)
    assert desk.state.links[LinkId(PAGE)].failure is None


def test_only_a_plain_page_is_of_the_kind_it_says(desk: Desk) -> None:
    apply_said(desk, PAGE, kind="video")
    apply_said(desk, 4, kind="video")
    assert (desk.state.links[LinkId(PAGE)].kind, desk.state.links[LinkId(4)].kind) == ("video", "paper")


def test_an_answer_for_a_link_that_is_gone_changes_nothing(desk: Desk) -> None:
    assert (
        desk.do(fetching.apply_answer, FetchAnswer(LinkId(99), Clipping(url="https://e.example"))).record
        is None
    )


def test_wanted_is_what_was_never_asked_for_or_failed_in_passing(desk: Desk) -> None:
    desk.do(triage.reject_links, [LinkId(6)])
    apply_said(desk, 4, title="Quiet Features")
    apply_failure(desk, 5, "nobody answered.")
    apply_failure(desk, PAGE, "gone.", lasting=True)
    assert [link.id for link in fetching.links_to_fetch(desk.state)] == [11, 10, 9, 8, 5]
    assert [
        link.id for link in fetching.links_to_fetch(desk.state, [LinkId(6), LinkId(PAGE), LinkId(6)])
    ] == [6, PAGE]
    with pytest.raises(UserError, match="no link 99"):
        fetching.links_to_fetch(desk.state, [LinkId(99)])


# Related


def test_a_sites_newest_word_on_what_is_related_replaces_its_older_one(desk: Desk) -> None:
    apply_said(desk, 4, site="arXiv", related=(RelatedWork("https://github.com/o/old", "its code", "arXiv"),))
    apply_said(desk, 4, site="hub", related=(RelatedWork("https://github.com/o/n/", "its code", "hub"),))
    apply_said(
        desk,
        4,
        site="arXiv",
        related=(
            RelatedWork("http://www.github.com/o/new/blob/main/README.md", "its code", "arXiv"),
            RelatedWork("https://arxiv.org/pdf/2505.03997v3", "itself", "arXiv"),
        ),
    )
    assert [related.url for related in desk.state.links[LinkId(4)].related] == [
        "https://github.com/o/n",
        "https://github.com/o/new",
    ]


# Where a page led


def test_a_page_is_found_again_by_where_it_led_and_by_what_it_calls_itself(desk: Desk) -> None:
    apply_said(
        desk,
        PAGE,
        redirects=("https://twopug.com/ml-grind",),
        canonical_url="https://www.twopug.com/interview-prep",
    )
    link = desk.state.links[LinkId(PAGE)]
    assert (link.identity, link.url) == ("https://twopug.com/interview-prep-ml-grind", PAGE_URL)
    assert link.aliases == ("https://twopug.com/ml-grind", "https://twopug.com/interview-prep")
    assert add_link(desk, "http://twopug.com/ml-grind/?utm_source=x") == PAGE


PAGE_URL = "https://twopug.com/interview-prep-ml-grind/"


@pytest.mark.parametrize(
    "said",
    [
        {"redirects": ("https://twopug.com/",)},
        {"redirects": ("https://consent.example/m?continue=x", ARTICLE)},
        {"redirects": ("https://twopug.com/login?next=1",)},
        {"redirects": ("https://twopug.com/404",)},
        {"canonical_url": "https://twopug.com"},
        {"canonical_url": "https://arxiv.org/abs/1706.03762"},
        {"canonical_url": "https://other.example/interview-prep-ml-grind"},
        {"canonical_url": "javascript:alert(1)"},
    ],
)
def test_a_wall_a_home_page_or_a_word_about_another_site_is_not_believed(
    desk: Desk, said: dict[str, Any]
) -> None:
    apply_said(desk, PAGE, **said)
    link = desk.state.links[LinkId(PAGE)]
    assert (link.aliases, link.identity, link.url) == (
        (),
        "https://twopug.com/interview-prep-ml-grind",
        PAGE_URL,
    )


def test_two_articles_that_lead_to_one_landing_page_stay_two(desk: Desk) -> None:
    first = add_link(desk, "https://e.example/2020/one")
    second = add_link(desk, "https://e.example/2021/two")
    for link in (first, second):
        apply_said(desk, link, redirects=("https://e.example/archive",))
    assert {first, second} <= set(desk.state.links)


def test_behind_a_shortener_the_link_is_the_page_it_leads_to(desk: Desk) -> None:
    link = add_link(desk, SHORT, section="reads")
    apply_said(
        desk,
        link,
        title="Gates after attention",
        redirects=("https://bit.ly/xYz", ARTICLE),
        canonical_url=ARTICLE,
    )
    found = desk.state.links[LinkId(link)]
    assert (found.identity, found.url, found.urls) == (ARTICLE, ARTICLE, (SHORT,))
    assert found.aliases == (SHORT, "https://bit.ly/xYz")
    entry = desk.state.entries_of(LinkId(link))[0]
    assert (entry.title, entry.links) == ("Gates after attention", (LabelledLink("", ARTICLE),))
    assert {add_link(desk, url) for url in (SHORT, ARTICLE, "https://bit.ly/xYz")} == {link}


def test_a_repository_that_was_renamed_goes_by_its_new_name(desk: Desk) -> None:
    apply_said(desk, 11, site="github", redirects=("https://github.com/astral/uv",))
    link = desk.state.links[LinkId(11)]
    assert (link.identity, link.aliases, link.kind) == ("github:astral/uv", ("github:astral-sh/uv",), "tool")


def test_a_pdf_that_bears_the_number_of_a_paper_is_that_paper(desk: Desk) -> None:
    link = add_link(desk, "https://lab.example/~author/final.pdf")
    apply_said(desk, link, site="PDF", kind="paper", canonical_url="https://arxiv.org/abs/2203.15556")
    assert (desk.state.links[LinkId(link)].identity, desk.state.links[LinkId(link)].kind) == (
        "arxiv:2203.15556",
        "paper",
    )


# One work, two links


def add_twins(desk: Desk) -> tuple[int, int]:
    """An article that was saved, and later saved again behind a shortener, each with something of its own."""
    older = add_link(desk, ARTICLE, note="first", tags=("gates",), section="reads")
    younger = add_link(desk, SHORT, note="second", tags=("Attention", "GATES"))
    return older, younger


def test_the_older_of_two_links_that_are_one_keeps_all_that_was_known_of_both(desk: Desk) -> None:
    older, younger = add_twins(desk)
    desk.do(fetching.set_title, LinkId(older), "Gates")
    says = apply_said(desk, younger, title="Gates after attention", text="Long read.", redirects=(ARTICLE,))
    assert says == "“t.co/aBcDe” turned out to be “Gates”: one link now"
    assert younger not in desk.state.links
    link = desk.state.links[LinkId(older)]
    assert (link.note, link.tags, link.urls, link.aliases) == (
        "first\nsecond",
        ("gates", "Attention"),
        (SHORT,),
        (SHORT,),
    )
    assert desk.state.source_of(LinkId(older)).text == "Long read."
    assert desk.state.by_identity(SHORT) == link


def test_an_older_short_link_becomes_the_page_that_was_saved_later(desk: Desk) -> None:
    older, younger = add_link(desk, SHORT), add_link(desk, "https://arxiv.org/abs/2203.15556")
    apply_said(desk, younger, site="arXiv", text="Compute-optimal models.")
    apply_said(desk, older, redirects=("https://arxiv.org/abs/2203.15556v2",))
    link = desk.state.links[LinkId(older)]
    assert (link.identity, link.kind) == ("arxiv:2203.15556", "paper")
    assert {SHORT, "https://arxiv.org/abs/2203.15556"} == {link.url, *link.urls}
    assert desk.state.source_of(LinkId(older)) == Source(
        id=LinkId(older), text="Compute-optimal models.", said_by={"text": "arXiv"}
    )


def test_the_entry_of_the_younger_moves_over_with_what_was_written(desk: Desk) -> None:
    older, younger = add_link(desk, ARTICLE), add_link(desk, SHORT, section="reads")
    desk.do(writing.write_entry_of_link, LinkId(younger), blurb="On gates.")
    guest = 10
    desk.do(triage.join_links, LinkId(younger), [LinkId(guest)])
    apply_said(desk, younger, title="Gates", redirects=(ARTICLE,))
    [entry] = desk.state.entries_of(LinkId(older))
    assert (entry.title, entry.blurb, entry.links[0].url) == ("Gates", "On gates.", ARTICLE)
    assert desk.state.state_of(LinkId(older)) == "placed"
    assert desk.state.links[LinkId(guest)].joined == older


def test_where_both_stand_in_the_issue_one_leaves_and_its_words_are_kept(desk: Desk) -> None:
    older, younger = add_link(desk, ARTICLE, section="reads"), add_link(desk, SHORT, section="reads")
    desk.do(writing.write_entry_of_link, LinkId(younger), title="My gates", blurb="On gates.")
    apply_said(desk, younger, redirects=(ARTICLE,))
    assert len(desk.state.entries_of(LinkId(older))) == 1
    words = desk.state.links[LinkId(older)].words
    assert words is not None
    assert (words.title, words.blurb) == ("My gates", "On gates.")


def test_two_that_were_printed_in_one_issue_stay_as_they_were_printed(desk: Desk) -> None:
    older, younger = add_link(desk, ARTICLE, section="reads"), add_link(desk, SHORT, section="reads")
    desk.do(issues.publish_issue, IssueId(1))
    apply_said(desk, younger, redirects=(ARTICLE,))
    assert {older, younger} <= set(desk.state.links)
    assert len(desk.state.entries_in(IssueId(1))) == 6


def test_what_was_printed_counts_for_the_link_that_is_left(desk: Desk) -> None:
    older, younger = add_link(desk, ARTICLE), add_link(desk, SHORT, section="reads")
    desk.do(issues.publish_issue, IssueId(1))
    apply_said(desk, younger, redirects=(ARTICLE,))
    assert published_numbers_of(desk.state, LinkId(older)) == (11,)


def test_undoing_from_the_history_makes_two_links_of_one_again_and_redo_one_of_two(desk: Desk) -> None:
    older, younger = add_twins(desk)
    desk.do(triage.place_links, [LinkId(younger)], "pick")
    desk.do(writing.write_entry_of_link, LinkId(younger), blurb="On gates.")
    apply_said(desk, younger, text="Long read.")
    before = dump_library(desk)
    apply_said(desk, younger, title="Gates", redirects=(ARTICLE,))
    after, seq = dump_library(desk), desk.seq
    undo_last(desk, seq)
    assert dump_library(desk) == before
    assert (add_link(desk, SHORT), add_link(desk, ARTICLE)) == (younger, older)
    desk.do(history.redo_change)
    assert dump_library(desk) == after


def test_two_are_not_half_made_of_one_that_changed_since(desk: Desk) -> None:
    older, younger = add_twins(desk)
    apply_said(desk, younger, redirects=(ARTICLE,))
    seq = desk.seq
    apply_said(desk, older, canonical_url="https://blog.example/gates-after-attention")
    with pytest.raises(UserError, match="the link that is left has changed since"):
        undo_last(desk, seq)
    assert desk.state.links[LinkId(older)].note == "first\nsecond"


def test_one_work_saved_by_another_while_it_was_fetched_becomes_one_link(
    desk: Desk,
) -> None:
    theirs = desk_beside(desk)
    link = add_link(desk, SHORT)
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url=ARTICLE),))
    theirs.do(take_in.take_in_links, reading, "capture")
    apply_said(desk, link, redirects=(ARTICLE,))
    found = desk.state.by_identity(ARTICLE)
    assert found is not None
    assert found.id == link
    assert len(desk.state.links) == 13


# Undoing what came before an answer


def test_adding_and_placing_can_be_undone_after_sites_had_their_say(desk: Desk) -> None:
    before = dump_library(desk)
    row = Clipping(row=1, url="https://github.com/ggml-org/llama.cpp", title="ggml-org/llama.cpp")
    taken = desk.do(take_in.take_in_links, ImportResult(format="list", clippings=(row,)), "paste").proposal
    [link] = taken.links
    desk.do(triage.place_links, [link], "tools")
    apply_said(
        desk, link, title="llama.cpp", text="Inference.", related=(RelatedWork(ARTICLE, "its news", "page"),)
    )
    undo_last(desk)
    undo_last(desk)
    assert dump_library(desk) == before


# A law

TITLES = st.sampled_from(["", "Gates", "Gates after attention"])
PLACES = st.sampled_from([ARTICLE, SHORT, "https://arxiv.org/abs/1706.03762", "https://distill.pub/2021/x"])
SAID = st.builds(
    Clipping,
    url=st.just(ARTICLE),
    site=st.sampled_from(["page", "arXiv"]),
    title=TITLES,
    text=TITLES,
    redirects=st.lists(PLACES, max_size=2).map(tuple),
    canonical_url=st.one_of(st.just(""), PLACES),
    related=st.lists(
        st.builds(RelatedWork, url=PLACES, why=st.just("its code"), said_by=st.just("page"))
    ).map(tuple),
)
ANSWERS = st.lists(
    st.tuples(st.integers(1, 14), st.one_of(SAID, st.just(Failure("nobody answered.")))),
    min_size=1,
    max_size=4,
)


def make_full_desk(new_desk: Callable[[], Desk]) -> Desk:
    desk = new_desk()
    first, second = add_twins(desk)
    desk.do(writing.write_entry_of_link, LinkId(first), blurb="On gates.")
    desk.do(triage.place_links, [LinkId(second)], "pick")
    desk.do(writing.write_entry_of_link, LinkId(second), blurb="Again on gates.")
    desk.do(triage.set_note, LinkId(5), "The one that began it.")
    desk.do(triage.reject_links, [LinkId(1)])
    return desk


SLIP: Final = "https://distill.pub/2021/x"


@settings(max_examples=50)
@given(answers=ANSWERS)
@example(  # two pages call one address theirs
    answers=[
        (1, Clipping(row=1, url=ARTICLE, title="Gates", redirects=(SLIP,))),
        (9, Clipping(row=1, url=ARTICLE, title="Attention", canonical_url=SLIP)),
    ]
)
def test_no_answer_loses_a_url_a_tag_a_note_or_a_word_and_each_can_be_undone_and_redone(
    answers: list[tuple[int, Any]], new_desk: Callable[[], Desk]
) -> None:
    desk = make_full_desk(new_desk)
    for link, said in answers:
        before, have = dump_library(desk), collect_texts(desk)
        done = desk.do(fetching.apply_answer, FetchAnswer(LinkId(link), said))
        assert collect_texts(desk) >= have
        keys = [key for link in desk.state.links.values() for key in (link.identity, *link.aliases)]
        assert len(keys) == len(set(keys))
        assert not fetching.apply_answer(desk.state, FetchAnswer(LinkId(link), said)).edits
        if done.record is not None:
            after = dump_library(desk)
            undo_last(desk, done.record.seq)
            assert dump_library(desk) == before
            desk.do(history.redo_change)
            assert dump_library(desk) == after


def test_a_library_with_further_identities_is_found_by_them_from_the_start(
    library: MemoryLibrary, make_desk: Callable[[Library], Desk]
) -> None:
    edits = EditCollector()
    edits.create(Link(id=LinkId(13), url=ARTICLE, identity=ARTICLE, aliases=(SHORT,)))
    append_change(library, edits.build("Added a link"))
    assert add_link(make_desk(library), SHORT) == 13
