"""A work without a title has one short name, made of its identity and its URL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from workbench.curation.identity import Identity, identify
from workbench.curation.identity.names import name_entry, name_link, name_url
from workbench.curation.model import Entry, IssueId, LabelledLink, Link, LinkId

CASES = [
    ("https://arxiv.org/abs/2408.00724?utm_source=news", "arXiv 2408.00724"),
    ("https://huggingface.co/papers/2505.06708", "arXiv 2505.06708"),
    ("https://arxiv.org/abs/hep-th/9901001", "arXiv hep-th/9901001"),
    ("https://dl.acm.org/doi/pdf/10.1145/3442188.3445922", "DOI 10.1145/3442188.3445922"),
    ("https://youtu.be/bCz4OMemCcA?si=abc&t=30s", "YouTube bCz4OMemCcA"),
    ("https://youtube.com/playlist?list=PLPTV0NXA_ZSiOp", "YouTube playlist PLPTV0NXA_ZSiOp"),
    ("https://www.youtube.com/@AndrejKarpathy/videos", "YouTube @andrejkarpathy"),
    ("https://github.com/Textualize/textual/tree/main", "Textualize/textual"),
    ("git@github.com:ZeroLu/Awesome.git", "ZeroLu/Awesome"),
    ("https://github.com/karpathy/nanoGPT/issues/1", "karpathy/nanoGPT/issues/1"),
    ("https://github.com/karpathy", "github.com/karpathy"),
    ("https://gitlab.com/group/tool/-/tree/main", "group/tool"),
    ("https://huggingface.co/datasets/Qwen/Set", "datasets/Qwen/Set"),
    ("https://news.ycombinator.com/item?id=123", "Hacker News 123"),
    ("https://openreview.net/forum?id=abc&noteId=d", "OpenReview abc"),
    ("https://www.lesswrong.com/posts/aaaaaaaaaaaaaaaaa/a-slug", "lesswrong.com/posts/aaaaaaaaaaaaaaaaa/a-slug"),
    ("http://www.a.example/p/?utm_medium=mail&fbclid=1", "a.example/p"),
    ("https://a.example/p?utm_source=x&id=7", "a.example/p?id=7"),
    ("https://user:secret@www.a.example/p", "a.example/p"),
    ("http://bank.example@evil.example/", "evil.example"),
    ("not a link at all", "not a link at all"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "name"), CASES)
def test_a_work_without_a_title_is_called_what_people_call_it(url: str, name: str) -> None:
    assert name_url(url) == name


@given(
    path=st.text(alphabet="abc-/", max_size=8),
    query=st.lists(st.sampled_from(["id=7", "utm_source=x", "a=b", "fbclid=1", "q"]), max_size=4),
)
def test_a_name_is_never_empty_and_holds_nothing_that_tracks(path: str, query: list[str]) -> None:
    found = identify(f"https://www.site.example/{path}" + ("?" + "&".join(query) if query else ""))
    assert isinstance(found, Identity)
    name = name_url(found.url)
    assert name.startswith("site.example")
    assert "utm_" not in name
    assert "fbclid" not in name


def test_a_title_is_the_name_of_its_link_and_of_its_entry() -> None:
    url = "https://arxiv.org/abs/2505.06708"
    assert name_link(Link(url=url, identity="arxiv:2505.06708", kind="paper", title="Gates")) == "Gates"
    assert name_link(Link(url=url, identity="arxiv:2505.06708", kind="paper")) == "arXiv 2505.06708"
    links = (LabelledLink("", url),)
    entry = Entry(issue=IssueId(1), link=LinkId(1), section="papers", title="Gates", links=links)
    assert name_entry(entry) == "Gates"
    assert name_entry(replace(entry, title=" ")) == "arXiv 2505.06708"
    assert name_entry(replace(entry, title="", links=())) == ""
