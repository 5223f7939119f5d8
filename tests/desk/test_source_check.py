"""Blurbs against the texts kept of their works: what is read, when, and what answers it."""

import sys
from collections.abc import Iterator
from typing import Literal

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW
from tests.support.desks import PUBLICATION, make_half_done_library
from workbench.curation.change import Change, EditCollector
from workbench.curation.model import EntryId, IssueId, LinkId, Source
from workbench.curation.preflight import Finding
from workbench.curation.preflight.dictionaries import load_dictionary
from workbench.curation.publication import PreflightSettings
from workbench.desk.desk import Desk
from workbench.desk.state import State
from workbench.desk.steps import run_steps
from workbench.desk.verbs import history, preflight, waiving, writing

ISSUE, ENTRY, LINK = IssueId(1), EntryId(1), LinkId(1)
ABSTRACT = (
    "We study gating after attention, by which GateNet trains 24 times faster than without, on 15 billion tokens"
    " of text, and is better by 3.5 per cent in the mean over all of the tasks that we have tried it on."
)


def keep_source(state: State, id: LinkId, text: str) -> Change:
    edits = EditCollector()
    if state.find_fields("sources", id) is None:
        edits.create(Source(id=id, text=text))
    else:
        edits.set(state.source_of(id), text=text, published="2024-05-01", facts=("12 pages",))
    return edits.build("Kept a source")


@pytest.fixture
def checked(desk: Desk) -> Desk:
    """A desk whose first paper has an abstract."""
    desk.do(keep_source, LINK, ABSTRACT)
    return desk


def write(desk: Desk, blurb: str) -> None:
    desk.do(writing.write_entry, ENTRY, blurb=blurb)


def findings(desk: Desk) -> list[Finding]:
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE])
    return [finding for finding in found if finding.rule in ("numbers", "names")]


def test_a_number_that_is_not_in_the_source_is_a_warning_that_names_the_nearest(checked: Desk) -> None:
    write(checked, "It trains 22x faster on 15B tokens.")
    (found,) = findings(checked)
    assert found.message == "“22x” is not in the source text (abstract): the nearest there is “24 times”."
    assert (found.level, found.rule, str(found.piece), found.field) == (
        "warning",
        "numbers",
        "entry:1",
        "blurb",
    )
    assert found.quote == "22x"
    assert not found.mendable


def test_years_and_facts_are_known_too(checked: Desk) -> None:
    write(checked, "Of 2024, read in 2026: 12 pages.")
    assert findings(checked) == []
    write(checked, "Of 2023.")
    assert [found.quote for found in findings(checked)] == ["2023"]


def test_what_is_joined_to_the_link_counts_as_its_source(checked: Desk) -> None:
    write(checked, "It has 700 stars.")
    assert [found.quote for found in findings(checked)] == ["700"]

    def join(state: State) -> Change:
        edits = EditCollector()
        edits.set(state.links[LinkId(9)], joined=LINK)
        edits.create(Source(id=LinkId(9), facts=("700 stars",)))
        return edits.build("Joined")

    checked.do(join)
    assert findings(checked) == []


@pytest.mark.parametrize("text", ["", "Too little to compare a blurb with."])
def test_without_a_source_text_nothing_is_found(desk: Desk, text: str) -> None:
    desk.do(keep_source, LINK, text)
    write(desk, "It trains 22x faster.")
    assert findings(desk) == []


def test_a_name_is_mended_by_the_spelling_of_the_source_and_taken_back(checked: Desk) -> None:
    write(checked, "With Gatenet, which *Gatenet* is called.")
    (found,) = findings(checked)
    assert found.message == "“Gatenet” is not in the source text (abstract): it has “GateNet”."
    assert found.mendable
    done = checked.do(preflight.mend_finding, ISSUE, found)
    assert checked.state.entries[ENTRY].blurb == "With GateNet, which *GateNet* is called."
    assert done.message.startswith("Spelled “GateNet” as its source does")
    assert findings(checked) == []
    checked.do(history.undo_change)
    assert findings(checked) == [found]


