"""What sites say enters a link: nothing the editor typed gives way, and two links of one work become one."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.desks import MemoryLibrary
from workbench.curation.change import Edits
from workbench.curation.clipping import Answer, Clipping, Reading
from workbench.curation.model import Failure, LabelledLink, Link, Refused, Related, Source
from workbench.desk import fetching, history, intake, issues, triage, writing
from workbench.desk.desk import Desk

PAGE = 12
"""The link that was saved without a title: https://twopug.com/interview-prep-ml-grind."""
SHORT = "https://t.co/aBcDe"
ARTICLE = "https://blog.example/2026/gates-after-attention"


def told(desk: Desk, link: int, **said: Any) -> str:
    """Absorb what a site said of a link; says the label."""
    clipping = Clipping(url=desk.present.links[link].url, **{"by": "page", **said})
    return desk.do(fetching.absorb, Answer(link, clipping)).says


def failed(desk: Desk, link: int, reason: str, *, lasting: bool = False) -> str:
    return desk.do(fetching.absorb, Answer(link, Failure(reason, lasting=lasting))).says


def add(desk: Desk, url: str, **extras: Any) -> int:
    reading = Reading(format="list", clippings=(Clipping(row=1, url=url),))
    return desk.do(intake.take_in, reading, "paste", intake.Extras(**extras)).proposal.links[0]


def undo(desk: Desk, seq: int | None = None) -> str:
    return desk.do(lambda present: history.undo(present, desk.library.history(), seq)).says


def everything(desk: Desk) -> Any:
    present = desk.present
    sources = {id: present.source(id) for id in range(1, 20)}
    return dict(present.links), dict(present.entries), dict(present.issues), sources


# Titles


def test_a_site_names_a_link_that_came_without_a_title(desk: Desk) -> None:
    assert told(desk, PAGE, title="Interview prep") == "Fetched “Interview prep”"
    link = desk.present.links[PAGE]
    assert (link.title, link.title_by, link.fetched) == ("Interview prep", "page", "2026-11-22T12:00:00Z")


def test_a_site_knows_a_title_better_than_a_file_did_and_a_later_answer_better_than_an_older(
    desk: Desk,
) -> None:
    told(desk, 4, title="Quiet Features")
    told(desk, 4, title="Quieter Features", by="arXiv")
    assert (desk.present.links[4].title, desk.present.links[4].title_by) == ("Quieter Features", "arXiv")


def test_what_the_editor_typed_is_never_replaced_until_it_is_given_back(desk: Desk) -> None:
    desk.do(fetching.title, PAGE, "  My words ")
    told(desk, PAGE, title="Their words")
    assert desk.present.links[PAGE].title == "My words"
    desk.do(fetching.title, PAGE, "")
    assert PAGE in [link.id for link in fetching.wanting(desk.present)]
    told(desk, PAGE, title="Their words")
    assert desk.present.links[PAGE].title == "Their words"


def test_a_title_given_with_the_link_is_the_editors_own(desk: Desk) -> None:
    link = add(desk, "https://e.example/a", title="Typed")
    told(desk, link, title="Fetched")
    assert desk.present.links[link].title == "Typed"
    add(desk, "https://distill.pub/2021/gnn-intro/", title="Graphs, gently")
    assert desk.present.links[9].title == "Graphs, gently"


def test_an_entry_that_nobody_retitled_follows_and_one_that_was_written_stays(desk: Desk) -> None:
    desk.do(writing.write, 2, title="Meshes that shine")
    told(desk, 1, title="Gated Attention")
    told(desk, 2, title="Radiance Meshes")
    assert (desk.present.entries[1].title, desk.present.entries[2].title) == (
        "Gated Attention",
        "Meshes that shine",
    )


def test_words_kept_for_later_follow_too(desk: Desk) -> None:
    desk.do(triage.reject, [1])
    told(desk, 1, title="Gated Attention")
    desk.do(triage.place, [1], "papers")
    entry = desk.present.entries_of(1)[0]
    assert entry.title == "Gated Attention"
    assert entry.blurb.startswith("Gating")


def test_what_was_published_stays_as_it_was_printed(desk: Desk) -> None:
    desk.do(issues.publish, 1)
    printed = desk.present.entries[1]
    told(desk, 1, title="Gated Attention")
    assert desk.present.entries[1] == printed


