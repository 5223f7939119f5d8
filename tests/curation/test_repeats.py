"""Which marks a work gets that readers had before."""

from collections.abc import Sequence
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.archive.appearance import Appearance
from workbench.curation.archive.marks import Candidate, describe_mention, describe_repeats
from workbench.curation.archive.repeats import PastWorks
from workbench.curation.identity import identity_key
from workbench.curation.model import LinkId

PODCAST = "https://netstack.example"


def appear(
    url: str,
    title: str,
    issue: int = 5,
    *,
    link: int = 0,
    further: Sequence[str] = (),
    is_mention: bool = False,
) -> Appearance:
    """That work in that issue."""
    return Appearance(
        link=LinkId(link),
        identity=identity_key(url),
        url=url,
        title=title,
        issue=issue,
        date="2026-10-04",
        section="" if is_mention else "reads",
        section_name="" if is_mention else "Curated Reads",
        is_mention=is_mention,
        further=tuple(map(identity_key, further)),
    )


def seek(
    url: str, title: str, link: int = 0, issue: int | None = None, repeat_of: int | None = None
) -> Candidate:
    """A link that is held against the archive."""
    return Candidate((identity_key(url),), (title,), url, LinkId(link), issue, repeat_of)


def works_of(*appearances: Appearance) -> PastWorks:
    works = PastWorks()
    for appearance in appearances:
        works.add([appearance])
    return works


def marks_of(works: PastWorks, candidate: Candidate) -> list[tuple[str, int]]:
    return [(repeat.mark, repeat.issue) for repeat in works.find_repeats(candidate)]


GATES: Final = "https://e.example/a", "Gates after attention"
LONG: Final = "Is Rust used safely by developers?"
COMMENT: Final = "https://github.com/o/n/issues/4#issuecomment-"
POST: Final = "https://medium.com/p/ee7871ccd3c7#"
VIDEO: Final = "https://youtube.com/watch?v="
CHANNEL: Final = "https://youtube.com/@conf"


@pytest.mark.parametrize(
    ("then", "now", "mark"),
    [
        # The same work, in whichever form its address is written.
        (GATES, ("http://www.e.example/a/?utm_source=x", ""), "published"),
        (GATES, ("https://e.example/a", "On gates after attention"), "published"),
        (("arxiv.org/abs/2510.25445v1", "A survey"), ("arxiv.org/pdf/2510.25445", "Agents!"), "published"),
        # One address, and titles that say different things.
        ((f"{PODCAST}/", "Episode 5: caches"), (PODCAST, "Episode 7: queues"), "same page"),
        (
            ("https://conf.example", "Gates Conf 2019"),
            ("https://conf.example/", "Gates Conf 2020"),
            "same page",
        ),
        (("https://conf.example", "Gates Conf 2019"), ("https://conf.example/", "Gates Conf"), "published"),
        ((CHANNEL, "Talks of the spring"), (f"{CHANNEL}/videos", "Autumn keynotes"), "same page"),
        # A page and the only place on it.
        ((f"{PODCAST}#episode-5", "Episode 5"), (PODCAST, "A podcast on networks"), "same page"),
        ((PODCAST, "Episode 5: caches"), (f"{PODCAST}#episode-5", "Episode 5: caches"), "published"),
        # Places of one page are never one work.
        ((f"{PODCAST}#episode-5", "A podcast"), (f"{PODCAST}#episode-7", "A podcast"), None),
        ((f"{COMMENT}1", "An update"), (f"{COMMENT}2", "An update"), "same page"),
        ((f"{POST}.4dh6", "Steps"), (f"{POST}.9xk2", "Steps"), "published"),
        # An equal long title elsewhere.
        (("https://a.example/1", LONG), ("https://b.example/2", LONG.upper()), "perhaps"),
        (("https://a.example/1", LONG), ("https://a.example/2", LONG), None),
        ((f"{VIDEO}kCc8FmEb1nY", LONG), (f"{VIDEO}bCz4OMemCcA", LONG), None),
        (("https://a.example/p?a=1", LONG), ("https://a.example/p?a=2", LONG), "perhaps"),
        (("https://a.example/1", "A short title"), ("https://b.example/2", "A short title"), None),
        (("https://a.example/1", LONG), ("https://b.example/2", "And what others use"), None),
    ],
)
def test_a_work_is_marked_by_what_is_the_same(
    then: tuple[str, str], now: tuple[str, str], mark: str | None
) -> None:
    assert marks_of(works_of(appear(*then)), seek(*now)) == ([(mark, 5)] if mark else [])


def test_a_title_that_several_works_have_is_that_of_a_series() -> None:
    title = "What is new in this month"
    works = works_of(appear("https://a.example/1", title, 3), appear("https://b.example/2", title, 4))
    assert marks_of(works, seek("https://c.example/3", title)) == []


def test_every_issue_that_had_the_work_is_named_the_newest_first() -> None:
    works = works_of(*(appear("https://e.example/a", "Gates", issue) for issue in (3, 9, 5)))
    assert marks_of(works, seek("https://e.example/a", "Gates")) == [
        ("published", 9),
        ("published", 5),
        ("published", 3),
    ]


