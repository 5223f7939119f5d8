"""Where asking for an address ended: which redirects are moves, and which say that a page is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.identity import identity_key
from workbench.curation.landing import find_move, is_lost_at_front, is_sign_in, name_page_above

OLD = "https://a.example/posts/gates"


@pytest.mark.parametrize(
    ("asked", "redirects", "moved_to"),
    [
        (OLD, ["https://b.example/gates"], "https://b.example/gates"),
        (OLD, ["https://a.example/2", "https://a.example/posts/gates-2"], "https://a.example/posts/gates-2"),
        ("https://github.com/old/name", ["https://github.com/new/name"], "https://github.com/new/name"),
        ("https://bit.ly/3xYz", ["https://b.example/"], "https://b.example/"),
        (OLD, ["https://b.example/gates?utm_source=old"], "https://b.example/gates"),
        (f"{OLD}#how", ["https://b.example/gates"], "https://b.example/gates#how"),
        (f"{OLD}#how", ["https://b.example/gates#why"], "https://b.example/gates#why"),
        # the same page by another spelling
        (OLD, [], ""),
        (OLD, [f"{OLD}/"], ""),
        (OLD.replace("https", "http"), [OLD], ""),
        (OLD, ["https://www.a.example/posts/gates?utm_source=x"], ""),
        ("https://arxiv.org/pdf/2510.25445v2", ["https://arxiv.org/abs/2510.25445"], ""),
        ("https://youtu.be/kCc8FmEb1nY", ["https://www.youtube.com/watch?v=kCc8FmEb1nY"], ""),
        # made to last, wherever it leads
        ("https://doi.org/10.1145/3", ["https://dl.acm.org/doi/10.1145/3"], ""),
        ("https://w3id.org/thing/1", ["https://b.example/things/1"], ""),
        # no page
        (OLD, ["https://a.example/login?next=/posts/gates"], ""),
        (OLD, ["https://a.example/"], ""),
        (OLD, ["javascript:alert(1)"], ""),
    ],
)
def test_a_move_is_a_permanent_redirect_to_another_page(
    asked: str, redirects: list[str], moved_to: str
) -> None:
    assert find_move(asked, tuple(redirects)) == moved_to


@pytest.mark.parametrize(
    ("asked", "landed", "is_lost"),
    [
        (OLD, "https://a.example/", True),
        (OLD, "https://a.example/index.html", True),
        (OLD, "https://a.example/en-us/", True),
        (OLD, "https://other.example/", True),
        ("https://a.example/my-long-post", "https://a.example", True),
        ("https://a.example/post42", "https://a.example", True),
        ("https://a.example/docs", "https://a.example/", False),
        ("https://a.example/home", "https://a.example/", False),
        ("https://a.example/", "https://a.example/en/", False),
        ("https://a.example/my-long-post", "https://product.example/", False),  # a shortener's, perhaps
        (OLD, "https://a.example/?p=812", False),
        (OLD, "https://a.example/posts/gates-2", False),
        ("no address", "https://a.example/", False),
    ],
)
def test_a_single_page_that_leads_to_a_front_page_is_lost(asked: str, landed: str, is_lost: bool) -> None:
    assert is_lost_at_front(asked, landed) is is_lost


def test_a_page_above_is_named_as_the_place_that_is_shown_instead() -> None:
    assert (
        name_page_above("https://a.example/posts/8123/gates", "https://a.example/posts")
        == "its section /posts"
    )
    assert name_page_above("https://a.example/posts/8123/gates", "https://a.example/posts/8123") == ""
    assert name_page_above(OLD, "https://a.example/") == "its front page"
    assert name_page_above(OLD, "https://b.example/") == ""


def test_a_link_to_a_sign_in_itself_is_meant() -> None:
    assert is_sign_in(OLD, "https://a.example/auth/login")
    assert not is_sign_in("https://a.example/login", "https://a.example/login")


hosts = st.sampled_from(["a.example", "www.a.example", "b.example", "doi.org", "github.com"])
paths = st.lists(st.sampled_from(["posts", "login", "en", "gates", "2024", "index.html"]), max_size=3)
addresses = st.builds(
    lambda scheme, host, path, tail: f"{scheme}://{host}/{'/'.join(path)}{tail}",
    st.sampled_from(["http", "https"]),
    hosts,
    paths,
    st.sampled_from(["", "/", "?utm_source=x", "?id=7", "#part"]),
)


@given(asked=addresses, redirects=st.lists(addresses, max_size=3))
def test_a_move_always_names_another_page_and_is_none_once_it_is_printed(
    asked: str, redirects: list[str]
) -> None:
    moved_to = find_move(asked, tuple(redirects))
    if moved_to:
        assert identity_key(moved_to) != identity_key(asked)
        assert not is_lost_at_front(asked, moved_to)
        assert not is_sign_in(asked, moved_to)
        assert find_move(moved_to, (moved_to,)) == ""
