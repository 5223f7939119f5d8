"""Two platforms on 127.0.0.1, stricter than the real ones: written from Buttondown's OpenAPI description and from
what a Ghost 5.130 answered. Each fails the test that asks it for anything but keeping drafts."""

from collections.abc import Iterator

import pytest

from tests.support.platforms import FakeButtondown, FakeGhost, FakePlatform, serve_platform
from workbench.curation.platform_draft import DraftContent
from workbench.delivery.platforms import Buttondown, Ghost


@pytest.fixture
def fake_buttondown() -> Iterator[FakeButtondown]:
    """Buttondown's side."""
    with serve_platform(FakeButtondown) as there:
        yield there


@pytest.fixture
def fake_ghost() -> Iterator[FakeGhost]:
    """A Ghost site's side."""
    with serve_platform(FakeGhost) as there:
        yield there


@pytest.fixture
def buttondown(fake_buttondown: FakePlatform) -> Buttondown:
    """Our side of it, with the right key."""
    return Buttondown(f"{fake_buttondown.url}/v1", fake_buttondown.key)


@pytest.fixture
def ghost(fake_ghost: FakePlatform) -> Ghost:
    """Our side of it, with the right key."""
    return Ghost(fake_ghost.url, fake_ghost.key)


@pytest.fixture
def markdown_content() -> DraftContent:
    """An issue in Markdown."""
    return DraftContent(
        number=11, title="Gates & Co", subtitle="Five papers", body="Hey!\n\n## 📄 1 Papers\n"
    )


@pytest.fixture
def html_content() -> DraftContent:
    """The same in HTML, with a video."""
    body = (
        "<p>Hey!</p>\n<h2>📄 1 Papers</h2>\n"
        '<iframe src="https://www.youtube.com/embed/kCc8FmEb1nY"></iframe>\n<ul><li>one</li></ul>\n'
    )
    return DraftContent(number=11, title="Gates & Co", subtitle="Five papers", body=body)
