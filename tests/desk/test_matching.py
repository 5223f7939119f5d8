"""Which saved link an address is: places on a page, the same page under another title, slips of a site."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.desks import dump_library
from workbench.curation.change import Change
from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.identity.fragments import page_of_place
from workbench.curation.model import LinkId
from workbench.curation.preflight import run_preflight
from workbench.desk.change_builder import ChangeBuilder
from workbench.desk.desk import Desk
from workbench.desk.incoming import fetching, take_in
from workbench.desk.related import find_joinable, find_related
from workbench.desk.state import State
from workbench.desk.verbs import issues, preflight, triage

PODCAST = "https://pod.example"
STORY = "https://news.example/story"
SAME_PAGE = "the same page under another title"


def add(desk: Desk, url: str, title: str = "") -> take_in.IntakeResult:
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url=url, title=title),))
    return desk.do(take_in.take_in_links, reading, "paste").proposal


def add_one(desk: Desk, url: str, title: str = "") -> LinkId:
    return add(desk, url, title).links[0]


def answer(
    desk: Desk, link: LinkId, title: str, canonical_url: str = "", redirects: tuple[str, ...] = ()
) -> None:
    url = desk.state.links[link].url
    clipping = Clipping(url=url, site="page", title=title, canonical_url=canonical_url, redirects=redirects)
    desk.do(fetching.apply_answer, FetchAnswer(link, clipping))


def publish(desk: Desk, link: LinkId) -> None:
    desk.do(triage.place_links, [link], "reads")
    desk.do(issues.publish_issue, desk.state.issue_by_number(11).id)


# Places on a page


def test_episodes_that_only_a_fragment_tells_apart_are_links_of_their_own(desk: Desk) -> None:
    links = {add_one(desk, f"{PODCAST}/#episode-{number}") for number in (10, 11, 12)}
    assert len(links) == 3


@pytest.mark.parametrize("first", ["", "/#episode-10"])
def test_a_page_is_the_one_place_that_is_known_on_it(desk: Desk, first: str) -> None:
    then = "/#episode-10" if not first else ""
    link = add_one(desk, PODCAST + first)
    assert add(desk, PODCAST + then).outcomes[0].result == "merged"
    other = add_one(desk, f"{PODCAST}/#episode-11")
    assert other != link
    assert [add_one(desk, PODCAST + fragment) for fragment in ("", "/#episode-10", "/#episode-11")] == [
        link, link, other,
    ]  # fmt: skip


def test_a_page_with_two_places_is_neither_of_them(desk: Desk) -> None:
    links = [add_one(desk, PODCAST + fragment) for fragment in ("/#episode-10", "/#episode-11", "/")]
    assert len(set(links)) == 3


def test_a_route_is_no_place_on_the_front_page(desk: Desk) -> None:
    assert add_one(desk, "https://app.example/#/docs") != add_one(desk, "https://app.example/")


def test_places_are_told_apart_from_links_that_were_saved_before_they_were(desk: Desk) -> None:
    """Earlier versions left the fragment out of the identity."""
    link = add_one(desk, PODCAST)
    desk.do(set_url, link, f"{PODCAST}/#episode-10")
    assert desk.state.links[link].identity == PODCAST
    assert add_one(desk, f"{PODCAST}/#episode-10") == link
    assert add_one(desk, f"{PODCAST}/#episode-11") != link


def test_a_url_that_an_earlier_version_knew_by_another_key_is_the_link_it_is(desk: Desk) -> None:
    link = add_one(desk, "https://old.example/form-of-it")
    desk.do(set_url, link, "https://github.com/o/r/pull/7")
    taken = add(desk, "https://github.com/o/r/pull/7", "Title")
    assert (taken.links, taken.outcomes[0].result) == ([link], "merged")
    assert add_one(desk, "https://github.com/o/r/issues/7") == link


def set_url(state: State, link: LinkId, url: str) -> Change:
    builder = ChangeBuilder(state)
    builder.set(state.links[link], url=url)
    return builder.build("Edited by hand")


def test_what_a_page_says_of_itself_makes_no_one_link_of_its_places(desk: Desk) -> None:
    first = add_one(desk, f"{PODCAST}/#episode-10", "Episode 10: Axum")
    second = add_one(desk, f"{PODCAST}/#episode-11")
    for link in (first, second):
        answer(desk, link, "Netstack, the podcast", canonical_url=f"{PODCAST}/")
        answer(desk, link, "Netstack, the podcast", canonical_url=f"{PODCAST}/all/")
        answer(desk, link, "Netstack, the podcast", redirects=("https://new.pod.example/",))
    assert {first, second} <= set(desk.state.links)
    assert desk.state.links[first].title == "Episode 10: Axum"
    assert desk.state.links[second].title == "Netstack, the podcast"


URLS = st.sampled_from(
    [
        PODCAST,
        f"{PODCAST}/#a",
        f"{PODCAST}/#b",
        f"{PODCAST}/?utm_source=x#a",
        f"{PODCAST}/#/route",
        f"{STORY}#a",
        STORY,
    ]
)
TITLES = st.sampled_from(["", "Cats at home", "Dogs at work", "Cats at home, and more"])
ROWS = st.lists(st.tuples(URLS, TITLES), min_size=1, max_size=6)


@settings(max_examples=60)
@given(rows=ROWS)
def test_no_link_ever_takes_in_two_places_and_a_second_time_changes_nothing(
    rows: list[tuple[str, str]], new_desk: Callable[[], Desk]
) -> None:
    desk = new_desk()
    clippings = tuple(
        Clipping(row=row, url=url, title=title) for row, (url, title) in enumerate(rows, start=1)
    )
    reading = ImportResult(format="list", clippings=clippings)
    desk.do(take_in.take_in_links, reading, "paste")
    keys = [(link.identity, *link.aliases) for link in desk.state.links.values()]
    assert len({key for few in keys for key in few}) == sum(map(len, keys))
    for few in keys:
        places = {key.partition("#=")[0] for key in few}
        assert len({place for place in places if page_of_place(place)}) <= 1
    before = dump_library(desk)
    desk.do(take_in.take_in_links, reading, "paste")
    assert dump_library(desk) == before


# The same page under another title


def test_two_titles_that_say_different_things_stay_two_links_and_that_is_said(desk: Desk) -> None:
    cats = add_one(desk, f"{STORY}?utm_source=a", "Post about cats")
    taken = add(desk, f"{STORY}?utm_source=b", "Post about dogs")
    assert [(outcome.result, outcome.reason) for outcome in taken.outcomes] == [
        ("added", f"{SAME_PAGE}: “Post about cats”, in the inbox")
    ]
    assert taken.change.label == f"Added “Post about dogs”, {SAME_PAGE}: “Post about cats”, in the inbox"
    [dogs] = taken.links
    assert desk.state.links[cats].title == "Post about cats"
    assert [(one.link, one.why) for one in find_related(desk.state, cats)] == [(dogs, SAME_PAGE)]
    assert [(one.link, one.why) for one in find_related(desk.state, dogs)] == [(cats, SAME_PAGE)]


def test_each_of_two_such_links_is_found_again_by_its_title_and_by_its_address(desk: Desk) -> None:
    cats = add_one(desk, f"{STORY}?utm_source=a", "Post about cats")
    dogs = add_one(desk, f"{STORY}?utm_source=b", "Post about dogs")
    assert add_one(desk, f"{STORY}?utm_source=c", "A post about dogs") == dogs
    assert add_one(desk, f"{STORY}?utm_source=b") == dogs
    assert add_one(desk, f"{STORY}?utm_source=a") == cats
    assert add_one(desk, STORY) == cats
    birds = add_one(desk, f"{STORY}?utm_source=d", "Birds")
    assert birds not in (cats, dogs)
    assert {one.link for one in find_related(desk.state, birds)} == {cats, dogs}


@pytest.mark.parametrize(
    "titles", [("Post about cats", "Post about dogs"), ("Post about dogs", "Post about cats")]
)
def test_the_editor_makes_one_of_them_by_joining(desk: Desk, titles: tuple[str, str]) -> None:
    saved = {title: add_one(desk, f"{STORY}?utm_source={title[-4:]}", title) for title in titles}
    cats, dogs = saved["Post about cats"], saved["Post about dogs"]
    found = find_joinable(desk.state, cats)
    assert found is not None
    assert found.link == dogs
    desk.do(triage.join_links, cats)
    assert desk.state.links[dogs].joined == cats
    assert find_joinable(desk.state, cats) is None
    desk.do(triage.place_links, [cats], "reads")
    assert len(desk.state.entries_of(cats)[0].links) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (STORY, f"http://www.{STORY.removeprefix('https://')}/"),
        ("https://arxiv.org/abs/2203.15556", "https://arxiv.org/pdf/2203.15556v2"),
    ],
)
def test_the_very_same_address_and_a_number_are_one_link_whatever_it_is_called(
    desk: Desk, first: str, second: str
) -> None:
    link = add_one(desk, first, "Post about cats")
    taken = add(desk, second, "Lunch with dogs")
    assert taken.links == [link]
    assert taken.outcomes[0].reason == f"the same work as “Post about cats”, {SAME_PAGE}: “Lunch with dogs”"
    assert taken.change.label.endswith(f"{SAME_PAGE}: “Lunch with dogs”")
    assert desk.state.links[link].title == "Post about cats"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gates", "Gates after attention"),
        ("Introducing Gates 1.70", "Gates 1.70 released"),
        ("Gates after attention", "[Paper] Gates after Attention (2026)"),
        ("Gates after attention", "PDF"),
        ("Viens chez moi", "English (auto-translate)"),
        ("Gates after attention", f"{STORY}?x=1"),
        ("Gates after attention", "注意力之后的门"),
        ("", "Gates"),
    ],
)
def test_titles_of_which_one_may_be_the_other_are_one_link(desk: Desk, one: str, other: str) -> None:
    link = add_one(desk, f"{STORY}?utm_source=a", one)
    assert add_one(desk, f"{STORY}?utm_source=b", other) == link


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Post one", "Post two"),
        ("Episode 10: Axum", "Episode 11: Axum, again"),
        ("Katzen im Haus", "Hunde im Garten"),
        ("注意力之后的门", "没有注意力的猫"),
        ("Cats", "Dogs"),
    ],
)
def test_titles_of_which_none_can_be_the_other_are_two(desk: Desk, one: str, other: str) -> None:
    link = add_one(desk, f"{STORY}?utm_source=a", one)
    assert add_one(desk, f"{STORY}?utm_source=b", other) != link


def test_a_page_and_a_place_on_it_with_titles_of_their_own_are_two(desk: Desk) -> None:
    page = add_one(desk, PODCAST, "Netstack, the podcast")
    taken = add(desk, f"{PODCAST}/#episode-10", "Episode 10: Axum")
    assert taken.links != [page]
    assert taken.outcomes[0].reason.startswith(SAME_PAGE)
    assert [one.link for one in find_related(desk.state, page)] == taken.links


def test_of_many_rows_it_is_said_how_many_show_a_page_that_is_known(desk: Desk) -> None:
    rows = (
        Clipping(row=1, url=f"{STORY}?utm_source=a", title="Post about cats"),
        Clipping(row=2, url=f"{STORY}?utm_source=b", title="Post about dogs"),
    )
    taken = desk.do(take_in.take_in_links, ImportResult(format="list", clippings=rows), "paste").proposal
    assert taken.change.label == f"Added 2 links, 1 {SAME_PAGE}"
    assert len(taken.links) == 2


# What was published


def test_a_published_link_takes_over_no_title(desk: Desk) -> None:
    link = add_one(desk, f"{PODCAST}/all?utm_source=a")
    publish(desk, link)
    assert add(desk, f"{PODCAST}/all?utm_source=b", "Episode 11").outcomes[0].result == "already_published"
    assert desk.state.links[link].title == ""
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url=f"{PODCAST}/all"),))
    desk.do(take_in.take_in_links, reading, "paste", take_in.Extras(title="Episode 11"))
    assert desk.state.links[link].title == ""


def test_another_title_of_a_published_page_is_a_new_link_and_says_where_that_stands(desk: Desk) -> None:
    link = add_one(desk, f"{STORY}?utm_source=a", "Post about cats")
    publish(desk, link)
    taken = add(desk, f"{STORY}?utm_source=b", "Post about dogs")
    assert taken.outcomes[0].result == "added"
    assert taken.change.label == (
        "Added “Post about dogs”, same page as in #11, under another title (2026-11-29, Curated Reads): the same "
        "address, news.example/story, there “Post about cats”, here “Post about dogs”"
    )
    assert desk.state.links[link].title == "Post about cats"


def test_what_readers_had_under_another_title_is_found_before_publishing(desk: Desk) -> None:
    link = add_one(desk, f"{STORY}?utm_source=a", "Post about cats")
    publish(desk, link)
    other = add_one(desk, f"{STORY}?utm_source=b", "Post about dogs")
    desk.do(triage.place_links, [other], "reads")
    draft = desk.state.newest_draft()
    assert draft is not None
    found = run_preflight(preflight.preflight_context_of(desk.state, draft))
    assert [finding.message for finding in found if finding.rule == "published"] == [
        "Same page as in #11, under another title (2026-11-29, Curated Reads): the same address, "
        "news.example/story, there “Post about cats”, here “Post about dogs”."
    ]


def test_a_published_link_keeps_its_title_where_another_link_turns_out_to_be_it(desk: Desk) -> None:
    link = add_one(desk, STORY, "Post about cats")
    publish(desk, link)
    short = add_one(desk, "https://t.co/aBcDe", "Cats, as the editor called them")
    desk.do(fetching.set_title, short, "Cats, as the editor called them")
    answer(desk, short, "Dogs", redirects=(STORY,))
    assert short not in desk.state.links
    assert desk.state.links[link].title == "Post about cats"


# Slips of a site


@pytest.mark.parametrize(
    ("one", "two"),
    [("Post one", "Post two"), ("The book: on pinning", "The book: on executors"), ("Eins", "Zwei")],
)
def test_an_address_that_pages_with_different_titles_call_theirs_is_nobodys(
    desk: Desk, one: str, two: str
) -> None:
    first, second = (add_one(desk, f"https://slip.example/posts/{name}") for name in ("one", "two"))
    answer(desk, first, one, "https://slip.example/posts/all")
    answer(desk, second, two, "https://slip.example/posts/all")
    assert (desk.state.links[first].title, desk.state.links[second].title) == (one, two)
    assert desk.state.links[first].aliases == desk.state.links[second].aliases == ()
    before = dump_library(desk)
    for link, title in ((second, two), (first, one), (second, two)):
        answer(desk, link, title, "https://slip.example/posts/all")
    assert dump_library(desk) == before
    assert add_one(desk, "https://slip.example/posts/all") not in (first, second)


def test_an_address_that_was_nobodys_is_a_links_once_that_leads_there_for_good(desk: Desk) -> None:
    first, second = (add_one(desk, f"https://slip.example/posts/{name}") for name in ("one", "two"))
    answer(desk, first, "Eins", "https://slip.example/posts/all")
    answer(desk, second, "Zwei", "https://slip.example/posts/all")
    answer(desk, second, "Zwei", redirects=("https://slip.example/posts/all",))
    found = desk.state.links[second]
    assert (found.aliases, found.slips) == (("https://slip.example/posts/all",), ())


def test_an_address_that_two_pages_with_one_title_call_theirs_makes_them_one(desk: Desk) -> None:
    first, second = (add_one(desk, f"https://right.example/posts/{name}") for name in ("one", "two"))
    answer(desk, first, "Gates after attention", "https://right.example/posts/gates")
    answer(desk, second, "Gates after attention | Right", "https://right.example/posts/gates")
    assert second not in desk.state.links
