"""Words by commands: learned for the newsletter, listed with where they are from, and forgotten."""

import pytest

from tests.support.commands import CommandLine

pytest.importorskip("spellchecker", reason="the extra `spelling` is not installed")


def test_words_are_learned_listed_and_forgotten(filled_workbench: CommandLine) -> None:
    run = filled_workbench
    profile = run.folder / "workbench.toml"
    text = profile.read_text("utf-8").replace("words = []", 'words = ["finetune"]')
    before, preflight, after = text.partition("[preflight]")
    profile.write_text(before + preflight + after.replace('language = ""', 'language = "en"', 1), "utf-8")
    run("place", 1, "papers")
    run("issue", "set", "greeting", "We finetune numba.")
    assert "greeting\t“numba” is not in the dictionary: correct or learn it." in run("check").out
    assert run("words", "add", "Numba").err == "Learned “numba”.\n"
    assert "numba" not in run("check").out
    rows = [{"word": "numba", "from": "learned"}, {"word": "finetune", "from": "workbench.toml"}]
    assert run("words", "list", "--json").json == rows
    assert run("words", "list").out == "numba\tlearned\nfinetune\tworkbench.toml\n"
    assert run("words", "add", "ollama", "--json").json == [
        rows[0],
        {"word": "ollama", "from": "learned"},
        rows[1],
    ]
    assert run("words", "remove", "ollama", "numba", "--json").json == rows[1:]
    assert "numba" in run("check").out


def test_what_is_no_word_and_what_was_never_learned_are_said(filled_workbench: CommandLine) -> None:
    for arguments, code in ((("add", "gpt-4"), 3), (("remove", "numba"), 3), (("add",), 2), ((), 2)):
        refused = filled_workbench("words", *arguments)
        assert (refused.exit, refused.out) == (code, ""), arguments
        assert refused.err.count("\n") == 1
