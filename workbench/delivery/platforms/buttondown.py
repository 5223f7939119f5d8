"""Drafts at Buttondown, by its API.

The fields are those of its OpenAPI description (`EmailInput`, `EmailUpdateInput`, `Email`, `EmailPage`) and of its page
on idempotency keys: a request that bears the key of an earlier one gets that one's response again. The fact to know
before any edit: an email without a `status` is sent to all readers.
"""

import re
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.delivery.platforms.api import ApiClient, ApiResponse, is_loopback, require_site

BASE_URL: Final = "https://api.buttondown.com/v1"
API_VERSION: Final = "2026-04-01"
"""The version of the API that is spoken here. Without it, the one that the newsletter is pinned to would answer."""
DRAFTS_URL: Final = "https://buttondown.com/emails"
"""Where people edit drafts, each on the page of its id. The API's `absolute_url` is where readers will find it."""
MAX_SUBJECT: Final = 2000
"""Characters of a subject."""
_ALLOWED_REQUESTS: Final = re.compile(r"(?:GET|POST) /emails|(?:GET|PATCH) /emails/[\w-]+", re.ASCII)
_MODE_MARK: Final = "<!-- buttondown-editor-mode: plaintext -->\n"
"""Says that the body is Markdown. Without it Buttondown guesses the format."""
_ANY_MODE_MARK: Final = re.compile(r"<!-- buttondown-editor-mode: \w+ -->\n?")


class _Email(Struct):
    id: str
    status: str
    subject: str
    body: str
    modification_date: str
    description: str = ""
    secondary_id: int | None = None


class _EmailPage(Struct):
    results: list[_Email]


class _FieldError(Struct):
    """What is wrong with one field. `loc` is the path to it."""

    msg: str = ""
    loc: list[str | int] = []


class _ErrorBody(Struct):
    detail: str | list[_FieldError] = ""


class Buttondown:
    """A newsletter at Buttondown. `url` is ignored unless it is this machine's own, for tests against a stand-in."""

    name: Final = "Buttondown"
    takes: Final[Literal["markdown"]] = "markdown"
    prints_subtitle: Final = False  # the description is for mail programs and links

    def __init__(self, url: str, key: str) -> None:
        base = require_site(url, self.name) if is_loopback(url) else BASE_URL
        self._api: Final = ApiClient(self.name, base, key, _ALLOWED_REQUESTS, _parse_error)
        self._headers: Final = {"Authorization": f"Token {key}", "X-API-Version": API_VERSION}

    def abort(self) -> None:
        """Break off the request under way, and make no other."""
        self._api.abort()

    def get(self, id: str) -> PlatformDraft | None:
        """The draft of that id; None where it is gone."""
        response = self._api.request("GET", f"/emails/{id}", headers=self._headers)
        if response.status == 404:
            return None
        draft = _draft_of(self._parse_email(response))
        return None if draft.status == "deleted" else draft

    def list_marked(self, number: int) -> list[PlatformDraft]:
        """The drafts that bear the number of an issue, of the newest there are."""
        query = {"status": "draft", "ordering": "-creation_date"}
        response = self._api.request("GET", "/emails", headers=self._headers, query=query)
        self._require_found(response)
        emails = response.parse(_EmailPage, self.name).results
        return [_draft_of(one) for one in emails if (one.status, one.secondary_id) == ("draft", number)]

    def create(self, content: DraftContent, request_id: str) -> PlatformDraft:
        """Create a draft and read it back."""
        fields = {**_build_fields(content), "secondary_id": content.number}
        return self._read_back(self._write_email("POST", "/emails", fields, request_id).id)

    def update(self, draft: PlatformDraft, content: DraftContent, request_id: str) -> PlatformDraft:
        """Replace title, subtitle and body of a draft and read it back. Other fields, such as an image, stay."""
        self._write_email("PATCH", f"/emails/{draft.id}", _build_fields(content), request_id)
        return self._read_back(draft.id)

    def _write_email(self, method: str, path: str, fields: dict[str, Any], request_id: str) -> _Email:
        headers = {**self._headers, "X-Idempotency-Key": request_id}
        return self._parse_email(self._api.request(method, path, headers=headers, json=fields))

    def _parse_email(self, response: ApiResponse) -> _Email:
        self._require_found(response)
        return response.parse(_Email, self.name)

    def _require_found(self, response: ApiResponse) -> None:
        if response.status == 404:
            raise UserError(f"{self.name} has no such address: {self._api.base}.")

    def _read_back(self, id: str) -> PlatformDraft:
        try:
            draft = self.get(id)
        except UserError as fault:
            raise LostAnswerError(
                f"{self.name} took the draft, and reading it back failed: {fault}"
            ) from None
        if draft is None:
            raise UserError(f"{self.name} took the draft and does not have it: look at its page.")
        return draft


def _build_fields(content: DraftContent) -> dict[str, Any]:
    """The fields of a new draft and of an update. `status` is always sent: without it Buttondown sends the email."""
    if len(content.title) > MAX_SUBJECT:
        raise UserError(
            f"The title has {len(content.title):,} characters, and Buttondown takes {MAX_SUBJECT:,}."
        )
    return {
        "status": "draft",
        "subject": content.title,
        "description": content.subtitle,
        # Buttondown would read a rule at the very beginning as the start of front matter.
        "body": _MODE_MARK + content.body.removeprefix("---\n").lstrip("\n"),
    }


def _draft_of(email: _Email) -> PlatformDraft:
    return PlatformDraft(
        id=email.id,
        address=f"{DRAFTS_URL}/{email.id}",
        status=email.status,
        modified=email.modification_date,
        title=email.subject,
        subtitle=email.description,
        body=_ANY_MODE_MARK.sub("", email.body, count=1),
    )


def _parse_error(body: bytes) -> str:
    """The message of an error response: one text, or one for each refused field."""
    detail = msgspec.json.decode(body, type=_ErrorBody).detail
    if isinstance(detail, str):
        return detail
    return "; ".join(f"{' '.join(map(str, error.loc))}: {error.msg}" for error in detail)
