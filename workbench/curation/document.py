"""What every document of the library has: an id. The kinds of documents are in `model.py` and `feed.py`."""

from msgspec import Struct


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """What stands in a table of the library under an id, which is unique within its table."""

    id: int = 0
