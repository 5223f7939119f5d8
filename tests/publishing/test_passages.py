"""What goes on the clipboard in one go, for each kind of platform."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.support.issues import PUBLICATION, MakeIssue
from workbench.curation.block import Block
from workbench.curation.model import Entry
from workbench.curation.publication import DEFAULT_TARGETS, Publication, Target
from workbench.curation.publication.mail_size import format_body_size
from workbench.publishing.layout import Edition, build_edition
from workbench.publishing.passages import Passage, build_entry_passages, build_passages, measure_pieces

TARGETS = {target.key: target for target in DEFAULT_TARGETS}
SUBSTACK, GHOST, BEEHIIV, WORDPRESS = (TARGETS[key] for key in ("substack", "ghost", "beehiiv", "wordpress"))
VIDEO = "https://www.youtube.com/watch?v=kCc8FmEb1nY"
LIST = "PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ"
PLAYLIST = f"https://www.youtube.com/playlist?list={LIST}"


@pytest.fixture(scope="session")
def sample(
    make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication, promo: Block
) -> Edition:
    """Issue #7: a paper, two videos, a block without a heading."""
    placed: tuple[Entry, ...] = (
        make_entry("papers", 1, "Gates", [("", "https://arxiv.org/abs/2505.06708")], "They *do* much."),
        make_entry("videos", 1, "GPT from scratch", [("", VIDEO)], "Watch it."),
        make_entry("videos", 2, "Tokens", [("", "https://youtu.be/zduSFxRajkE")]),
    )
    return build_edition(make_issue(blocks=(promo,)), placed, publication)


def test_title_and_subtitle_are_passages_of_their_own_and_plain(sample: Edition) -> None:
    title, subtitle, body = build_passages(sample, SUBSTACK)
    assert (str(title.key), title.text, title.html) == ("title", "Gates, Meshes & Agents - The Sieve #7", "")
    assert (str(subtitle.key), subtitle.text) == ("subtitle", 'A "good" week')
    assert (str(body.key), body.html[:10]) == ("body", "<p>Hey the")


def test_an_issue_without_a_subtitle_has_no_such_passage(
    make_issue: MakeIssue, publication: Publication
) -> None:
    bare = build_edition(make_issue(subtitle=""), (), publication)
    assert [str(passage.key) for passage in build_passages(bare, SUBSTACK)] == ["title", "body"]


def test_a_videos_address_stands_alone_in_its_paragraph_and_is_a_link(sample: Edition) -> None:
    linked = f'<h3>GPT from scratch</h3>\n<p><a href="{VIDEO}">{VIDEO}</a></p>\n'
    assert linked in build_passages(sample, SUBSTACK)[-1].html
    assert linked in build_passages(sample, WORDPRESS)[-1].html


def test_beehiiv_gets_an_ordinary_link(sample: Edition) -> None:
    assert f'<p><a href="{VIDEO}">{VIDEO}</a></p>' in build_passages(sample, BEEHIIV)[-1].html


def body_of(
    links: list[tuple[str, str]], target: Target, make_issue: MakeIssue, make_entry: Callable[..., Entry]
) -> Passage:
    """The body of an issue with one entry that has these links."""
    edition = build_edition(make_issue(), [make_entry("videos", 1, "A", links)], PUBLICATION)
    return build_passages(edition, target)[-1]


