"""What a change claims: the keys that its documents gain or give up, in the journal's own words."""

from workbench.curation.change import Edit, EditCollector, claims_of_edit
from workbench.curation.learned_word import LearnedWord, LearnedWordId
from workbench.curation.model import Entry, EntryId, Issue, IssueId, Link, LinkId

PLACED = Entry(id=EntryId(9), issue=IssueId(1), link=LinkId(5), section="papers", slot=2)


def test_what_is_made_claims_all_it_holds() -> None:
    edits = EditCollector()
    edits.create(
        Link(id=LinkId(5), url="https://a.example/", identity="arxiv:2510.25445", aliases=("doi:10/x",))
    )
    edits.create(Issue(id=IssueId(1), number=11))
    edits.create(PLACED)
    assert edits.build("").claims == (
        "identity:arxiv:2510.25445",
        "identity:doi:10/x",
        "number:11",
        "entry:1/5",
        "slot:1/papers/2",
    )


def test_a_word_is_claimed_as_it_was_learned() -> None:
    edits = EditCollector()
    edits.create(LearnedWord(id=LearnedWordId(1), word="logits"))
    assert edits.build("").claims == ("word:logits",)


def test_an_entry_that_moves_claims_the_slot_it_leaves_and_the_one_it_takes() -> None:
    edits = EditCollector()
    edits.set(PLACED, slot=3)
    assert edits.build("").claims == ("slot:1/papers/2", "slot:1/papers/3")


def test_an_entry_that_goes_to_another_issue_claims_it_in_both() -> None:
    edits = EditCollector()
    edits.set(PLACED, issue=2)
    assert edits.build("").claims == ("entry:1/5", "entry:2/5", "slot:1/papers/2", "slot:2/papers/2")


def test_an_entry_that_is_set_twice_claims_where_it_ends() -> None:
    edits = EditCollector()
    edits.set(PLACED, slot=3)
    edits.set(PLACED, slot=None)
    assert edits.build("").claims == ("slot:1/papers/2",)


def test_what_is_made_and_then_set_claims_what_it_was_set_to() -> None:
    edits = EditCollector()
    edits.create(PLACED)
    edits.set(PLACED, slot=4)
    assert edits.build("").claims == ("entry:1/5", "slot:1/papers/4")


def test_text_alone_claims_nothing() -> None:
    edits = EditCollector()
    edits.set(PLACED, title="Gates", blurb="Light.")
    assert edits.build("").claims == ()


def test_what_is_taken_away_and_what_brings_it_back_claim_the_same() -> None:
    edits = EditCollector()
    edits.delete(PLACED, {"issue": 1, "link": 5, "section": "papers", "slot": 2})
    change = edits.build("")
    (gone,) = change.edits
    back = Edit(gone.table, gone.id, gone.after, gone.before)
    assert change.claims == ("entry:1/5", "slot:1/papers/2") == claims_of_edit(back, None)