def test_a_waived_number_stays_waived_while_other_words_change(checked: Desk) -> None:
    write(checked, "It trains 22x faster.")
    checked.do(waiving.waive_findings, ISSUE, findings(checked), "from the paper itself")
    write(checked, "They say that it trains 22x faster.")
    assert findings(checked) == []
    write(checked, "They say that it trains 23x faster.")
    assert [found.quote for found in findings(checked)] == ["23x"]


def test_the_screen_begins_without_the_comparison_and_has_it_made_elsewhere(checked: Desk) -> None:
    write(checked, "It trains 22x faster.")
    issue = checked.state.issues[ISSUE]
    without = preflight.check_issue(checked.state, issue, with_sources=False)
    assert not {finding.rule for finding in without} & {"numbers", "names"}
    steps = preflight.compare_with_sources_in_steps(checked.state, issue)
    compare = steps.send(next(steps)())
    assert compare() == findings(checked)
    assert run_steps(preflight.compare_with_sources_in_steps(checked.state, None)) is None


def test_a_source_that_changes_while_it_is_read_is_known_as_it_is_now(checked: Desk) -> None:
    write(checked, "It trains 22x faster.")
    steps = preflight.compare_with_sources_in_steps(checked.state, checked.state.issues[ISSUE])
    read = next(steps)()
    checked.do(keep_source, LINK, ABSTRACT.replace("24", "22"))
    steps.send(read)
    assert findings(checked) == []
    checked.do(history.undo_change)
    assert [found.quote for found in findings(checked)] == ["22x"]


def test_the_findings_of_one_entry_are_those_of_the_issue_but_for_waived_ones(checked: Desk) -> None:
    write(checked, "It trains 22x faster, says Gatenet.")
    entry = checked.state.entries[ENTRY]
    assert preflight.compare_entry(checked.state, entry) == findings(checked)
    checked.do(waiving.waive_findings, ISSUE, findings(checked), "")
    assert preflight.compare_entry(checked.state, entry) == []


def test_spelling_follows_the_language_and_the_words_of_the_publication() -> None:
    pytest.importorskip("spellchecker", reason="the extra `spelling` is not installed")
    settings = PreflightSettings(language="en", words=("finetune",))
    publication = replace(PUBLICATION, preflight=settings)
    desk = Desk(make_half_done_library(), publication, lambda: NOW)
    write(desk, "They beleived in nonlinearity, and finetune gating.")
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE])
    (misspelling,) = [
        finding for finding in found if finding.rule == "spelling" and finding.quote == "beleived"
    ]
    assert misspelling.message == "“beleived” is not in the dictionary: “believed” is."
    desk.do(preflight.mend_finding, ISSUE, misspelling)
    assert desk.state.entries[ENTRY].blurb == "They believed in nonlinearity, and finetune gating."
    without = preflight.check_issue(desk.state, desk.state.issues[ISSUE], with_sources=False)
    assert "spelling" not in {finding.rule for finding in without}


@pytest.fixture
def without_dictionaries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without the extra."""
    monkeypatch.setitem(sys.modules, "spellchecker", None)
    load_dictionary.cache_clear()
    yield
    load_dictionary.cache_clear()


@pytest.mark.usefixtures("without_dictionaries")
@pytest.mark.parametrize(("language", "hints"), [("en", 1), ("", 0)])
def test_where_a_language_has_no_dictionary_one_hint_says_what_installs_it(
    language: Literal["en", ""], hints: int
) -> None:
    publication = replace(PUBLICATION, preflight=PreflightSettings(language=language))
    desk = Desk(make_half_done_library(), publication, lambda: NOW)
    write(desk, "They beleived in nonlinearity.")
    found = preflight.check_issue(desk.state, desk.state.issues[ISSUE])
    said = [(one.level, one.message) for one in found if one.rule == "spelling"]
    command = "`pip install 'curation-workbench[spelling]'`"
    assert said == [("hint", f"Spelling is not checked: its dictionaries come with {command}.")] * hints
