"""What is beside a link: works its sites name, links that name it, its repository; joined only by the editor."""

import pytest

from workbench.curation.clipping import Clipping, FetchAnswer, ImportResult
from workbench.curation.model import LinkId, RelatedWork, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import fetching, take_in
from workbench.desk.related import Relation, find_related, find_similar
from workbench.desk.verbs import triage

PAPER, REPOSITORY = 4, 10
CODE = RelatedWork("https://github.com/karpathy/nanochat", "its code", "arXiv")
UNSAVED = RelatedWork("https://github.com/o/quiet", "its code", "hub")


def add_related(desk: Desk, link: int, *others: RelatedWork) -> None:
    clipping = Clipping(url="https://arxiv.org/abs/2505.03997", site=others[0].said_by, related=others)
    desk.do(fetching.apply_answer, FetchAnswer(LinkId(link), clipping))


def add_link(desk: Desk, url: str) -> int:
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url=url),))
    return desk.do(take_in.take_in_links, reading, "paste").proposal.links[0]


def test_a_paper_shows_its_code_and_the_code_its_paper(desk: Desk) -> None:
    add_related(desk, PAPER, CODE)
    assert find_related(desk.state, LinkId(PAPER)) == [
        Relation("https://github.com/karpathy/nanochat", "its code", "arXiv", LinkId(REPOSITORY))
    ]
    assert find_related(desk.state, LinkId(REPOSITORY)) == [
        Relation("https://arxiv.org/abs/2505.03997", "names this as its code", "arXiv", LinkId(PAPER))
    ]


def test_what_was_never_saved_is_shown_by_its_url_and_found_once_it_is(desk: Desk) -> None:
    add_related(desk, PAPER, UNSAVED)
    assert [relation.link for relation in find_related(desk.state, LinkId(PAPER))] == [0]
    link = add_link(desk, "git@github.com:o/quiet.git")
    assert [relation.link for relation in find_related(desk.state, LinkId(PAPER))] == [link]
    assert [relation.link for relation in find_related(desk.state, LinkId(link))] == [PAPER]


def test_pages_of_one_repository_are_beside_each_other_and_beside_it(desk: Desk) -> None:
    first = add_link(desk, "https://github.com/astral-sh/uv/issues/3")
    second = add_link(desk, "https://github.com/astral-sh/uv/pull/7")
    assert [(relation.link, relation.why) for relation in find_related(desk.state, LinkId(first))] == [
        (11, "same repository"),
        (second, "same repository"),
    ]
    assert [relation.link for relation in find_related(desk.state, LinkId(11))] == [first, second]


def test_two_sites_that_name_one_work_name_it_once(desk: Desk) -> None:
    add_related(desk, PAPER, CODE)
    add_related(
        desk, PAPER, RelatedWork("https://github.com/Karpathy/nanochat/tree/master", "its code", "hub")
    )
    add_related(desk, PAPER, RelatedWork("https://github.com/karpathy/nanochat#readme", "its code", "page"))
    urls = [relation.url for relation in find_related(desk.state, LinkId(PAPER))]
    assert urls.count("https://github.com/karpathy/nanochat") == 1


def test_an_answer_that_names_it_no_more_leaves_no_trace(desk: Desk) -> None:
    add_related(desk, PAPER, CODE)
    add_related(desk, PAPER, RelatedWork("https://e.example/elsewhere", "its page", "arXiv"))
    assert find_related(desk.state, LinkId(REPOSITORY)) == []


def test_titles_that_are_nearly_the_same_are_proposed(desk: Desk) -> None:
    link = add_link(desk, "https://e.example/transformers")
    desk.do(fetching.set_title, LinkId(link), "Attention is all you need!")
    assert find_similar(desk.state, LinkId(link)) == [5]
    assert find_similar(desk.state, LinkId(5)) == [link]


# Joining what is related


def links_of(desk: Desk, link: int) -> list[tuple[str, str]]:
    entry = desk.state.entries_of(LinkId(link))[0]
    return [(labelled.label, labelled.url) for labelled in entry.links]


def test_plus_joins_the_related_repository_that_was_saved(desk: Desk) -> None:
    add_related(desk, PAPER, CODE)
    assert (
        desk.do(triage.join_links, LinkId(PAPER)).message
        == "Joined “nanochat” to “Quiet Feature Learning in Algorithmic Tasks”"
    )
    assert desk.state.links[LinkId(REPOSITORY)].joined == PAPER
    desk.do(triage.place_links, [LinkId(PAPER)], "papers")
    assert links_of(desk, PAPER)[1] == ("GitHub", "https://github.com/karpathy/nanochat")


