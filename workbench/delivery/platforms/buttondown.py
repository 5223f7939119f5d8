"""Drafts at Buttondown: the one place that knows its API.

Facts from its OpenAPI description (`EmailInput`, `EmailUpdateInput`, `Email`, `EmailPage`) and its page on
idempotency keys. The one that matters most: an email without a `status` is sent to all readers.
"""

import re
from hashlib import sha256
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent, PlatformDraft
from workbench.curation.text.cleaning import to_safe_url
from workbench.delivery.platforms.api import ApiClient, ApiResponse, is_loopback, require_site

BASE_URL: Final = "https://api.buttondown.com/v1"
DRAFTS_URL: Final = "https://buttondown.com/emails"
"""Where a person finds all drafts."""
MAX_SUBJECT: Final = 2000
"""Characters in a subject."""
_ALLOWED_REQUESTS: Final = re.compile(r"(?:GET|POST) /emails|(?:GET|PATCH) /emails/[\w-]+", re.ASCII)
_MODE_MARK: Final = "<!-- buttondown-editor-mode: plaintext -->\n"
"""Says that a body is Markdown; without it Buttondown guesses."""
_ANY_MODE_MARK: Final = re.compile(r"<!-- buttondown-editor-mode: \w+ -->\n?")


class _Email(Struct):
    id: str
    status: str
    subject: str
    body: str
    modification_date: str
    absolute_url: str = ""
    description: str = ""
    secondary_id: int | None = None


class _EmailPage(Struct):
    results: list[_Email]


class _FieldError(Struct):
    """One field that was refused."""

    msg: str = ""
    loc: list[str | int] = []


class _ErrorBody(Struct):
    detail: str | list[_FieldError] = ""


class Buttondown:
    """A newsletter at Buttondown. `url` counts only where it is this machine's, for trying things out."""

    name: Final = "Buttondown"
    takes: Final[Literal["markdown"]] = "markdown"

    def __init__(self, url: str, key: str) -> None:
        base = require_site(url, self.name) if is_loopback(url) else BASE_URL
        self._api: Final = ApiClient(self.name, base, key, _ALLOWED_REQUESTS, _parse_error)
        self._authorization: Final = {"Authorization": f"Token {key}"}

    def get(self, id: str) -> PlatformDraft | None:
        """The draft of that id; None where it is gone."""
        answer = self._api.request("GET", f"/emails/{id}", headers=self._authorization)
        if answer.status == 404:
            return None
        held = _draft_of(self._parse_email(answer))
        return None if held.status == "deleted" else held

    def find(self, content: DraftContent) -> PlatformDraft | None:
        """The newest draft that has the issue's number and title."""
        wanted = {"status": "draft", "subject": content.title, "ordering": "-creation_date"}
        answer = self._api.request("GET", "/emails", headers=self._authorization, query=wanted)
        self._require_found(answer)
        for email in answer.parse(_EmailPage, self.name).results:
            ours = (email.status, email.secondary_id, email.subject)
            if ours == ("draft", content.number, content.title):
                return _draft_of(email)
        return None

    def create(self, content: DraftContent, *, instead_of: str = "") -> PlatformDraft:
        """Make a draft and read it back."""
        said = {**_build_fields(content), "secondary_id": content.number}
        made = self._write_email("POST", "/emails", said, f"new {instead_of}")
        return self._read_back(made.id)

    def update(self, draft: PlatformDraft, content: DraftContent) -> PlatformDraft:
        """Write over a draft and read it back. What else was set there, such as an image, stays."""
        self._write_email(
            "PATCH", f"/emails/{draft.id}", _build_fields(content), f"{draft.id} {draft.modified}"
        )
        return self._read_back(draft.id)

    def _write_email(self, method: str, path: str, fields: dict[str, Any], state: str) -> _Email:
        """Send it under a key by which Buttondown knows a repeat: the same content, `state` the same state there."""
        once = sha256(msgspec.json.encode([state, fields])).hexdigest()
        headers = {**self._authorization, "X-Idempotency-Key": once}
        return self._parse_email(self._api.request(method, path, headers=headers, json=fields))

    def _parse_email(self, answer: ApiResponse) -> _Email:
        self._require_found(answer)
        return answer.parse(_Email, self.name)

    def _require_found(self, answer: ApiResponse) -> None:
        if answer.status == 404:
            raise UserError(f"{self.name} has no such address: {self._api.base}.")

    def _read_back(self, id: str) -> PlatformDraft:
        held = self.get(id)
        if held is None:
            raise UserError(f"{self.name} took the draft and does not have it: look at its page.")
        return held


def _build_fields(content: DraftContent) -> dict[str, Any]:
    """What both making and changing say, first of all that it is a draft.

    A rule at the very beginning would be taken for front matter.
    """
    if len(content.title) > MAX_SUBJECT:
        raise UserError(
            f"The title has {len(content.title):,} characters, and Buttondown takes {MAX_SUBJECT:,}."
        )
    return {
        "status": "draft",
        "subject": content.title,
        "description": content.subtitle,
        "body": _MODE_MARK + content.body.removeprefix("---\n").lstrip("\n"),
    }


def _draft_of(email: _Email) -> PlatformDraft:
    return PlatformDraft(
        id=email.id,
        address=to_safe_url(email.absolute_url) or DRAFTS_URL,
        status=email.status,
        modified=email.modification_date,
        title=email.subject,
        subtitle=email.description,
        body=_ANY_MODE_MARK.sub("", email.body, count=1),
    )


def _parse_error(body: bytes) -> str:
    """What an error says: one text, or what is wrong with which field."""
    detail = msgspec.json.decode(body, type=_ErrorBody).detail
    if isinstance(detail, str):
        return detail
    return "; ".join(f"{' '.join(map(str, slip.loc))}: {slip.msg}" for slip in detail)
