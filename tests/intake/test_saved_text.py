"""An address that is saved alone is read as messy text would have it read."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.intake.saved_text import parse_saved_text
from workbench.intake.text.link_list import parse_list

HOSTS = st.sampled_from(
    ["a.example", "arxiv.org", "github.com", "www.youtube.com", "x.com", "news.ycombinator.com"]
)
SIGNS = st.sampled_from(
    [*"abzAZ019/._%?=+-", "abs/", "2510.25445", "unsubscribe", "utm_source=x", "%20", "//", "&b", "*"]
)


@settings(max_examples=150)
@given(st.sampled_from(["http://", "https://"]), HOSTS, st.lists(SIGNS, max_size=8))
@example("https://", "a.example", [])
@example("https://", "arxiv.org", ["/", "abs/", "2510.25445"])
def test_an_address_alone_is_what_it_is_among_other_text(scheme: str, host: str, signs: list[str]) -> None:
    text = scheme + host + "".join(signs)
    assert parse_saved_text(text) == parse_list(text)
