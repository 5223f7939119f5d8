"""Documents as values: a look at the bytes says whether a text must be cleaned, and lets none through that must."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.model import Entry, Link
from workbench.desk.index import documents
from workbench.desk.index.documents import DocumentDecoder, to_document

TEXTS = st.lists(st.sampled_from(["word", "\n", "\n\n", "\\n", "\r\n", "\u2028", '"'])).map(" ".join)


@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=2))
def test_a_text_with_line_breaks_is_read_as_cleaning_every_field_would_leave_it(
    title: str, note: str, blurb: str, tags: list[str]
) -> None:
    words = {"title": title, "links": [], "blurb": blurb}
    link: dict[str, Any] = {"url": "u", "identity": "u", "title": title, "note": note, "tags": tags}
    entry: dict[str, Any] = {"issue": 1, "link": 1, "section": "s", "title": title, "blurb": blurb}
    for kind, fields in ((Link, link), (Link, link | {"words": words}), (Entry, entry)):
        line = msgspec.json.encode(fields)
        if b"\\" in line:
            made = DocumentDecoder(kind)(7, line)
            assert _drop_spaces(made) == _drop_spaces(to_document(kind, 7, fields))


def _drop_spaces(document: object) -> str:
    """A document without spaces: those that a person typed are left where nothing else wants to be cleaned."""
    return json.dumps(msgspec.to_builtins(document)).replace(" ", "")


def test_a_blurb_of_paragraphs_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "to_document", None)
    line = b'{"issue":1,"link":2,"section":"papers","blurb":"One.\\n\\nTwo."}'
    assert DocumentDecoder(Entry)(3, line).blurb == "One.\n\nTwo."
