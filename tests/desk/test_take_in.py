"""Taking links in: one work is one link however it arrives, and every row has an outcome."""

from typing import Any

import pytest

from workbench.curation.clipping import Clipping, ImportResult, RejectedRow
from workbench.curation.identity import Identity, Unidentified, identify
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.desk import Desk
from workbench.desk.incoming import take_in
from workbench.desk.verbs import issues
from workbench.intake.text import addresses


def take_clippings(desk: Desk, *clippings: Clipping, **extras: Any) -> take_in.IntakeResult:
    reading = ImportResult(format="list", clippings=clippings)
    return desk.do(take_in.take_in_links, reading, "paste", take_in.Extras(**extras)).proposal


def test_variants_of_one_work_become_one_link_that_keeps_every_url(desk: Desk) -> None:
    taken = take_clippings(
        desk,
        Clipping(row=1, url="https://arxiv.org/abs/2203.15556"),
        Clipping(
            row=2,
            url="arxiv.org/pdf/2203.15556v2",
            title="Training Compute-Optimal Models",
            tags=("scaling",),
        ),
        Clipping(row=3, url="https://huggingface.co/papers/2203.15556", note="chinchilla"),
    )
    assert [outcome.result for outcome in taken.outcomes] == ["added", "merged", "merged"]
    link = desk.state.links[taken.links[0]]
    assert (link.title, link.note, link.tags) == (
        "Training Compute-Optimal Models",
        "chinchilla",
        ("scaling",),
    )
    assert len(link.urls) == 2
    assert link.kind == "paper"


def test_what_is_known_is_merged_and_what_was_typed_stays(desk: Desk) -> None:
    taken = take_clippings(
        desk, Clipping(row=1, url="https://arxiv.org/abs/1706.03762", title="Attention", note="again")
    )
    assert taken.outcomes[0].result == "merged"
    assert "Attention Is All You Need" in taken.outcomes[0].reason
    assert desk.state.links[LinkId(5)].title == "Attention Is All You Need"
    assert desk.state.links[LinkId(5)].note == "again"


DACOMP = "https://arxiv.org/abs/2512.04324"


@pytest.mark.parametrize(
    ("before", "title", "kept"),
    [
        ("DAComp", "DAComp: Benchmarking Data Agents", "DAComp: Benchmarking Data Agents"),
        ("dacomp", "DAComp: Benchmarking Data Agents", "DAComp: Benchmarking Data Agents"),
        ("DAComp: Benchmarking Data Agents", "DAComp", "DAComp: Benchmarking Data Agents"),
        ("Trans", "Transformers from Scratch", "Trans"),
        ("DAComp: Benchm…", "DAComp: Benchmarking Data Agents", "DAComp: Benchmarking Data Agents"),
        ("DAComp: Benchmarking Data Agents", "DAComp: Benchm…", "DAComp: Benchmarking Data Agents"),
        ("A note of mine", "DAComp: Benchmarking Data Agents", "A note of mine"),
    ],
)
def test_a_fuller_title_replaces_the_short_one_it_begins_with_and_that_is_said(
    desk: Desk, before: str, title: str, kept: str
) -> None:
    take_clippings(desk, Clipping(row=1, url=DACOMP, title=before))
    reading = ImportResult(format="list", clippings=(Clipping(row=1, url=DACOMP, title=title),))
    result = desk.do(take_in.take_in_links, reading, "paste")
    assert desk.state.links[result.proposal.links[0]].title == kept
    said = f", called “{kept}” now" if kept != before else ""
    if before in ("Trans", "A note of mine"):
        said = f", the same page under another title: “{title}”"
    assert result.proposal.outcomes[0].reason == f"the same work as “{before}”{said}"
    assert result.message.endswith(said or "in the inbox")


def test_a_title_that_the_editor_wrote_stays_however_full_another_is(desk: Desk) -> None:
    take_clippings(desk, Clipping(row=1, url=DACOMP), title="DAComp")
    taken = take_clippings(desk, Clipping(row=1, url=DACOMP, title="DAComp: Benchmarking Data Agents"))
    assert desk.state.links[taken.links[0]].title == "DAComp"


def test_the_same_file_twice_adds_nothing_and_writes_nothing(desk: Desk) -> None:
    clipping = Clipping(row=1, url="https://e.example/a", title="A", tags=("x",), note="n")
    take_clippings(desk, clipping)
    before = desk.seq
    assert take_clippings(desk, clipping).count("added") == 0
    assert desk.seq == before


def test_a_link_that_was_printed_says_where(desk: Desk) -> None:
    desk.do(issues.publish_issue, IssueId(1))
    taken = take_clippings(desk, Clipping(row=1, url="https://arxiv.org/abs/2505.06708"))
    assert (taken.outcomes[0].result, taken.outcomes[0].reason) == (
        "already_published",
        "published in #11 (2026-11-29, Papers): the same work, arxiv:2505.06708",
    )


def test_outcomes_add_up_to_the_rows_in_their_order(desk: Desk) -> None:
    reading = ImportResult(
        format="list",
        clippings=(Clipping(row=1, url="https://e.example/a"), Clipping(row=3, url="https://")),
        rejected=(RejectedRow(2, "no link in this line", "not a link"),),
    )
    taken = desk.do(take_in.take_in_links, reading, "paste").proposal
    assert [(outcome.row, outcome.result) for outcome in taken.outcomes] == [
        (1, "added"),
        (2, "refused"),
        (3, "refused"),
    ]
    assert taken.outcomes[2].reason


def test_adding_with_a_section_places_in_the_same_change(desk: Desk) -> None:
    before = desk.seq
    taken = take_clippings(
        desk, Clipping(row=1, url="https://github.com/ggml-org/llama.cpp"), section="tools", title="llama.cpp"
    )
    assert desk.state.state_of(taken.links[0]) == "placed"
    assert desk.state.entries_of(taken.links[0])[0].title == "llama.cpp"
    assert desk.seq == before + 1


def test_adding_to_a_full_section_adds_nothing_at_all(desk: Desk) -> None:
    before = dict(desk.state.links)
    urls = [Clipping(row=n, url=f"https://github.com/o/r{n}") for n in range(3)]
    with pytest.raises(UserError, match="Tools & Repos is full"):
        take_clippings(desk, *urls, section="tools")
    assert desk.state.links == before


def test_a_paste_without_a_link_says_so(desk: Desk) -> None:
    with pytest.raises(UserError, match="no link in what was pasted"):
        desk.do(take_in.take_in_paste, "nothing to see")


def test_each_link_of_a_paste_is_identified_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def count(url: str) -> Identity | Unidentified:
        seen.append(url)
        return identify(url)

    monkeypatch.setattr(addresses, "identify", count)
    monkeypatch.setattr(take_in, "identify", count)
    taken = desk.do(
        take_in.take_in_paste, "arxiv.org/abs/2203.15556 and https://e.example/a\nftp://e.example"
    ).proposal
    assert [outcome.result for outcome in taken.outcomes] == ["added", "added", "refused"]
    assert seen == ["arxiv.org/abs/2203.15556", "https://e.example/a", "ftp://e.example"]
