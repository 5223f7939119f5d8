"""Readers get a work's own address, and a page's without what tracks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.identity import Identity, identify
from workbench.curation.identity.public_url import public_url

CASES = [
    ("arxiv.org/pdf/2505.03997v2", "https://arxiv.org/abs/2505.03997"),
    ("https://huggingface.co/papers/2505.06708", "https://arxiv.org/abs/2505.06708"),
    ("https://youtu.be/kCc8FmEb1nY?si=abc&t=120", "https://www.youtube.com/watch?v=kCc8FmEb1nY"),
    (
        "https://youtube.com/playlist?list=PLPTV0NXA_ZSiOpKKlHCyOq9lnp-dLvlms&si=x",
        "https://www.youtube.com/playlist?list=PLPTV0NXA_ZSiOpKKlHCyOq9lnp-dLvlms",
    ),
    ("https://www.youtube.com/@AndrejKarpathy", "https://www.youtube.com/@AndrejKarpathy"),
    ("git@github.com:ZeroLu/Awesome.git", "https://github.com/ZeroLu/Awesome"),
    ("https://github.com/karpathy/nanochat?tab=readme-ov-file", "https://github.com/karpathy/nanochat"),
    ("https://github.com/karpathy/nanoGPT/issues/1", "https://github.com/karpathy/nanoGPT/issues/1"),
    ("https://dl.acm.org/doi/pdf/10.1145/3442188.3445922", "https://doi.org/10.1145/3442188.3445922"),
    ("https://twopug.com/grind/?fbclid=IwAR0", "https://twopug.com/grind/"),
    ("https://a.example/p?utm_source=x&id=7&b=2#part", "https://a.example/p?id=7&b=2#part"),
    ("https://a.example/p/?id=7#part", "https://a.example/p/?id=7#part"),
    ("https://app.example.io/#/docs?x=1", "https://app.example.io/#/docs?x=1"),
    (
        "https://tracking.tldrnewsletter.com/CL0/https:%2F%2FWww.example.com%2FA%2F%3Futm_source=tldrai/1/0100/abc=1",
        "https://Www.example.com/A/",
    ),
    (
        "https://slack-redir.net/link?url=https%3A%2F%2Fme%3Apw%40example.com%2F%22a",
        "https://example.com/%22a",
    ),
    ("https://www-example-com.ezproxy.uni.edu/a?id=7", "https://www.example.com/a?id=7"),
    (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fa%3Ffbclid%3Dx%23b",
        "https://example.com/a#b",
    ),
    (
        "https://web.archive.org/web/2024/https://example.com/a",
        "https://web.archive.org/web/2024/https://example.com/a",
    ),
    (
        "https://slack-redir.net/link?url=https%3A%2F%2Farchive.ph%2Fnewest%2Fhttps%3A%2F%2Fexample.com%2Fa",
        "https://archive.ph/newest/https://example.com/a",
    ),
]


@pytest.mark.parametrize(("saved", "printed"), CASES)
def test_a_link_is_printed_by_its_home_or_without_tracking(saved: str, printed: str) -> None:
    found = identify(saved)
    assert isinstance(found, Identity)
    assert public_url(found.key, found.url) == printed


@given(
    path=st.text(alphabet="abc-/", max_size=8),
    query=st.lists(st.sampled_from(["id=7", "utm_source=x", "a=b", "fbclid=1", "ref=news", "q"]), max_size=4),
)
def test_what_is_printed_is_the_same_work(path: str, query: list[str]) -> None:
    saved = f"https://site.example/{path}" + ("?" + "&".join(query) if query else "")
    found = identify(saved)
    assert isinstance(found, Identity)
    again = identify(public_url(found.key, found.url))
    assert isinstance(again, Identity)
    assert again.key == found.key