# Text, kind and failures


def test_a_field_that_a_site_leaves_empty_stays_and_each_says_who_said_it(desk: Desk) -> None:
    told(desk, 1, by="arXiv", published="2025-05-10", facts=("cs.CL",))
    source = desk.present.source(1)
    assert (source.text, source.authors) == (
        "Gating after attention adds non-linearity.",
        ("A. Author", "B. Author"),
    )
    assert (source.published, source.facts) == ("2025-05-10", ("cs.CL",))
    assert source.said_by == {"published": "arXiv", "facts": "arXiv"}


def test_the_same_answer_a_day_later_writes_only_when_it_came(desk: Desk) -> None:
    code = Related("https://github.com/o/n", "its code", "page")
    said: dict[str, Any] = {"title": "Interview prep", "text": "How to.", "kind": "tool", "related": (code,)}
    told(desk, PAGE, **said)
    edits = Edits()
    edits.set(desk.present.links[PAGE], fetched="2026-11-21T12:00:00Z")
    desk.do(lambda _: edits.change("A day passed", "fetch"))
    told(desk, PAGE, **said)
    [edit] = next(desk.library.history()).change.edits
    assert (edit.table, edit.id, edit.after) == ("links", PAGE, {"fetched": "2026-11-22T12:00:00Z"})


def test_a_failure_empties_nothing_and_an_answer_ends_it(desk: Desk) -> None:
    told(desk, PAGE, title="Interview prep", text="How to.")
    says = failed(desk, PAGE, "twopug.com: nobody answered.")
    assert says == "“Interview prep” could not be fetched: twopug.com: nobody answered."
    link = desk.present.links[PAGE]
    assert link.failure == Failure("twopug.com: nobody answered.", at="2026-11-22T12:00:00Z")
    assert (link.title, link.fetched) == ("Interview prep", "2026-11-22T12:00:00Z")
    assert desk.present.source(PAGE).text == "How to."
    told(desk, PAGE)
    assert desk.present.links[PAGE].failure is None


def test_only_a_plain_page_is_of_the_kind_it_says(desk: Desk) -> None:
    told(desk, PAGE, kind="video")
    told(desk, 4, kind="video")
    assert (desk.present.links[PAGE].kind, desk.present.links[4].kind) == ("video", "paper")


def test_an_answer_for_a_link_that_is_gone_changes_nothing(desk: Desk) -> None:
    assert desk.do(fetching.absorb, Answer(99, Clipping(url="https://e.example"))).record is None


def test_wanted_is_what_was_never_asked_for_or_failed_in_passing(desk: Desk) -> None:
    desk.do(triage.reject, [6])
    told(desk, 4, title="Quiet Features")
    failed(desk, 5, "nobody answered.")
    failed(desk, PAGE, "gone.", lasting=True)
    assert [link.id for link in fetching.wanting(desk.present)] == [11, 10, 9, 8, 5]
    assert [link.id for link in fetching.wanting(desk.present, [6, PAGE, 6])] == [6, PAGE]
    with pytest.raises(Refused, match="no link 99"):
        fetching.wanting(desk.present, [99])


# Related


def test_a_sites_newest_word_on_what_is_related_replaces_its_older_one(desk: Desk) -> None:
    told(desk, 4, by="arXiv", related=(Related("https://github.com/o/old", "its code", "arXiv"),))
    told(desk, 4, by="hub", related=(Related("https://github.com/o/n/", "its code", "hub"),))
    told(
        desk,
        4,
        by="arXiv",
        related=(
            Related("http://www.github.com/o/new/blob/main/README.md", "its code", "arXiv"),
            Related("https://arxiv.org/pdf/2505.03997v3", "itself", "arXiv"),
        ),
    )
    assert [related.url for related in desk.present.links[4].related] == [
        "https://github.com/o/n",
        "https://github.com/o/new",
    ]


# Where a page led