@pytest.mark.parametrize(
    ("url", "player", "label"),
    [
        (VIDEO, "https://www.youtube.com/embed/kCc8FmEb1nY", "YouTube"),
        ("https://youtu.be/zduSFxRajkE", "https://www.youtube.com/embed/zduSFxRajkE", "YouTube"),
        (PLAYLIST, f"https://www.youtube.com/embed/videoseries?list={LIST}", "YouTube"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871", "Vimeo"),
    ],
)  # fmt: skip
def test_ghost_gets_the_player_and_below_it_a_link_for_mails(
    url: str, player: str, label: str, make_issue: MakeIssue, make_entry: Callable[..., Entry]
) -> None:
    caption = f'<figcaption><a href="{url}">Watch on {label}</a></figcaption>'
    body = body_of([("", url)], GHOST, make_issue, make_entry).html
    assert f'<figure><iframe src="{player}"></iframe>{caption}</figure>' in body


@pytest.mark.parametrize(
    "url", ["https://www.youtube.com/@karpathy", "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"]
)
def test_what_has_no_player_is_a_link_everywhere(
    url: str, make_issue: MakeIssue, make_entry: Callable[..., Entry]
) -> None:
    for target in DEFAULT_TARGETS:
        html = body_of([("", url)], target, make_issue, make_entry).html
        assert f'<a href="{url}">' in html, target.key
        assert "<iframe" not in html


@pytest.mark.parametrize(
    ("links", "written"),
    [
        ([("", "https://arxiv.org/abs/2505.03997"), ("Blog", "https://a.example/b")], ["arXiv", "Blog"]),
        ([("", "https://www.a.example/b")], ["a.example"]),
        ([("", "https://github.com/a/b"), ("", "https://huggingface.co/a/b")], ["GitHub", "Hugging Face"]),
        ([("My own words", "https://arxiv.org/abs/2505.03997")], ["My own words"]),
    ],
)
def test_labelled_links_name_their_site_and_no_line_begins_with_an_address(
    links: list[tuple[str, str]], written: list[str], make_issue: MakeIssue, make_entry: Callable[..., Entry]
) -> None:
    anchors = " | ".join(
        f'<a href="{url}">{label}</a>' for label, (_, url) in zip(written, links, strict=True)
    )
    body = body_of(links, WORDPRESS, make_issue, make_entry)
    assert f"<p>{anchors}</p>" in body.html
    assert f"\n{written[0]} ({links[0][1]})" in body.text


def test_a_labelled_video_is_a_word_where_no_player_is_wanted(
    make_issue: MakeIssue, make_entry: Callable[..., Entry]
) -> None:
    target = replace(BEEHIIV, links="label")
    assert (
        f'<p><a href="{VIDEO}">YouTube</a></p>' in body_of([("", VIDEO)], target, make_issue, make_entry).html
    )


def test_an_address_that_is_not_safe_gets_no_label(
    make_issue: MakeIssue, make_entry: Callable[..., Entry]
) -> None:
    body = body_of([("", "javascript:alert(1)")], WORDPRESS, make_issue, make_entry)
    assert "<p>javascript:alert(1)</p>" in body.html


def test_a_block_without_a_heading_stands_between_rules_or_in_a_quote(sample: Edition) -> None:
    ruled, quoted = (build_passages(sample, target)[-1].html for target in (SUBSTACK, BEEHIIV))
    assert "<hr>\n<p>A word from a friend.</p>\n<hr>" in ruled
    assert "<blockquote><p>A word from a friend.</p></blockquote>" in quoted
    assert quoted.count("<hr>") == 1, "the one before the closing"


def test_a_body_cut_at_each_video_is_the_whole_body_in_order(sample: Edition) -> None:
    whole = build_passages(sample, SUBSTACK)[-1]
    pieces = build_passages(sample, SUBSTACK, split_at_videos=True)[2:]
    assert [str(piece.key) for piece in pieces] == ["body:1", "video:21:1", "body:2", "video:22:1", "body:3"]
    assert (
        "".join(piece.html or f'<p><a href="{piece.text}">{piece.text}</a></p>\n' for piece in pieces)
        == whole.html
    )
    assert pieces[1].text == VIDEO


def test_two_videos_of_one_entry_are_two_passages_wherever_they_stand(
    make_issue: MakeIssue, make_entry: Callable[..., Entry], publication: Publication
) -> None:
    links = [("", VIDEO), ("code", "https://github.com/a/b"), ("", "https://youtu.be/zduSFxRajkE")]
    made = build_edition(make_issue(), (make_entry("videos", 1, "GPT", links),), publication)
    cut = build_passages(made, SUBSTACK, split_at_videos=True)
    alone = build_entry_passages(made, SUBSTACK)
    videos = [[str(one.key) for one in some if one.key.kind == "video"] for some in (cut, alone)]
    assert videos == [["video:21:1", "video:21:2"]] * 2


def test_each_entry_and_each_video_can_be_copied_alone(sample: Edition) -> None:
    found = build_entry_passages(sample, SUBSTACK)
    assert [str(passage.key) for passage in found] == [
        "entry:11",
        "entry:21",
        "video:21:1",
        "entry:22",
        "video:22:1",
    ]
    assert found[0].html == (
        "<h3>Gates</h3>\n"
        '<p><a href="https://arxiv.org/abs/2505.06708">https://arxiv.org/abs/2505.06708</a></p>\n'
        "<p>They <em>do</em> much.</p>\n"
    )
    assert found[2].label == "Video of “GPT from scratch”"


@pytest.mark.parametrize(
    ("target", "size", "said"),
    [
        (SUBSTACK, 81_000, "The body is 81 kB, before Substack's template; mail programs show 102 kB."),
        (SUBSTACK, 82_000, "The body is 82 kB, before Substack's template. It is near the size at which it is cut"),
        (SUBSTACK, 102_000, "The body is 102 kB, before Substack's template. It is cut: mail programs show 102"),
        (GHOST, 11_000, "The body is 11 kB, in Ghost's template a mail of about 52 kB; mail programs show 102 kB."),
        (GHOST, 23_000, "The body is 23 kB, in Ghost's template a mail of about 82 kB. It is near the size"),
        (GHOST, 31_000, "The body is 31 kB, in Ghost's template a mail of about 102 kB. It is cut: mail programs show"),
        (Target(key="own", name="Own page"), 10**6, "The body is 1000 kB."),
    ],
)  # fmt: skip
def test_the_size_says_what_the_mail_will_weigh_and_warns_where_it_is_cut(
    target: Target, size: int, said: str
) -> None:
    assert format_body_size(size, target).startswith(said)


@pytest.mark.parametrize(
    ("body", "mail"), [(0, 24.6), (11, 52.5), (22, 79.9), (33, 107.4), (44, 134.9), (77, 217.4)]
)
def test_ghosts_mail_weighs_what_its_mails_were_measured_to_weigh(body: int, mail: float) -> None:
    assert GHOST.estimate_mail_size(body * 1000) / 1000 == pytest.approx(mail, rel=0.01)


@pytest.mark.parametrize("target", DEFAULT_TARGETS, ids=lambda target: target.key)
def test_the_pieces_of_a_body_weigh_together_what_the_body_does(
    target: Target, make_issue: MakeIssue, entries: tuple[Entry, ...], promo: Block
) -> None:
    issue = make_issue(blocks=(promo,), greeting="Hey {{ you }}", closing="« {% bye %} »\n\nAnd *more*.")
    sizes = measure_pieces(issue, entries, PUBLICATION, target)
    body = build_passages(build_edition(issue, entries, PUBLICATION), target)[-1]
    assert sum(sizes.values()) == body.size
    assert {"greeting", "tldr", "block:promo", "section:papers", "closing"} < set(map(str, sizes))
