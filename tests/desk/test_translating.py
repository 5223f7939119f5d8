"""Translating: an issue begun from the original, what preflight finds of it, and what a key puts right."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.support.clock import NOW, FakeClock
from tests.support.desks import LINKS, PUBLICATION, make_half_done_library, make_inbox_library
from tests.support.originals import MemoryOriginal, make_original
from workbench.curation.model import (
    EntryId,
    Issue,
    IssueId,
    LinkId,
    Section,
    Source,
    UserError,
)
from workbench.curation.preflight import Finding
from workbench.curation.publication import PreflightSettings, Publication
from workbench.desk.desk import Desk
from workbench.desk.ports import Library
from workbench.desk.translating import find_translation
from workbench.desk.verbs import (
    history,
    ideas,
    issues,
    preflight,
    shape,
    translating,
    triage,
    waiving,
    writing,
)
from workbench.library import MemoryLibrary

ARABIC = replace(PUBLICATION, name="النشرة", language="ar", closing="إلى اللقاء")
RULES = ("original", "missing", "untranslated", "outdated", "order")


def make_desk(
    original: MemoryOriginal, library: Library | None = None, publication: Publication = ARABIC
) -> Desk:
    """The desk of a translation with the links in its inbox, or on that library."""
    return Desk(library or make_inbox_library(), publication, lambda: NOW, original=original)


def draft_of(desk: Desk) -> Issue:
    draft = desk.state.newest_draft()
    assert draft is not None
    return draft


def find(desk: Desk, *rules: str) -> list[Finding]:
    found = preflight.check_issue(desk.state, draft_of(desk))
    return [finding for finding in found if finding.rule in (rules or RULES)]


def list_placed(desk: Desk) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.slot, one.title) for one in desk.state.entries_in(draft_of(desk).id)]


def translate(desk: Desk, title: str, blurb: str) -> None:
    """Write the entry of that title anew."""
    (entry,) = [one for one in desk.state.entries_in(draft_of(desk).id) if one.title == title]
    desk.do(writing.write_entry, entry.id, title=f"ترجمة {title}", blurb=blurb)


BROUGHT = [
    ("papers", 1, "All You Need"),
    ("papers", 2, LINKS[0][3]),
    ("papers", 3, LINKS[5][3]),
    ("videos", 1, LINKS[7][3]),
    ("tools", 1, "nanochat"),
]


def test_an_issue_begins_with_the_entries_of_the_original_in_their_order() -> None:
    desk = make_desk(make_original(12))
    said = desk.do(translating.translate_issue).message
    assert said == "Issue #12 translates the original (en) #12, 5 entries to write"
    assert list_placed(desk) == BROUGHT
    assert {entry.blurb for entry in desk.state.entries_in(draft_of(desk).id)} == {""}
    assert (draft_of(desk).original, draft_of(desk).closing, draft_of(desk).title) == (12, "إلى اللقاء", "")
    desk.do(history.undo_change)
    assert desk.state.issues == {}


def test_a_link_that_is_new_here_comes_with_its_text_and_without_what_was_noted_of_it_there() -> None:
    desk = make_desk(make_original(), MemoryLibrary(FakeClock()))
    desk.do(translating.translate_issue)
    links = {link.identity: link for link in desk.state.links.values()}
    assert len(links) == 5
    lora = links["arxiv:2106.09685"]
    assert (lora.title, lora.note, lora.tags, lora.via) == (LINKS[5][3], "", (), "original")
    assert desk.state.source_of(lora.id) == Source(
        id=lora.id, text="Low rank is enough.", authors=("E. Hu",), said_by={"text": "arXiv"}
    )
    desk.do(history.undo_change)
    assert not desk.state.links
    assert desk.state.source_of(lora.id) == Source(id=lora.id)


def test_the_text_that_is_kept_here_stays() -> None:
    desk = make_desk(make_original())
    mine = desk.state.source_of(LinkId(1))
    desk.do(translating.translate_issue)
    assert desk.state.source_of(LinkId(1)) == mine
    assert desk.state.source_of(LinkId(6)).text == "Low rank is enough."


def test_what_was_written_for_a_link_before_comes_back() -> None:
    desk = make_desk(make_original())
    desk.do(triage.place_links, [LinkId(5)], "papers")
    desk.do(writing.write_entry_of_link, LinkId(5), title="Mine", blurb="Written before.")
    desk.do(shape.delete_issue, draft_of(desk).id)
    desk.do(translating.translate_issue)
    entry = desk.state.find_entry(draft_of(desk).id, LinkId(5))
    assert entry is not None
    assert (entry.title, entry.blurb, entry.slot) == ("Mine", "Written before.", 1)


def test_sections_have_the_slots_of_the_original_and_others_take_what_they_have_not() -> None:
    less = Section(key="read-this", heading="Read", label="Read", slots=1, kinds=("paper", "tool"))
    desk = make_desk(make_original(), publication=replace(ARABIC, sections=(less, *ARABIC.sections[1:2])))
    said = desk.do(translating.translate_issue).message
    assert said.endswith("2 entries to write; 3 of its entries have no room here")
    desk = make_desk(make_original(), publication=replace(ARABIC, sections=(replace(less, slots=None),)))
    said = desk.do(translating.translate_issue).message
    assert said.endswith("4 entries to write; 1 of its entries has no room here")
    few = tuple(replace(section, slots=1) for section in ARABIC.sections)
    desk = make_desk(make_original(), publication=replace(ARABIC, sections=few))
    desk.do(translating.translate_issue)
    assert list_placed(desk) == BROUGHT


def test_the_next_one_is_that_after_the_last_that_was_translated() -> None:
    original = make_original(12)
    originals = Desk(original.library, PUBLICATION, lambda: NOW)
    for number in (13, 14):
        originals.do(issues.create_issue, number)
    desk = make_desk(original)
    desk.do(translating.translate_issue, 12)
    assert desk.do(translating.translate_issue).message.startswith(
        "Issue #13 translates the original (en) #13"
    )
    desk.do(translating.translate_issue)
    with pytest.raises(UserError, match="All issues of the original are translated"):
        desk.do(translating.translate_issue)
    with pytest.raises(UserError, match=r"Issue #12 is the translation of the original \(en\) #12: F shows"):
        desk.do(translating.translate_issue, 12)
    with pytest.raises(UserError, match="The original has no issue #9: its newest are #14, #13, #12"):
        desk.do(translating.translate_issue, 9)


def test_a_translation_may_count_its_issues_otherwise_from_then_on() -> None:
    original = make_original(120)
    desk = make_desk(original)
    assert desk.do(translating.translate_issue, own_number=1).message.startswith(
        "Issue #1 translates the original"
    )
    Desk(original.library, PUBLICATION, lambda: NOW).do(issues.create_issue, 121)
    assert desk.do(translating.translate_issue).message.startswith(
        "Issue #2 translates the original (en) #121"
    )
    desk.do(shape.set_issue_number, "7")
    assert find(desk, "original") == []
    desk.do(writing.set_issue_field, "original", "")
    assert "The original has no issue #126" in find(desk, "original")[0].message
    desk.do(writing.set_issue_field, "original", "121")
    assert find(desk, "original") == []


def test_an_entry_that_the_original_has_and_this_issue_lacks_is_taken_in_by_a_key() -> None:
    desk = make_desk(make_original(), make_half_done_library())
    found = find(desk, "missing")
    assert [(one.where, one.message, one.mendable) for one in found] == [
        ("papers", "“All You Need” is missing: it stands in the original (en) #11.", True),
        ("papers", f"“{LINKS[5][3]}” is missing: it stands in the original (en) #11.", True),
        ("videos", f"“{LINKS[7][3]}” is missing: it stands in the original (en) #11.", True),
        ("tools", "“nanochat” is missing: it stands in the original (en) #11.", True),
    ]
    before = list_placed(desk)
    done = desk.do(preflight.mend_finding, draft_of(desk).id, found[0])
    assert done.message == "Took in “All You Need” from the original, to be translated"
    assert ("papers", 3, "All You Need") in list_placed(desk)
    desk.do(history.undo_change)
    assert list_placed(desk) == before
    assert desk.do(preflight.mend_findings, draft_of(desk).id, "missing").message.startswith(
        "Took in 4 entries"
    )
    assert find(desk, "missing") == []
    desk.do(history.undo_change)
    assert list_placed(desk) == before


def test_an_entry_on_the_bench_is_missing_and_a_key_places_it() -> None:
    desk = make_desk(make_original())
    desk.do(translating.translate_issue)
    desk.do(triage.bench_links, [LinkId(5)])
    (found,) = find(desk, "missing")
    desk.do(preflight.mend_finding, draft_of(desk).id, found)
    assert ("papers", 1, "All You Need") in list_placed(desk)
    assert find(desk, "missing") == []


def test_what_is_missing_from_a_full_section_is_for_the_editor() -> None:
    desk = make_desk(make_original())
    desk.do(translating.translate_issue)
    desk.do(triage.bench_links, [LinkId(10)])
    desk.do(triage.place_links, [LinkId(11)], "tools")
    desk.do(shape.set_slots, "tools", 1)
    (found,) = find(desk, "missing")
    assert not found.mendable
    with pytest.raises(UserError, match="Only you can mend this one"):
        desk.do(preflight.mend_finding, draft_of(desk).id, found)
    with pytest.raises(UserError, match="Nothing of that can be taken in"):
        desk.do(preflight.mend_findings, draft_of(desk).id, "missing")


def test_a_text_that_is_the_originals_word_for_word_is_found_until_it_is_translated() -> None:
    desk = make_desk(make_original())
    desk.do(translating.translate_issue)
    draft = draft_of(desk).id
    # The other titles are those of the works themselves, and what is empty is found by other rules.
    assert [(one.where, one.message) for one in find(desk, "untranslated")] == [
        ("subtitle", "The subtitle is not written, and the original has one."),
        ("papers/1 All You Need", "The title is word for word the original's: translate it."),
    ]
    translate(desk, "All You Need", f"  About\n{LINKS[4][3]}. ")
    desk.do(writing.set_issue_field, "subtitle", "مرة أخرى")
    desk.do(writing.set_issue_field, "tldr.papers", "all you need")
    desk.do(writing.set_issue_field, "greeting", "Hello!")
    assert [(one.where, one.field, one.message) for one in find(desk, "untranslated")] == [
        ("greeting", "", "The greeting is word for word the original's: translate it."),
        ("tldr papers", "", "The TL;DR line is word for word the original's: translate it."),
        ("papers/1 ترجمة All You Need", "blurb", "The blurb is word for word the original's: translate it."),
    ]
    for field, text in (("tldr.papers", "كل ما تحتاجه"), ("greeting", "مرحبا")):
        desk.do(writing.set_issue_field, field, text)
    desk.do(writing.write_entry_of_link, LinkId(5), blurb="عن الانتباه", issue_id=draft)
    assert find(desk, "untranslated") == []


def test_what_no_other_rule_finds_empty_is_found_empty_here() -> None:
    off = PreflightSettings(off=("blurb", "tldr", "title", "greeting"))
    desk = make_desk(make_original(), publication=replace(ARABIC, preflight=off))
    desk.do(translating.translate_issue)
    found = [one.where for one in find(desk, "untranslated") if "is not written" in one.message]
    assert found == [
        "title", "subtitle", "greeting", "tldr papers", *(f"{key}/{slot} {title}" for key, slot, title in BROUGHT)
    ]  # fmt: skip


def test_a_blurb_that_the_original_changed_since_is_told_until_it_is_written_anew_or_waived() -> None:
    original = make_original()
    desk, there = make_desk(original), Desk(original.library, PUBLICATION, lambda: NOW)
    desk.do(translating.translate_issue)
    for at in (5, 1):
        desk.do(writing.write_entry_of_link, LinkId(at), blurb=f"عن {at}")
    assert find(desk, "outdated") == []
    for id in (1, 2):
        there.do(writing.write_entry, EntryId(id), blurb=f"Another text {id}.")
    assert [(one.where, one.field, one.message) for one in find(desk, "outdated")] == [
        ("papers/1 All You Need", "blurb", "The original's blurb was changed since this one was written."),
        (f"papers/2 {LINKS[0][3]}", "blurb", "The original's blurb was changed since this one was written."),
    ]
    desk.do(writing.write_entry_of_link, LinkId(5), title="بعنوان آخر")
    assert len(find(desk, "outdated")) == 2
    desk.do(writing.write_entry_of_link, LinkId(5), blurb="من جديد")
    (left,) = find(desk, "outdated")
    desk.do(waiving.waive_findings, draft_of(desk).id, [left], "only a comma")
    assert find(desk, "outdated") == []
    there.do(writing.write_entry, EntryId(2), blurb="A third text.")
    assert len(find(desk, "outdated")) == 1
    there.do(
        writing.write_entry, EntryId(2), blurb=f"About\n{LINKS[0][3]}."
    )  # as it was when it was translated
    assert find(desk, "outdated") == []
    desk.do(history.undo_change)
    desk.do(history.undo_change)
    assert [one.where for one in find(desk, "outdated")] == ["papers/1 بعنوان آخر"]


def test_an_entry_in_another_section_and_a_section_in_another_order_are_told_and_the_order_mended() -> None:
    desk = make_desk(make_original())
    desk.do(translating.translate_issue)
    desk.do(triage.move_entry, LinkId(8), "pick")
    desk.do(triage.place_links, [LinkId(2)], "papers")
    desk.do(triage.move_entry, LinkId(6), "papers", position=1)
    assert [(one.where, one.message, one.mendable) for one in find(desk, "order")] == [
        ("pick/1 Let's build GPT: from scratch", "In the original it stands in Videos.", False),
        ("papers", "The original has another order: there “All You Need” comes earlier.", True),
    ]
    assert desk.do(preflight.mend_findings, draft_of(desk).id, "order").message == (
        "Put Papers into the order of the original"
    )
    assert list_placed(desk)[:4] == [*BROUGHT[:3], ("papers", 4, LINKS[1][3])]
    assert [one.where for one in find(desk, "order")] == ["pick/1 Let's build GPT: from scratch"]


def test_a_piece_at_another_address_is_tied_to_the_one_it_translates_and_untied() -> None:
    desk = make_desk(make_original(), make_half_done_library())
    missing = len(find(desk, "missing"))
    with pytest.raises(UserError, match=r"No entry of the original \(en\) #11 leads to https://e.example: "):
        desk.do(translating.tie_link, LinkId(2), "https://e.example")
    with pytest.raises(UserError, match="is not in the issue: place it first"):
        desk.do(translating.tie_link, LinkId(9), LINKS[4][1])
    said = desk.do(translating.tie_link, LinkId(2), "https://www.arxiv.org/pdf/1706.03762v7").message
    assert said == f"Tied “{LINKS[1][3]}” to the original's arxiv:1706.03762"
    assert len(find(desk, "missing")) == missing - 1
    with pytest.raises(UserError, match="is tied to it already"):
        desk.do(translating.tie_link, LinkId(2), LINKS[4][1])
    desk.do(triage.restore_links, [LinkId(2)])
    desk.do(triage.place_links, [LinkId(2)], "papers")
    assert len(find(desk, "missing")) == missing - 1
    desk.do(translating.tie_to_work, LinkId(2), "")
    assert len(find(desk, "missing")) == missing
    with pytest.raises(UserError, match="is not tied"):
        desk.do(translating.tie_to_work, LinkId(2), "")


def test_a_work_that_stands_here_as_the_translation_of_another_is_not_taken_in_twice() -> None:
    desk = make_desk(make_original())
    desk.do(translating.translate_issue)
    desk.do(triage.reject_links, [LinkId(5)])
    desk.do(translating.tie_link, LinkId(6), LINKS[4][1])
    (found,) = find(desk, "missing")
    assert (found.message.partition(" is missing")[0], found.mendable) == (f"“{LINKS[5][3]}”", False)
    with pytest.raises(UserError, match="Nothing of that can be taken in"):
        desk.do(preflight.mend_findings, draft_of(desk).id, "missing")


def test_an_idea_of_the_original_becomes_one_here_that_is_tied_to_it() -> None:
    quotes = Section(key="quotes", heading="{count} Quotes", label="Quotes", kinds=("idea",))
    original = MemoryOriginal(
        MemoryLibrary(FakeClock()), replace(PUBLICATION, sections=(quotes,), language="en")
    )
    there = Desk(original.library, original.publication, lambda: NOW)
    for title in ("Less is more", "More is different"):
        there.do(ideas.add_idea, title, section="quotes", blurb=f"{title}.")
    desk = make_desk(original, make_inbox_library(), replace(ARABIC, sections=(quotes,)))
    desk.do(translating.translate_issue)
    assert list_placed(desk) == [("quotes", 1, "Less is more"), ("quotes", 2, "More is different")]
    assert find(desk, "missing") == []
    desk.do(triage.reject_links, [LinkId(13)])
    (found,) = find(desk, "missing")
    desk.do(preflight.mend_finding, draft_of(desk).id, found)
    assert find(desk, "missing") == []


def test_an_original_that_cannot_be_read_is_one_finding_and_no_verb_acts() -> None:
    original = make_original()
    desk = make_desk(original, make_half_done_library())
    original.refusal = "The original in ../english cannot be read: it burned."
    assert [(one.rule, one.level, one.message) for one in find(desk)] == [
        ("original", "warning", original.refusal)
    ]
    for verb in (translating.translate_issue, lambda state: translating.tie_link(state, LinkId(1), "x")):
        with pytest.raises(UserError, match="it burned"):
            desk.do(verb)
    original.refusal = ""
    assert find(desk, "original") == []


def test_a_newsletter_that_is_no_translation_says_so(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    assert find(desk) == []
    assert find_translation(desk.state, draft_of(desk)) is None
    with pytest.raises(UserError, match="This newsletter is no translation: "):
        desk.do(translating.translate_issue)


def test_the_original_is_read_again_only_where_it_changed() -> None:
    original = make_original()
    desk = make_desk(original, make_half_done_library())
    assert original.reads == 0
    find(desk)
    find(desk)
    assert original.reads == 1
    there = Desk(original.library, PUBLICATION, lambda: NOW)
    there.do(writing.write_entry, EntryId(1), title="Attention Alone")
    assert "“Attention Alone” is missing" in find(desk, "missing")[0].message
    assert original.reads == 2


def test_two_that_translate_each_other_find_what_each_lacks_and_no_more() -> None:
    english, arabic = make_original(), MemoryOriginal(make_half_done_library(), ARABIC)
    here = make_desk(english, arabic.library)
    there = Desk(english.library, english.publication, lambda: NOW, original=arabic)
    assert len(find(here, "missing")) == 4
    assert [one.message for one in find(there, "missing")] == [
        f"“{LINKS[1][3]}” is missing: it stands in the original (ar) #11.",
        f"“{LINKS[6][3]}” is missing: it stands in the original (ar) #11.",
    ]
    there.do(preflight.mend_findings, IssueId(1), "missing")
    here.do(preflight.mend_findings, IssueId(1), "missing")
    assert find(here, "missing") == []
    assert len(find(there, "missing")) == 0


def test_a_tie_survives_that_two_links_become_one(new_desk: Callable[[], Desk]) -> None:
    from workbench.desk.incoming.merging import merge_links

    links = new_desk().state.links
    tied = replace(links[LinkId(1)], original="arxiv:1")
    assert merge_links(links[LinkId(2)], tied).original == "arxiv:1"
    assert merge_links(tied, links[LinkId(2)]).original == "arxiv:1"
