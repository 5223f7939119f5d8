"""The section a link is meant for: learnt exactly, said with its evidence, sure only where the past bears it out."""

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.curation.archive.appearance import Appearance
from workbench.curation.model import Kind, LinkId, Section
from workbench.curation.suggestion.counts import SectionCounts
from workbench.curation.suggestion.evidence import Evidence, find_evidence, format_place
from workbench.curation.suggestion.track_record import Outcome, TrackRecord, find_sure_share
from workbench.curation.suggestion.traits import Traits, read_traits


def section_of(key: str, *kinds: Kind, slots: int | None = 5) -> Section:
    return Section(key=key, heading=key.capitalize(), label=key.capitalize(), kinds=kinds, slots=slots)


READS, TOOLS, NEWS = section_of("reads", "read"), section_of("tools", "tool"), section_of("news")
PICK = section_of("pick", slots=1)
SECTIONS = (READS, TOOLS, NEWS, PICK)


def entry_of(
    section: str, host: str = "a.org", title: str = "", number: int = 1, kind: Kind = "read"
) -> Appearance:
    address = f"https://{host}/post"
    return Appearance(
        LinkId(1), address, address, title, number, "2026-01-01", section, section.capitalize(), kind=kind
    )


def link_from(host: str = "a.org", title: str = "", kind: Kind = "read") -> Traits:
    return read_traits(kind, f"https://{host}/new", title, f"https://{host}/new")


def learn(*issues: Sequence[Appearance]) -> TrackRecord:
    record = TrackRecord(SECTIONS)
    for issue in issues:
        record.add(issue)
    return record


def first_of(record: TrackRecord, link: Traits) -> str | None:
    choices = record.choose(link, SECTIONS)
    return None if choices is None else choices.first.section


def issues_of(*entries: tuple[str, str], count: int) -> list[list[Appearance]]:
    """So many issues, each with an entry for every pair of a section and a host."""
    return [
        [entry_of(section, host, number=number) for section, host in entries]
        for number in range(1, count + 1)
    ]


ENTRIES = st.builds(
    entry_of,
    section=st.sampled_from(["reads", "tools", "news", "pick", "gone"]),
    host=st.sampled_from(["a.org", "b.org", "c.org"]),
    title=st.sampled_from(["", "One release", "A release of 2 tools", "Why we read", "why WE read 10"]),
    kind=st.sampled_from(["read", "tool"]),
)
ISSUES = st.lists(st.lists(ENTRIES, min_size=1, max_size=4), max_size=6).map(
    lambda issues: [
        [entry_of(e.section, e.url.split("/")[2], e.title, number, e.kind) for e in entries]
        for number, entries in enumerate(issues, start=1)
    ]
)


@given(ISSUES)
def test_what_is_learnt_and_unlearnt_leaves_nothing(issues: list[list[Appearance]]) -> None:
    record = learn(*issues)
    for issue in issues:
        record.remove(issue)
    assert record.counts == SectionCounts()
    assert record.choose(link_from(), SECTIONS) == TrackRecord(SECTIONS).choose(link_from(), SECTIONS)


@given(ISSUES, st.randoms(use_true_random=False))
def test_neither_the_order_of_issues_nor_that_within_one_matters(
    issues: list[list[Appearance]], chance: random.Random
) -> None:
    shuffled = [chance.sample(issue, len(issue)) for issue in chance.sample(issues, len(issues))]
    assert learn(*issues).counts == learn(*shuffled).counts
    assert learn(*issues).sure_share == learn(*shuffled).sure_share


@settings(max_examples=30)
@given(ISSUES, st.data())
def test_what_is_sure_follows_from_the_issues_alone(
    issues: list[list[Appearance]], data: st.DataObject
) -> None:
    busy, kept = TrackRecord(SECTIONS), []
    for issue in issues:
        busy.add(issue)
        if data.draw(st.booleans()):
            assert busy.sure_share in (None, *(one.share for one in busy.recent_outcomes()))
        kept.append(issue)
        if data.draw(st.booleans()):
            busy.remove(kept.pop(data.draw(st.integers(0, len(kept) - 1))))
    assert busy.recent_outcomes() == learn(*kept).recent_outcomes()


@given(ISSUES, st.sampled_from(["a.org", "b.org"]))
def test_a_suggestion_names_its_evidence(issues: list[list[Appearance]], host: str) -> None:
    record, link = learn(*issues), link_from(host, "A release")
    entries = [one for issue in issues for one in issue]
    for section in SECTIONS:
        found = find_evidence(record.counts, link, section, SECTIONS)
        if found is not None and found.of:
            from_there = [one for one in entries if host in one.url] if host in found.text else entries
            alike = from_there if host in found.text else [one for one in entries if one.kind == "read"]
            assert found.of == len(alike)
            assert found.count == sum(one.section == section.key for one in alike) > 0
            assert found.text.startswith(f"{found.count} of {found.of} ")


