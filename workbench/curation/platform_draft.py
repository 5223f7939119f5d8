"""An issue's draft at a platform, as values: what is sent and what is there.

Desk and delivery speak of drafts in these values. What an issue remembers of its draft is `RemoteDraft` in `model.py`.
Requests are not made here.
"""

from msgspec import Struct

from workbench.curation.model import UserError


class LostAnswerError(UserError):
    """A request to write was sent, and what came of it is not known: the platform may have done it or not."""


class DraftContent(Struct, frozen=True, kw_only=True):
    """An issue as a platform gets it: its body is HTML or Markdown, whichever that platform takes."""

    number: int
    title: str
    subtitle: str
    body: str


class PlatformDraft(Struct, frozen=True, kw_only=True):
    """A draft as its platform has it now. `status` is the platform's word, `draft` as long as no reader has it.

    `address` is where a person edits it. `note` is a sentence that a person should read of what the platform made of
    it, empty for none.
    """

    id: str
    address: str
    status: str
    modified: str
    title: str
    subtitle: str
    body: str
    note: str = ""
