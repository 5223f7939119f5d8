"""From kind to section."""

from workbench.curation.model import Section
from workbench.curation.publication.suggestion import suggest_section

PAPERS = Section(key="papers", heading="Papers", label="Papers", slots=5, kinds=("paper",))
READS = Section(key="reads", heading="Reads", label="Reads", slots=3, kinds=("read", "paper"))
PICK = Section(key="pick", heading="Pick", label="Learning", slots=1)


def test_the_first_section_that_takes_a_kind_is_suggested() -> None:
    assert suggest_section("paper", (PAPERS, READS)) is PAPERS
    assert suggest_section("paper", (READS, PAPERS)) is READS


def test_a_section_that_names_no_kinds_is_never_suggested() -> None:
    assert suggest_section("video", (PICK, PAPERS, READS)) is None
