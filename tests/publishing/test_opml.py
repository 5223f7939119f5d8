"""Lists of feeds: what is written is read back, whatever stands in titles and queries."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.subscription import Subscription
from workbench.curation.text.cleaning import clean_line
from workbench.intake.content import Content
from workbench.intake.formats.opml import parse_subscriptions
from workbench.publishing.render.opml import render_opml

LINES = st.text(max_size=30).map(lambda text: clean_line(text).strip())
SUBSCRIPTIONS = st.builds(
    Subscription,
    url=st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9?=&%+-]{0,12}", fullmatch=True),
    title=LINES.filter(bool),
    site=st.just("") | st.just("https://e.example/a?b=1&c=2"),
    query=LINES,
    cap=st.integers(1, 1000),
)


@given(st.lists(SUBSCRIPTIONS, max_size=4), LINES)
def test_a_list_reads_back_as_it_was_written(subscriptions: list[Subscription], title: str) -> None:
    assert parse_subscriptions(Content(render_opml(subscriptions, title).encode())) == subscriptions
