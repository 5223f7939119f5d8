"""Spelling by a dictionary, the newsletter's own words and those of its sources."""

import pytest

from workbench.curation.preflight.spelling import Misspelling, find_misspellings, replace_word, words_of

pytest.importorskip("spellchecker", reason="the extra `spelling` is not installed")


def find(text: str, *known: str) -> list[tuple[str, str]]:
    return [(found.word, found.meant) for found in find_misspellings(text, "en", known)]


def test_a_word_that_is_in_no_dictionary_is_found_with_the_one_that_was_meant() -> None:
    assert find("It is beleived, and beleived again.") == [("beleived", "believed")]
    assert [word for word, _ in find("Over teh top")] == ["teh"]


def test_where_several_words_may_have_been_meant_none_is_proposed() -> None:
    ((word, meant),) = find("It was the wrost of times.", "times")
    assert (word, meant) == ("wrost", "")


@pytest.mark.parametrize(
    "text",
    [
        "Karpathy’s nanochat, `nanochta`, https://example.org/nanochta and pre-nanochta",
        "It doesn't, don’t, the editor's and the editors’ own",
        "a b xy",
        "We characterised the colour of a dataset, a workflow, our apps and backends, a struct, a regex and its tuples",
        "See irc.mozilla.org, project.pbxproj, @gorka, #rstts and [iwis](https://example.org/iwis)",
        "```\ndef mian(): pass\n```",
        "That'll do, and kubeadm too: a name that is like no word",
        "The finetune of it",
    ],
)
def test_names_code_addresses_and_known_words_are_left_alone(text: str) -> None:
    assert find(text, "finetune", "nanochat") == []


def test_a_language_has_its_own_words() -> None:
    assert [found.word for found in find_misspellings("Das ist eigentlich richtig", "de", ())] == []
    french = "Qu’elle l'article s'adapter d'avoir des cœurs, et le « continuous delivery »: désornais"
    assert [found.word for found in find_misspellings(french, "fr", ())] == ["désornais"]


def test_the_word_is_replaced_in_prose_only() -> None:
    text = "beleived, `beleived`, [beleived](https://example.org/beleived)"
    assert replace_word(text, Misspelling("beleived", "believed")) == (
        "believed, `beleived`, [believed](https://example.org/beleived)"
    )


def test_the_words_of_a_text_are_in_small_letters() -> None:
    assert words_of("Finetune the LoRA-adapter") == {"finetune", "the", "lora", "adapter"}
