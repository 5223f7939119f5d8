"""The links of a prose, and another address in place of one: in the text, wherever it leads to it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.publishing.prose.links import list_printed_addresses, replace_printed_address

OLD, NEW = "https://a.example/x", "https://n.example/z"


def test_every_link_that_readers_get_is_listed_as_it_is_printed() -> None:
    text = (
        "See [this](https://a.example/1), <https://a.example/2>, https://a.example/3. And *www.a.example/4*!\n\n"
        "- `https://no.example/code`\n- [a](javascript:alert)\n\n> [b](https://a.example/5_(y))"
    )
    assert list(list_printed_addresses(text, is_line=False)) == [
        "https://a.example/1",
        "https://a.example/2",
        "https://a.example/3",
        "https://www.a.example/4",
        "https://a.example/5_(y)",
    ]


@pytest.mark.parametrize(
    ("text", "moved", "labelled"),
    [
        ("[this](https://a.example/x)", "[this](https://n.example/z)", "[this](https://n.example/z)"),
        ("[this](<https://a.example/x>)", "[this](<https://n.example/z>)", "[this](<https://n.example/z>)"),
        ("<https://a.example/x>", "<https://n.example/z>", "[L](https://n.example/z)"),
        ("See https://a.example/x.", "See https://n.example/z.", "See [L](https://n.example/z)."),
        (
            "(https://a.example/x) and [y](https://a.example/x/y)",
            "(https://n.example/z) and [y](https://a.example/x/y)",
            "([L](https://n.example/z)) and [y](https://a.example/x/y)",
        ),
        ("`https://a.example/x` and `see https://a.example/x here` only as code", None, None),
        ("of another: https://a.example/x2", None, None),
        ("[ref][1]\n\n[1]: https://b.example/x", None, None),
    ],
)
def test_an_address_is_replaced_where_it_is_a_link(
    text: str, moved: str | None, labelled: str | None
) -> None:
    assert replace_printed_address(text, OLD, NEW, "", is_line=False) == moved
    assert replace_printed_address(text, OLD, NEW, "L", is_line=False) == labelled


def test_an_address_without_its_scheme_is_replaced_too() -> None:
    text = "On www.a.example/x and at mail@www.a.example."
    made = replace_printed_address(text, "https://www.a.example/x", NEW, "", is_line=True)
    assert made == "On https://n.example/z and at mail@www.a.example."


pieces = st.sampled_from(
    [
        OLD, f"<{OLD}>", f"[words]({OLD})", f"[**bold**]({OLD})", f"*{OLD}*", f"{OLD}.", f"({OLD})", f"{OLD}/y",
        f"`{OLD}`", f"`see {OLD} here`", "https://b.example/",
        "[b](https://b.example/)", "words", "- item", "\n\n", "\n", "> ", "**", "\\",
    ]
)  # fmt: skip


@given(parts=st.lists(pieces, max_size=8), label=st.sampled_from(["", "a.example (archived)"]))
def test_whatever_is_written_no_other_link_changes_and_none_of_the_old_is_left(
    parts: list[str], label: str
) -> None:
    text = " ".join(parts)
    before = list(list_printed_addresses(text, is_line=False))
    made = replace_printed_address(text, OLD, NEW, label, is_line=False)
    if made is not None:
        after = list(list_printed_addresses(made, is_line=False))
        assert after == [NEW if url == OLD else url for url in before]
    if OLD not in before:
        assert made is None
