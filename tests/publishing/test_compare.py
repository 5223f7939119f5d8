"""The comparison after a paste: no finding for a whole draft, and one for each way in which it can differ."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.support.issues import MakeIssue
from workbench.curation.block import Block
from workbench.curation.model import Entry
from workbench.curation.preflight import Finding
from workbench.curation.publication import DEFAULT_TARGETS, Publication, Target
from workbench.publishing.compare import compare_paste
from workbench.publishing.layout import Edition, build_edition
from workbench.publishing.parse.pasted import parse_pasted_text
from workbench.publishing.parse.pasted_html import parse_pasted_html
from workbench.publishing.passages import build_passages

SUBSTACK = DEFAULT_TARGETS[0]
BLURB = "It *does* “much”, [see](https://example.org/x).\n\n- one\n- two"
VIDEO = "https://www.youtube.com/watch?v=kCc8FmEb1nY"
VIDEO_LINK = f'<p><a href="{VIDEO}">{VIDEO}</a></p>'


@pytest.fixture(scope="session")
def sample(
    make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication, promo: Block
) -> Edition:
    """Issue #7: two papers, a video, a block without a heading."""
    gates = [("", "https://arxiv.org/abs/2505.06708"), ("GitHub", "https://github.com/owner/gates")]
    placed = (
        make_entry("papers", 1, "Gated Attention", gates, BLURB),
        make_entry("papers", 2, "Quiet Features", [("", "https://arxiv.org/abs/2505.03997")], "Loss is flat."),
        make_entry("videos", 1, "GPT from scratch", [("", VIDEO)], "Watch it slowly."),
    )  # fmt: skip
    return build_edition(make_issue(blocks=(promo,)), placed, publication)


@pytest.fixture(scope="session")
def pasted(sample: Edition) -> str:
    """Its body as Substack got it."""
    return build_passages(sample, SUBSTACK)[-1].html


def find_faults(edition: Edition, html: str = "", text: str = "", target: Target = SUBSTACK) -> list[Finding]:
    """What is found, but for videos that nobody has made players of."""
    paste = parse_pasted_html(html) if html else parse_pasted_text(text)
    return [finding for finding in compare_paste(edition, target, paste).findings if finding.rule != "video"]


def summarise(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, str(finding.piece)) for finding in found]


@pytest.mark.parametrize("target", DEFAULT_TARGETS, ids=lambda target: target.key)
def test_what_was_pasted_whole_is_whole(target: Target, sample: Edition) -> None:
    body = build_passages(sample, target)[-1]
    assert find_faults(sample, body.html, target=target) == []
    assert find_faults(sample, text=body.text, target=target) == []


def test_what_platforms_do_to_a_text_is_no_fault(sample: Edition, pasted: str) -> None:
    theirs = (
        pasted.replace("“much”", '"much"').replace("Loss is", "Loss&nbsp;is").replace("Hey there!", "hey there !")
        .replace("https://github.com/owner/gates", "https://github.com/owner/gates?utm_source=sieve&utm_medium=email")
        .replace(VIDEO_LINK, '<div class="youtube-wrap" data-attrs=\'{"videoId":"kCc8FmEb1nY"}\'></div>')
    )  # fmt: skip
    page = f"<html><body><nav><a href='/'>Home</a> Archive</nav><h1>Gates</h1><article>{theirs}</article></body></html>"
    assert find_faults(sample, page) == []


@pytest.mark.parametrize(
    ("was", "became", "rule", "piece", "says"),
    [
        ("<h3>Quiet Features</h3>\n", "", "missing", "entry:12", "“Quiet Features” is missing."),
        ("<li>two</li>", "", "missing", "entry:11", "“two” is missing."),
        ("Watch it slowly", "Watch it quickly", "changed", "entry:21", "says “quickly” where the issue says “slowly”"),
        ("Loss is flat.", "Loss is flat. Ask me.", "changed", "entry:12", "has “Ask me” more than the issue"),
        ("<h3>Gated Attention</h3>", "<p>Gated Attention</p>", "form", "entry:11", "is no longer a heading"),
        ("owner/gates", "owner/doors", "link", "entry:11", "leads to https://github.com/owner/doors and not to"),
        (VIDEO_LINK, f"<p>See {VIDEO}</p>", "joined", "entry:21", "not alone"),
        ("Hey there!", "Hey **there**!", "raw", "greeting", "shows marks of Markdown"),
    ],
)  # fmt: skip
def test_each_fault_is_told_where_it_is(
    was: str, became: str, rule: str, piece: str, says: str, sample: Edition, pasted: str
) -> None:
    assert was in pasted
    found = find_faults(sample, pasted.replace(was, became))
    assert summarise(found) == [(rule, piece)]
    assert says in found[0].message


def test_a_title_that_ran_into_the_line_before_is_told_as_joined(sample: Edition, pasted: str) -> None:
    run_on = pasted.replace(
        "<ul><li>one</li>\n<li>two</li></ul>\n<h3>Quiet Features</h3>", "<p>one two Quiet Features</p>"
    )
    assert ("joined", "entry:12") in summarise(find_faults(sample, run_on))


def test_an_entry_of_which_nothing_is_there_is_told_once(sample: Edition, pasted: str) -> None:
    start, end = pasted.index("<h3>Quiet"), pasted.index("<h2>🎥")
    found = find_faults(sample, pasted[:start] + pasted[end:])
    assert summarise(found) == [("missing", "entry:12")]
    assert found[0].where == "papers/2 Quiet Features"


def test_entries_that_changed_places_are_told(sample: Edition, pasted: str) -> None:
    start, middle, end = (pasted.index(mark) for mark in ("<h3>Gated", "<h3>Quiet", "<h2>🎥"))
    turned = pasted[:start] + pasted[middle:end] + pasted[start:middle] + pasted[end:]
    assert summarise(find_faults(sample, turned)) == [("order", "entry:12")]


def test_plain_text_is_not_asked_for_what_it_cannot_tell(sample: Edition) -> None:
    text = "\n".join(
        line for line in build_passages(sample, SUBSTACK)[-1].text.splitlines() if "example.org" not in line
    )
    assert summarise(find_faults(sample, text=text)) == [("missing", "entry:11")], (
        "the sentence that held the link is gone"
    )


@given(data=st.data())
def test_the_proof_of_our_own_paste_is_clean_whatever_the_issue_holds(
    data: st.DataObject,
    hostile_text: SearchStrategy[str],
    make_issue: MakeIssue,
    make_entry: Callable[..., Entry],
    publication: Publication,
) -> None:
    draw = data.draw
    issue = make_issue(
        greeting=draw(hostile_text), closing=draw(hostile_text), tldr={"tools": draw(hostile_text)}
    )
    links = [("", "https://example.org/a"), (draw(hostile_text), "https://b.example/(c)")]
    made = [make_entry("papers", slot, draw(hostile_text), links, draw(hostile_text)) for slot in (1, 2)]
    whole = build_edition(issue, made, publication)
    assert find_faults(whole, build_passages(whole, SUBSTACK)[-1].html) == []


def test_letters_right_beside_an_address_are_two_words_on_both_sides(
    make_issue: MakeIssue, publication: Publication
) -> None:
    whole = build_edition(make_issue(greeting="so<https://a.example/>many"), [], publication)
    assert find_faults(whole, build_passages(whole, SUBSTACK)[-1].html) == []


@given(cut=st.integers(0, 400))
def test_a_paste_that_ends_early_is_never_whole(cut: int, sample: Edition, pasted: str) -> None:
    assert find_faults(sample, pasted[:cut])