def test_a_page_is_found_again_by_where_it_led_and_by_what_it_calls_itself(desk: Desk) -> None:
    told(
        desk,
        PAGE,
        moved=("https://twopug.com/ml-grind",),
        canonical="https://www.twopug.com/interview-prep",
    )
    link = desk.present.links[PAGE]
    assert (link.identity, link.url) == ("https://twopug.com/interview-prep-ml-grind", PAGE_URL)
    assert link.aliases == ("https://twopug.com/ml-grind", "https://twopug.com/interview-prep")
    assert add(desk, "http://twopug.com/ml-grind/?utm_source=x") == PAGE


PAGE_URL = "https://twopug.com/interview-prep-ml-grind/"


@pytest.mark.parametrize(
    "said",
    [
        {"moved": ("https://twopug.com/",)},
        {"moved": ("https://consent.example/m?continue=x", ARTICLE)},
        {"moved": ("https://twopug.com/login?next=1",)},
        {"moved": ("https://twopug.com/404",)},
        {"canonical": "https://twopug.com"},
        {"canonical": "https://arxiv.org/abs/1706.03762"},
        {"canonical": "https://other.example/interview-prep-ml-grind"},
        {"canonical": "javascript:alert(1)"},
    ],
)
def test_a_wall_a_home_page_or_a_word_about_another_site_is_not_believed(
    desk: Desk, said: dict[str, Any]
) -> None:
    told(desk, PAGE, **said)
    link = desk.present.links[PAGE]
    assert (link.aliases, link.identity, link.url) == (
        (),
        "https://twopug.com/interview-prep-ml-grind",
        PAGE_URL,
    )


def test_two_articles_that_lead_to_one_landing_page_stay_two(desk: Desk) -> None:
    first = add(desk, "https://e.example/2020/one")
    second = add(desk, "https://e.example/2021/two")
    for link in (first, second):
        told(desk, link, moved=("https://e.example/archive",))
    assert {first, second} <= set(desk.present.links)


def test_behind_a_shortener_the_link_is_the_page_it_leads_to(desk: Desk) -> None:
    link = add(desk, SHORT, section="reads")
    told(desk, link, title="Gates after attention", moved=("https://bit.ly/xYz", ARTICLE), canonical=ARTICLE)
    found = desk.present.links[link]
    assert (found.identity, found.url, found.urls) == (ARTICLE, ARTICLE, (SHORT,))
    assert found.aliases == (SHORT, "https://bit.ly/xYz")
    entry = desk.present.entries_of(link)[0]
    assert (entry.title, entry.links) == ("Gates after attention", (LabelledLink("", ARTICLE),))
    assert {add(desk, url) for url in (SHORT, ARTICLE, "https://bit.ly/xYz")} == {link}


def test_a_repository_that_was_renamed_goes_by_its_new_name(desk: Desk) -> None:
    told(desk, 11, by="github", moved=("https://github.com/astral/uv",))
    link = desk.present.links[11]
    assert (link.identity, link.aliases, link.kind) == ("github:astral/uv", ("github:astral-sh/uv",), "tool")


def test_a_pdf_that_bears_the_number_of_a_paper_is_that_paper(desk: Desk) -> None:
    link = add(desk, "https://lab.example/~author/final.pdf")
    told(desk, link, by="PDF", kind="paper", canonical="https://arxiv.org/abs/2203.15556")
    assert (desk.present.links[link].identity, desk.present.links[link].kind) == ("arxiv:2203.15556", "paper")


# One work, two links


def twins(desk: Desk) -> tuple[int, int]:
    """An article that was saved, and later saved again behind a shortener, each with something of its own."""
    older = add(desk, ARTICLE, note="first", tags=("gates",), section="reads")
    younger = add(desk, SHORT, note="second", tags=("Attention", "GATES"))
    return older, younger


def test_the_older_of_two_links_that_are_one_keeps_all_that_was_known_of_both(desk: Desk) -> None:
    older, younger = twins(desk)
    desk.do(fetching.title, older, "Gates")
    says = told(desk, younger, title="Gates after attention", text="Long read.", moved=(ARTICLE,))
    assert says == f"“t.co link {younger}” turned out to be “Gates”: one link now"
    assert younger not in desk.present.links
    link = desk.present.links[older]
    assert (link.note, link.tags, link.urls, link.aliases) == (
        "first\nsecond",
        ("gates", "Attention"),
        (SHORT,),
        (SHORT,),
    )
    assert desk.present.source(older).text == "Long read."
    assert desk.present.known(SHORT) == link


