"""Two platforms on 127.0.0.1, stricter than the real ones: written from Buttondown's OpenAPI description and from
what a Ghost 5.130 answered. Each fails the test that asks it for anything but keeping drafts."""

from collections.abc import Iterator

import pytest

from tests.support.platforms import ButtondownStandIn, GhostStandIn, StandIn, standing_in
from workbench.curation.remote import Manuscript
from workbench.delivery.drafts import Buttondown, Ghost


@pytest.fixture
def buttondown_there() -> Iterator[ButtondownStandIn]:
    """Buttondown's side."""
    with standing_in(ButtondownStandIn) as there:
        yield there


@pytest.fixture
def ghost_there() -> Iterator[GhostStandIn]:
    """A Ghost site's side."""
    with standing_in(GhostStandIn) as there:
        yield there


@pytest.fixture
def buttondown(buttondown_there: StandIn) -> Buttondown:
    """Our side of it, with the right key."""
    return Buttondown(f"{buttondown_there.url}/v1", buttondown_there.key)


@pytest.fixture
def ghost(ghost_there: StandIn) -> Ghost:
    """Our side of it, with the right key."""
    return Ghost(ghost_there.url, ghost_there.key)


@pytest.fixture
def paper() -> Manuscript:
    """An issue in Markdown."""
    return Manuscript(number=11, title="Gates & Co", subtitle="Five papers", body="Hey!\n\n## 📄 1 Papers\n")


@pytest.fixture
def page() -> Manuscript:
    """The same in HTML, with a video."""
    body = (
        "<p>Hey!</p>\n<h2>📄 1 Papers</h2>\n"
        '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY"></iframe>\n<ul><li>one</li></ul>\n'
    )
    return Manuscript(number=11, title="Gates & Co", subtitle="Five papers", body=body)
