"""What is beside a link: works its sites name, links that name it, its repository; joined only by the editor."""

import pytest

from workbench.curation.clipping import Answer, Clipping, Reading
from workbench.curation.model import Refused, Related
from workbench.desk import fetching, intake, triage
from workbench.desk.desk import Desk
from workbench.desk.related import Relation, related, similar

PAPER, REPOSITORY = 4, 10
CODE = Related("https://github.com/karpathy/nanochat", "its code", "arXiv")
UNSAVED = Related("https://github.com/o/quiet", "its code", "hub")


def names(desk: Desk, link: int, *others: Related) -> None:
    clipping = Clipping(url="https://arxiv.org/abs/2505.03997", by=others[0].said_by, related=others)
    desk.do(fetching.absorb, Answer(link, clipping))


def add(desk: Desk, url: str) -> int:
    reading = Reading(format="list", clippings=(Clipping(row=1, url=url),))
    return desk.do(intake.take_in, reading, "paste").proposal.links[0]


def test_a_paper_shows_its_code_and_the_code_its_paper(desk: Desk) -> None:
    names(desk, PAPER, CODE)
    assert related(desk.present, PAPER) == [
        Relation("https://github.com/karpathy/nanochat", "its code", "arXiv", REPOSITORY)
    ]
    assert related(desk.present, REPOSITORY) == [
        Relation("https://arxiv.org/abs/2505.03997", "names this as its code", "arXiv", PAPER)
    ]


def test_what_was_never_saved_is_shown_by_its_url_and_found_once_it_is(desk: Desk) -> None:
    names(desk, PAPER, UNSAVED)
    assert [relation.link for relation in related(desk.present, PAPER)] == [0]
    link = add(desk, "git@github.com:o/quiet.git")
    assert [relation.link for relation in related(desk.present, PAPER)] == [link]
    assert [relation.link for relation in related(desk.present, link)] == [PAPER]


def test_pages_of_one_repository_are_beside_each_other_and_beside_it(desk: Desk) -> None:
    first = add(desk, "https://github.com/astral-sh/uv/issues/3")
    second = add(desk, "https://github.com/astral-sh/uv/pull/7")
    assert [(relation.link, relation.why) for relation in related(desk.present, first)] == [
        (11, "same repository"),
        (second, "same repository"),
    ]
    assert [relation.link for relation in related(desk.present, 11)] == [first, second]


def test_two_sites_that_name_one_work_name_it_once(desk: Desk) -> None:
    names(desk, PAPER, CODE)
    names(desk, PAPER, Related("https://github.com/Karpathy/nanochat/tree/master", "its code", "hub"))
    names(desk, PAPER, Related("https://github.com/karpathy/nanochat#readme", "its code", "page"))
    urls = [relation.url for relation in related(desk.present, PAPER)]
    assert urls.count("https://github.com/karpathy/nanochat") == 1


def test_an_answer_that_names_it_no_more_leaves_no_trace(desk: Desk) -> None:
    names(desk, PAPER, CODE)
    names(desk, PAPER, Related("https://e.example/elsewhere", "its page", "arXiv"))
    assert related(desk.present, REPOSITORY) == []


def test_titles_that_are_nearly_the_same_are_proposed(desk: Desk) -> None:
    link = add(desk, "https://e.example/transformers")
    desk.do(fetching.title, link, "Attention is all you need!")
    assert similar(desk.present, link) == [5]
    assert similar(desk.present, 5) == [link]


# Joining what is related


def links_of(desk: Desk, link: int) -> list[tuple[str, str]]:
    entry = desk.present.entries_of(link)[0]
    return [(labelled.label, labelled.url) for labelled in entry.links]


def test_plus_joins_the_related_repository_that_was_saved(desk: Desk) -> None:
    names(desk, PAPER, CODE)
    assert (
        desk.do(triage.join, PAPER).says
        == "Joined “nanochat” to “Quiet Feature Learning in Algorithmic Tasks”"
    )
    assert desk.present.links[REPOSITORY].joined == PAPER
    desk.do(triage.place, [PAPER], "papers")
    assert links_of(desk, PAPER)[1] == ("GitHub", "https://github.com/karpathy/nanochat")


def test_plus_labels_the_related_repository_that_was_not_saved(desk: Desk) -> None:
    desk.do(triage.place, [PAPER], "papers")
    names(desk, PAPER, UNSAVED)
    assert desk.do(triage.join, PAPER).says.startswith("Joined the GitHub link to “Quiet")
    assert links_of(desk, PAPER) == [
        ("", "https://arxiv.org/abs/2505.03997"),
        ("GitHub", "https://github.com/o/quiet"),
    ]
    assert len(desk.present.links) == 12


def test_plus_again_joins_the_next_and_then_says_what_else_to_do(desk: Desk) -> None:
    names(desk, PAPER, UNSAVED, Related("https://e.example/project", "its page", "hub"))
    desk.do(triage.join, PAPER)
    desk.do(triage.join, PAPER)
    desk.do(triage.place, [PAPER], "papers")
    assert [label for label, _ in links_of(desk, PAPER)] == ["", "GitHub", "e.example"]
    with pytest.raises(Refused, match=r"f asks its site, or mark a link with space first"):
        desk.do(triage.join, PAPER)


def test_what_stands_elsewhere_in_the_issue_is_left_there(desk: Desk) -> None:
    names(desk, PAPER, CODE)
    desk.do(triage.place, [REPOSITORY], "tools")
    with pytest.raises(Refused, match="Nothing related"):
        desk.do(triage.join, PAPER)
    assert desk.present.state(REPOSITORY) == "placed"


def test_a_marked_link_is_joined_whatever_is_related(desk: Desk) -> None:
    names(desk, PAPER, CODE)
    desk.do(triage.join, PAPER, [11])
    assert (desk.present.links[11].joined, desk.present.links[REPOSITORY].joined) == (PAPER, None)