def test_an_older_short_link_becomes_the_page_that_was_saved_later(desk: Desk) -> None:
    older, younger = add(desk, SHORT), add(desk, "https://arxiv.org/abs/2203.15556")
    told(desk, younger, by="arXiv", text="Compute-optimal models.")
    told(desk, older, moved=("https://arxiv.org/abs/2203.15556v2",))
    link = desk.present.links[older]
    assert (link.identity, link.kind) == ("arxiv:2203.15556", "paper")
    assert {SHORT, "https://arxiv.org/abs/2203.15556"} == {link.url, *link.urls}
    assert desk.present.source(older) == Source(
        id=older, text="Compute-optimal models.", said_by={"text": "arXiv"}
    )


def test_the_entry_of_the_younger_moves_over_with_what_was_written(desk: Desk) -> None:
    older, younger = add(desk, ARTICLE), add(desk, SHORT, section="reads")
    desk.do(writing.write_link, younger, blurb="On gates.")
    guest = 10
    desk.do(triage.join, younger, [guest])
    told(desk, younger, title="Gates", moved=(ARTICLE,))
    [entry] = desk.present.entries_of(older)
    assert (entry.title, entry.blurb, entry.links[0].url) == ("Gates", "On gates.", ARTICLE)
    assert desk.present.state(older) == "placed"
    assert desk.present.links[guest].joined == older


def test_where_both_stand_in_the_issue_one_leaves_and_its_words_are_kept(desk: Desk) -> None:
    older, younger = add(desk, ARTICLE, section="reads"), add(desk, SHORT, section="reads")
    desk.do(writing.write_link, younger, title="My gates", blurb="On gates.")
    told(desk, younger, moved=(ARTICLE,))
    assert len(desk.present.entries_of(older)) == 1
    words = desk.present.links[older].words
    assert words is not None
    assert (words.title, words.blurb) == ("My gates", "On gates.")


def test_two_that_were_printed_in_one_issue_stay_as_they_were_printed(desk: Desk) -> None:
    older, younger = add(desk, ARTICLE, section="reads"), add(desk, SHORT, section="reads")
    desk.do(issues.publish, 1)
    told(desk, younger, moved=(ARTICLE,))
    assert {older, younger} <= set(desk.present.links)
    assert len(desk.present.entries_in(1)) == 6


def test_what_was_printed_counts_for_the_link_that_is_left(desk: Desk) -> None:
    older, younger = add(desk, ARTICLE), add(desk, SHORT, section="reads")
    desk.do(issues.publish, 1)
    told(desk, younger, moved=(ARTICLE,))
    assert desk.present.published_in(older) == (11,)


def test_undoing_from_the_history_makes_two_links_of_one_again_and_redo_one_of_two(desk: Desk) -> None:
    older, younger = twins(desk)
    desk.do(triage.place, [younger], "pick")
    desk.do(writing.write_link, younger, blurb="On gates.")
    told(desk, younger, text="Long read.")
    before = everything(desk)
    told(desk, younger, title="Gates", moved=(ARTICLE,))
    after, seq = everything(desk), desk.seq
    undo(desk, seq)
    assert everything(desk) == before
    assert (add(desk, SHORT), add(desk, ARTICLE)) == (younger, older)
    desk.do(lambda present: history.redo(present, desk.library.history()))
    assert everything(desk) == after


def test_two_are_not_half_made_of_one_that_changed_since(desk: Desk) -> None:
    older, younger = twins(desk)
    told(desk, younger, moved=(ARTICLE,))
    seq = desk.seq
    told(desk, older, canonical="https://blog.example/gates-after-attention")
    with pytest.raises(Refused, match="the link that is left has changed since"):
        undo(desk, seq)
    assert desk.present.links[older].note == "first\nsecond"