def test_with_nothing_published_the_table_says_it_and_there_is_no_second_choice() -> None:
    choices = learn().choose(link_from(), SECTIONS)
    assert choices is not None
    assert (choices.first.section, choices.second) == ("reads", None)
    assert find_evidence(SectionCounts(), link_from(), READS, SECTIONS) == Evidence("reads go to Reads")
    assert find_evidence(SectionCounts(), link_from(), TOOLS, SECTIONS) is None


def test_a_kind_that_no_section_takes_is_not_suggested_before_something_was_published() -> None:
    assert learn().choose(link_from(kind="video"), SECTIONS) is None


def test_a_host_that_always_stood_elsewhere_overrules_the_table_once_it_is_known() -> None:
    issues = issues_of(
        ("news", "a.org"), ("reads", "b.org"), ("reads", "c.org"), ("reads", "d.org"), count=12
    )
    assert first_of(learn(*issues[:1]), link_from("a.org")) == "reads"
    assert first_of(learn(*issues), link_from("a.org")) == "news"
    assert first_of(learn(*issues), link_from("e.org")) == "reads"
    found = find_evidence(learn(*issues).counts, link_from("a.org"), NEWS, SECTIONS)
    assert found == Evidence("12 of 12 links from a.org stood in News", 12, 12)


def test_a_table_that_this_newsletter_does_not_keep_to_is_left_behind_with_twenty_issues() -> None:
    issues = issues_of(("news", "a.org"), ("news", "b.org"), ("news", "c.org"), count=21)
    assert first_of(learn(*issues), link_from("new.org")) == "news"


def test_words_decide_where_the_host_is_unknown() -> None:
    issues = [
        [
            entry_of("news", f"n{number}.org", "Release of something", number),
            entry_of("reads", f"r{number}.org", "Thoughts on something", number),
        ]
        for number in range(1, 40)
    ]
    record = learn(*issues)
    assert first_of(record, link_from("x.org", "A release")) == "news"
    assert first_of(record, link_from("x.org", "Some thoughts")) == "reads"
    why = find_evidence(record.counts, link_from("x.org", "A release"), NEWS, SECTIONS)
    assert why == Evidence("titles with “release” often stood in News")


def test_the_pick_is_never_the_first_choice_and_may_be_the_second() -> None:
    issues = issues_of(("pick", "a.org"), ("reads", "b.org"), count=30)
    choices = learn(*issues).choose(link_from("a.org"), SECTIONS)
    assert choices is not None
    assert choices.first.section != "pick"
    assert choices.second is not None
    assert choices.second.section == "pick"


def test_a_recent_issue_counts_more_than_old_ones() -> None:
    old = [[entry_of("news", number=number)] for number in range(1, 4)]
    new = [[entry_of("reads", number=number)] for number in range(301, 303)]
    counts = learn(*old, *new).counts
    places = counts.places.row_of("a.org")
    assert places["reads"] > 5 * places["news"]
    assert counts.seen.row_of("a.org") == {"news": 3, "reads": 2}


def test_any_number_of_an_issue_can_be_learnt() -> None:
    issues = [[entry_of("news", number=number)] for number in (-1, 0, 99_999, 20_260_117)]
    assert first_of(learn(*issues), link_from(kind="video")) == "news"


def test_nothing_is_sure_before_the_past_bears_it_out() -> None:
    assert learn(*issues_of(("reads", "a.org"), count=5)).sure_share is None
    assert learn(*issues_of(("reads", "a.org"), count=60)).sure_share is not None


def test_nothing_is_sure_where_the_past_was_guessing() -> None:
    chance = random.Random(5)
    issues = [[entry_of(chance.choice(["reads", "news"]), f"{n}.org", number=n)] for n in range(1, 100)]
    assert learn(*issues).sure_share is None


@given(st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.9, 0.99]), st.booleans())))
def test_of_what_was_sure_in_the_past_three_in_a_hundred_were_wrong_at_most(
    outcomes: list[tuple[float, bool]],
) -> None:
    known = [Outcome(share, right) for share, right in outcomes] * 20
    found = find_sure_share(known)
    sure = [one.right for one in known if found is not None and one.share >= found]
    assert sure.count(False) <= 0.03 * len(sure)


def test_a_place_is_called_as_people_call_it() -> None:
    assert format_place("jvns.ca/blog") == "jvns.ca/blog"
    assert format_place("github/rust-lang") == "rust-lang on GitHub"
    assert format_place("arxiv") == "arXiv"


def test_the_traits_of_a_link_are_its_kind_places_and_words() -> None:
    traits = read_traits(
        "tool", "github:rust-lang/cargo", "Cargo 1.80, and 2024!", "https://github.com/rust-lang/cargo"
    )
    assert traits.places == ("github", "github/rust-lang", "github/rust-lang/cargo")
    assert traits.words == ("cargo", "0", "00", "and", "0000")
    assert traits.slugs == ("rust", "lang", "cargo")
    assert read_traits("read", "https://a.org", "", "https://a.org").places == ("a.org",)