def test_plus_labels_the_related_repository_that_was_not_saved(desk: Desk) -> None:
    desk.do(triage.place_links, [LinkId(PAPER)], "papers")
    add_related(desk, PAPER, UNSAVED)
    assert desk.do(triage.join_links, LinkId(PAPER)).message.startswith("Joined the GitHub link to “Quiet")
    assert links_of(desk, PAPER) == [
        ("", "https://arxiv.org/abs/2505.03997"),
        ("GitHub", "https://github.com/o/quiet"),
    ]
    assert len(desk.state.links) == 12


def test_plus_again_joins_the_next_and_then_says_what_else_to_do(desk: Desk) -> None:
    add_related(desk, PAPER, UNSAVED, RelatedWork("https://e.example/project", "its page", "hub"))
    desk.do(triage.join_links, LinkId(PAPER))
    desk.do(triage.join_links, LinkId(PAPER))
    desk.do(triage.place_links, [LinkId(PAPER)], "papers")
    assert [label for label, _ in links_of(desk, PAPER)] == ["", "GitHub", "e.example"]
    with pytest.raises(UserError, match=r"then \+ here joins it: .*\(f asks its site\)"):
        desk.do(triage.join_links, LinkId(PAPER))


def test_what_stands_elsewhere_in_the_issue_is_left_there(desk: Desk) -> None:
    add_related(desk, PAPER, CODE)
    desk.do(triage.place_links, [LinkId(REPOSITORY)], "tools")
    with pytest.raises(UserError, match=r"^Mark the link to join with space, then \+ here joins it: "):
        desk.do(triage.join_links, LinkId(PAPER))
    assert desk.state.state_of(LinkId(REPOSITORY)) == "placed"


def test_a_marked_link_is_joined_whatever_is_related(desk: Desk) -> None:
    add_related(desk, PAPER, CODE)
    desk.do(triage.join_links, LinkId(PAPER), [LinkId(11)])
    assert (desk.state.links[LinkId(11)].joined, desk.state.links[LinkId(REPOSITORY)].joined) == (PAPER, None)


def test_a_repository_in_the_inbox_that_is_called_as_a_paper_is_proposed_by_its_name(desk: Desk) -> None:
    link = add_link(desk, "https://github.com/qiuzh20/gated_attention")
    assert find_related(desk.state, LinkId(1)) == [
        Relation("https://github.com/qiuzh20/gated_attention", "same name", "", LinkId(link))
    ]
    assert (
        "Joined “qiuzh20/gated_attention” to “Gated Attention"
        in desk.do(triage.join_links, LinkId(1)).message
    )
    assert desk.state.links[LinkId(link)].joined == 1


def test_a_namesake_that_was_rejected_or_placed_is_not_proposed(desk: Desk) -> None:
    link = LinkId(add_link(desk, "https://github.com/qiuzh20/gated_attention"))
    for verb in (
        lambda state: triage.reject_links(state, [link]),
        lambda state: triage.place_links(state, [link], "tools"),
    ):
        desk.do(verb)
        assert find_related(desk.state, LinkId(1)) == []
        with pytest.raises(UserError, match="nothing related is known of"):
            desk.do(triage.join_links, LinkId(1))


@pytest.mark.parametrize("stands", ["inbox", "deferred", "placed", "benched"])
def test_a_repository_is_joined_to_the_paper_that_is_called_as_it_is_from_either_side(
    desk: Desk, stands: str
) -> None:
    moves = {"inbox": triage.restore_links, "deferred": triage.defer_links, "benched": triage.bench_links}
    if stands in moves:  # it begins in a slot
        desk.do(moves[stands], [LinkId(1)])
    link = LinkId(add_link(desk, "https://github.com/qiuzh20/gated_attention"))
    desk.do(triage.join_links, link)
    assert desk.state.links[link].joined == 1
    assert desk.state.state_of(LinkId(1)) == stands


def test_a_repository_goes_to_no_paper_that_was_rejected_or_is_called_otherwise(desk: Desk) -> None:
    named = LinkId(add_link(desk, "https://github.com/qiuzh20/gated_attention"))
    other = LinkId(add_link(desk, "https://github.com/someone/gated_recurrence"))
    desk.do(triage.reject_links, [LinkId(1)])
    for link in (named, other):
        with pytest.raises(UserError, match="nothing related is known of"):
            desk.do(triage.join_links, link)
