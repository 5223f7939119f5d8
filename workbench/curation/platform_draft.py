"""An issue's draft at a platform, as values: what is sent, what is there, and what is remembered of it.

Desk and delivery speak of drafts in these values; `RemoteDraft` is the one that an issue keeps. Requests are not
made here.
"""

from msgspec import Struct


class RemoteDraft(Struct, frozen=True, gc=False):
    """What an issue remembers of its draft at one platform, as of the last time the two agreed.

    `sent` is the sha256 of what was sent; `shown` that of what the platform showed thereafter, by which an edit
    made there is noticed; `modified` is the platform's own word for when that was.
    """

    id: str
    address: str
    sent: str
    shown: str
    modified: str = ""


class DraftContent(Struct, frozen=True, kw_only=True):
    """An issue as a platform gets it: its body is HTML or Markdown, whichever that platform takes."""

    number: int
    title: str
    subtitle: str
    body: str


class PlatformDraft(Struct, frozen=True, kw_only=True):
    """A draft as its platform has it now. `status` is the platform's word, `draft` as long as no reader has it.

    `address` is where a person finds it.
    """

    id: str
    address: str
    status: str
    modified: str
    title: str
    subtitle: str
    body: str
