"""A small newsletter, and one issue of it that uses every kind of piece."""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.support.issues import (
    ENTRIES,
    HOSTILE_BITS,
    PROMO,
    PUBLICATION,
    MakeIssue,
    Outline,
    _make_entry,
    _make_issue,
)
from workbench.curation.block import Block
from workbench.curation.model import Entry
from workbench.curation.publication import Publication


@pytest.fixture(scope="session")
def publication() -> Publication:
    return PUBLICATION


@pytest.fixture(scope="session")
def promo() -> Block:
    """A block without a heading."""
    return PROMO


@pytest.fixture(scope="session")
def make_issue() -> MakeIssue:
    """Issue #7 with any of its fields changed."""
    return _make_issue


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """An entry of issue #7: section, slot, title, (label, url) pairs, blurb."""
    return _make_entry


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    """Two papers out of order, a video with a second link, one on the bench, a numbered tool."""
    return ENTRIES


@pytest.fixture(scope="session")
def hostile_text() -> SearchStrategy[str]:
    """Text made of everything that means something to Markdown, HTML or a terminal, and of any text at all."""
    bits = st.lists(st.sampled_from(HOSTILE_BITS), max_size=14).map("".join)
    return bits | st.text(max_size=40) | st.text(alphabet="*_`[]()<>!#-+=>|~&;:\\/\n ab1.", max_size=30)


@pytest.fixture(scope="session")
def parse_outline() -> Callable[[str], Outline]:
    """What an HTML reader sees of a text."""
    return Outline