def test_what_leaves_least_doubt_is_said_alone() -> None:
    works = works_of(appear(PODCAST, "Episode 5: caches", 5), appear(PODCAST, "Episode 7: queues", 7))
    assert marks_of(works, seek(PODCAST, "Episode 5 - Caches")) == [("published", 5)]


def test_a_link_of_four_issues_is_standing_and_has_no_mark() -> None:
    works = works_of(*(appear("https://e.example/news", "News", issue) for issue in (1, 2, 3)))
    assert len(works.find_repeats(seek("https://e.example/news", "News"))) == 3
    works.add([appear("https://e.example/news", "News of April", 4)])
    assert works.find_repeats(seek("https://e.example/news", "News")) == []
    assert [one.issue for one in works.find_standing(seek("https://e.example/news", "News"))] == [4, 3, 2, 1]


def test_the_link_itself_was_published_whatever_its_entry_was_called() -> None:
    works = works_of(appear("https://e.example/a", "Why I gate", link=4))
    assert marks_of(works, seek("https://e.example/a", "Attention needs doors", link=4)) == [("published", 5)]


def test_the_issue_a_link_stands_in_is_no_repeat() -> None:
    works = works_of(appear("https://e.example/a", "Gates", 5), appear("https://e.example/a", "Gates", 9))
    assert marks_of(works, seek("https://e.example/a", "Gates", issue=9)) == [("published", 5)]


def test_a_work_that_stood_as_second_link_was_published_beside_another() -> None:
    works = works_of(
        appear("https://arxiv.org/abs/2510.25445", "A survey", further=["https://github.com/o/n"])
    )
    (repeat,) = works.find_repeats(seek("https://github.com/O/N", "o/n"))
    assert describe_repeats([repeat]) == (
        "published in #5 (2026-10-04, Curated Reads): the same work, github:o/n, there beside “A survey”"
    )


def test_a_mark_says_issue_date_section_and_why() -> None:
    works = works_of(
        appear(PODCAST, "Episode 5: caches"), appear("https://a.example/1", "One two three four five")
    )
    same, other = seek(PODCAST, "Episode 7: queues"), seek("https://b.example/2", "One two three four five")
    assert [describe_repeats([repeat]) for one in (same, other) for repeat in works.find_repeats(one)] == [
        "same page as in #5, under another title (2026-10-04, Curated Reads): the same address, netstack.example, "
        "there “Episode 5: caches”, here “Episode 7: queues”",
        "perhaps #5 (2026-10-04, Curated Reads): the same title, there at a.example/1",
    ]


def test_what_the_editor_repeats_on_purpose_is_said_so_until_it_is_published_again() -> None:
    works = works_of(appear("https://e.example/a", "Gates", 5))
    candidate = seek("https://e.example/a", "Gates", repeat_of=5)
    (repeat,) = works.find_repeats(candidate)
    assert repeat.is_deliberate
    assert describe_repeats([repeat]).startswith("repeated on purpose, published in #5 (")
    works.add([appear("https://e.example/a", "Gates", 11)])
    assert [repeat.is_deliberate for repeat in works.find_repeats(candidate)] == [False, True]


def test_what_was_only_mentioned_is_no_repeat_and_is_told_apart() -> None:
    works = works_of(appear("https://e.example/a", "the thread", is_mention=True))
    candidate = seek("https://e.example/a", "A thread")
    assert works.find_repeats(candidate) == []
    assert [describe_mention(one) for one in works.find_mentions(candidate)] == [
        "Mentioned in #5 (2026-10-04): “the thread”"
    ]


URLS = st.sampled_from(
    [PODCAST, f"{PODCAST}#5", f"{PODCAST}#7", "https://a.example/1", "https://b.example/2", ""]
)
TITLES = st.sampled_from(["", "Gates", "One two three four five", "Episode 5", "Episode 7"])
APPEARANCES = st.builds(
    appear, URLS, TITLES, st.integers(1, 6), further=st.lists(URLS, max_size=2), is_mention=st.booleans()
)
ISSUES = st.lists(st.lists(APPEARANCES, max_size=4), max_size=6)


@given(ISSUES, ISSUES, st.randoms(use_true_random=False))
def test_what_is_counted_back_leaves_nothing(
    kept: list[list[Appearance]], gone: list[list[Appearance]], random: Random
) -> None:
    works, anew = PastWorks(), PastWorks()
    order = [*kept, *gone]
    random.shuffle(order)
    for issue in order:
        works.add(issue)
    for issue in gone:
        works.remove(issue)
    for issue in kept:
        anew.add(issue)
    for url in (PODCAST, f"{PODCAST}#5", "https://a.example/1"):
        for title in ("Gates", "One two three four five"):
            for find in (PastWorks.find_mentions, PastWorks.find_standing):
                assert {one.issue for one in find(works, seek(url, title))} == {
                    one.issue for one in find(anew, seek(url, title))
                }
            assert marks_of(works, seek(url, title)) == marks_of(anew, seek(url, title))


@given(st.lists(APPEARANCES, max_size=8), TITLES)
def test_two_places_of_a_page_are_never_one_work(appearances: list[Appearance], title: str) -> None:
    works = works_of(*appearances)
    for repeat in works.find_repeats(seek(f"{PODCAST}#5", title)):
        had = repeat.appearance.identities
        assert repeat.mark == "perhaps" or not {PODCAST, f"{PODCAST}#5"}.isdisjoint(had)