def test_one_work_saved_by_another_while_it_was_fetched_becomes_one_link(
    half_done: MemoryLibrary, make_desk: Callable[[Any], Desk]
) -> None:
    mine, theirs = make_desk(half_done), make_desk(half_done)
    link = add(mine, SHORT)
    reading = Reading(format="list", clippings=(Clipping(row=1, url=ARTICLE),))
    theirs.follow(half_done.records[theirs.seq :])
    half_done.rival = intake.take_in(theirs.present, reading, "capture").change
    told(mine, link, moved=(ARTICLE,))
    found = mine.present.known(ARTICLE)
    assert found is not None
    assert found.id == link
    assert len(mine.present.links) == 13


# Undoing what came before an answer


def test_adding_and_placing_can_be_undone_after_sites_had_their_say(desk: Desk) -> None:
    before = everything(desk)
    row = Clipping(row=1, url="https://github.com/ggml-org/llama.cpp", title="ggml-org/llama.cpp")
    taken = desk.do(intake.take_in, Reading(format="list", clippings=(row,)), "paste").proposal
    [link] = taken.links
    desk.do(triage.place, [link], "tools")
    told(desk, link, title="llama.cpp", text="Inference.", related=(Related(ARTICLE, "its news", "page"),))
    undo(desk)
    undo(desk)
    assert everything(desk) == before


# A law

TITLES = st.sampled_from(["", "Gates", "Gates after attention"])
PLACES = st.sampled_from([ARTICLE, SHORT, "https://arxiv.org/abs/1706.03762", "https://distill.pub/2021/x"])
SAID = st.builds(
    Clipping,
    url=st.just(ARTICLE),
    by=st.sampled_from(["page", "arXiv"]),
    title=TITLES,
    text=TITLES,
    moved=st.lists(PLACES, max_size=2).map(tuple),
    canonical=st.one_of(st.just(""), PLACES),
    related=st.lists(st.builds(Related, url=PLACES, why=st.just("its code"), said_by=st.just("page"))).map(
        tuple
    ),
)
ANSWERS = st.lists(
    st.tuples(st.integers(1, 14), st.one_of(SAID, st.just(Failure("nobody answered.")))),
    min_size=1,
    max_size=4,
)


def kept(desk: Desk) -> set[str]:
    """Every URL, tag, note and written word there is, one by one."""
    links, entries = desk.present.links.values(), desk.present.entries.values()
    words: list[Any] = [*entries, *(link.words for link in links if link.words)]
    urls = {url for link in links for url in (link.url, *link.urls)}
    labelled = {link.url for text in words for link in text.links if link.label}
    written = {line for text in words for line in (text.blurb).split("\n")}
    noted = {line for link in links for line in link.note.split("\n")}
    return urls | labelled | written | noted | {tag.casefold() for link in links for tag in link.tags}


def full(fresh: Callable[[], Desk]) -> Desk:
    desk = fresh()
    first, second = twins(desk)
    desk.do(writing.write_link, first, blurb="On gates.")
    desk.do(triage.place, [second], "pick")
    desk.do(writing.write_link, second, blurb="Again on gates.")
    desk.do(triage.note, 5, "The one that began it.")
    desk.do(triage.reject, [1])
    return desk


@settings(max_examples=50, deadline=None)
@given(answers=ANSWERS)
def test_no_answer_loses_a_url_a_tag_a_note_or_a_word_and_each_can_be_undone_and_redone(
    answers: list[tuple[int, Any]], fresh: Callable[[], Desk]
) -> None:
    desk = full(fresh)
    for link, said in answers:
        before, have = everything(desk), kept(desk)
        done = desk.do(fetching.absorb, Answer(link, said))
        assert kept(desk) >= have
        keys = [key for link in desk.present.links.values() for key in (link.identity, *link.aliases)]
        assert len(keys) == len(set(keys))
        assert not fetching.absorb(desk.present, Answer(link, said)).edits
        if done.record is not None:
            after = everything(desk)
            undo(desk, done.record.seq)
            assert everything(desk) == before
            desk.do(lambda present: history.redo(present, desk.library.history()))
            assert everything(desk) == after


def test_a_library_with_further_identities_is_found_by_them_from_the_start(
    library: MemoryLibrary, make_desk: Callable[[Any], Desk]
) -> None:
    edits = Edits()
    edits.make(Link(id=13, url=ARTICLE, identity=ARTICLE, aliases=(SHORT,)))
    library.write(edits.change("Added a link"))
    assert add(make_desk(library), SHORT) == 13
